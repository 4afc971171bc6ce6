"""Where a key leads from a place in the text: characters, words, lines as they are shown, ends."""

import enum
from collections.abc import Callable, Iterator
from typing import assert_never

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeyEvent, QKeySequence

from supertoken_desktop.ui.transcript.boundaries import (
    character_start,
    next_character,
    next_word,
    previous_character,
    previous_word,
)
from supertoken_desktop.ui.transcript.direction import is_right_to_left
from supertoken_desktop.ui.transcript.pool import SelectableView
from supertoken_desktop.ui.transcript.row_kinds import CodeRow, characters
from supertoken_desktop.ui.transcript.selection import Position
from supertoken_desktop.ui.transcript.stack import RowIndex, Stack
from supertoken_desktop.ui.transcript.stage import Stage
from supertoken_desktop.ui.transcript.utf16 import from_utf16, utf16_length

# A line is looked for in steps of so many pixels; no line is lower.
_STEP = 4


class Move(enum.Enum):
    """What a key that extends a selection asks for."""

    LEFT = "left"
    RIGHT = "right"
    WORD_LEFT = "word left"
    WORD_RIGHT = "word right"
    UP = "up"
    DOWN = "down"
    PAGE_UP = "page up"
    PAGE_DOWN = "page down"
    LINE_START = "start of line"
    LINE_END = "end of line"
    START = "start"
    END = "end"


_STANDARD = QKeySequence.StandardKey
_KEYS = {
    _STANDARD.SelectPreviousChar: Move.LEFT,
    _STANDARD.SelectNextChar: Move.RIGHT,
    _STANDARD.SelectPreviousWord: Move.WORD_LEFT,
    _STANDARD.SelectNextWord: Move.WORD_RIGHT,
    _STANDARD.SelectPreviousLine: Move.UP,
    _STANDARD.SelectNextLine: Move.DOWN,
    _STANDARD.SelectPreviousPage: Move.PAGE_UP,
    _STANDARD.SelectNextPage: Move.PAGE_DOWN,
    _STANDARD.SelectStartOfLine: Move.LINE_START,
    _STANDARD.SelectEndOfLine: Move.LINE_END,
    _STANDARD.SelectStartOfDocument: Move.START,
    _STANDARD.SelectEndOfDocument: Move.END,
}


def move_of(event: QKeyEvent) -> Move | None:
    """Return what a key press asks for, None where it does not extend a selection."""
    return next((move for key, move in _KEYS.items() if event.matches(key)), None)


