"""The widget of a code block: language, Copy button, coloured code that scrolls sideways."""

import math
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QTextEdit, QToolButton, QWidget

from supertoken_desktop.document.highlight import OpenHighlighter, TokenSpan
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.accessible import Speech
from supertoken_desktop.ui.transcript.row_kinds import CodeRow
from supertoken_desktop.ui.transcript.rows.filling import utf16_length
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.text import WideEdit, caret_rect, mark, paint_transparent
from supertoken_desktop.ui.transcript.speech import code_name, place_words

PADDING = metrics.SPACE_3
SCROLL_BAR = 12
COPIED_MS = 1500
RECOLOUR_MS = 250
_TAB_WIDTH = 4


class Colourist(Protocol):
    """Colour whole code blocks in the background."""

    def colours(self, code: str, language: str) -> Sequence[TokenSpan] | None:
        """Return the spans if they are known; otherwise None, and `CodeView.recolour` later."""


class CodeView(QWidget):
    """Show a `CodeRow`. The mouse belongs to the transcript, but for button and scroll bar."""

    copied = Signal(str)

    def __init__(self, parent: QWidget, colourist: Colourist) -> None:
        super().__init__(parent)
        # Code runs from left to right, whatever the language of the window.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.row: CodeRow | None = None
        self._colourist = colourist
        self._code = ""
        self._style: RowStyle | None = None
        self._header = metrics.FIELD_HEIGHT
        self._open: OpenHighlighter | None = None
        self._edit = WideEdit(self)
        self._edit.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self._button = QToolButton(self)
        self._button.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setCursor(Qt.CursorShape.ArrowCursor)
        self._button.clicked.connect(self._on_copy_clicked)
        self._copied_timer = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._copied_timer.timeout.connect(self._show_copy)
        self._recolour_timer = QTimer(self, singleShot=True, interval=RECOLOUR_MS)
        self._recolour_timer.timeout.connect(self._recolour_open)

    def show_row(self, row: CodeRow, style: RowStyle) -> None:
        """Show a row; code that grew costs what was added."""
        code = row.fence.code
        is_same_block = (
            style is self._style
            and self.row is not None
            and self.row.fence.language == row.fence.language
            and code.startswith(self._code)
        )
        was_closed = self.row is not None and self.row.fence.closed
        self.row = row
        if is_same_block:
            added = code[len(self._code) :]
            self._code = code
            self._append(added)
            if row.fence.closed and (added or not was_closed):
                self._colour_whole()
            return
        self._code = code
        if style is not self._style:
            self._set_style(style)
        self._show_copy()
        self._name()
        self._edit.setPlainText(code)
        self._edit.horizontalScrollBar().setValue(0)
        cursor = QTextCursor(self._edit.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(style.code_block)
        self._open = None
        self._recolour_timer.stop()
        self._colour_whole()

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels."""
        size = self._edit.document().size()
        is_wide = self._edit.document().idealWidth() > width - 2 * PADDING
        bar = SCROLL_BAR if is_wide else 0
        return self._header + math.ceil(size.height()) + PADDING + bar

    def offset_at(self, point: QPoint) -> int:
        """Return the position in the code next to a point of this widget."""
        return self._edit.cursorForPosition(self._edit.mapFrom(self, point)).position()

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret before the character at `offset` stands, in this widget."""
        return caret_rect(self._edit, offset).translated(self._edit.pos())

    def link_at(self, point: QPoint) -> str:  # noqa: ARG002 - code has no links
        """Return "": code has no links."""
        return ""

    def mark(self, start: int, end: int) -> None:
        """Show that the code from `start` to `end` is selected."""
        assert self._style is not None
        mark(self._edit, start, end, self._style)

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll the code, if it is wider than there is room; tell whether it is."""
        bar = self._edit.horizontalScrollBar()
        bar.setValue(bar.value() + pixels)
        return bar.maximum() > 0

    def speech(self) -> Speech:
        """Return what code this is; the code itself is the text of the widget within."""
        name = code_name(self.row) if self.row is not None else _("Code")
        place = place_words(self.row.place) if self.row is not None else ""
        return Speech(QAccessible.Role.Grouping, name, place)

    def recolour(self) -> None:
        """Take the colours that have become known."""
        if self.row is not None and self.row.fence.closed:
            self._colour_whole()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self._show_copy()
        self._name()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the box and the language."""
        if self._style is None or self.row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._style.colours
        painter.setPen(QPen(colours.code_border, metrics.HAIRLINE))
        painter.setBrush(colours.code_background)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, metrics.RADIUS, metrics.RADIUS)
        painter.setPen(colours.muted)
        painter.setFont(self._style.small)
        where = self.rect().adjusted(PADDING, 0, -PADDING, 0)
        where.setHeight(self._header)
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self.row.fence.language)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Put button and code in their places."""
        size = self._button.sizeHint()
        right = self.width() - metrics.SPACE_1 - size.width()
        self._button.setGeometry(
            right, (self._header - size.height()) // 2 + 1, size.width(), size.height()
        )
        width, height = self.width() - 2 * PADDING, self.height() - self._header
        self._edit.setGeometry(PADDING, self._header, width, max(0, height - metrics.HAIRLINE))

    def _append(self, text: str) -> None:
        if not text:
            return
        cursor = QTextCursor(self._edit.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)
        if self.row is not None and not self.row.fence.closed:
            self._start_recolour_timer()

    def _start_recolour_timer(self) -> None:
        if not self._recolour_timer.isActive():
            self._recolour_timer.start()

    def _recolour_open(self) -> None:
        if self.row is None or self.row.fence.closed:
            return
        if self._open is None:
            self._open = OpenHighlighter(self.row.fence.language)
        recolouring = self._open.update(self._code)
        self._colour(recolouring.spans, recolouring.start)

    def _colour_whole(self) -> None:
        assert self.row is not None
        if not self.row.fence.closed:
            self._start_recolour_timer()
            return
        self._open = None
        self._recolour_timer.stop()
        spans = self._colourist.colours(self._code, self.row.fence.language)
        if spans is not None:
            self._colour(spans, 0)

    def _colour(self, spans: Sequence[TokenSpan], start: int) -> None:
        """Put colours on the code from `start` on, line by line as Qt's own highlighter does."""
        assert self._style is not None
        ranges = _ranges_by_line(self._code, spans, start, self._style)
        document = self._edit.document()
        first_line = self._code.count("\n", 0, start)
        block = document.findBlockByNumber(first_line)
        begin = block.position()
        while block.isValid():
            block.layout().setFormats(ranges.get(block.blockNumber(), []))
            block = block.next()
        document.markContentsDirty(begin, document.characterCount() - begin)

    def _set_style(self, style: RowStyle) -> None:
        self._style, self._header = style, style.bar_height
        document = self._edit.document()
        document.setDefaultFont(style.code)
        paint_transparent(self._edit, style)
        blank = self._edit.fontMetrics().horizontalAdvance(" ")
        self._edit.setTabStopDistance(_TAB_WIDTH * blank)
        self._button.setFont(style.small)

    def _show_copy(self) -> None:
        self._button.setIcon(icon("copy"))
        self._button.setText(_("Copy"))
        self._button.setAccessibleName(_("Copy code"))

    def _name(self) -> None:
        language = self.row.fence.language if self.row is not None else ""
        name = _("Code, {language}").format(language=language) if language else _("Code")
        self.setAccessibleName(name)
        self._edit.setAccessibleName(name)

    def _on_copy_clicked(self) -> None:
        self._button.setIcon(icon("check"))
        self._button.setText(_("Copied"))
        self._copied_timer.start()
        self.copied.emit(self._code)


def _ranges_by_line(
    code: str, spans: Sequence[TokenSpan], start: int, style: RowStyle
) -> dict[int, list[QTextLayout.FormatRange]]:
    """Cut spans at line ends: line number → ranges within the line, in Qt's positions."""
    found: dict[int, list[QTextLayout.FormatRange]] = {}
    line = code.count("\n", 0, start)
    line_start = code.rfind("\n", 0, start) + 1
    line_end = code.find("\n", line_start)
    for span in spans:
        position = span.start
        while position < span.end:
            while 0 <= line_end < position or line_end == position:
                line, line_start = line + 1, line_end + 1
                line_end = code.find("\n", line_start)
                position = max(position, line_start)
            end = span.end if line_end < 0 else min(span.end, line_end)
            if end <= position:
                break
            made = QTextLayout.FormatRange()
            made.start = utf16_length(code[line_start:position])
            made.length = utf16_length(code[position:end])
            made.format = style.tokens[span.kind]
            found.setdefault(line, []).append(made)
            position = end
    return found
