"""What is marked in the text of a row: the selection, and hits of a search."""

import enum
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
