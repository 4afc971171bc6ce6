import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supertoken_desktop.document.blocks import Fence, Heading, Paragraph, Text
from supertoken_desktop.document.document import Change, MarkdownDocument, parse
from supertoken_desktop.document.lines import normalise
from tests.document.samples import View, all_corpus_answers, cut, markdown_texts


class Ticks:
    """A clock that goes on by the same step at each look."""

    def __init__(self, step_s: float) -> None:
        self.now_s = 0.0
        self.step_s = step_s

    def __call__(self) -> float:
        self.now_s += self.step_s
        return self.now_s


def stopped_clock() -> float:
    return 0.0


@given(markdown_texts(with_definitions=True), st.randoms(use_true_random=False))
@example("~~~a|b\n|-|-|\n", random.Random(1))
@example('[foo]: /u "title\nfoo\n\n[foo]', random.Random(1))
@example("a\r", random.Random(1))
@example("\ud83d\ude00\ud83d", random.Random(1))
def test_streaming_equals_whole_for_any_text_and_cutting(text: str, cuts: random.Random) -> None:
    document = MarkdownDocument(stopped_clock)
    view = View()

    for piece in cut(text, cuts):
        view.apply(document.feed(piece))
        assert view.blocks == list(document.blocks)
    view.apply(document.finish())

    assert tuple(view.blocks) == tuple(document.blocks) == parse(text)


@given(markdown_texts(with_definitions=False), st.randoms(use_true_random=False))
@example("~~~a|b\n|-|-|\n", random.Random(1))
@example("````\n````\n> ```\n> a\n>", random.Random(1))
def test_settled_blocks_are_final_without_definitions(text: str, cuts: random.Random) -> None:
    text += "\n\n\n"
    document = MarkdownDocument(stopped_clock)

    for piece in cut(text, cuts):
        document.feed(piece)

    assert tuple(document.blocks) == parse(text)


def test_streaming_equals_whole_on_all_real_answers() -> None:
    cuts = random.Random(11)
    final_before_finish = 0
    for number, answer in enumerate(all_corpus_answers()):
        # Large pieces for most keep this fast; every eightieth answer comes in tiny ones.
        sizes = (1, 2, 3, 5, 9) if number % 80 == 0 else (700, 1500, 4000)
        document = MarkdownDocument(stopped_clock)
        view = View()

        for piece in cut(answer, cuts, sizes=sizes):
            view.apply(document.feed(piece))
        # `finish` would parse the same text once more; that it does is shown by the small texts.
        assert document.text == normalise(answer)
        whole = parse(answer)
        is_final = tuple(view.blocks) == whole
        view.apply(document.finish(whole))

        assert tuple(view.blocks) == whole
        final_before_finish += is_final

    assert final_before_finish > 2000


@pytest.mark.parametrize(
    "text",
    [
        "family \U0001f468\u200d\U0001f469\u200d\U0001f467 **e\u0301** \U0001f1e8\U0001f1f3 end",
        "half \ud83d\ude00 a \ud83d b \ude00\n\n```\n\ud83d\ude00\n```\n",
        "```py\r\nx = 1\r\n```\r\n\r\n~~~~\r\ny\r\n~~~~\r\nz",
        "| a | b |\r\n|---|---|\r\n| 1 | **2** |\r\n| 3 | `4` |\r\n\r\nend",
        "- a\r\n  - b\r\n\r\n    c\r- d\r\r\ne",
        "> [!TIP]\r\n> \\(x\\)\r\n\r\n$$\r\ny\r\n$$\r\n",
        "![a](data:image/png;base64,iVBORw0KGgo=) \\[z\\] and $x$",
        "[^a]: note\r\n    more\r\n\r\nsee[^a]",
    ],
)
def test_a_cut_may_fall_anywhere(text: str) -> None:
    for position in range(len(text) + 1):
        document = MarkdownDocument(stopped_clock)
        view = View()

        for piece in (text[:position], text[position:]):
            view.apply(document.feed(piece))
        view.apply(document.finish())

        assert tuple(view.blocks) == parse(text)


def test_line_ranges_are_those_of_the_whole_after_finish() -> None:
    text = "# a\n\nb\n\n- c\n- d\n\n```\ne\n```\nf"
    document = MarkdownDocument(stopped_clock)

    for character in text:
        document.feed(character)
    document.finish()

    assert [block.lines for block in document.blocks] == [block.lines for block in parse(text)]


