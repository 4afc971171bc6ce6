import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.version import Version, parse_version

IN_ORDER = [
    *("0.1.dev3", "0.1a1.dev1", "0.1a1", "0.1a2", "0.1b1", "0.1rc1", "0.1", "0.1.post1"),
    *("0.1.1", "0.2.0", "0.10", "1.0.0rc1", "1.0", "1.0.0.1", "2026.11"),
]


def version(text: str) -> Version:
    found = parse_version(text)
    assert found is not None, text
    return found


def test_versions_are_ordered_by_what_they_mean() -> None:
    shuffled = sorted(IN_ORDER, key=lambda text: text[::-1])

    assert sorted(shuffled, key=version) == IN_ORDER


@pytest.mark.parametrize(
    ("one", "other"), [("1.0", "1.0.0"), ("v0.2.0", "0.2"), ("0.0", "0"), ("01.2", "1.2")]
)
def test_spellings_of_one_version_are_equal(one: str, other: str) -> None:
    assert version(one) == version(other)


@pytest.mark.parametrize("text", ["0.1rc1", "0.1.dev1", "1.0a2", "1.0b1.dev4"])
def test_what_comes_before_its_release_is_told(text: str) -> None:
    assert version(text).is_pre_release


@pytest.mark.parametrize("text", ["0.1", "1.0.post1", "1.0.post1.dev1"])
def test_a_release_is_none_that_comes_before(text: str) -> None:
    assert version(text).is_pre_release == ("dev" in text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v",
        "latest",
        "1.0\n",
        "1..0",
        "1.0-beta",
        "1.0+local",
        "٣.1",
        "1" * 80,
        "1.0 ",
        "../1.0",
    ],
)
def test_what_is_no_version_is_none(text: str) -> None:
    assert parse_version(text) is None


@given(st.text())
def test_any_text_is_a_version_or_none(text: str) -> None:
    found = parse_version(text)

    assert found is None or parse_version(found.text) == found
