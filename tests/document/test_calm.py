"""While text arrives, what is shown only grows: no mark appears and vanishes again.

Blanks don't count: a list that turns loose moves its items apart, which CommonMark demands as soon
as a blank line stands between two of them.
"""

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest

from supertoken_desktop.document.blocks import (
    Alert,
    Fence,
    Heading,
    ListBlock,
    Math,
    Paragraph,
    Quote,
    SpanStyle,
    Table,
    plain_text_of,
)
from supertoken_desktop.document.document import MarkdownDocument
from tests.document.samples import corpus_answers

CALM = [
    "Say **bold**, __strong__, *light*, _slanted_ and ***both*** now.",
    "Use `code`, ``co`de`` and **`bold` code** now.",
    "A [link](http://a.b/c_d), a [named][1] one and a [bracket] in text.\n\n[1]: http://a.b\n",
    'An ![image](data:image/png;base64,iVBORw0KGgo=) and ![two](http://a.b/c.png "t") here.',
    "A badge [![alt](http://a.b/c.svg)](http://a.b) here.",
    "Old ~~price~~ and 3~5 days.",
    "1. **One**: text\n2. **Two**: text\n   - *inner* text\n   - [ ] task\n   - [x] **done**\n",
    "- [ ] open\n- [x] done\n  - [ ] inner\n",
    "| a | **b** |\n|:--|--:|\n| `1` | [2](u) |\n| 3 | 4 |\n\nafter",
    "Text before\n\n| a |\n|---|\n| 1 |\n",
    "- item\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n",
    "So \\(x_1 + y\\) and \\[z\\] and $$a*b*c$$ are.",
    "- \\( N \\) is a number\n- \\( R_* \\) is another\n",
    "$$\nx^2 + y\n$$\n\nand\n\n\\[\n\\frac{a}{b}\n\\]\n",
    "  \\[ N = R_* \\times f \\]\n\nwhere",
    "```py\nx = 1  # `a` **b**\n```\n\nafter\n\n~~~\ny\n~~~\n",
    "1. Run:\n   ```sh\n   ls -l\n   ```\n2. Done\n",
    "> [!NOTE]\n> Mind *this*.\n>\n> - and `that`\n",
    "> quote\n> **more**\n",
    "Title\n=====\n\nOther\n---\n\ntext",
    "# One\n\n## Two **bold**\n\n---\n\n***\n\ntext",
    "Text[^1] and more[^note].\n\n[^1]: One.\n[^note]: Two.\n",
    "Price: $5 and $10, or $1,000.",
    "See <https://a.b/c> and https://a.b/d, www.a.b or me@a.b.",
    "Line one  \nline two\\\nline three",
    "中文**加粗**，`代码`和[链接](http://a.b)。\n\n1. **第一**：说明\n2. **第二**：说明\n",
    "a \\* b \\_ c \\\\ d &amp; e &lt; f",
]


def typed(text: str) -> Iterator[MarkdownDocument]:
    document = MarkdownDocument(lambda: 0.0)
    for character in text:
        document.feed(character)
        yield document


def visible(document: MarkdownDocument) -> str:
    return "".join(plain_text_of(document.blocks).split())


def flickers(text: str) -> list[tuple[str, str]]:
    shown = [visible(document) for document in typed(text)]
    return [(old, new) for old, new in pairwise(shown) if not new.startswith(old)]


@pytest.mark.parametrize("text", [text for text in CALM if "[^" not in text and "[1]" not in text])
def test_nothing_shown_is_taken_back(text: str) -> None:
    assert flickers(text) == []


@pytest.mark.parametrize("text", [text for text in CALM if "[^" in text or "[1]" in text])
def test_only_a_late_definition_takes_a_label_back(text: str) -> None:
    # What a reference refers to is not known before: CommonMark reads definitions first.
    assert len(flickers(text)) <= 2


def test_nothing_shown_is_taken_back_on_real_answers() -> None:
    for answer in corpus_answers(14, seed=3):
        assert flickers(answer[:1000]) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        # CommonMark takes back what no line before could know:
        ("**a\nb** c", 2),  # emphasis that was begun on a line goes on on the next,
        ("**a\n\nb", 1),  # or was none at all;
        ("a | b\n--- | ---\n1 | 2\n", 1),  # a table without outer pipes begins as prose;
        ("so $x^2$ is", 1),  # a single dollar may be money until its partner comes;
        ("a `b\n\nc", 1),  # a code span without end was a character;
        ("|1|2|\n|3|4|\n", 2),  # bars without a line of dashes below are no table.
    ],
)
def test_what_is_taken_back_is_known_by_name(text: str, count: int) -> None:
    assert len(flickers(text)) <= count


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("```", Fence),
        ("~~~py\n", Fence),
        ("| a", Table),
        ("# a", Heading),
        ("- a", ListBlock),
        ("1. a", ListBlock),
        ("> a", Quote),
        ("$$\nx", Math),
        ("\\[ x", Math),
        ("a | b\n--- | ---\n1", Table),
    ],
)
def test_a_block_is_of_its_kind_from_its_first_word(text: str, kind: type) -> None:
    *_, document = typed(text + ("\nx" if kind is Fence else ""))

    assert [type(block) for block in document.blocks] == [kind]


def test_an_alert_is_one_from_its_first_word() -> None:
    kinds = {
        block.alert
        for document in typed("> [!WARNING]\n> Mind this")
        for block in document.blocks
        if isinstance(block, Quote) and block.blocks
    }

    assert kinds == {Alert.WARNING}


def test_a_task_has_its_box_from_its_first_word() -> None:
    tasks = {
        item.task
        for document in typed("- [x] done")
        for block in document.blocks
        if isinstance(block, ListBlock)
        for item in block.items
        if item.blocks
    }

    assert tasks == {True}


def test_an_open_formula_is_one_already() -> None:
    *_, document = typed("so \\( x_1")

    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    assert [span.style for span in block.text.spans] == [SpanStyle.MATH]
    assert block.text.text == "so x_1"


def test_a_bracket_waits_only_for_a_while() -> None:
    document = MarkdownDocument(lambda: 0.0)
    document.feed("a [" + "word " * 40)

    assert "word" in visible(document)


def test_a_long_picture_is_its_description_while_it_arrives() -> None:
    document = MarkdownDocument(lambda: 0.0)
    document.feed("See ![a cat](data:image/png;base64,")
    texts = set()

    for _ in range(30):
        document.feed("iVBORw0KGgoAAAANSUhEUgAA" * 100 * random.Random(1).randint(1, 9))
        texts.add(plain_text_of(document.blocks))

    assert texts == {"See a cat"}
