"""What is marked in the text of a row: the selection, and hits of a search."""

import enum
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class MarkKind(enum.Enum):
    """How a stretch of text stands out."""

    SELECTED = "selected"
    HIT = "hit"
    CURRENT_HIT = "current hit"


class Marked(NamedTuple):
    """A stretch of a row's text in Qt's positions (UTF-16 units), `end` exclusive."""

    start: int
    end: int
    kind: MarkKind


def without(marked: Marked, positions: Sequence[int]) -> Iterator[Marked]:
    """Yield what remains of a stretch without what stands at single positions, in order.

    Qt would paint half-transparently over objects within text; they show marks by themselves.
    """
    start = marked.start
    for position in positions:
        if start < position:
            yield Marked(start, position, marked.kind)
        start = position + 1
    if start < marked.end:
        yield Marked(start, marked.end, marked.kind)
