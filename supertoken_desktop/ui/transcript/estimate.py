"""How high a message or row will probably be, before anybody has laid it out."""

from dataclasses import dataclass
from typing import assert_never

from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import RefusalPart, TextPart
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.row_kinds import (
    CodeRow,
    FootRow,
    HeadRow,
    Row,
    RuleRow,
    TableRow,
    TextRow,
    ThoughtRow,
)

# What blocks add to the lines of their text, on average over real answers.
_ROOM_FOR_GAPS = 1.3
_WIDE_CHARACTERS = 1.7
_NARROWEST = 40
# So many characters tell how often the lines of a text end.
_SAMPLE = 600


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
                lines += self._lines(part.text, self.width)
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
            case CodeRow(fence):
                lines = 1 + sum(chunk.count("\n") for chunk in fence.body.chunks)
                return int(lines * self.code_line) + metrics.FIELD_HEIGHT + 2 * metrics.SPACE_2
            case TableRow(_, lines):
                return int(len(lines) * (self.line + 2 * metrics.SPACE_1))
            case RuleRow():
                return metrics.HAIRLINE
            case HeadRow() | ThoughtRow():
                return self.head
            case FootRow():
                return self.foot
            case _:
                assert_never(row)

    def _lines(self, text: str, width: int) -> float:
        wide = 1.0 if text.isascii() else _WIDE_CHARACTERS
        sample = text[:_SAMPLE]
        breaks = sample.count("\n") * len(text) / max(1, len(sample))
        # A line of its own is half full on average where it ends.
        return 1 + breaks * 0.5 + len(text) * self.character * wide / width
