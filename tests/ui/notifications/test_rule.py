import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.ui.notifications.rule import needs_attention, note_words, wants_note

LONG_S = 10.0
SHORT_S = 9.9


@pytest.mark.parametrize(
    ("mode", "verdict", "took_s", "is_wanted"),
    [
        ("off", Verdict.COMPLETE, LONG_S, False),
        ("off", Verdict.FAILED, LONG_S, False),
        ("long", Verdict.COMPLETE, SHORT_S, False),
        ("long", Verdict.COMPLETE, LONG_S, True),
        ("long", Verdict.TRUNCATED, LONG_S, True),
        ("long", Verdict.FAILED, 0.1, True),
        ("long", Verdict.INTERRUPTED, 0.1, True),
        ("always", Verdict.COMPLETE, 0.1, True),
    ],
)
def test_which_answers_are_told_of(
    mode: str, verdict: Verdict, took_s: float, is_wanted: bool
) -> None:
    assert wants_note(mode, verdict, took_s) is is_wanted


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_ends_before_ones_eyes_needs_no_attention(verdict: Verdict) -> None:
    assert not needs_attention(verdict, is_in_front=True)


def test_what_the_user_stopped_needs_no_attention() -> None:
    assert not needs_attention(Verdict.STOPPED, is_in_front=False)
    assert needs_attention(Verdict.COMPLETE, is_in_front=False)


def test_a_failure_is_told_in_other_words() -> None:
    assert note_words("Sorting", Verdict.COMPLETE) == ("Sorting", "The answer is ready.")
    assert note_words("Sorting", Verdict.FAILED)[1] == "The answer needs your attention."


@given(title=st.text(max_size=300))
def test_the_title_is_one_short_line(title: str) -> None:
    words, _text = note_words(title, Verdict.COMPLETE)

    assert 0 < len(words) <= 80
    assert len(words.splitlines()) == 1
