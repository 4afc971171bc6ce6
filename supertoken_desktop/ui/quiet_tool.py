"""A small button that is seen only now and then, and keeps its room."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon

# So long a button says that what it copies has been copied.
COPIED_MS = 1500


class QuietTool(QToolButton):
    """A small button that can be there without being seen, so that Tab still finds it."""

    focus_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._colour: QColor | None = None
        self._is_revealed = False
        self.setIcon(icon(name))
        self.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    @property
    def is_revealed(self) -> bool:
        """Whether it can be seen."""
        return self._is_revealed

    def set_revealed(self, *, is_revealed: bool) -> None:
        """Let it be seen, or not."""
        if is_revealed != self._is_revealed:
            self._is_revealed = is_revealed
            self.update()

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        if name != self._name:
            self._name = name
            self.setIcon(icon(name, self._colour))

    def paint_in(self, colour: QColor) -> None:
        """Show the icon in a colour instead of that of texts."""
        self._colour = colour
        self.setIcon(icon(self._name, colour))

    def event(self, event: QEvent) -> bool:
        """Tell of the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.focus_changed.emit()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing while it is not to be seen."""
        if self._is_revealed:
            super().paintEvent(event)
