"""Selecting by keyboard: the end of the selection that moves, shown as a thin caret."""

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.transcript.motion import Motion, Move
from supertoken_desktop.ui.transcript.pointer import Pointer
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch
from supertoken_desktop.ui.transcript.stack import RowIndex, Stack
from supertoken_desktop.ui.transcript.stage import Stage

CARET_WIDTH = 2
# So much room stays between the caret and the edge of what is visible, in pixels.
_ROOM = 24
_PAGES = {Move.PAGE_UP: -1, Move.PAGE_DOWN: 1}
_LINES = frozenset({Move.UP, Move.DOWN, Move.PAGE_UP, Move.PAGE_DOWN})


class CaretMark(QWidget):
    """The thin line that shows where the selection ends."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("End of the selection"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Text))
        painter.end()


class Caret(QObject):
    """Extend the selection of `pointer` by keys, from where a click or a key left it."""

    def __init__(
        self, area: QAbstractScrollArea, stack: Stack, stage: Stage, pointer: Pointer
    ) -> None:
        super().__init__(area.viewport())
        self._area = area
        self._viewport = area.viewport()
        self._stack = stack
        self._stage = stage
        self._pointer = pointer
        self._motion = Motion(stack, stage, self._bring)
        self._mark: CaretMark | None = None
        self._is_moving = False
        self._is_in_use = False
        self._has_focus = False
        self._x: int | None = None
        pointer.selected.connect(self._on_selected)

    @property
    def _bar(self) -> QScrollBar:
        # Qt has made it: Python's object for it may become void, so it is asked for anew.
        return self._area.verticalScrollBar()

    @property
    def has_selection(self) -> bool:
        """Whether something is selected that was begun or extended by keyboard."""
        selection = self._pointer.selection
        return self._is_in_use and selection is not None

    def move(self, move: Move) -> None:
        """Extend the selection, and scroll so that its end is visible."""
        ends = self._ends()
        if ends is None:
            return
        fixed, active = ends
        if move not in _LINES:
            self._x = None
        elif self._x is None:
            where = self._where(active)
            self._x = where.left() if where is not None else 0
        reached = self._paged(active, move) if move in _PAGES else self._moved(active, move)
        self._is_in_use = self._is_moving = True
        self._pointer.select(Selection(Stretch(fixed, fixed), Stretch(reached, reached)))
        self._is_moving = False
        self._reveal(reached)
        self.follow()

    def drop_selection(self) -> None:
        """Select nothing; the next key begins where the last one led."""
        ends = self._ends()
        if ends is not None:
            place = Stretch(ends[1], ends[1])
            self._pointer.select(Selection(place, place))

    def set_focus(self, *, has_focus: bool) -> None:
        """Hear whether keys come here; only then is the caret shown."""
        self._has_focus = has_focus
        self.follow()

    def follow(self) -> None:
        """Put the caret where the selection ends, after a change of the layout."""
        ends = self._ends() if self._is_in_use and self._has_focus else None
        view = self._stage.view_at(ends[1].at) if ends is not None else None
        where = self._where(ends[1]) if ends is not None and view is not None else None
        if where is None:
            if self._mark is not None:
                self._mark.hide()
            return
        if self._mark is None:
            self._mark = CaretMark(self._viewport)
        self._mark.setGeometry(where.left(), where.top(), CARET_WIDTH, where.height())
        self._mark.raise_()
        self._mark.show()

    def _moved(self, active: Position, move: Move) -> Position:
        # Behind the last cell of a table Qt has one more position.
        return self._motion.within(self._motion.moved(active, move, self._x or 0))

    def _paged(self, active: Position, move: Move) -> Position:
        """Scroll by a page; the caret keeps its place on the screen."""
        self._reveal(active)
        where = self._where(active)
        before = self._bar.value()
        self._bar.setValue(before + _PAGES[move] * self._bar.pageStep())
        if self._bar.value() == before or where is None:
            return self._motion.moved(active, move, 0)
        there = self._stage.at_point(QPoint(self._x or 0, where.center().y()))
        return self._motion.within(there.position) if there is not None else active

    def _ends(self) -> tuple[Position, Position] | None:
        """Return the end of the selection that stays and the one that moves."""
        selection = self._pointer.selection
        if selection is None:
            start = self._first_visible()
            return None if start is None else (start, start)
        origin, reached = selection.origin, selection.reached
        if reached.start < origin.start:
            return self._motion.within(origin.end), self._motion.within(reached.start)
        return self._motion.within(origin.start), self._motion.within(reached.end)

    def _first_visible(self) -> Position | None:
        if not self._stack.entries:
            return None
        there = self._stage.at_point(QPoint(self._viewport.width() // 2, 1))
        if there is None:
            return None
        return self._motion.within(there.position)

    def _where(self, position: Position) -> QRect | None:
        """Return where a position is, in the viewport."""
        view = self._motion.view_at(position.at)
        if view is None:
            return None
        inside = view.caret_rect(position.offset)
        return inside.translated(view.mapTo(self._viewport, QPoint(0, 0)))

    def _bring(self, at: RowIndex) -> None:
        self._bar.setValue(self._stack.row_top(at) - self._viewport.height() // 2)

    def _reveal(self, position: Position) -> None:
        where = self._where(position)
        if where is None:
            return
        under = where.bottom() + _ROOM - self._viewport.height()
        above = where.top() - _ROOM
        if above < 0:
            self._bar.setValue(self._bar.value() + above)
        elif under > 0:
            self._bar.setValue(self._bar.value() + under)
        view = self._stage.view_at(position.at)
        if isinstance(view, CodeView | TableView):
            inside = view.caret_rect(position.offset)
            beyond = max(0, inside.right() + _ROOM - view.width()) + min(0, inside.left() - _ROOM)
            if beyond:
                view.scroll_sideways(beyond)

    def _on_selected(self) -> None:
        if self._is_moving:
            return
        self._is_in_use = False
        self._x = None
        self.follow()
