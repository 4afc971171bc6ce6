"""A small button that is seen only now and then, and keeps its room."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QToolButton

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon


class QuietTool(QToolButton):
    """A small button that can be there without being seen, so that Tab still finds it."""

    focus_changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._is_revealed = False
        self.setIcon(icon(name))
        self.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_revealed(self, is_revealed: bool) -> None:  # noqa: FBT001  # the only fact it takes
        """Let it be seen, or not."""
        if is_revealed != self._is_revealed:
            self._is_revealed = is_revealed
            self.update()

    def event(self, event: QEvent) -> bool:
        """Tell of the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.focus_changed.emit()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing while it is not to be seen."""
        if self._is_revealed:
            super().paintEvent(event)
