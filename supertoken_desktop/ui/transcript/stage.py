"""The widgets near the viewport: which rows have one, where they lie, what is marked in them."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.group import MessageGroup
from supertoken_desktop.ui.transcript.links import tip_of
from supertoken_desktop.ui.transcript.marks import Marked, MarkKind
from supertoken_desktop.ui.transcript.pool import Pool, RowView, SelectableView
from supertoken_desktop.ui.transcript.row_kinds import characters
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.diagram import DiagramView
from supertoken_desktop.ui.transcript.rows.formula import FormulaView
from supertoken_desktop.ui.transcript.rows.picture import PictureView
from supertoken_desktop.ui.transcript.rows.simple import FootView, HeadView
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.selection import Position, Selection
from supertoken_desktop.ui.transcript.stack import RowIndex, Stack
from supertoken_desktop.ui.transcript.utf16 import utf16_length

_NARROWEST = 120
# So many lines may come within a frame for which no widget has to be made.
SPARE_LINES = 8
# What the messages that fill a window usually consist of.
_FIRST_MESSAGES = (
    (HeadView, *(TextView,) * 12, CodeView, FootView),
    (HeadView, *(TextView,) * 4, FootView),
)


class AtPoint(NamedTuple):
    """What lies at a point: place in the text, link, the row's widget and the point within it."""

    position: Position
    link: str
    view: RowView | None
    point: QPoint = QPoint()

    @property
    def tip(self) -> str:
        """What the link is, for a tool tip; "" where there is none."""
        return tip_of(self.link, self.view.row) if self.link and self.view is not None else ""


