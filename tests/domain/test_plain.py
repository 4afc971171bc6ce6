import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.errors import ErrorDetail
from supertoken_desktop.domain.plain import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07", "]0;title"),
        ("\x9b2J\x7f\x00", "2J"),
        ("a\u202egnp.exe\u2066", "agnp.exe"),
        ("line\r\nnext\ttab", "line\nnext\ttab"),
        ("שלום\u200f، 你好 👩\u200d💻", "שלום\u200f، 你好 👩\u200d💻"),
    ],
)
def test_what_steers_a_terminal_goes_and_words_stay(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_an_error_keeps_no_control_characters_of_a_relay() -> None:
    words = "red \x1b[31m\x9b2J\u202egnol\nnext"

    detail = ErrorDetail(message=words, code=words, request_id=words, host=words)

    assert detail.message == "red [31m2Jgnol\nnext"
    assert detail.code == detail.request_id == detail.host == detail.message
