"""Find the last code block of an answer. Pure."""

from collections.abc import Iterable, Iterator

from supertoken_desktop.document.blocks import Block, Fence, ListBlock, Quote
from supertoken_desktop.document.document import parse


def last_code(markdown: str) -> str | None:
    """Return the code of the last fenced block, also inside lists and quotes; None for none."""
    codes = tuple(_codes(parse(markdown)))
    return codes[-1] if codes else None


def _codes(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Fence():
                yield str(block.body)
            case ListBlock():
                for item in block.items:
                    yield from _codes(item.blocks)
            case Quote():
                yield from _codes(block.blocks)
            case _:
                continue
