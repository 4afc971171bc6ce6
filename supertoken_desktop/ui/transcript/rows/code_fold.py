"""What stands under long code: a fade over its last lines, and the button that shows the rest."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from supertoken_desktop.i18n import _, format_number, ngettext
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.rows.style import RowStyle

# The last lines of folded code fade away, in pixels.
FADE = 2 * metrics.SPACE_6


class FoldButton(QToolButton):
    """Offer to show all lines, or fewer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_unfolded = False
        self._lines = 0
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_state(self, lines: int, style: RowStyle, *, is_unfolded: bool) -> None:
        """Say how many lines there are."""
        self._lines, self._is_unfolded = lines, is_unfolded
        self.setFont(style.small)
        self.setIcon(icon("chevron-up" if is_unfolded else "chevron-down", style.colours.muted))
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        words = _("Show less")
        if not self._is_unfolded:
            words = ngettext("Show all {count} line", "Show all {count} lines", self._lines)
        self.setText(words.format(count=format_number(self._lines)))
        self.setAccessibleName(self.text())


class Fade(QWidget):
    """Have what lies under it vanish towards the bottom."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = QColor()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_ground(self, colour: QColor) -> None:
        """Fade into a colour."""
        self._ground = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint from nothing to the ground."""
        nothing = QColor(self._ground)
        nothing.setAlpha(0)
        gradient = QLinearGradient(0, 0, 0, self.height())
        gradient.setColorAt(0, nothing)
        gradient.setColorAt(1, self._ground)
        painter = QPainter(self)
        painter.fillRect(self.rect(), gradient)
        painter.end()
