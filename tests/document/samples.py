import gzip
import json
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st

from supertoken_desktop.document.blocks import Block, Fence
from supertoken_desktop.document.document import Change

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

_PIECES = [
    *("# ", "## ", "#tag", " ", "  ", "    ", "\t", "\n", "\n\n", "- ", "* ", "1. ", "2) ", "> "),
    *("```", "~~~", "````", "`", "``", "**", "*", "_", "~~", "a", "foo", "bar baz", "中文", "。"),
    *("|", " | ", "|---|---|", "---", "===", "| a | b |\n", "|-|-|\n", "$", "$$", "x^2", "1"),
    *("\\[", "\\]", "\\(", "\\)", "<div>", "<!--", "\\", "&amp;", "\r", "\r\n", "\0", "!"),
    *("\\(x\\)", "\\[\n", "\n\\]\n", "$$\n", "$x$", "$5", "\t- ", " \t", "> ```\n", "> |-|\n"),
    *("  | a |\n  |-|\n", "- | a |\n", "<b>", "</b>", "<a href='*'>", "-->", "> > ", "- - "),
    *("   ", "      - ", "> > - ", "1. > ", "![a](", "data:image/png;base64,iVBO", ")"),
    *("www.a.b", "a@b.c", "long " * 60),
    *("\u200d", "e\u0301", "\\\n", "  \n", "&#10;", "> [!TIP]\n", "[a](", "[b]", "~", "~~~\n", ">"),
    *("  - ", "    code\n", "```py\n", "```\n", "http://a.b", "\U0001f600", "\ud83d", "\ude00"),
]
_DEFINING_PIECES = [
    *("[foo]", "[foo]: /u", "[foo]:", ' "title', '"\n', "[^1]", "[^1]: ", "[x] ", "(u)", "[!NOTE]"),
    *("[^n]: a\n    b\n", "> [^1]", "- [ ] ", "> [!NOTE]\n> ", "  [foo]: /v\n", "![foo]"),
]


def markdown_texts(*, with_definitions: bool) -> st.SearchStrategy[str]:
    """Texts made of marks; without definitions no later line changes what an earlier one means."""
    pieces = _PIECES + (_DEFINING_PIECES * 2 if with_definitions else [])
    return st.lists(st.sampled_from(pieces), max_size=30).map("".join)


def cut(
    text: str, cuts: random.Random, sizes: Sequence[int] = (1, 1, 2, 3, 7, 40)
) -> Iterator[str]:
    position = 0
    while position < len(text):
        size = cuts.choice(sizes)
        yield text[position : position + size]
        position += size


@cache
def all_corpus_answers() -> Sequence[str]:
    files = sorted(CORPUS.glob("*.jsonl.gz"))
    if not files:
        pytest.skip("the collection of real answers is not beside this checkout")
    return [
        json.loads(line)["answer"]
        for file in files
        for line in gzip.decompress(file.read_bytes()).decode().splitlines()
    ]


def corpus_answers(count: int, seed: int) -> Sequence[str]:
    return random.Random(seed).sample(all_corpus_answers(), count)


class View:
    """What a window would show, from the changes alone."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    def apply(self, change: Change) -> None:
        if change.appended:
            (grown,) = change.blocks
            before = self.blocks[change.first]
            assert change.first == len(self.blocks) - 1
            assert isinstance(before, Fence)
            assert isinstance(grown, Fence)
            assert before.code + change.appended == grown.code
        self.blocks[change.first :] = change.blocks
