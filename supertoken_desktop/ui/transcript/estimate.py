"""How high a message or row will probably be, before anybody has laid it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from supertoken_desktop.document.blocks import Fence, Text
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import RefusalPart, TextPart
from supertoken_desktop.domain.pictures import without_pictures
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.picture_data import Header, head_of_url
from supertoken_desktop.ui.transcript.picture_layout import Box, Shape, height_of, lay_out
from supertoken_desktop.ui.transcript.row_kinds import (
    CodeRow,
    DiagramRow,
    FootRow,
    FormulaRow,
    HeadRow,
    PictureRow,
    Row,
    RuleRow,
    TableRow,
    TextRow,
    ThoughtRow,
)
from supertoken_desktop.ui.transcript.rows.inline_formulas import expected_size

# What blocks add to the lines of their text, on average over real answers.
_ROOM_FOR_GAPS = 1.3
_WIDE_CHARACTERS = 1.7
# How high a line is in ems.
_LINE_EM = 1.65
_NARROWEST = 40
# A closed block of more lines than this shows only so many of them.
FOLDED_ABOVE_LINES = 40
FOLDED_LINES = 24
# So many characters tell how often the lines of a text end.
_SAMPLE = 600
_PICTURE_LINES = 20
# Shorter cells of tables are taken for one line.
_LONG_CELL = 500


def _shape(target: str) -> Shape | Box:
    head = head_of_url(target)
    return Shape(head.width, head.height) if isinstance(head, Header) else Box()


def _room_of_picture(_name: str) -> str:
    """Return text that takes about as much room as a picture."""
    return "\n" * _PICTURE_LINES


@dataclass(frozen=True, slots=True)
class Estimate:
    """Guess heights in pixels for a column of `width` pixels.

    `character` is the average width of a character of text, `line` the height of a line of text,
    `code_line` that of code, `head` and `foot` those of what stands above and under a message,
    `gaps` what free room is multiplied by.
    """

    width: int
    character: float
    line: float
    code_line: float
    head: int
    foot: int
    gaps: float = 1.0

    def message(self, message: Message) -> int:
        """Return the height of a message nobody has taken apart yet."""
        lines = 0.0
        for part in message.parts:
            if isinstance(part, TextPart | RefusalPart):
                lines += self._lines(without_pictures(part.text, _room_of_picture), self.width)
        if message.role is Role.ASSISTANT:
            lines *= _ROOM_FOR_GAPS
        return self.head + self.foot + int(lines * self.line)

    def row(self, row: Row) -> int:
        """Return the height of a row, its gap included."""
        return round(row.place.gap * self.gaps) + self._content(row)

    def _content(self, row: Row) -> int:
        match row:
            case TextRow(text):
                width = max(_NARROWEST, self.width - len(row.place.edges) * metrics.SPACE_6)
                return int(self._lines(text.text, width) * self.line)
            case CodeRow(fence) | DiagramRow(fence):
                return self._code(fence)
            case TableRow(_, lines):
                wrapped = sum(map(self._wrapped, lines))
                return int(len(lines) * (self.line + 2 * metrics.SPACE_1) + wrapped * self.line)
            case FormulaRow(latex):
                return int(expected_size(latex).height * self.line / _LINE_EM)
            case PictureRow(pictures):
                width = max(_NARROWEST, self.width - len(row.place.edges) * metrics.SPACE_6)
                return height_of(lay_out([_shape(one.target) for one in pictures], width))
            case RuleRow():
                return metrics.HAIRLINE
            case HeadRow() | ThoughtRow():
                return self.head
            case FootRow():
                return self.foot
            case _:
                assert_never(row)

    def _wrapped(self, cells: Sequence[Text]) -> float:
        """Return how many more lines a line of a table takes for its longest cell."""
        longest = max((len(cell.text) for cell in cells), default=0)
        if longest < _LONG_CELL:
            return 0.0
        return longest * self.character / max(_NARROWEST, self.width / len(cells))

    def _code(self, fence: Fence) -> int:
        """Return the height of code, of which a long one will be folded."""
        lines = max(1, fence.lines.end - fence.lines.start - 1)
        if fence.closed and lines > FOLDED_ABOVE_LINES:
            lines = FOLDED_LINES
        return int(lines * self.code_line) + metrics.FIELD_HEIGHT + 2 * metrics.SPACE_2

    def _lines(self, text: str, width: int) -> float:
        wide = 1.0 if text.isascii() else _WIDE_CHARACTERS
        sample = text[:_SAMPLE]
        breaks = sample.count("\n") * len(text) / max(1, len(sample))
        # A line of its own is half full on average where it ends.
        return 1 + breaks * 0.5 + len(text) * self.character * wide / width