def test_text_keeps_everything_fed() -> None:
    document = MarkdownDocument(stopped_clock)

    for piece in ("a\r", "\nb", "", "\n```\n", "c"):
        document.feed(piece)

    assert document.text == "a\nb\n```\nc"


def test_a_change_leaves_settled_blocks_alone() -> None:
    document = MarkdownDocument(stopped_clock)
    document.feed("one\n\ntwo\n\nthr")

    change = document.feed("ee")

    assert change == Change(2, (Paragraph(Text("three")),))


def test_equal_blocks_make_no_change() -> None:
    document = MarkdownDocument(stopped_clock)
    document.feed("one\n\ntwo")

    change = document.feed("\n\n")

    assert change == Change(2, ())


def test_a_late_definition_changes_what_is_above_at_the_end() -> None:
    document = MarkdownDocument(stopped_clock)
    document.feed("zero\n\nsee [foo]\n\nmore\n\n")
    document.feed("[foo]: http://a.b\n")

    change = document.finish()

    assert change.first == 1
    assert tuple(document.blocks)[1:] == change.blocks


def test_finish_takes_blocks_that_were_parsed_elsewhere() -> None:
    document = MarkdownDocument(stopped_clock)
    document.feed("see [foo]\n\nmore\n\n")
    document.feed("[foo]: http://a.b\n")
    whole = parse(document.text)

    change = document.finish(whole)

    assert change.blocks == whole


def test_an_open_fence_is_a_code_block_that_grows() -> None:
    document = MarkdownDocument(stopped_clock)
    document.feed("text\n```py\n")

    changes = [document.feed(piece) for piece in ("x = 1", "\ny", " = 2\n``", "`x\n")]

    assert [change.appended for change in changes] == ["x = 1", "\ny", " = 2", "\n```x"]
    assert document.blocks[1] == parse("```py\nx = 1\ny = 2\n```x\n")[0]


def test_the_marker_that_closes_a_fence_is_never_shown() -> None:
    document = MarkdownDocument(stopped_clock)
    document.feed("  ```py\n  a\n")

    codes = []
    for character in "   ```  \nafter":
        document.feed(character)
        block = document.blocks[0]
        assert isinstance(block, Fence)
        codes.append(block.code)

    assert set(codes) == {"a"}
    assert document.blocks == [*parse("  ```py\n  a\n  ```\n"), Paragraph(Text("after"))]


def test_one_piece_may_close_a_fence_and_open_another() -> None:
    document = MarkdownDocument(stopped_clock)
    document.feed("```\na\n")

    document.feed("b\n```\n\ntext\n\n~~~py\nc")

    assert tuple(document.blocks) == parse("```\na\nb\n```\n\ntext\n\n~~~py\nc")


def test_after_a_long_parse_of_a_long_tail_text_waits() -> None:
    clock = Ticks(step_s=0.1)
    document = MarkdownDocument(clock)
    document.feed("".join(f"> item {number}\n>\n" for number in range(500)))

    waiting = document.feed("> one")

    assert waiting.blocks == ()
    assert document.is_behind
    changes = [document.feed("") for _ in range(4)]
    assert any(change.blocks for change in changes)
    assert not document.is_behind


def test_a_short_tail_never_waits() -> None:
    document = MarkdownDocument(Ticks(step_s=1.0))
    document.feed("a")

    change = document.feed("b")

    assert change.blocks == (Paragraph(Text("ab")),)


def test_finish_shows_what_was_waiting() -> None:
    document = MarkdownDocument(Ticks(step_s=1.0))
    text = "> item\n" * 1000
    document.feed(text)
    document.feed("\n# end")

    document.finish()

    assert document.blocks[-1] == Heading(1, Text("end"))
    assert not document.is_behind


@pytest.mark.parametrize("character", ["a", "中", "*", "`", "[", "\\", "$", ">", "- "])
def test_a_very_long_line_is_whole(character: str) -> None:
    text = character * 10_000
    document = MarkdownDocument(stopped_clock)

    for position in range(0, len(text), 5_000):
        document.feed(text[position : position + 5_000])
    document.finish()

    assert tuple(document.blocks) == parse(text)
