"""Find the code blocks of an answer. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from supertoken_desktop.document.blocks import Block, Fence, Footnote, ListBlock, Quote
from supertoken_desktop.document.document import parse


@dataclass(frozen=True, slots=True)
class AnswerCode:
    """One block as it stands in an answer; `language` is "" where none is named."""

    code: str
    language: str

    @property
    def line_count(self) -> int:
        """How many lines it has, blank ones at its end left out."""
        return self.code.rstrip("\n").count("\n") + 1

    @property
    def first_line(self) -> str:
        """The first line that says anything."""
        return next((line.strip() for line in self.code.split("\n") if line.strip()), "")


def codes_of(markdown: str, *, is_running: bool = False) -> tuple[AnswerCode, ...]:
    """Return the code blocks in their order, also those in lists and quotes.

    Of an answer that is still being written only blocks that are complete count.
    """
    fences = _fences(parse(markdown))
    return tuple(AnswerCode(f.code, f.language) for f in fences if f.closed or not is_running)


def _fences(blocks: Iterable[Block]) -> Iterator[Fence]:
    for block in blocks:
        match block:
            case Fence():
                yield block
            case ListBlock():
                for item in block.items:
                    yield from _fences(item.blocks)
            case Quote() | Footnote():
                yield from _fences(block.blocks)
            case _:
                continue
