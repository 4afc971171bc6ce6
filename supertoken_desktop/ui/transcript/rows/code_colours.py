"""Colours on the lines of a document that shows code, a few at a time."""

import time
from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QTextEdit

from supertoken_desktop.document.highlight import TokenKind, TokenSpan
from supertoken_desktop.ui.transcript.rows.code_lines import ShownCode
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.utf16 import utf16_length

# So long colours are set at a time; Qt lays the lines out again for as long.
SLICE_S = 0.001
_FIRST_S = 0.004

# Where in its line, in Qt's units: start, length.
_Piece = tuple[int, int, TokenKind]


class LineColours(QObject):
    """Put colours on lines of a widget as Qt's own highlighter does, where they aren't already."""

    def __init__(self, edit: QTextEdit, parent: QObject) -> None:
        super().__init__(parent)
        # Not its document: Python's object for that may be void while the document goes on.
        self._edit = edit
        self._shown = ShownCode()
        self._style: RowStyle | None = None
        self._known: dict[int, tuple[_Piece, ...]] = {}
        self._spans: Sequence[TokenSpan] = ()
        self._line = 0
        self._end = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, shown: ShownCode, style: RowStyle) -> None:
        """Follow a document that was filled anew and has no colours."""
        self._shown, self._style = shown, style
        self._known.clear()
        self._timer.stop()

    def show(
        self, spans: Sequence[TokenSpan], start: int, end: int, *, is_first: bool = False
    ) -> None:
        """Colour the characters from `start` to `end` of the code; the rest stays as it is.

        `is_first` takes more time at once, so that what comes on screen has its colours.
        """
        self._spans = spans
        self._end = min(end, self._shown.length)
        self._line = self._shown.line_at(start)
        self._colour_until(time.perf_counter() + (_FIRST_S if is_first else SLICE_S))

    def _go_on(self) -> None:
        self._colour_until(time.perf_counter() + SLICE_S)

    def _colour_until(self, deadline: float) -> None:
        document = self._edit.document()
        block = document.findBlockByNumber(self._line)
        index = bisect_right(self._spans, self._shown.starts[self._line], key=lambda span: span.end)
        dirty_from = dirty_to = -1
        while block.isValid() and self._line < len(self._shown.starts):
            start = self._shown.starts[self._line]
            if start >= self._end:
                break
            if time.perf_counter() > deadline:
                break
            pieces, index = self._pieces(block.text(), start, index)
            if pieces != self._known.get(self._line, ()):
                self._known[self._line] = pieces
                block.layout().setFormats(self._formats(pieces))
                dirty_from = block.position() if dirty_from < 0 else dirty_from
                dirty_to = block.position() + block.length()
            block = block.next()
            self._line += 1
        if dirty_from >= 0:
            document.markContentsDirty(dirty_from, dirty_to - dirty_from)
        self._wait_or_end(is_done=not block.isValid() or self._next_start() >= self._end)

    def _next_start(self) -> int:
        starts = self._shown.starts
        return starts[self._line] if self._line < len(starts) else self._end

    def _wait_or_end(self, *, is_done: bool) -> None:
        if is_done:
            self._timer.stop()
            self._spans = ()
        elif not self._timer.isActive():
            self._timer.start()

    def _pieces(self, text: str, start: int, index: int) -> tuple[tuple[_Piece, ...], int]:
        """Return the coloured pieces of a line that begins at `start`, and the next span."""
        end = min(start + len(text), self._end)
        is_ascii = text.isascii()
        found: list[_Piece] = []
        while index < len(self._spans):
            span = self._spans[index]
            if span.start >= end:
                break
            first, last = max(span.start, start) - start, min(span.end, end) - start
            if first < last and is_ascii:
                found.append((first, last - first, span.kind))
            elif first < last:
                length = utf16_length(text[first:last])
                found.append((utf16_length(text[:first]), length, span.kind))
            if span.end > end:
                break
            index += 1
        return tuple(found), index

    def _formats(self, pieces: Sequence[_Piece]) -> list[QTextLayout.FormatRange]:
        assert self._style is not None
        made = []
        for start, length, kind in pieces:
            piece = QTextLayout.FormatRange()
            piece.start, piece.length = start, length
            piece.format = self._style.tokens[kind]
            made.append(piece)
        return made
