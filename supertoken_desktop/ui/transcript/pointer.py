"""The mouse over the transcript: selecting, links, and scrolling while one drags."""

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from supertoken_desktop.ui.transcript.boundaries import character_start
from supertoken_desktop.ui.transcript.links import leads_on
from supertoken_desktop.ui.transcript.pool import RowView, SelectableView
from supertoken_desktop.ui.transcript.row_kinds import characters
from supertoken_desktop.ui.transcript.rows.formula import FormulaView
from supertoken_desktop.ui.transcript.rows.picture import PictureView
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.selection import (
    Selection,
    Stretch,
    formula_around,
    whole_row,
    word_at,
)
from supertoken_desktop.ui.transcript.stack import Stack
from supertoken_desktop.ui.transcript.stage import AtPoint, Stage

DRAG_SCROLL_MS = 30
_CLICKS_FOR_ROW = 3


class Pointer(QObject):
    """Turn mouse events of the viewport into a selection.

    The first click chooses a place, the second its word, the third its row; dragging goes on in
    the same measure.
    """

    selected = Signal()
    link_clicked = Signal(str, object)  # the link, and the widget of its row
    drag_scrolled = Signal(int)

    def __init__(self, viewport: QWidget, stack: Stack, stage: Stage) -> None:
        super().__init__(viewport)
        self.selection: Selection | None = None
        self._viewport = viewport
        self._stack = stack
        self._stage = stage
        self._is_dragging = False
        self._clicks = 0
        self._pressed_at = QPoint()
        self._pressed_link = ""
        self._pressed_view: RowView | None = None
        self._moved_to = QPoint()
        self._click_timer = QTimer(self, singleShot=True)
        self._click_timer.timeout.connect(self._forget_clicks)
        self._scroll_timer = QTimer(self, interval=DRAG_SCROLL_MS)
        self._scroll_timer.timeout.connect(self._scroll_on)

    def press(self, event: QMouseEvent) -> None:
        """Begin a selection, or go on with the old one where Shift is held."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        there = self._stage.at_point(point)
        if there is None:
            return
        self._count_click(point)
        self._pressed_at, self._pressed_link, self._pressed_view = point, there.link, there.view
        self._moved_to = point
        self._is_dragging = True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.selection is not None:
            self._extend(there)
            return
        chosen = self._chosen(there, point)
        self._select(Selection(chosen, chosen))

    def move(self, event: QMouseEvent) -> None:
        """Extend the selection, or show what a click would do."""
        point = event.position().toPoint()
        self._moved_to = point
        if not self._is_dragging:
            self._viewport.setCursor(self._cursor_for(self._stage.at_point(point), point))
            return
        there = self._stage.at_point(point)
        if there is not None:
            self._extend(there)
        if self._viewport.rect().contains(point):
            self._scroll_timer.stop()
        elif not self._scroll_timer.isActive():
            self._scroll_timer.start()

    def release(self, event: QMouseEvent) -> None:
        """End the selection; follow a link that was clicked and not dragged over."""
        if event.button() != Qt.MouseButton.LeftButton or not self._is_dragging:
            return
        self._is_dragging = False
        self._scroll_timer.stop()
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if self._pressed_link and moved < QApplication.startDragDistance() and self._clicks == 1:
            self.link_clicked.emit(self._pressed_link, self._pressed_view)

    def moved_down(self, places: int) -> None:
        """Hear that so many messages have been put above all others."""
        if self.selection is not None:
            self.selection = self.selection.moved_down(places)

    def select(self, selection: Selection | None) -> None:
        """Select something else than what the mouse chose."""
        self._is_dragging = False
        self._select(selection)

    def _extend(self, there: AtPoint) -> None:
        if self.selection is not None:
            self._select(Selection(self.selection.origin, self._chosen(there, self._moved_to)))

    def _select(self, selection: Selection | None) -> None:
        self.selection = selection
        self._stage.show_selection(selection)
        self.selected.emit()

    def _chosen(self, there: AtPoint, point: QPoint) -> Stretch:
        position = there.position
        if self._clicks >= _CLICKS_FOR_ROW:
            return whole_row(position.at)
        rows = self._stack.section(position.message).rows
        if position.row >= len(rows):
            return Stretch(position, position)
        row = rows[position.row]
        text = characters(row)
        if self._clicks <= 1:
            place = position._replace(offset=character_start(text, position.offset))
            return Stretch(place, place)
        if isinstance(there.view, TextView | TableView | FormulaView):
            latex = there.view.formula_at(there.view.mapFrom(self._viewport, point))
            formula = formula_around(position, row, latex)
            if formula is not None:
                return formula
        return word_at(position, text)

    def _count_click(self, point: QPoint) -> None:
        near = (point - self._pressed_at).manhattanLength() < QApplication.startDragDistance()
        self._clicks = self._clicks + 1 if near and self._click_timer.isActive() else 1
        self._click_timer.start(QApplication.doubleClickInterval())

    def _forget_clicks(self) -> None:
        if not self._is_dragging:
            self._clicks = 0

    def _cursor_for(self, there: AtPoint | None, point: QPoint) -> Qt.CursorShape:
        if there is None or not isinstance(there.view, SelectableView):
            return Qt.CursorShape.ArrowCursor
        if there.link and leads_on(there.link):
            return Qt.CursorShape.PointingHandCursor
        if isinstance(there.view, PictureView):
            return Qt.CursorShape.ArrowCursor
        inside = there.view.rect().contains(there.view.mapFrom(self._viewport, point))
        return Qt.CursorShape.IBeamCursor if inside else Qt.CursorShape.ArrowCursor

    def _scroll_on(self) -> None:
        above = min(0, self._moved_to.y())
        under = max(0, self._moved_to.y() - self._viewport.height())
        self.drag_scrolled.emit(above + under)
        there = self._stage.at_point(self._moved_to)
        if there is not None:
            self._extend(there)
