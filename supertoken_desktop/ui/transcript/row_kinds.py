"""The kinds of rows: typed values, each of which one widget shows.

`flow.py` makes them of blocks. Pure; nothing here needs a window.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from supertoken_desktop.document.blocks import Alignment, Fence, Span, SpanStyle, Text
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.entry import Entry


class EdgeKind(enum.Enum):
    """What stands left of a row at one level of nesting."""

    ITEM = "item"
    QUOTE = "quote"
    THOUGHT = "thought"
    NOTE = "note"
    TIP = "tip"
    IMPORTANT = "important"
    WARNING = "warning"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Edge:
    """One level of nesting; `digits` is the room that an ordered list's numbers need."""

    kind: EdgeKind
    digits: int = 0


class Mark(enum.Enum):
    """What an item without a number begins with."""

    BULLET = "bullet"
    DONE = "done"
    NOT_DONE = "not done"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands.

    `edges` from the outside in; the first `joined` of them go on from the row above. `marker` is
    what the innermost item begins with. `gap` is the free room above in pixels, part of the row.
    """

    edges: tuple[Edge, ...] = ()
    joined: int = 0
    marker: Mark | str | None = None
    gap: int = 0


class Look(enum.Enum):
    """How the text of a text row is set."""

    BODY = "body"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    HEADING_4 = "heading 4"
    MATH = "math"
    ALERT = "alert"
    THOUGHT = "thought"


@dataclass(frozen=True, slots=True)
class HeadRow:
    """Who speaks, and when (local time in words)."""

    name: str
    time: str
    is_question: bool
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class ThoughtRow:
    """The line that unfolds what the model thought; `seconds` is None where nobody measured."""

    is_open: bool
    is_running: bool
    seconds: float | None
    place: Place = Place(gap=metrics.SPACE_1)


@dataclass(frozen=True, slots=True)
class TextRow:
    """A stretch of styled text."""

    text: Text
    look: Look
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code block."""

    fence: Fence
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class DiagramRow:
    """A closed code block whose code is the source of a diagram."""

    fence: Fence
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table, or so much of a long one as lays out quickly.

    `lines` are its lines of cells, the header first where this piece `has_header`. Columns are made
    to fit `sample`, the lines of the first piece, so that all pieces look like one table. One that
    `goes_on` has but one line, whose cells are the rest of very long cells above.
    """

    alignments: tuple[Alignment, ...]
    lines: tuple[tuple[Text, ...], ...]
    sample: tuple[tuple[Text, ...], ...]
    has_header: bool
    place: Place = Place()
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class FormulaRow:
    """A formula that stands alone, in LaTeX; one that is not `is_closed` is still being written."""

    latex: str
    is_closed: bool
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an answer: its name for people, never empty, and its address or data URL."""

    name: str
    target: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    """Up to four pictures that stand by themselves."""

    pictures: tuple[Picture, ...]
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A line across."""

    place: Place = Place()


@dataclass(frozen=True, slots=True)
class FootRow:
    """What the chat page puts under a message."""

    entry: Entry
    place: Place = Place()


BlockRow: TypeAlias = TextRow | CodeRow | DiagramRow | TableRow | FormulaRow | PictureRow | RuleRow
Row: TypeAlias = HeadRow | ThoughtRow | BlockRow | FootRow


def characters(row: Row) -> str:
    """Return the text that can be selected in a row, a character for each one in its widget.

    Cells of a table are parted by tabs, its lines by newlines.
    """
    return styled_characters(row).text


def styled_characters(row: Row) -> Text:
    """Return the same with its styles."""
    match row:
        case TextRow(text):
            return text
        case CodeRow(fence) | DiagramRow(fence):
            return Text(fence.code)
        case TableRow():
            return text_of_cells(row)
        case FormulaRow(latex):
            return Text(latex, (Span(0, len(latex), SpanStyle.MATH),))
        case PictureRow(pictures):
            return Text("\n".join(picture.name for picture in pictures))
        case HeadRow() | ThoughtRow() | RuleRow() | FootRow():
            return Text("")
        case _:
            assert_never(row)


def first_piece(rows: Sequence[Row], index: int) -> int:
    """Return the index of the row with the header of the table that a row belongs to."""
    while index > 0:
        row = rows[index]
        if not isinstance(row, TableRow) or row.has_header:
            break
        index -= 1
    return index


def text_of_cells(row: TableRow) -> Text:
    """Return the cells of a table as one text, parted by tabs and its lines by newlines."""
    pieces: list[str] = []
    spans: list[Span] = []
    start = 0
    for cells in row.lines:
        for number, cell in enumerate(cells, 1):
            pieces += [cell.text, "\t" if number < len(cells) else "\n"]
            spans += [
                replace(span, start=span.start + start, end=span.end + start) for span in cell.spans
            ]
            start += len(cell.text) + 1
    return Text("".join(pieces[:-1]), tuple(spans))
