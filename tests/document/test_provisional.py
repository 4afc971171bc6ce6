import re
from itertools import pairwise

import pytest
from hypothesis import given

from supertoken_desktop.document.blocks import Heading, ListBlock, Paragraph, Table, plain_text_of
from supertoken_desktop.document.document import MarkdownDocument
from supertoken_desktop.document.html import to_html
from supertoken_desktop.document.provisional import closed, shown_line
from tests.document.samples import markdown_texts


def shown_while_typed(text: str) -> list[str]:
    document = MarkdownDocument(lambda: 0.0)
    shown = []
    for character in text:
        document.feed(character)
        shown.append(plain_text_of(document.blocks))
    return shown


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a **b", "a **b**"),
        ("a **b*", "a **b**"),
        ("a **b *", "a **b**"),
        ("a **", "a"),
        ("a *b **c", "a *b **c***"),
        ("a `b", "a `b`"),
        ("a ``b`", "a ``b``"),
        ("a **b `c", "a **b `c`**"),
        ("a `", "a"),
        ("a ~~b", "a ~~b~~"),
        ("a [b", "a"),
        ("a [b]", "a"),
        ("a ![b]", "a"),
        ("a [![b](c", "a"),
        ("a [b] c", "a [b] c"),
        ("a [b](c)", "a [b](c)"),
        ("a ![b](data:image/png;base64,iVB", "a b"),
        ("a \\(x", "a \\(x\\)"),
        ("a \\( x_1", "a \\( x_1\\)"),
        ("a \\(", "a"),
        ("**a $$x", "**a $$x$$**"),
        ("a $x", "a $x"),
        ("a \\(b*c\\) d", "a \\(b*c\\) d"),
        ("a `*b` **c", "a `*b` **c**"),
        ("a [" + "b " * 79 + "b", "a [" + "b " * 79 + "b"),
        ("a [b](http://c", "a b"),
        ("a ![b](http://c", "a b"),
        ("a **[b](c", "a **b**"),
        ("a[^1", "a"),
        ("2 * 3", "2 * 3"),
        ("snake_case", "snake_case"),
        ("`**` b", "`**` b"),
        ("\\**a", "\\**a*"),
        ("**a\nb", "**a\nb"),
    ],
)
def test_what_the_open_line_left_open_is_closed(content: str, expected: str) -> None:
    assert closed(content) == expected


@pytest.mark.parametrize(
    "line",
    [
        "1. **",
        "- **",
        "- [ ] **",
        "> - *",
        "1. - ",
        "#",
        "##",
        "-",
        "- ",
        "1",
        "1.",
        "> ",
        "---",
        "```",
        "``",
        "**",
        "- [",
        "- [x]",
        "$$",
    ],
)
def test_a_line_of_marks_waits(line: str) -> None:
    assert shown_line("text\n", line) == ""


@pytest.mark.parametrize("line", ["#t", "- a", "1. a", "**b", "`a", "a", "- [x] a", "2024 was"])
def test_a_line_with_words_is_shown(line: str) -> None:
    assert shown_line("text\n", line) == line


@pytest.mark.parametrize(
    "text",
    [
        "Say **bold *and* more** now",
        "Use `code` and ``more`` now",
        "## Heading\n",
        "- **item** one\n- [x] two\n",
        "See [the page](http://a.b/c) now",
        "Old ~~thing~~ gone",
        "```py\nx\n```\n",
        "| a | b |\n|:--|--:|\n| **1** | `2` |\n",
    ],
)
def test_marks_are_never_shown_while_they_arrive(text: str) -> None:
    for shown in shown_while_typed(text):
        assert not re.search(r"[*`#|~\[\]()_]|--|^-", shown), shown


def test_text_only_grows_while_it_arrives() -> None:
    shown = shown_while_typed("Say **bold *and* more** `co` [x y](http://a.b) end.")

    stripped = [text.strip() for text in shown]
    assert all(later.startswith(earlier) for earlier, later in pairwise(stripped))


def test_a_table_is_a_table_from_its_first_cell() -> None:
    document = MarkdownDocument(lambda: 0.0)
    for character in "| a":
        document.feed(character)

    kinds = set()
    for character in " | b |\n| --- | --- |\n| 1 | 2 |":
        document.feed(character)
        kinds.add(tuple(type(block) for block in document.blocks))

    assert kinds == {(Table,)}


def test_a_paragraph_is_no_heading_while_a_list_begins() -> None:
    document = MarkdownDocument(lambda: 0.0)
    kinds: list[type] = []
    for character in "Things:\n- a":
        document.feed(character)
        kinds += [type(block) for block in document.blocks]

    assert Heading not in kinds
    assert set(kinds) == {Paragraph, ListBlock}


@given(markdown_texts(with_definitions=True))
def test_any_unfinished_text_can_be_shown(text: str) -> None:
    document = MarkdownDocument(lambda: 0.0)

    for character in text:
        document.feed(character)

    assert isinstance(to_html(document.blocks), str)