class Motion:
    """Find places in the rows of `stack`; `bring` gives a row its widget by scrolling there."""

    def __init__(self, stack: Stack, stage: Stage, bring: Callable[[RowIndex], None]) -> None:
        self._stack = stack
        self._stage = stage
        self._bring = bring

    def text_at(self, at: RowIndex) -> str:
        """Return the text of a row, "" where there is no such row any more."""
        if at.message >= len(self._stack):
            return ""
        rows = self._stack.section(at.message).rows
        return characters(rows[at.row]) if at.row < len(rows) else ""

    def view_at(self, at: RowIndex) -> SelectableView | None:
        """Return the widget of a row with text, scrolled to where it has none yet."""
        view = self._stage.view_at(at)
        if view is None:
            self._bring(at)
            view = self._stage.view_at(at)
        return view if isinstance(view, SelectableView) else None

    def first(self) -> Position | None:
        """Return the beginning of the conversation's text."""
        at = next(self._rows_after(RowIndex(0, -1)), None)
        return Position(*at, 0) if at is not None else None

    def last(self) -> Position | None:
        """Return the end of the conversation's text."""
        at = next(self._rows_before(RowIndex(len(self._stack), 0)), None)
        return self._end_of(at) if at is not None else None

    def moved(self, position: Position, move: Move, x: int) -> Position:
        """Return where a move leads that needs no scrolling by pages; lines keep to `x`.

        `x` counts from the left of the viewport, in pixels. At an end the position stays.
        """
        match move:
            case Move.LEFT | Move.RIGHT:
                is_on = self._goes_on(position, is_right=move is Move.RIGHT)
                return self._by_text(position, next_character, previous_character, is_on=is_on)
            case Move.WORD_LEFT | Move.WORD_RIGHT:
                is_on = self._goes_on(position, is_right=move is Move.WORD_RIGHT)
                return self._by_text(position, next_word, previous_word, is_on=is_on)
            case Move.UP | Move.DOWN:
                return self._by_line(position, x, is_down=move is Move.DOWN)
            case Move.LINE_START | Move.LINE_END:
                return self._in_line(position, to_end=move is Move.LINE_END)
            case Move.START | Move.PAGE_UP:
                return self.first() or position
            case Move.END | Move.PAGE_DOWN:
                return self.last() or position
            case _:
                assert_never(move)

    def within(self, position: Position) -> Position:
        """Bring a position into text: to the end of its row, or out of a row that has none."""
        text = self.text_at(position.at)
        if text:
            # A place found by pixels may be within a character that the font has in pieces.
            offset = min(position.offset, utf16_length(text))
            return position._replace(offset=character_start(text, offset))
        after = self._neighbour(position.at, is_on=True)
        if after is not None:
            return Position(*after, 0)
        before = self._neighbour(position.at, is_on=False)
        return self._end_of(before) if before is not None else position

    def _goes_on(self, position: Position, *, is_right: bool) -> bool:
        """Tell whether a direction on screen is the one of reading."""
        return is_right is not is_right_to_left(self.text_at(position.at))

    def _by_text(
        self,
        position: Position,
        after: Callable[[str, int], int | None],
        before: Callable[[str, int], int | None],
        *,
        is_on: bool,
    ) -> Position:
        text = self.text_at(position.at)
        offset = (after if is_on else before)(text, position.offset)
        if offset is not None:
            return position._replace(offset=offset)
        at = self._neighbour(position.at, is_on=is_on)
        if at is None:
            return position
        return Position(*at, 0) if is_on else self._end_of(at)

    def _by_line(self, position: Position, x: int, *, is_down: bool) -> Position:
        view = self.view_at(position.at)
        if view is None:
            return position
        line = view.caret_rect(position.offset)
        y = line.bottom() + 1 if is_down else line.top() - 1
        found = self._line_from(view, QPoint(self._x_in(view, x), y), line.top(), is_down=is_down)
        if found is not None:
            return position._replace(offset=found)
        at = self._neighbour(position.at, is_on=is_down)
        below = self.view_at(at) if at is not None else None
        if at is None or below is None:
            return position
        y = 0 if is_down else below.height() - 1
        return Position(*at, _offset_in_line(below, QPoint(self._x_in(below, x), y)))

    def _line_from(
        self, view: SelectableView, point: QPoint, old_top: int, *, is_down: bool
    ) -> int | None:
        """Return the offset in the next line of a row from `point` on, None beyond its last."""
        step = QPoint(0, _STEP if is_down else -_STEP)
        while 0 <= point.y() < view.height():
            top = view.caret_rect(view.offset_at(point)).top()
            if (top > old_top) if is_down else (top < old_top):
                return _offset_in_line(view, point)
            point += step
        return None

    def _x_in(self, view: SelectableView, x: int) -> int:
        return view.mapFrom(self._stage.viewport, QPoint(x, 0)).x()

    def _in_line(self, position: Position, *, to_end: bool) -> Position:
        view = self.view_at(position.at)
        text = self.text_at(position.at)
        if view is None:
            return position
        if isinstance(self._stack.section(position.message).rows[position.row], CodeRow):
            return position._replace(offset=_line_edge(text, position.offset, to_end=to_end))
        y = view.caret_rect(position.offset).center().y()
        edges = [view.offset_at(QPoint(x, y)) for x in (0, view.width() - 1)]
        return position._replace(offset=max(edges) if to_end else min(edges))

    def _end_of(self, at: RowIndex) -> Position:
        return Position(*at, utf16_length(self.text_at(at)))

    def _neighbour(self, at: RowIndex, *, is_on: bool) -> RowIndex | None:
        return next(self._rows_after(at) if is_on else self._rows_before(at), None)

    def _rows_after(self, at: RowIndex) -> Iterator[RowIndex]:
        """Yield the rows with text after a row, in reading order."""
        message, row = at.message, at.row + 1
        while message < len(self._stack):
            rows = self._stack.section(message).rows
            for index in range(row, len(rows)):
                if characters(rows[index]):
                    yield RowIndex(message, index)
            message, row = message + 1, 0

    def _rows_before(self, at: RowIndex) -> Iterator[RowIndex]:
        """Yield the rows with text before a row, the nearest first."""
        message, row = at.message, at.row
        while message >= 0:
            if message < len(self._stack):
                rows = self._stack.section(message).rows
                for index in range(min(row, len(rows)) - 1, -1, -1):
                    if characters(rows[index]):
                        yield RowIndex(message, index)
            message, row = message - 1, 1 << 30


def _offset_in_line(view: SelectableView, point: QPoint) -> int:
    """Return the offset at the x of a point in the line that is nearest to it.

    Between two lines Qt finds the beginning or the end of one, wherever the point is.
    """
    line = view.caret_rect(view.offset_at(point))
    return view.offset_at(QPoint(point.x(), line.center().y()))


def _line_edge(text: str, position: int, *, to_end: bool) -> int:
    """Return where the line of a position begins or ends."""
    index = from_utf16(text, position)
    if to_end:
        return position + utf16_length(text[index:].partition("\n")[0])
    return utf16_length(text[: text.rfind("\n", 0, index) + 1])
