import gc
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supertoken_desktop.document.blocks import ListBlock, Paragraph, SpanStyle, Table, plain_text_of
from supertoken_desktop.document.document import MarkdownDocument, parse


class Frames:
    """A clock on which every piece of text comes a frame after the one before."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> float:
        return self.count * 0.016 + time.thread_time()


def fed(text: str, size: int) -> MarkdownDocument:
    frames = Frames()
    document = MarkdownDocument(frames)
    for position in range(0, len(text), size):
        frames.count += 1
        document.feed(text[position : position + size])
    while document.is_behind:
        frames.count += 1
        document.feed("")
    return document


@pytest.mark.parametrize(
    "text",
    [
        "some **bold** words, `code` and a [link](http://a.b/c). " * 300,
        "一些**加粗**的文字，`代码`和[链接](http://a.b/c)。" * 500,
        "a" * 20_000,
        "soft *wrapped*\nlines of `prose`\n" * 500,
        "\\(x_1\\) and $y^2$ and http://a.b/c, " * 400,
    ],
)
def test_a_long_open_paragraph_is_shown_as_the_whole(text: str) -> None:
    document = fed(text + "end", 400)

    assert tuple(document.blocks) == parse(text + "end")


def test_a_picture_is_one_as_soon_as_its_data_is_complete() -> None:
    text = "See ![a cat](data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAA" * 40_000 + ") there"

    document = fed(text, 4_000)

    assert tuple(document.blocks) == parse(text)
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert [span.style for span in paragraph.text.spans] == [SpanStyle.IMAGE]


def test_an_address_that_looks_like_a_stand_in_is_its_own() -> None:
    data = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAA" * 200
    text = f"![a]({data}) ![b](data:image/png;base64,.7.)"

    document = fed(text, 4_000)
    document.finish()

    assert tuple(document.blocks) == parse(text)


def seconds(act: Callable[[], object]) -> float:
    # A collection of all that other tests left behind is not the text's fault.
    gc.disable()
    started_s = time.thread_time()
    act()
    took_s = time.thread_time() - started_s
    gc.enable()
    return took_s


HOSTILE = [
    *("**", "*a **b ", "[", "[a](", "![](", "`", "`a", "$", "$a ", "<", "<a ", "<!--", "\\("),
    *("_a", "~~a ", "a@b.c ", "http://a.b/", "&amp;", "&", "|", "| a ", "\\", "> ", "- ", "1. "),
    *("(((", ")))", "!", "[^a]", "a\n", "a  \n", "\t", "中", "。**中", "$$", "{", "<?", "\\["),
]


@pytest.mark.parametrize("mark", HOSTILE)
def test_no_text_takes_more_than_its_share(mark: str) -> None:
    short, long = mark * (2_000 // len(mark)), mark * (16_000 // len(mark))

    once_s = max(min(seconds(lambda: parse(short)) for _ in range(2)), 0.002)

    # Eight times as much text may take eight times as long; what grows with its square, 64 times.
    assert min(seconds(lambda: parse(long)) for _ in range(2)) < 30 * once_s


@pytest.mark.parametrize("mark", HOSTILE)
def test_no_text_holds_a_frame_up(mark: str) -> None:
    frames = Frames()
    document = MarkdownDocument(frames)
    text = mark * (16_000 // len(mark))
    times_s: list[float] = []

    for position in range(0, len(text), 400):
        frames.count += 1
        piece = text[position : position + 400]
        times_s.append(seconds(lambda piece=piece: document.feed(piece)))  # type: ignore[misc]

    times_s.sort()
    # Twenty milliseconds alone on a machine of 2023; this leaves room for a busy one.
    assert times_s[len(times_s) * 9 // 10] < 0.06


ITEMS = st.lists(
    st.sampled_from(
        [
            *("a", "**b** `c`", "[ ] task", "[x] done", "d\n\n  more", "e\n  - inner\n    - deep"),
            *("f\n\n  ```py\n  x = 1\n  ```", "g\n  > quote", "h\nlazy", "", "$x$ and \\(y\\)"),
            *("i\n\n      code", "j  \n  k", "# l", "---", "| m |\n  |---|\n  | n |"),
        ]
    ),
    min_size=50,
    max_size=130,
)


@settings(max_examples=12)
@given(ITEMS, st.sampled_from(["- ", "* ", " - ", "1. "]), st.integers(1, 90))
def test_a_long_list_is_shown_as_the_whole(items: list[str], mark: str, size: int) -> None:
    indent = " " * (len(mark) - 2)
    text = "".join(mark + item.replace("\n", "\n" + indent) + "\n" for item in items) + "\n\nend"

    document = fed(text, size)

    assert tuple(document.blocks) == parse(text)


ROWS = st.lists(
    st.sampled_from(["1 | 2", "**a** | `b`", "x", "a | b | c", "\\| | $y$"]),
    min_size=50,
    max_size=130,
)


@settings(max_examples=12)
@given(ROWS)
def test_a_long_table_is_shown_as_the_whole(rows: list[str]) -> None:
    text = "| h | **i** |\n|---|:-:|\n" + "".join(f"| {row} |\n" for row in rows) + "\nend"

    document = fed(text, 50)

    assert tuple(document.blocks) == parse(text)
    document.finish()
    assert [block.lines for block in document.blocks] == [block.lines for block in parse(text)]


def test_kept_items_and_rows_have_their_lines() -> None:
    text = "\n".join(f"- {n}" for n in range(100)) + "\n\nand\n\n| a |\n|---|\n" + "| 1 |\n" * 100

    document = fed(text + "\n", 30)

    assert [block.lines for block in document.blocks] == [block.lines for block in parse(text)]


def shapes(blocks: Sequence[object]) -> list[type]:
    return [type(block) for block in blocks]


def test_nothing_of_a_long_list_or_table_is_lost_while_it_arrives() -> None:
    items = "".join(f"{n}. item **{n}**\n" for n in range(1, 400))
    rows = "| a | b |\n|---|:-:|\n" + "".join(f"| {n} | `{n}` |\n" for n in range(400))
    text = f"Before:\n\n{items}\nafter\n\n{rows}\nend"

    document = fed(text, 90)

    assert shapes(document.blocks) == [Paragraph, ListBlock, Paragraph, Table, Paragraph]
    assert plain_text_of(document.blocks) == plain_text_of(parse(text))
