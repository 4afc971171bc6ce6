"""The widgets of a paragraph and a heading: text that is as high as it needs to be."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QScrollBar,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QWidget,
)

from supertoken_desktop.document.blocks import SpanStyle
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.accessible import Speech
from supertoken_desktop.ui.transcript.formulas import Formulas
from supertoken_desktop.ui.transcript.links import tip_of
from supertoken_desktop.ui.transcript.marks import Marked, without
from supertoken_desktop.ui.transcript.row_kinds import Look, TextRow
from supertoken_desktop.ui.transcript.rows.filling import Filler, formula_under
from supertoken_desktop.ui.transcript.rows.inline_formulas import InlineFormulas
from supertoken_desktop.ui.transcript.rows.style import RowStyle, spaced
from supertoken_desktop.ui.transcript.speech import heading_words, place_words, text_name

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute

_CHOSEN = frozenset({SpanStyle.LINK, SpanStyle.IMAGE})


class TextView(QTextBrowser):
    """Show a `TextRow`. The mouse belongs to the transcript; Tab reaches the links."""

    link_chosen = Signal(str)

    def __init__(self, parent: QWidget, formulas: Formulas) -> None:
        super().__init__(parent)
        make_plain(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setOpenLinks(False)
        self.anchorClicked.connect(lambda url: self.link_chosen.emit(self._link_of(url)))
        self.row: TextRow | None = None
        self._look: Look | None = None
        self._style: RowStyle | None = None
        self._formulas = InlineFormulas(self, formulas)
        self._filler = Filler(self, self._formulas)
        self._is_spaced = False

    def show_row(self, row: TextRow, style: RowStyle) -> None:
        """Show a row, incrementally where only the text became another."""
        before, self.row = self.row, row
        if style is not self._style or row.look is not self._look:
            self._set(row.look, style)
            self._filler.fill(row.text, style)
        elif before is None or before.text != row.text:
            self._filler.change(row.text, style)
        self._name(row)
        self._space()
        has_links = any(span.style in _CHOSEN for span in row.text.spans)
        policy = Qt.FocusPolicy.TabFocus if has_links else Qt.FocusPolicy.NoFocus
        if policy != self.focusPolicy():
            self.setFocusPolicy(policy)

    def take_formulas(self) -> bool:
        """Show the formulas that have become known; tell whether there were any."""
        if self.row is None or self._style is None or not self._filler.is_waiting:
            return False
        self._filler.change(self.row.text, self._style)
        self._space()
        return True

    @property
    def first_line_shift(self) -> float:
        """How much further down the first line stands than if it were text alone, in pixels."""
        if not self._filler.has_formulas:
            return 0.0
        line = self.document().firstBlock().layout().lineAt(0)
        return line.ascent() - QFontMetricsF(self.document().defaultFont()).ascent()

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
        return self._filler.positions.in_text(self.cursorForPosition(point).position())

    def formula_at(self, point: QPoint) -> str:
        """Return the LaTeX of the formula under a point, "" for none."""
        if self.row is None:
            return ""
        position = self.document().documentLayout().hitTest(point, Qt.HitTestAccuracy.ExactHit)
        return formula_under(self.row.text, self._filler.positions.in_text(position))

    def hint_at(self, point: QPoint) -> str:
        """Return why the formula under a point isn't drawn, "" where there is nothing to say."""
        latex = self.formula_at(point)
        return self._formulas.reason(latex) if latex else ""

    def link_at(self, point: QPoint) -> str:
        """Return the address of the link under a point, "" for none."""
        return self.anchorAt(point)

    def mark(self, marks: Sequence[Marked]) -> None:
        """Show what is marked in the text, later marks over earlier ones, and nothing else."""
        assert self._style is not None
        positions = self._filler.positions
        pieces: list[Marked] = []
        formulas: dict[int, QTextCharFormat] = {}
        for start, end, kind in marks:
            first, last = positions.start_in_document(start), positions.end_in_document(end)
            inside = positions.formulas_between(first, last)
            formulas |= dict.fromkeys(inside, self._style.marks[kind])
            pieces += without(Marked(first, last, kind), inside)
        self._formulas.mark(formulas)
        mark(self, pieces, self._style)

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret before the character at `offset` stands, in this widget."""
        return caret_rect(self, self._filler.positions.start_in_document(offset))

    def set_title_side(self, *, is_at_right: bool) -> None:
        """Put the title of an alert where the text below it begins; other text knows by itself."""
        wanted = _RIGHT if is_at_right else Qt.AlignmentFlag.AlignLeading
        if self._look is Look.ALERT and self.alignment() != wanted:
            self.setAlignment(wanted)

    def end_rect(self) -> QRect:
        """Return where the next character will stand, in this widget."""
        return caret_rect(self, self.document().characterCount() - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link that has the focus; other keys scroll and select in the transcript."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        else:
            event.ignore()

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
            tip = plain_tip(tip_of(link, self.row))
            QToolTip.showText(self.mapToGlobal(corner), tip, self)
        return is_at_link

    def _link_of(self, url: QUrl) -> str:
        """Return a link as it stands in the text: a QUrl may spell it in another way."""
        spans = self.row.text.spans if self.row is not None else ()
        links = (span.target for span in spans if span.style is SpanStyle.LINK and span.target)
        return next((link for link in links if QUrl(link) == url), url.toString())

    def _name(self, row: TextRow) -> None:
        """Give screen readers the text with what is painted beside it."""
        name = text_name(row)
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setAccessibleDescription(place_words(row.place))

    def _set(self, look: Look, style: RowStyle) -> None:
        self._look, self._style = look, style
        setting = style.setting(look)
        document = self.document()
        if document.defaultFont() != setting.font:
            document.setDefaultFont(setting.font)
        paint_transparent(self, style, look)
        self._formulas.take_style(setting.colour, style)
        self._is_spaced = False
        self._set_block_format(setting.block)

    def _space(self) -> None:
        """Let lines that a formula makes higher keep the distance of the others, not more."""
        has_formulas = self._filler.has_formulas
        if has_formulas == self._is_spaced or self._style is None or self._look is None:
            return
        self._is_spaced = has_formulas
        setting = self._style.setting(self._look)
        self._set_block_format(spaced(setting) if has_formulas else setting.block)

    def _set_block_format(self, block: QTextBlockFormat) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(block)


class HeadingView(TextView):
    """Show a `TextRow` that is a heading, and be one for screen readers too."""

    def speech(self) -> Speech:
        """Return the heading with its level."""
        level = heading_words(self.row) if self.row is not None else ""
        return Speech(QAccessible.Role.Heading, self.accessibleName(), level)


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


def caret_rect(edit: QTextEdit, position: int) -> QRect:
    """Return where a caret at a position of a text widget's document stands, in the widget."""
    cursor = QTextCursor(edit.document())
    cursor.setPosition(max(0, min(position, edit.document().characterCount() - 1)))
    return edit.cursorRect(cursor)


def mark(edit: QTextEdit, marks: Sequence[Marked], style: RowStyle) -> None:
    """Mark stretches of a text widget, and nothing else."""
    if not marks and not edit.extraSelections():
        return
    last = edit.document().characterCount() - 1
    selections = []
    for start, end, kind in marks:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(edit.document())
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = style.marks[kind]
        selections.append(selection)
    edit.setExtraSelections(selections)
