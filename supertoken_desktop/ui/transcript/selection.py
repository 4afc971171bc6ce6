"""What the reader has selected: two places in the transcript, and what lies between them."""

from dataclasses import dataclass
from typing import NamedTuple

from supertoken_desktop.document.blocks import SpanStyle
from supertoken_desktop.ui.transcript.boundaries import word_around
from supertoken_desktop.ui.transcript.row_kinds import Row, styled_characters
from supertoken_desktop.ui.transcript.stack import RowIndex
from supertoken_desktop.ui.transcript.utf16 import utf16_length

TO_THE_END = 1 << 30


class Position(NamedTuple):
    """A place in the text of a row, in Qt's positions (UTF-16 units); they order as one reads."""

    message: int
    row: int
    offset: int

    @property
    def at(self) -> RowIndex:
        """The row."""
        return RowIndex(self.message, self.row)


class Stretch(NamedTuple):
    """From `start` to `end`, exclusive."""

    start: Position
    end: Position

    def joined(self, other: "Stretch") -> "Stretch":
        """Return the stretch that reaches over both."""
        return Stretch(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection: what was chosen first (a place, a word, a row) and where it was drawn to."""

    origin: Stretch
    reached: Stretch

    @property
    def stretch(self) -> Stretch:
        """All of it, in reading order."""
        return self.origin.joined(self.reached)

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies within."""
        return self.stretch.start == self.stretch.end

    def moved_down(self, messages: int) -> "Selection":
        """Return the same selection where messages have been put above all others."""
        origin, reached = (
            Stretch(*(p._replace(message=p.message + messages) for p in stretch))
            for stretch in (self.origin, self.reached)
        )
        return Selection(origin, reached)

    def within(self, row: RowIndex) -> tuple[int, int]:
        """Return from where to where a row's text is selected; (0, 0) for nothing."""
        start, end = self.stretch
        if not start.at <= row <= end.at:
            return 0, 0
        first = start.offset if row == start.at else 0
        last = end.offset if row == end.at else TO_THE_END
        return (first, last) if first < last else (0, 0)


def whole_row(row: RowIndex) -> Stretch:
    """Return the stretch of all that a row says."""
    return Stretch(Position(*row, 0), Position(*row, TO_THE_END))


def formula_around(position: Position, row: Row, latex: str) -> Stretch | None:
    """Return the stretch of the formula with this LaTeX that a position is in or next to."""
    text = styled_characters(row)
    for span in text.spans:
        if span.style is SpanStyle.MATH and text.text[span.start : span.end] == latex:
            first = utf16_length(text.text[: span.start])
            last = first + utf16_length(latex)
            if first <= position.offset <= last:
                return Stretch(position._replace(offset=first), position._replace(offset=last))
    return None


def word_at(position: Position, text: str) -> Stretch:
    """Return the word of a row's text that a position is in or next to."""
    start, end = word_around(text, position.offset)
    return Stretch(position._replace(offset=start), position._replace(offset=end))