class Stage:
    """Show the rows of a stack that lie in a stretch of pixels as widgets in `viewport`."""

    def __init__(self, viewport: QWidget, stack: Stack, pool: Pool, style: RowStyle) -> None:
        self._viewport = viewport
        self._stack = stack
        self._pool = pool
        self._style = style
        self._groups: dict[int, MessageGroup] = {}
        self._spare: list[MessageGroup] = []
        self._selection: Selection | None = None
        self._seen: tuple[RowIndex, RowIndex] | None = None
        self._offset = 0
        self._is_shuffled = False
        self._hits_in: Callable[[RowIndex], tuple[Marked, ...]] = lambda _at: ()

    @property
    def column(self) -> tuple[int, int]:
        """Left edge and width of the reading column, in pixels."""
        whole = self._viewport.width()
        width = max(_NARROWEST, min(self._style.reading.column, whole - 2 * metrics.SPACE_6))
        return max(0, (whole - width) // 2), width

    @property
    def viewport(self) -> QWidget:
        """The widget in which the rows are shown."""
        return self._viewport

    @property
    def shown_rows(self) -> int:
        """How many rows have a widget."""
        return sum(len(group.shown) for group in self._groups.values())

    def get_ready(self) -> None:
        """Make the widgets that the first messages on screen will need."""
        for kinds in reversed(_FIRST_MESSAGES):
            group = self._new_group()
            for kind in kinds:
                self._pool.get_ready(kind, group)
            self._spare.append(group)

    def measure(self, top: int, bottom: int) -> bool:
        """Give every row from `top` to `bottom` a widget; tell whether a height was not as thought.

        Pixels count from the top of the stack, which must not be empty.
        """
        stack, width = self._stack, self.column[1]
        first = stack.at(top)
        message, row = first
        y = stack.row_top(first)
        is_changed = False
        last = first
        while y < bottom and message < len(stack):
            section = stack.section(message)
            group = self._group(message)
            while y < bottom and row < len(section.rows):
                last = RowIndex(message, row)
                height = group.measure(row, width)
                is_changed = stack.measure(last, height) or is_changed
                y += height
                row += 1
            message, row = message + 1, 0
        self._seen = (first, last)
        return is_changed

    def measure_row(self, at: RowIndex) -> None:
        """Find out the height of one row."""
        self._stack.measure(at, self._group(at.message).measure(at.row, self.column[1]))

    def prepare_neighbour(self, longest: int) -> bool:
        """Take one message next to those on screen apart; tell whether there was one to do.

        Those with more than `longest` characters wait until they are needed.
        """
        if self._seen is None:
            return False
        first, last = self._seen
        above, under = first.message, last.message
        for message in (above - 1, under + 1, above - 2, under + 2):
            if not 0 <= message < len(self._stack) or self._stack.known_section(message):
                continue
            if len(self._stack.entries[message].message.text) <= longest:
                self._stack.section(message)
                return True
        return False

    def prepare_row(self) -> bool:
        """Make a text widget for a line that may follow; tell whether one was lacking."""
        group = self._groups.get(self._seen[1].message) if self._seen is not None else None
        if group is None or self._pool.count_spare(TextView, group) >= SPARE_LINES:
            return False
        self._pool.get_ready(TextView, group)
        return True

    def place(self, offset: int) -> None:
        """Put the measured rows on the screen, `offset` at the top, and give the others back."""
        if self._seen is None:
            return
        moved = self._offset - offset
        if 0 < abs(moved) < self._viewport.height():
            # What stays on screen is moved as a picture and not painted anew.
            self._viewport.scroll(0, moved)
        self._offset = offset
        first, last = self._seen
        left, width = self.column
        if self._is_shuffled:
            self._put_in_order()
        for message in list(self._groups):
            if not first.message <= message <= last.message:
                self._give_back(message)
                continue
            group = self._groups[message]
            group.keep(
                first.row if message == first.message else 0,
                last.row if message == last.message else len(group.section.rows),
            )
            group.place(left, self._stack.top(message) - offset, width)
        self._mark()
        self._stack.forget_far(range(first.message, last.message + 1))

    def clear(self) -> None:
        """Show nothing."""
        self._seen = None
        self._selection = None
        for message in list(self._groups):
            self._give_back(message)

    def drop_from(self, message: int) -> None:
        """Show nothing of the messages from this one on."""
        self._seen = None
        for known in [known for known in self._groups if known >= message]:
            self._give_back(known)

    def moved_down(self, places: int) -> None:
        """Hear that so many messages have been put above all others."""
        self._groups = {message + places: group for message, group in self._groups.items()}
        if self._seen is not None:
            first, last = self._seen
            self._seen = first.below(places), last.below(places)
        if self._selection is not None:
            self._selection = self._selection.moved_down(places)

    def rows_replaced(self, message: int, first: int) -> None:
        """Hear that a message's rows from `first` on are others."""
        group = self._groups.get(message)
        if group is not None:
            group.rows_replaced(first)

    def restyle(self, style: RowStyle) -> None:
        """Show everything in another style."""
        self._style = style
        for group in self._groups.values():
            group.restyle(style)

    def recolour_code(self) -> None:
        """Have visible code blocks take the colours that have become known."""
        for group in self._groups.values():
            for shown in group.shown.values():
                if isinstance(shown.view, CodeView):
                    shown.view.recolour()

    def take_formulas(self) -> bool:
        """Have visible rows show the formulas that have become known; tell whether any did."""
        changed = [group.take_formulas() for group in self._groups.values()]
        return any(changed)

    def refresh_pictures(self) -> None:
        """Have visible pictures show what has become of them."""
        for group in self._groups.values():
            for shown in group.shown.values():
                if isinstance(shown.view, PictureView):
                    shown.view.refresh()

    def measure_again(self, view: RowView) -> None:
        """Ask one widget for its height again at the next `measure`."""
        for group in self._groups.values():
            group.measure_again(view)

    def refresh_diagrams(self) -> None:
        """Have visible diagrams take what has become known; they are measured anew."""
        for group in self._groups.values():
            for shown in group.shown.values():
                if isinstance(shown.view, DiagramView):
                    shown.view.refresh()
                    shown.width = -1

    def measure_foots_again(self) -> None:
        """Ask the footers for their heights again at the next `measure`."""
        for group in self._groups.values():
            group.measure_foot_again()

    def show_selection(self, selection: Selection | None) -> None:
        """Mark what is selected."""
        self._selection = selection
        self._mark()

    def show_hits(self, hits_in: Callable[[RowIndex], tuple[Marked, ...]]) -> None:
        """Mark what a search has found in rows from now on; call it again where that changed."""
        self._hits_in = hits_in
        self._mark()

    def at_point(self, point: QPoint) -> AtPoint | None:
        """Return what lies at a point of the viewport or nearest to it, None where nothing is."""
        if not self._stack.entries or self._seen is None:
            return None
        first, last = self._seen
        at = min(max(self._stack.at(point.y() + self._offset), first), last)
        view = self.view_at(at)
        if not isinstance(view, SelectableView):
            return AtPoint(Position(*at, 0), "", view)
        inside = view.mapFrom(self._viewport, point)
        if inside.y() < 0:
            return AtPoint(Position(*at, 0), "", view)
        if inside.y() >= view.height():
            text = characters(self._stack.section(at.message).rows[at.row])
            return AtPoint(Position(*at, utf16_length(text)), "", view)
        link = view.link_at(inside) if view.rect().contains(inside) else ""
        return AtPoint(Position(*at, view.offset_at(inside)), link, view, inside)

    def hint_at(self, there: AtPoint, point: QPoint) -> str:
        """Return what to say about a point of the viewport, "" for nothing."""
        if not isinstance(there.view, TextView | TableView):
            return ""
        return there.view.hint_at(there.view.mapFrom(self._viewport, point))

    def gap_above(self, at: RowIndex) -> int:
        """Return the free room above a row, part of its height, in pixels."""
        return self._style.distance(self._stack.section(at.message).rows[at.row].place.gap)

    def view_at(self, at: RowIndex) -> RowView | None:
        """Return the widget of a row, if it has one."""
        group = self._groups.get(at.message)
        return group.view_at(at.row) if group is not None else None

    def scrollable_at(
        self, point: QPoint
    ) -> CodeView | TableView | FormulaView | DiagramView | None:
        """Return the row at a point that can scroll sideways by itself."""
        there = self.at_point(point)
        if there is not None and isinstance(
            there.view, CodeView | TableView | FormulaView | DiagramView
        ):
            return there.view
        return None

    def widgets_in_order(self) -> list[QWidget]:
        """Return the row widgets from the top down."""
        found: list[QWidget] = []
        for message in sorted(self._groups):
            group = self._groups[message]
            found += [group.shown[key].view for key in sorted(group.shown, key=group.index_of)]
        return found

    def _group(self, message: int) -> MessageGroup:
        group = self._groups.get(message)
        section = self._stack.section(message)
        if group is None:
            group = self._spare.pop() if self._spare else self._new_group()
            self._groups[message] = group
            self._is_shuffled = True
            group.show_section(section, self._style, message + 1)
        elif group.section is not section:
            group.clear()
            group.show_section(section, self._style, message + 1)
        return group

    def _new_group(self) -> MessageGroup:
        return MessageGroup(self._viewport, self._pool, self._stack)

    def _put_in_order(self) -> None:
        """Make the order of the messages that of reading, which screen readers follow."""
        self._is_shuffled = False
        for message in sorted(self._groups):
            self._groups[message].raise_()

    def _give_back(self, message: int) -> None:
        group = self._groups.pop(message)
        group.clear()
        self._spare.append(group)

    def _mark(self) -> None:
        for message, group in self._groups.items():
            for key, shown in group.shown.items():
                if not isinstance(shown.view, SelectableView):
                    continue
                wanted = self._marks_in(RowIndex(message, group.index_of(key)))
                if wanted != shown.marked:
                    shown.marked = wanted
                    shown.view.mark(wanted)

    def _marks_in(self, at: RowIndex) -> tuple[Marked, ...]:
        """Return what is marked in a row: hits over what is selected."""
        hits = self._hits_in(at)
        if self._selection is None:
            return hits
        start, end = self._selection.within(at)
        return (Marked(start, end, MarkKind.SELECTED), *hits) if start < end else hits
