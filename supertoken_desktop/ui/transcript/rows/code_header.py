"""The line above code: its language, and the tools for it."""

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.quiet_tool import COPIED_MS, QuietTool
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Colours
from supertoken_desktop.ui.transcript.code_choices import CodeChoice
from supertoken_desktop.ui.transcript.rows.style import RowStyle

PADDING = metrics.SPACE_3
_ABOVE_TOOL = 3


class CodeHeader(QWidget):
    """Show what a block is and offer what can be done with it.

    All tools but Copy are seen while the pointer or the focus is on the block, or while they are
    switched on. Where there is little room they are in the menu of "more".
    """

    copy_clicked = Signal()
    save_clicked = Signal()
    more_clicked = Signal(QPoint)  # where a menu may open, on the screen
    wrap_toggled = Signal(bool)
    numbers_toggled = Signal(bool)
    fold_toggled = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._style: RowStyle | None = None
        self._label = ""
        self._is_guessed = False
        self._is_hovered = False
        self._is_foldable = False
        self._is_unfolded = False
        self._tool_width = 0
        self._copy_width = 0
        # With either of its texts; the others stay where they are.
        self._copy_room = 0
        self._is_stuck = False
        self._fold = QuietTool("chevron-down", self)
        self._wrap = QuietTool("wrap", self)
        self._wrap.setCheckable(True)
        self._numbers = QuietTool("numbers", self)
        self._numbers.setCheckable(True)
        self._save = QuietTool("save", self)
        self._copy = QuietTool("copy", self)
        self._copy.set_revealed(is_revealed=True)
        self._copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more = QuietTool("more", self)
        self._folding = (self._fold, self._save, self._wrap, self._numbers)
        self._copied_timer = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._copied_timer.timeout.connect(self.show_copy)
        self._connect()

    def show_block(self, label: str, *, is_guessed: bool) -> None:
        """Show the language; one that was only guessed is in italics."""
        if (label, is_guessed) != (self._label, self._is_guessed):
            self._label, self._is_guessed = label, is_guessed
            self._arrange()
            self.update()

    def show_choice(self, choice: CodeChoice, *, is_foldable: bool) -> None:
        """Show how the block is shown."""
        self._wrap.setChecked(choice.wraps)
        self._numbers.setChecked(choice.has_numbers)
        if choice.is_unfolded != self._is_unfolded:
            self._is_unfolded = choice.is_unfolded
            self._fold.show_icon("chevron-up" if choice.is_unfolded else "chevron-down")
            self._name_fold()
        if is_foldable != self._is_foldable:
            self._is_foldable = is_foldable
            self._arrange()
        self._reveal()

    def set_style(self, style: RowStyle) -> None:
        """Take fonts and colours."""
        self._style = style
        for tool in (self._copy, *self._folding, self._more):
            tool.setFont(style.small)
            tool.paint_in(style.colours.muted)
        self.retranslate()

    def set_hovered(self, *, is_hovered: bool) -> None:
        """Show the tools while the pointer is over the block."""
        self._is_hovered = is_hovered
        self._reveal()

    def set_stuck(self, *, is_stuck: bool) -> None:
        """Part the header from the code that scrolls away under it."""
        if is_stuck != self._is_stuck:
            self._is_stuck = is_stuck
            self.update()

    def show_copy(self) -> None:
        """Offer to copy, after it was said that it has been done."""
        self._copied_timer.stop()
        self._copy.show_icon("copy")
        self._copy.setText(_("Copy"))
        self._arrange()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        for tool, name in (
            (self._copy, _("Copy code")),
            (self._wrap, _("Wrap lines")),
            (self._numbers, _("Line numbers")),
            (self._save, _("Save as…")),
            (self._more, _("More actions")),
        ):
            tool.setAccessibleName(name)
            tool.setToolTip(name)
        self._name_fold()
        self._copied_timer.stop()
        # Asking a button for its size makes Qt read the style sheet each time.
        self._tool_width = self._save.sizeHint().width()
        self._copy.setText(_("Copied"))
        copied = self._copy.sizeHint().width()
        self.show_copy()
        self._copy_width = self._copy.sizeHint().width()
        self._copy_room = max(copied, self._copy_width)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the ground, which hides code that scrolls under it, and the language."""
        if self._style is None:
            return
        painter = QPainter(self)
        colours = self._style.colours
        self._paint_ground(painter, colours)
        painter.setPen(colours.muted)
        painter.setFont(self._label_font())
        room = self._tools_left() - PADDING - metrics.SPACE_1
        where = self.rect().adjusted(PADDING, 0, 0, 0)
        where.setWidth(max(0, room))
        text = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def _paint_ground(self, painter: QPainter, colours: Colours) -> None:
        edge = QPen(colours.code_border, metrics.HAIRLINE)
        if self._is_stuck:
            painter.fillRect(self.rect(), colours.code_background)
            painter.setPen(edge)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(edge)
        painter.setBrush(colours.code_background)
        # The lower corners are outside.
        radius = metrics.RADIUS
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, 2 * radius)
        painter.drawRoundedRect(box, radius, radius)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Put the tools in their places."""
        self._arrange()

    def _connect(self) -> None:
        self._copy.clicked.connect(self._on_copy)
        self._save.clicked.connect(self.save_clicked)
        self._wrap.clicked.connect(self._on_wrap)
        self._numbers.clicked.connect(self._on_numbers)
        self._fold.clicked.connect(self._on_fold)
        self._more.clicked.connect(self._on_more)
        for tool in (*self._folding, self._more):
            tool.focus_changed.connect(self._reveal)

    def _name_fold(self) -> None:
        name = _("Show less") if self._is_unfolded else _("Show all lines")
        self._fold.setAccessibleName(name)
        self._fold.setToolTip(name)

    def _on_copy(self) -> None:
        """Say for a moment that the code is copied."""
        self._copy.show_icon("check")
        self._copy.setText(_("Copied"))
        self._copied_timer.start()
        self._arrange()
        self.copy_clicked.emit()

    def _on_wrap(self, is_on: bool) -> None:  # noqa: FBT001 - as the button gives it
        self.wrap_toggled.emit(is_on)

    def _on_numbers(self, is_on: bool) -> None:  # noqa: FBT001 - as the button gives it
        self.numbers_toggled.emit(is_on)

    def _on_fold(self) -> None:
        self.fold_toggled.emit(not self._is_unfolded)

    def _on_more(self) -> None:
        self.more_clicked.emit(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _label_font(self) -> QFont:
        assert self._style is not None
        font = QFont(self._style.small)
        font.setItalic(self._is_guessed)
        return font

    def _arrange(self) -> None:
        """Put the tools at the right, as many as there is room for beside the language."""
        if self._style is None:
            return
        label = QFontMetrics(self._label_font()).horizontalAdvance(self._label)
        wanted = [tool for tool in self._folding if tool is not self._fold or self._is_foldable]
        width = len(wanted) * self._tool_width + self._copy_room
        fits = PADDING + label + metrics.SPACE_2 + width + metrics.SPACE_1 <= self.width()
        shown = [*wanted, self._copy] if fits else [self._more, self._copy]
        right = self.width() - metrics.SPACE_1
        for tool in reversed(shown):
            width = self._copy_room if tool is self._copy else self._tool_width
            right -= width
            tool.setGeometry(right, _ABOVE_TOOL, width, self.height() - 2 * _ABOVE_TOOL)
        if not self._copied_timer.isActive():
            self._copy.setGeometry(
                self._copy.geometry().adjusted(self._copy_room - self._copy_width, 0, 0, 0)
            )
        for tool in (*self._folding, self._more):
            tool.setVisible(tool in shown)
        self._reveal()

    def _tools_left(self) -> int:
        tools = (self._copy, *self._folding, self._more)
        seen = [tool.x() for tool in tools if tool.isVisibleTo(self) and tool.is_revealed]
        return min(seen, default=self.width())

    def _reveal(self) -> None:
        tools = (*self._folding, self._more)
        has_focus = any(tool.hasFocus() for tool in tools)
        for tool in tools:
            tool.set_revealed(is_revealed=self._is_hovered or has_focus or tool.isChecked())
