"""The way to the actions of a message whose foot is out of sight: a button beside its text."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QToolButton

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.transcript.stack import Stack


class TopButton(QToolButton):
    """Stand beside the top of a message that is taller than the window and goes on below it.

    `menu_wanted` tells the message and where on the screen its menu belongs. The keyboard has the
    menu key for that.
    """

    menu_wanted = Signal(str, QPoint)

    def __init__(self, area: QAbstractScrollArea, stack: Stack) -> None:
        super().__init__(area)
        self._viewport = area.viewport()
        self._stack = stack
        self._message_id = ""
        self.setIcon(icon("more"))
        self.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self.setFixedSize(metrics.SPACE_6, metrics.SPACE_6)
        # It stands in the margin, where there is no room for more than the icon.
        self.setStyleSheet("QToolButton { padding: 0; }")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._on_clicked)
        self.hide()
        self.retranslate()

    def follow(self, offset: int, right: int) -> None:
        """Find the place for a view that begins at `offset`, its column ending at `right`."""
        height = self._viewport.height()
        if not self._stack.entries or height <= 0:
            self.hide()
            return
        message = self._stack.at(offset + height - 1).message
        top = self._stack.top(message) - offset
        bottom = self._stack.top(message + 1) - offset
        entry = self._stack.entries[message]
        is_needed = bottom - top > height and bottom > height and top < height // 2
        if not is_needed or entry.is_running:
            self.hide()
            return
        self._message_id = entry.message.id
        left = min(right, self._viewport.width() - self.width())
        self.move(left, max(top, metrics.SPACE_1))
        self.show()
        self.raise_()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self.setAccessibleName(_("Actions for this message"))
        self.setToolTip(_("Actions for this message"))

    def _on_clicked(self) -> None:
        corner = QPoint(0, self.height())
        self.menu_wanted.emit(self._message_id, self.mapToGlobal(corner))
