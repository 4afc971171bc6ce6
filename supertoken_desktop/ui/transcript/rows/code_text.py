"""The text widget within a code block: it takes code in parts that don't hold up a frame."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from supertoken_desktop.document.blocks import Code
from supertoken_desktop.ui.transcript.estimate import FOLDED_LINES
from supertoken_desktop.ui.transcript.marks import Marked
from supertoken_desktop.ui.transcript.rows.code_lines import CodeReader, ShownCode
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.text import WideEdit, caret_rect, mark, paint_transparent

# Folded code shows no more characters than that.
FOLDED_CHARACTERS = 5_000
# So much is shown at once, the rest a slice at a time.
_FIRST_LINES, _FIRST_CHARACTERS = 250, 25_000
_SLICE_LINES, _SLICE_CHARACTERS = 100, 10_000
_TAB_WIDTH = 4


class CodeText(WideEdit):
    """Show code, or the beginning of it. `filled` tells that a later part has come."""

    filled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.reader = CodeReader(Code())
        self.shown = ShownCode()
        self._style: RowStyle | None = None
        self._is_folded = False
        self._marks: Sequence[Marked] = ()
        self._fill_timer = QTimer(self, interval=0)
        self._fill_timer.timeout.connect(self._fill_on)

    @property
    def is_whole(self) -> bool:
        """Whether all of the code is in the document."""
        return self.reader.is_at_end

    def begin(self, reader: CodeReader, style: RowStyle, *, is_folded: bool) -> None:
        """Show another code, of which nothing has been read."""
        self._is_folded = is_folded
        self._marks = ()
        self.reader, self.shown = reader, ShownCode()
        self._fill_timer.stop()
        document = self.document()
        document.clear()
        if style is not self._style:
            self._set_style(style)
        QTextCursor(document).setBlockFormat(style.code_block)
        self.horizontalScrollBar().setValue(0)
        if is_folded:
            self._put(self.reader.read(FOLDED_LINES, FOLDED_CHARACTERS))
        else:
            self._put_first()

    def take(self, code: Code) -> bool:
        """Show code that has grown at its end; False where it is another one."""
        if not self.reader.take(code):
            return False
        if not self._is_folded and not self._fill_timer.isActive():
            self._put_first()
        return True

    def unfold(self) -> None:
        """Show the rest, too."""
        self._is_folded = False
        self._put_first()

    def wrap(self, *, wraps: bool) -> None:
        """Break lines that are too long for the widget's width, or don't."""
        modes = QTextEdit.LineWrapMode
        mode = modes.WidgetWidth if wraps else modes.NoWrap
        if self.lineWrapMode() is not mode:
            self.setLineWrapMode(mode)

    def size_for(self, width: int) -> tuple[int, bool]:
        """Return the height of the whole text at a width, and whether it is wider than that."""
        wraps = self.lineWrapMode() is QTextEdit.LineWrapMode.WidgetWidth
        document = self.document()
        if wraps and document.textWidth() != width:
            document.setTextWidth(width)
        assert self._style is not None
        height = document.size().height()
        if not self._is_folded:
            height += self.reader.lines_left * self._style.code_line_height
        return math.ceil(height), not wraps and document.idealWidth() > width

    def offset_at(self, point: QPoint) -> int:
        """Return the position in the code next to a point of this widget, in Qt's units."""
        return self.shown.to_code(self.cursorForPosition(point).position())

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret before the character at `offset` stands; no fold must hide it."""
        while not self._is_folded and self.shown.qt_length < offset and not self.is_whole:
            self._fill_on()
        return caret_rect(self, self.shown.to_document(min(offset, self.shown.qt_length)))

    def mark(self, marks: Sequence[Marked]) -> None:
        """Show what is marked in the code, as far as it is shown, and nothing else."""
        assert self._style is not None
        self._marks = marks
        last, place = self.shown.qt_length, self.shown.to_document
        moved = [
            Marked(place(start), place(min(end, last)), kind)
            for start, end, kind in marks
            if start < last
        ]
        mark(self, moved, self._style)

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll, if the code is wider than there is room; tell whether it is."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + pixels)
        return bar.maximum() > 0

    def _put_first(self) -> None:
        self._put(self.reader.read(_FIRST_LINES, _FIRST_CHARACTERS))
        if not self.reader.is_at_end:
            self._fill_timer.start()

    def _fill_on(self) -> None:
        self._put(self.reader.read(_SLICE_LINES, _SLICE_CHARACTERS))
        if self.reader.is_at_end:
            self._fill_timer.stop()
        if self._marks:
            self.mark(self._marks)
        self.filled.emit()

    def _put(self, text: str) -> None:
        if not text:
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(self.shown.append(text))

    def _set_style(self, style: RowStyle) -> None:
        self._style = style
        self.document().setDefaultFont(style.code)
        paint_transparent(self, style)
        blank = self.fontMetrics().horizontalAdvance(" ")
        self.setTabStopDistance(_TAB_WIDTH * blank)
