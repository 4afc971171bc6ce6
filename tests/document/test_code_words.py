import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.document.labels import LONGEST_LABEL, language_label
from supertoken_desktop.document.prompts import without_prompts


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("py", "Python"),
        ("JS", "JavaScript"),
        ("c++", "C++"),
        ("sh", "Shell"),
        ("text", "Text"),
        ("", ""),
        ("klingon", "klingon"),
    ],
)
def test_languages_have_names_for_people(language: str, label: str) -> None:
    assert language_label(language) == label


@given(st.text())
def test_a_label_is_never_long(language: str) -> None:
    assert len(language_label(language)) <= LONGEST_LABEL


def test_only_what_was_typed_stays_of_a_session() -> None:
    session = "$ ls -l \\\n> *.py\ntotal 0\n$ cd x"

    assert without_prompts(session, "console") == "ls -l \\\n*.py\ncd x"


def test_prompts_of_powershell_and_cmd_are_known() -> None:
    assert without_prompts("PS C:\\Users\\me> dir\n a  b", "powershell") == "dir"
    assert without_prompts("C:\\> dir", "cmd") == "dir"


def test_prompts_with_user_and_host_are_known() -> None:
    assert without_prompts("me@host:~/x$ make\nok", "bash") == "make"


def test_code_without_prompts_has_none_to_take_away() -> None:
    assert without_prompts("ls -l\ncd x", "bash") == ""
    assert without_prompts("> quoted\ntext", "") == ""
    assert without_prompts("$ x = 1", "php") == ""
