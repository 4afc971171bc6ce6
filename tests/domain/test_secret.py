import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.secret import Secret, cleaned_key

KEYS = st.from_regex(r"\Ask-[A-Za-z0-9_\-]{8,40}\Z")


AROUND = st.sampled_from(["", " ", "\n", "\t ", '"', "'", "“", "`", "\u200b", "\ufeff"])


@pytest.mark.parametrize(
    "pasted",
    [
        "sk-abc123",
        "  sk-abc123\n",
        '"sk-abc123"',
        "'sk-abc123',",
        "Bearer sk-abc123",
        "bearer  sk-abc123 ",
        "Authorization: Bearer sk-abc123",
        '"Bearer sk-abc123"',
        "\ufeffsk-abc123\u200b",
        "sk-abc\n123",
    ],
)
def test_a_pasted_key_comes_out_clean(pasted: str) -> None:
    assert cleaned_key(pasted) == "sk-abc123"


@given(KEYS, AROUND, AROUND, st.booleans())
def test_what_surrounds_a_key_never_changes_it(
    key: str, before: str, after: str, with_word: bool
) -> None:
    word = "Bearer " if with_word else ""

    assert cleaned_key(before + word + key + after) == key


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned_key(cleaned_key(text)) == cleaned_key(text)


def test_the_hint_of_a_key_shows_its_ends_alone() -> None:
    assert Secret("sk-abcdefghijklmnop1234").masked() == "sk-…1234"


@pytest.mark.parametrize("value", ["", "sk-1", "sk-123456789012"])
def test_of_a_short_key_there_is_no_hint(value: str) -> None:
    assert Secret(value).masked() == "…"
