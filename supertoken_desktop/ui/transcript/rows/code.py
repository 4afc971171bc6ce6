"""The widget of a code block: a header with tools, and coloured code that scrolls sideways."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QEnterEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from supertoken_desktop.document.labels import language_label
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.accessible import Speech
from supertoken_desktop.ui.transcript.block_key import BlockKey
from supertoken_desktop.ui.transcript.code_choices import CodeChoice, CodeChoices
from supertoken_desktop.ui.transcript.code_menu import code_menu
from supertoken_desktop.ui.transcript.estimate import FOLDED_ABOVE_LINES
from supertoken_desktop.ui.transcript.marks import Marked
from supertoken_desktop.ui.transcript.offered_file import offered_code
from supertoken_desktop.ui.transcript.row_kinds import CodeRow
from supertoken_desktop.ui.transcript.rows.code_colouring import CodeColouring, Colourist
from supertoken_desktop.ui.transcript.rows.code_fold import FADE, Fade, FoldButton
from supertoken_desktop.ui.transcript.rows.code_header import PADDING, CodeHeader
from supertoken_desktop.ui.transcript.rows.code_lines import CodeReader
from supertoken_desktop.ui.transcript.rows.code_margin import (
    NUMBER_GAP,
    is_diff,
    paint_box,
    paint_diff,
    paint_numbers,
    width_of_numbers,
)
from supertoken_desktop.ui.transcript.rows.code_text import CodeText
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.speech import code_name, place_words
from supertoken_desktop.ui.transcript.utf16 import utf16_length


class CodeView(QWidget):
    """Show a `CodeRow`. The mouse belongs to the transcript, but for buttons and scroll bar.

    What the reader chose for the block is in `CodeChoices`, since widgets are used again.
    `height_changed` brings the block's key.
    """

    copied = Signal(str)
    file_offered = Signal(object)  # an OfferedFile
    height_changed = Signal(object)

    def __init__(self, parent: QWidget, colourist: Colourist, choices: CodeChoices) -> None:
        super().__init__(parent)
        # Code runs from left to right, whatever the language of the window.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.row: CodeRow | None = None
        self.key: BlockKey | None = None
        self.choice = CodeChoice(wraps=False, has_numbers=False, is_unfolded=False)
        self._choices = choices
        self._style: RowStyle | None = None
        self._is_folded = False
        self._bar = metrics.FIELD_HEIGHT
        self._header_top = 0
        self._text = CodeText(self)
        self._text.filled.connect(self._on_filled)
        self._colouring = CodeColouring(self._text, colourist)
        self._colouring.language_changed.connect(self._name)
        self._header = CodeHeader(self)
        self._header.copy_clicked.connect(self.copy_code)
        self._header.save_clicked.connect(self.save)
        self._header.more_clicked.connect(self._on_more_clicked)
        self._header.wrap_toggled.connect(self.wrap)
        self._header.numbers_toggled.connect(self.number)
        self._header.fold_toggled.connect(self.unfold)
        self._fade = Fade(self)
        self._fold_button = FoldButton(self)
        self._fold_button.clicked.connect(lambda: self.unfold(self._is_folded))
        self._header.raise_()

    @property
    def code(self) -> str:
        """The whole code, folded or not."""
        return self.row.fence.code if self.row is not None else ""

    @property
    def language(self) -> str:
        """The language that is named or was guessed, "" for none."""
        return self._colouring.language

    @property
    def is_foldable(self) -> bool:
        """Whether the block is so long that it can be folded."""
        return self.row is not None and _is_foldable(self.row, self._text.reader)

    @property
    def header_top(self) -> int:
        """Where in the widget the header is: 0 unless it is held on screen."""
        return self._header_top

    def belong_to(self, key: BlockKey) -> None:
        """Hear which block will be shown."""
        if key != self.key:
            self.key = key
            self.row = None

    def show_row(self, row: CodeRow, style: RowStyle) -> None:
        """Show a row; code that grew costs what was added."""
        before, self.row = self.row, row
        is_same = (
            style is self._style
            and before is not None
            and before.fence.language == row.fence.language
            and self._text.take(row.fence.body)
        )
        if not is_same or before is None:
            self._begin(row, style)
            return
        if row.fence.closed and not before.fence.closed:
            self._keep_unfolded()
        self._colouring.go_on(row.fence)
        if self.choice.has_numbers:
            self._lay_out()
        if self.choice.has_numbers or is_diff(self._colouring.language):
            self.update()

    def take_choice(self) -> None:
        """Show the block as has been chosen for it by now."""
        if self.row is None or self._style is None:
            return
        self.choice = self._choices.of(self.key)
        self._text.wrap(wraps=self.choice.wraps)
        is_folded = self.is_foldable and not self.choice.is_unfolded
        if is_folded and not self._is_folded:
            self._begin(self.row, self._style)
        elif self._is_folded and not is_folded:
            self._is_folded = False
            self._text.unfold()
            self._colouring.go_on(self.row.fence)
        self._show_choice()

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels."""
        height, is_wide = self._text.size_for(max(1, width - 2 * PADDING - self._margin()))
        bar = metrics.SCROLL_BAR if is_wide else 0
        under = self._bar if self.is_foldable else PADDING
        return self._bar + height + bar + under

    def hold_header(self, top: int) -> None:
        """Keep the header `top` pixels under the top of this widget, as far as code follows it."""
        line = round(self._style.code_line_height) if self._style is not None else 0
        lowest = self.height() - self._bar - self._bar - line
        top = max(0, min(top, lowest))
        if top != self._header_top:
            self._header_top = top
            self._header.move(0, top)
            self._header.set_stuck(is_stuck=top > 0)

    def offset_at(self, point: QPoint) -> int:
        """Return the position in the code next to a point of this widget."""
        return self._text.offset_at(self._text.mapFrom(self, point))

    def link_at(self, point: QPoint) -> str:  # noqa: ARG002 - code has no links
        """Return "": code has no links."""
        return ""

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret before the character at `offset` stands, in this widget."""
        return self._text.caret_rect(offset).translated(self._text.pos())

    def mark(self, marks: Sequence[Marked]) -> None:
        """Show what is marked in the code; no fold hides an end of a selection or where one is."""
        self._text.mark(marks)
        if self._is_folded and self._text.hides(marks, utf16_length(self.code)):
            QTimer.singleShot(0, self, lambda: self.unfold(is_unfolded=True))

    def speech(self) -> Speech:
        """Return what code this is; the code itself is the text of the widget within."""
        role = QAccessible.Role.Grouping
        if self.row is None:
            return Speech(role, _("Code"))
        name = code_name(self.row, self._colouring.language)
        return Speech(role, name, place_words(self.row.place))

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll the code, if it is wider than there is room; tell whether it is."""
        return self._text.scroll_sideways(pixels)

    def recolour(self) -> None:
        """Take the colours that have become known."""
        self._colouring.recolour()

    def copy_code(self) -> None:
        """Copy exactly the code."""
        self.copied.emit(self.code)

    def save(self) -> None:
        """Offer the code as a file."""
        self.file_offered.emit(offered_code(self.code, self._colouring.language))

    def wrap(self, wraps: bool) -> None:  # noqa: FBT001 - as a button gives it
        """Break long lines, or don't."""
        if self.key is not None:
            self._choices.wrap(self.key, wraps)

    def number(self, has_numbers: bool) -> None:  # noqa: FBT001 - as a button gives it
        """Show line numbers, or don't."""
        if self.key is not None:
            self._choices.number(self.key, has_numbers)

    def unfold(self, is_unfolded: bool) -> None:  # noqa: FBT001 - as a button gives it
        """Show all lines, or the first ones."""
        if self.key is None:
            return
        change = self._choices.unfold if is_unfolded else self._choices.fold
        change(self.key)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self._header.retranslate()
        self._fold_button.retranslate()
        self._name()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Show the tools."""
        self._header.set_hovered(is_hovered=True)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Hide the tools."""
        self._header.set_hovered(is_hovered=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Colour what came while nobody looked."""
        super().showEvent(event)
        self._colouring.resume()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, and what lies beside and under the lines."""
        if self._style is None or self.row is None:
            return
        painter = QPainter(self)
        paint_box(painter, self.rect(), self._style)
        text = QRectF(self._text.geometry())
        inside = QRectF(1, self._bar, self.width() - 2, text.height())
        painter.setClipRect(QRectF(event.rect()) & inside)
        document = self._text.document()
        if is_diff(self._colouring.language):
            paint_diff(painter, document, self._style, inside)
        if self.choice.has_numbers:
            where = QRectF(0, self._bar, text.left() - NUMBER_GAP, text.height())
            paint_numbers(painter, document, self._text.shown, self._style, where)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Put header and code in their places."""
        self._lay_out()

    def _begin(self, row: CodeRow, style: RowStyle) -> None:
        if style is not self._style:
            self._style, self._bar = style, style.bar_height
            self._header.set_style(style)
            self._fade.show_ground(style.colours.code_background)
        self.choice = self._choices.of(self.key)
        self._text.wrap(wraps=self.choice.wraps)
        reader = CodeReader(row.fence.body)
        self._is_folded = _is_foldable(row, reader) and not self.choice.is_unfolded
        self._text.begin(reader, style, is_folded=self._is_folded)
        self._colouring.begin(row.fence, style)
        self._header.show_copy()
        self._name()
        self._show_choice()

    def _keep_unfolded(self) -> None:
        """Leave what was seen growing as it is: it would vanish from under the reader's eyes."""
        if self.key is not None and self.is_foldable:
            self._choices.keep_unfolded(self.key)
            self.choice = self._choices.of(self.key)
        self._show_choice()

    def _show_choice(self) -> None:
        assert self._style is not None
        is_foldable = self.is_foldable
        self._header.show_choice(self.choice, is_foldable=is_foldable)
        self._fold_button.setVisible(is_foldable)
        self._fade.setVisible(self._is_folded)
        if is_foldable:
            lines = self._text.reader.line_count
            self._fold_button.show_state(lines, self._style, is_unfolded=not self._is_folded)
        self._lay_out()
        self.update()

    def _lay_out(self) -> None:
        self._header.setGeometry(0, self._header_top, self.width(), self._bar)
        left = PADDING + self._margin()
        under = self._bar if self.is_foldable else metrics.HAIRLINE
        width, height = self.width() - PADDING - left, self.height() - self._bar - under
        self._text.setGeometry(left, self._bar, max(0, width), max(0, height))
        if not self.is_foldable:
            return
        size = self._fold_button.sizeHint()
        bottom = self.height() - self._bar
        self._fold_button.setGeometry(
            (self.width() - size.width()) // 2, bottom, size.width(), self._bar - metrics.SPACE_1
        )
        bar = metrics.SCROLL_BAR if self._text.horizontalScrollBar().maximum() > 0 else 0
        self._fade.setGeometry(1, bottom - bar - FADE, self.width() - 2, FADE)

    def _margin(self) -> int:
        """Return how much room the line numbers take, in pixels."""
        if not self.choice.has_numbers or self._style is None:
            return 0
        return width_of_numbers(self._text.reader.line_count, self._style) - metrics.SPACE_1

    def _name(self) -> None:
        label = language_label(self._colouring.language)
        name = _("Code, {language}").format(language=label) if label else _("Code")
        self._text.setAccessibleName(name)
        self._header.show_block(label, is_guessed=self._colouring.is_guessed)

    def _on_filled(self) -> None:
        if self.row is not None and self._text.is_whole and self.isVisible():
            self._colouring.go_on(self.row.fence)
        # What was still to come has been guessed from the height of a line.
        if self.key is not None and (self.choice.wraps or self._text.is_whole):
            self.height_changed.emit(self.key)

    def _on_more_clicked(self, where: QPoint) -> None:
        code_menu(self).popup(where)


def _is_foldable(row: CodeRow, reader: CodeReader) -> bool:
    return row.fence.closed and reader.least_lines > FOLDED_ABOVE_LINES
