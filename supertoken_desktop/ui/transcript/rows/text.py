"""The widget of a paragraph, heading or formula: text that is as high as it needs to be."""

import math

from PySide6.QtCore import QPoint, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QPalette, QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollBar,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QWidget,
)

from supertoken_desktop.document.blocks import SpanStyle
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.links import tip_of
from supertoken_desktop.ui.transcript.row_kinds import Look, TextRow
from supertoken_desktop.ui.transcript.rows.filling import Filler
from supertoken_desktop.ui.transcript.rows.style import RowStyle

_CHOSEN = frozenset({SpanStyle.LINK, SpanStyle.IMAGE})


class TextView(QTextBrowser):
    """Show a `TextRow`. The mouse belongs to the transcript; Tab reaches the links."""

    link_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        make_plain(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setOpenLinks(False)
        self.anchorClicked.connect(lambda url: self.link_chosen.emit(self._link_of(url)))
        self.row: TextRow | None = None
        self._look: Look | None = None
        self._style: RowStyle | None = None
        self._filler = Filler(self.document())

    def show_row(self, row: TextRow, style: RowStyle) -> None:
        """Show a row, incrementally where only the text became another."""
        before, self.row = self.row, row
        if style is not self._style or row.look is not self._look:
            self._set(row.look, style)
            self._filler.fill(row.text, style)
        elif before is None or before.text != row.text:
            self._filler.change(row.text, style)
        has_links = any(span.style in _CHOSEN for span in row.text.spans)
        policy = Qt.FocusPolicy.TabFocus if has_links else Qt.FocusPolicy.NoFocus
        if policy != self.focusPolicy():
            self.setFocusPolicy(policy)

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels; the widget takes on the width."""
        if self.width() != width:
            self.resize(width, self.height())
        if self.document().textWidth() != width:
            # A widget that is not on screen yet hears of its new size only when it is.
            self.document().setTextWidth(width)
        return math.ceil(self.document().size().height())

    def offset_at(self, point: QPoint) -> int:
        """Return the position in the text next to a point of this widget."""
        return self.cursorForPosition(point).position()

    def link_at(self, point: QPoint) -> str:
        """Return the address of the link under a point, "" for none."""
        return self.anchorAt(point)

    def mark(self, start: int, end: int) -> None:
        """Show that the text from `start` to `end` is selected; nothing where they are equal."""
        assert self._style is not None
        mark(self, start, end, self._style)

    def end_rect(self) -> QRect:
        """Return where the next character will stand, in this widget."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return self.cursorRect(cursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go straight to the first link, or backwards to the last."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.focusNextPrevChild(True)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.focusNextPrevChild(False)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Go to another link of the text and show where it leads, as the mouse would."""
        is_at_link = super().focusNextPrevChild(next)
        if is_at_link:
            link = self.textCursor().charFormat().anchorHref()
            corner = self.cursorRect().bottomLeft() + QPoint(0, metrics.SPACE_2)
            QToolTip.showText(self.mapToGlobal(corner), tip_of(link, self.row), self)
        return is_at_link

    def _link_of(self, url: QUrl) -> str:
        """Return a link as it stands in the text: a QUrl may spell it in another way."""
        spans = self.row.text.spans if self.row is not None else ()
        links = (span.target for span in spans if span.style is SpanStyle.LINK and span.target)
        return next((link for link in links if QUrl(link) == url), url.toString())

    def _set(self, look: Look, style: RowStyle) -> None:
        self._look, self._style = look, style
        setting = style.setting(look)
        document = self.document()
        if document.defaultFont() != setting.font:
            document.setDefaultFont(setting.font)
        paint_transparent(self, style, look)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(setting.block)


def make_plain(edit: QTextEdit) -> None:
    """Take frame, margins, scroll bars and the mouse from a text widget."""
    edit.setReadOnly(True)
    edit.setUndoRedoEnabled(False)
    edit.setFrameShape(QFrame.Shape.NoFrame)
    edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    edit.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByKeyboard)
    edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    edit.document().setDocumentMargin(0)
    edit.viewport().setAutoFillBackground(False)
    edit.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class WideEdit(QTextEdit):
    """Text that may be wider than there is room: it has a horizontal scroll bar, and only that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        make_plain(self)
        self.setHorizontalScrollBar(SidewaysBar(Qt.Orientation.Horizontal, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the transcript."""
        event.ignore()


class SidewaysBar(QScrollBar):
    """A scroll bar that leaves the wheel to the transcript, so that reading on isn't stopped."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the event pass."""
        event.ignore()


def paint_transparent(edit: QTextEdit, style: RowStyle, look: Look = Look.BODY) -> None:
    """Give a text widget the text colour of a look, and no ground."""
    palette = edit.palette()
    palette.setColor(QPalette.ColorRole.Text, style.setting(look).colour)
    palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    palette.setColor(QPalette.ColorRole.Link, style.colours.link)
    edit.setPalette(palette)


def mark(edit: QTextEdit, start: int, end: int, style: RowStyle) -> None:
    """Show the text from `start` to `end` of a text widget as selected."""
    if start >= end:
        if edit.extraSelections():
            edit.setExtraSelections([])
        return
    selection = QTextEdit.ExtraSelection()
    selection.cursor = QTextCursor(edit.document())
    last = edit.document().characterCount() - 1
    selection.cursor.setPosition(min(start, last))
    selection.cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
    selection.format = style.selected
    edit.setExtraSelections([selection])
