"""List on the left, work on the right: a splitter in a wide window, an overlay in a narrow one."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QStyle, QVBoxLayout, QWidget

from supertoken_desktop.ui.theme import metrics


class ListArea(QWidget):
    """Share the width between the list and the work area.

    Below 900 pixels the list leaves the splitter and comes, when it is called for, over the work
    area until the focus goes elsewhere.
    """

    widths_changed = Signal()

    def __init__(self, content: QWidget, work: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._list = QFrame()
        self._list.setProperty("role", "list")
        box = QVBoxLayout(self._list)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(content)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(metrics.HAIRLINE)
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(work)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._list.setMinimumWidth(metrics.LIST_MIN)
        self._list.setMaximumWidth(metrics.LIST_MAX)
        self._width = metrics.LIST_WIDTH
        self._is_wanted = True
        self._is_allowed = True
        self._is_narrow = False
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]  # there is one

    @property
    def is_list_shown(self) -> bool:
        """Tell whether the list can be seen, in its place or as an overlay."""
        return not self._list.isHidden()

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the list and the work area in pixels; a folded list has 0."""
        return (self._width if self._is_wanted else 0, self._work.width())

    def restore_widths(self, widths: tuple[int, ...]) -> None:
        """Take widths as `widths` gave them; what makes no sense is left out."""
        if len(widths) != 2:
            return
        self._is_wanted = widths[0] > 0
        if self._is_wanted:
            self._width = min(max(widths[0], metrics.LIST_MIN), metrics.LIST_MAX)
        self._arrange()

    def toggle_list(self) -> None:
        """Fold the list away, or bring it back."""
        if not self._is_allowed:
            return
        if self._is_narrow:
            self._show_overlay(is_shown=not self.is_list_shown)
            return
        self._is_wanted = not self._is_wanted
        self._arrange()
        self.widths_changed.emit()

    def reveal_list(self) -> None:
        """Make sure that the list can be seen, for a search in it."""
        if not self.is_list_shown:
            self.toggle_list()

    def allow_list(self, *, is_allowed: bool) -> None:
        """Show no list at all while there is nothing to list."""
        self._is_allowed = is_allowed
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between splitter and overlay."""
        super().resizeEvent(event)
        is_narrow = self.width() < metrics.OVERLAY_BELOW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._arrange()
        elif is_narrow and self.is_list_shown:
            self._place_overlay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the overlay on Esc."""
        if event.key() == Qt.Key.Key_Escape and self._is_narrow and self.is_list_shown:
            self._work.setFocus()
            self._show_overlay(is_shown=False)
            return
        super().keyPressEvent(event)

    def _arrange(self) -> None:
        if self._is_narrow:
            if self._list.parentWidget() is not self:
                self._list.setParent(self)
            self._show_overlay(is_shown=False)
            return
        if self._list.parentWidget() is not self._splitter:
            self._splitter.insertWidget(0, self._list)
            self._splitter.setStretchFactor(0, 0)
            self._splitter.setStretchFactor(1, 1)
        self._mark_overlay(is_overlay=False)
        self._list.setVisible(self._is_wanted and self._is_allowed)
        self._splitter.setSizes([self._width, max(1, self.width() - self._width)])

    def _show_overlay(self, *, is_shown: bool) -> None:
        self._mark_overlay(is_overlay=True)
        self._place_overlay()
        self._list.setVisible(is_shown and self._is_allowed)
        self._list.raise_()

    def _place_overlay(self) -> None:
        place = QRect(0, 0, self._width, self.height())
        self._list.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))

    def _mark_overlay(self, *, is_overlay: bool) -> None:
        if self._list.property("isOverlay") != is_overlay:
            self._list.setProperty("isOverlay", is_overlay)
            self._list.style().unpolish(self._list)
            self._list.style().polish(self._list)

    def _on_splitter_moved(self) -> None:
        self._width = self._list.width()
        self.widths_changed.emit()

    def _on_focus_changed(self, _old: QObject | None, new: QObject | None) -> None:
        if self._is_narrow and isinstance(new, QWidget) and self._work.isAncestorOf(new):
            self._show_overlay(is_shown=False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the direction."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()
        super().changeEvent(event)
