"""The list itself: mouse, keys, hover buttons, renaming in place."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip, QWidget

from supertoken_desktop.ui.conversations.list_model import ConversationListModel
from supertoken_desktop.ui.conversations.row_painter import RowButton, RowPainter
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow, SectionRow
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.theme.palette import Theme

_SPIN_MS = 60


class ConversationListView(QListView):
    """Show the model; tell which row was opened, pinned, or asked for its menu."""

    row_opened = Signal(object)
    pin_clicked = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(
        self,
        model: ConversationListModel,
        theme: Theme,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # For a viewport of Qt's own making PySide would look through every class there is: 30 ms.
        self.setViewport(QWidget())
        self._model = model
        self._painter = RowPainter(theme, now, self)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._spin = QTimer(self)
        self._spin.setInterval(_SPIN_MS)
        self._spin.timeout.connect(self._turn_spinners)
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelReset.connect(self._restore_place)
        self._place: tuple[str | None, int] = (None, 0)
        self._theme = theme
        self._is_running = False
        theme.changed.connect(self._on_look_changed)

    @property
    def open_id(self) -> str | None:
        """The conversation that is shown beside the list."""
        return self._painter.open_id

    @property
    def is_spinning(self) -> bool:
        """Tell whether the signs of running answers turn."""
        return self._spin.isActive()

    def mark_open(self, conversation_id: str | None) -> None:
        """Mark the conversation that is shown beside the list and bring it into view."""
        self._painter.open_id = conversation_id
        index = self._model.index_of(conversation_id)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self.viewport().update()

    def spin(self, *, is_wanted: bool) -> None:
        """Turn the signs of running answers, or let them rest."""
        self._is_running = is_wanted
        if is_wanted and not self._theme.is_still:
            self._spin.start()
        else:
            self._spin.stop()

    def chosen_id(self) -> str | None:
        """Return the conversation of the current row, else the open one."""
        row = self._model.row_at(self.currentIndex())
        return row.id if isinstance(row, ConversationRow) else self.open_id

    def rename(self, conversation_id: str) -> bool:
        """Edit a title in place; tell whether the conversation is in the list."""
        index = self._model.index_of(conversation_id)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)
        return True

    def focus_first(self) -> None:
        """Take the focus, on the first row that can be opened."""
        index = self._model.first_choice()
        if index.isValid():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter."""
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_editing:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press a row's button, or choose the row."""
        if event.button() == Qt.MouseButton.LeftButton and self._press_button(event):
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row that was pressed."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index == self.currentIndex() and self._button(event) is None:
            self._open(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the button under the pointer."""
        button = self._button(event)
        if button is not self._painter.hovered_button:
            self._painter.hovered_button = button
            self.viewport().update()
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer, or of the current one."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.visualRect(index).bottomLeft()
        else:
            place = event.pos()
            index = self.indexAt(place)
        row = self._model.row_at(index)
        if isinstance(row, ConversationRow):
            self.menu_requested.emit(row.id, self.viewport().mapToGlobal(place))

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole title as a tool tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self._model.row_at(self.indexAt(event.pos()))
            if isinstance(row, ConversationRow | HitRow):
                QToolTip.showText(event.globalPos(), plain_tip(row.title), self.viewport())
                return True
        return super().viewportEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and not isinstance(row, SectionRow):
            self.row_opened.emit(row)

    def _button(self, event: QMouseEvent) -> RowButton | None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not isinstance(self._model.row_at(index), ConversationRow):
            return None
        return self._painter.button_at(self.layoutDirection(), self.visualRect(index), point)

    def _press_button(self, event: QMouseEvent) -> bool:
        """Do what the row's button under the pointer says; tell whether there was one."""
        button = self._button(event)
        row = self._model.row_at(self.indexAt(event.position().toPoint()))
        if button is None or not isinstance(row, ConversationRow):
            return False
        if button is RowButton.PIN:
            self.pin_clicked.emit(row.id)
        else:
            self.menu_requested.emit(row.id, event.globalPosition().toPoint())
        return True

    def _on_look_changed(self) -> None:
        self.spin(is_wanted=self._is_running)
        self.viewport().update()

    def _turn_spinners(self) -> None:
        self._painter.turn_spinner()
        if self.isVisible():
            self.viewport().update()

    def _remember_place(self) -> None:
        row = self._model.row_at(self.currentIndex())
        current = row.id if isinstance(row, ConversationRow) else self.open_id
        self._place = (current, self.verticalScrollBar().value())

    def _restore_place(self) -> None:
        current, scroll = self._place
        index = self._model.index_of(current)
        if index.isValid():
            self.selectionModel().setCurrentIndex(
                index, self.selectionModel().SelectionFlag.ClearAndSelect
            )
        self.verticalScrollBar().setValue(scroll)
