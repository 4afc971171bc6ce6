"""The small widgets of a message: who speaks, the thought line, a line across, the foot."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStyle, QToolButton, QWidget

from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.accessible import Speech, describe_buttons
from supertoken_desktop.ui.transcript.entry import Footer
from supertoken_desktop.ui.transcript.row_kinds import FootRow, HeadRow, RuleRow, ThoughtRow
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.speech import thought_state

# Free room between a message and the next one.
BETWEEN_MESSAGES = metrics.SPACE_4


class HeadView(QWidget):
    """Show who speaks, and when."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.row: HeadRow | None = None
        self._style: RowStyle | None = None

    def show_row(self, row: HeadRow, style: RowStyle) -> None:
        """Show a row."""
        self.row, self._style = row, style
        self.update()

    def height_for(self, width: int) -> int:  # noqa: ARG002 - one line at any width
        """Return the height, in pixels."""
        assert self._style is not None
        return round(self._style.line_height)

    def speech(self) -> Speech:
        """Return name and time as one text."""
        if self.row is None:
            return Speech(QAccessible.Role.StaticText, "")
        words = _("{name}, {time}").format(name=self.row.name, time=self.row.time)
        return Speech(QAccessible.Role.StaticText, words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint name and time, a question's at the right."""
        if self.row is None or self._style is None:
            return
        painter = QPainter(self)
        style, row = self._style, self.row
        name_width = QFontMetrics(style.small_bold).horizontalAdvance(row.name)
        time_width = QFontMetrics(style.small).horizontalAdvance(row.time)
        between = round(style.zoomed(metrics.SPACE_2))
        whole_width = name_width + between + time_width
        direction = self.layoutDirection()
        is_at_right = row.is_question and not style.reading.is_question_wide
        left = self.width() - whole_width if is_at_right else 0
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(style.small_bold)
        painter.setPen(style.colours.muted if row.is_question else style.colours.text)
        where = QRect(left, 0, name_width + 1, self.height())
        painter.drawText(QStyle.visualRect(direction, self.rect(), where), middle, row.name)
        painter.setFont(style.small)
        painter.setPen(style.colours.muted)
        right = left + name_width + between
        where = QRect(right, 0, time_width + 1, self.height())
        painter.drawText(QStyle.visualRect(direction, self.rect(), where), middle, row.time)
        painter.end()


class ThoughtView(QToolButton):
    """The line that unfolds what the model thought."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: ThoughtRow | None = None
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_row(self, row: ThoughtRow, style: RowStyle) -> None:
        """Show a row."""
        self.row = row
        self.setFont(style.small)
        self.setIcon(icon("chevron-down" if row.is_open else "chevron-right"))
        self.setText(thought_words(row))
        self.setAccessibleName(thought_words(row))
        self.setAccessibleDescription(thought_state(is_open=row.is_open))

    def height_for(self, width: int) -> int:  # noqa: ARG002 - one line at any width
        """Return the height, in pixels."""
        return self.sizeHint().height()


class RuleView(QWidget):
    """A line across."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.row: RuleRow | None = None
        self._style: RowStyle | None = None

    def show_row(self, row: RuleRow, style: RowStyle) -> None:
        """Show a row."""
        self.row, self._style = row, style
        self.update()

    def height_for(self, width: int) -> int:  # noqa: ARG002 - the same at any width
        """Return the height, in pixels."""
        return metrics.HAIRLINE

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the line."""
        if self._style is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._style.colours.border)
            painter.end()

    def speech(self) -> Speech:
        """Return that this is a line between two parts."""
        return Speech(QAccessible.Role.Separator, "")


class FootView(QWidget):
    """Hold the chat page's footer, and tell when it wants another height."""

    height_wanted = Signal()

    def __init__(self, parent: QWidget, footer: Footer) -> None:
        super().__init__(parent)
        self.row: FootRow | None = None
        self._between = BETWEEN_MESSAGES
        self.footer = footer
        footer.setParent(self)
        footer.show()

    def show_row(self, row: FootRow, style: RowStyle) -> None:
        """Show a row."""
        self.row = row
        self._between = style.distance(BETWEEN_MESSAGES)
        self._zoom(style)
        self.footer.show_entry(row.entry)

    def _zoom(self, style: RowStyle) -> None:
        """Make the footer's letters as large as the text."""
        # Widgets with a style sheet, as the program's, inherit no font from their parents.
        # Once set, it stays set: Qt does not always take back what an empty sheet says no more.
        size = style.body.pointSizeF()
        if size <= 0 or (style.reading.zoom == 1.0 and not self.styleSheet()):
            return
        wanted = f"QWidget {{ font-size: {size:g}pt; }}"
        if self.styleSheet() != wanted:
            self.setStyleSheet(wanted)

    def describe(self, message: str) -> None:
        """Tell screen readers to which message the buttons belong."""
        self.setAccessibleDescription(message)
        describe_buttons(self.footer, message)

    def speech(self) -> Speech:
        """Return what can be done here, and with which message."""
        return Speech(QAccessible.Role.ToolBar, _("Actions"), self.accessibleDescription())

    def height_for(self, width: int) -> int:
        """Return the height at a width, the room to the next message included, in pixels."""
        footer = self.footer
        if footer.isHidden():
            return self._between
        height = footer.heightForWidth(width) if footer.hasHeightForWidth() else -1
        if height < 0:
            height = footer.sizeHint().height()
        return max(0, height) + self._between

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Give the footer all room but that to the next message."""
        self.footer.setGeometry(0, 0, self.width(), max(0, self.height() - self._between))

    def event(self, event: QEvent) -> bool:
        """Hear that the footer's size hint changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.height_wanted.emit()
        return super().event(event)


def thought_words(row: ThoughtRow) -> str:
    """Return what the thought line says."""
    if row.is_running:
        return _("Thinking…")
    if row.seconds is None:
        return _("Thoughts")
    seconds = max(1, round(row.seconds))
    sentence = ngettext("Thought for {count} second", "Thought for {count} seconds", seconds)
    return sentence.format(count=seconds)
