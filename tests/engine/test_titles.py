import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.engine.titles import TITLE_WIDTH, cleaned_title, derived_title


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("What is a prime?", "What is a prime?"),
        ("  \n\n# A   heading\nand more", "A heading"),
        ("- **bold** and `code`", "bold and code"),
        ("```python\nprint(1)\n```\nWhat does this do?", "print(1)"),
        ("See [the page](https://example.com/x)", "See the page"),
        ("> quoted", "quoted"),
        ("???", "???"),
        (
            "Please explain the difference between lists and tuples in Python",
            "Please explain the difference between…",
        ),
        (
            "请详细解释一下量子计算机的工作原理以及它和普通计算机的区别",
            "请详细解释一下量子计算机的工作原理以及…",
        ),
        ("", ""),
    ],
)
def test_titles_of_first_words(text: str, title: str) -> None:
    assert derived_title(text) == title


@given(st.text(max_size=300))
def test_a_title_is_one_short_line_for_any_text(text: str) -> None:
    title = derived_title(text)

    assert width(title) <= TITLE_WIDTH
    assert len(title.splitlines()) <= 1
    assert bool(title) == bool(text.split())


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ('"Prime numbers."\nMore words', "Prime numbers"),
        ("**素数简介**。", "素数简介"),
        ("\n\n  Spaced   out \n", "Spaced out"),
        ("", ""),
    ],
)
def test_a_models_title_is_tidied(answer: str, title: str) -> None:
    assert cleaned_title(answer) == title


def test_a_models_title_steers_no_terminal_and_turns_no_words_round() -> None:
    assert cleaned_title("\x1b]0;x\x07Sorting \u202egnp\u2066\n") == "]0;xSorting gnp"
