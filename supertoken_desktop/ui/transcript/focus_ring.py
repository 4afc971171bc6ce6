"""A line around a widget that has the keyboard focus and shows it in no other way."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.transcript.rows.style import RowStyle

_WIDTH = 2
# Who clicks knows where he is; the ring is for those who come by keyboard.
_BY_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class FocusRing(QWidget):
    """Lie over `parent` as a frame, and let all else through."""

    def __init__(self, parent: QWidget, style: RowStyle) -> None:
        super().__init__(parent)
        self._colour = style.colours.focus
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def restyle(self, style: RowStyle) -> None:
        """Take another colour."""
        self._colour = style.colours.focus
        self.update()

    def fit(self, where: QRect) -> None:
        """Lie around this rectangle of the parent."""
        self.setGeometry(where)
        inside = self.rect().adjusted(_WIDTH, _WIDTH, -_WIDTH, -_WIDTH)
        # What is beneath is scrolled as a picture as long as the frame alone covers it.
        self.setMask(QRegion(self.rect()) - QRegion(inside))

    def show_for(self, event: QFocusEvent) -> None:
        """Show if the focus came by keyboard; hide when it goes."""
        self.setVisible(event.gotFocus() and event.reason() in _BY_KEYBOARD)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._colour)
        painter.end()
