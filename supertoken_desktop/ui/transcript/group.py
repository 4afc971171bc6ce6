"""The widget of one message: parent of its visible rows, painter of what lies beside them."""

from collections.abc import Sized
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.accessible import Speech, tell_changed
from supertoken_desktop.ui.transcript.beside import Extent, paint_caret, paint_edges, paint_tint
from supertoken_desktop.ui.transcript.block_key import key_of
from supertoken_desktop.ui.transcript.direction import is_mirrored
from supertoken_desktop.ui.transcript.flow import QUESTION_PADDING
from supertoken_desktop.ui.transcript.marks import Marked
from supertoken_desktop.ui.transcript.pool import Pool, RowView, SelectableView, fits, show_row
from supertoken_desktop.ui.transcript.row_kinds import (
    HeadRow,
    Row,
    TextRow,
    ThoughtRow,
    first_piece,
)
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.formula import FormulaView
from supertoken_desktop.ui.transcript.rows.simple import FootView
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.section import QUESTION_BOTTOM, Section
from supertoken_desktop.ui.transcript.speech import message_name, message_state, short_name

FOOT = -1
# A group is this much wider than the column on either side, for what sticks out of it.
BLEED = metrics.SPACE_3
# How far a button's icon is from its edge, so that icons stand in line with text.
_BUTTON_EDGE = 11
_QUESTION_SHARE = 0.82
# A question with more text than this takes the whole width it may, unmeasured.
_MEASURED_CHARACTERS = 600


@dataclass(slots=True)
class Shown:
    """A row that has a widget: what it shows and what was measured for it.

    `marked` is None where the widget took another text since it was marked.
    """

    view: RowView
    row: Row
    width: int
    height: int
    marked: tuple[Marked, ...] | None = ()


class MessageGroup(QWidget):
    """The visible part of a message.

    Rows are kept by their index, the foot by `FOOT`: it stays the same widget while an answer
    grows above it.
    """

    def __init__(self, parent: QWidget, pool: Pool, messages: Sized) -> None:
        super().__init__(parent)
        self._messages = messages
        self._number = 0
        self.shown: dict[int, Shown] = {}
        self._pool = pool
        self._section: Section | None = None
        self._style: RowStyle | None = None
        self._question_width: tuple[int, int] | None = None
        self._width = 0
        self._is_shuffled = False

    @property
    def section(self) -> Section:
        """The message that is shown."""
        assert self._section is not None
        return self._section

    def speech(self) -> Speech:
        """Return which message of how many it is, whose, and how far it is."""
        role = QAccessible.Role.ListItem
        if self._section is None:
            return Speech(role, "")
        head, count = self._section.rows[0], len(self._messages)
        assert isinstance(head, HeadRow)
        name = message_name(self._section.entry, head, self._number, count)
        return Speech(role, name, message_state(self._section.entry))

    def show_section(self, section: Section, style: RowStyle, number: int) -> None:
        """Show the `number`-th message, or the same in another style; rows come with `measure`."""
        self._section, self._style, self._number = section, style, number
        tell_changed(self)
        self._question_width = None
        self.show()

    def measure(self, row_index: int, width: int) -> int:
        """Have a row's widget show the row, and return the row's height with its gap, in pixels."""
        section = self.section
        assert self._style is not None
        row = section.rows[row_index]
        key = self._key(row_index)
        shown = self.shown.get(key)
        if shown is not None and not fits(shown.view, row):
            self._release(key)
            shown = None
        if shown is None:
            shown = self.shown[key] = Shown(self._pool.take(row, self), row, -1, 0)
            if isinstance(shown.view, CodeView):
                shown.view.belong_to(key_of(section, row_index))
            elif isinstance(shown.view, TableView):
                first = first_piece(section.rows, row_index)
                shown.view.belong_to(key_of(section, first))
            self._show(shown, row)
            self._is_shuffled = True
            if key == FOOT:
                self._tell_footer(is_hovered=self.underMouse())
        elif shown.row is not row:
            self._show(shown, row)
            shown.row, shown.width, shown.marked = row, -1, None
            self._question_width = None
            top = section.heights.top(row_index)
            self.update(0, top, self.width(), self.height() - top)
        room = self._room(width) - self._style.indent(row.place.edges)
        if shown.width != room:
            shown.width = room
            shown.height = shown.view.height_for(room)
        return self._style.distance(row.place.gap) + shown.height

    def restyle(self, style: RowStyle) -> None:
        """Show everything in another style; rows are measured anew."""
        self._style = style
        self._question_width = None
        for shown in self.shown.values():
            self._show(shown, shown.row)
            shown.width, shown.marked = -1, None
        self.update()

    def measure_foot_again(self) -> None:
        """Ask the footer for its height again at the next `measure`."""
        if FOOT in self.shown:
            self.shown[FOOT].width = -1

    def take_formulas(self) -> bool:
        """Show formulas that have become known; their rows are measured anew at `measure`."""
        is_changed = False
        for shown in self.shown.values():
            view = shown.view
            if isinstance(view, TextView | TableView | FormulaView) and view.take_formulas():
                shown.width, shown.marked = -1, None
                is_changed = True
        if is_changed:
            self.update()
        return is_changed

    def measure_again(self, view: RowView) -> None:
        """Ask a row's widget for its height again at the next `measure`."""
        for shown in self.shown.values():
            if shown.view is view:
                shown.width = -1

    def place(self, left: int, top: int, width: int) -> None:
        """Put the message with its rows where it belongs; the column begins at `left`."""
        assert self._style is not None
        self._width = width
        whole = QRect(left - BLEED, top, width + 2 * BLEED, self.section.heights.total)
        if self.geometry() != whole:
            self.setGeometry(whole)
        if self._is_shuffled:
            self._put_in_order()
        room = self._room(width)
        inner = BLEED + self._question_left(width, room)
        heights = self.section.heights
        for key, shown in self.shown.items():
            index = self.index_of(key)
            edges = shown.row.place.edges
            indent = self._style.indent(edges)
            if isinstance(shown.view, FootView) or index == 0:
                where = QRect(BLEED, heights.top(index) + self._gap(shown), width, shown.height)
            elif isinstance(shown.row, ThoughtRow):
                size = shown.view.sizeHint()
                row_top = heights.top(index) + self._gap(shown)
                where = QRect(BLEED - _BUTTON_EDGE, row_top, size.width(), size.height())
                column = QRect(BLEED, row_top, width, size.height())
                where = QStyle.visualRect(self.layoutDirection(), column, where)
            else:
                row_top = heights.top(index) + self._gap(shown)
                is_at_right = is_mirrored(self.section.rows, index)
                left_edge = inner + (0 if is_at_right else indent)
                where = QRect(left_edge, row_top, room - indent, shown.height)
                if isinstance(shown.view, TextView):
                    shown.view.set_title_side(is_at_right=is_at_right)
            if shown.view.geometry() != where:
                shown.view.setGeometry(where)
            if isinstance(shown.view, CodeView):
                shown.view.hold_header(-top - where.y())

    def keep(self, first: int, last: int) -> None:
        """Give back the widgets of all rows but those from `first` to `last`, inclusive."""
        for key in list(self.shown):
            if not first <= self.index_of(key) <= last:
                self._release(key)

    def rows_replaced(self, first: int) -> None:
        """Forget widgets of rows that are gone."""
        count = len(self.section.rows)
        for key in [key for key in self.shown if key >= count - 1]:
            self._release(key)
        if first < count:
            self.update()

    def clear(self) -> None:
        """Give back everything and hide."""
        for key in list(self.shown):
            self._release(key)
        self._section = None
        self.hide()

    def view_at(self, row_index: int) -> RowView | None:
        """Return the widget of a row, if it has one."""
        shown = self.shown.get(self._key(row_index))
        return shown.view if shown is not None else None

    def index_of(self, key: int) -> int:
        """Return the index of the row that is kept under a key of `shown`."""
        return len(self.section.rows) - 1 if key == FOOT else key

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Tell the footer."""
        self._tell_footer(is_hovered=True)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Tell the footer."""
        self._tell_footer(is_hovered=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a question's tint, quote bars and list markers."""
        if self._section is None or self._style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._section.is_question:
            paint_tint(painter, self._tint(), self._style)
        dirty = event.rect()
        for key, shown in self.shown.items():
            top = shown.view.y() - self._gap(shown)
            is_seen = top <= dirty.bottom() and shown.view.geometry().bottom() >= dirty.top()
            if is_seen and shown.row.place.edges:
                self._paint_edges(painter, self.index_of(key), shown)
        last = self.shown.get(len(self._section.rows) - 2)
        # Code shows by itself that it grows.
        if self._section.entry.is_running and last is not None and isinstance(last.view, TextView):
            paint_caret(painter, last.view, self._style)
        painter.end()

    def _show(self, shown: Shown, row: Row) -> None:
        assert self._style is not None
        show_row(shown.view, row, self._style)
        if isinstance(shown.view, FootView):
            shown.view.describe(short_name(self.section.entry, self._number))
        tell_changed(shown.view)

    def _put_in_order(self) -> None:
        """Make the order of the child widgets that of reading, which screen readers follow."""
        self._is_shuffled = False
        for key in sorted(self.shown, key=self.index_of):
            self.shown[key].view.raise_()

    def _question_left(self, width: int, room: int) -> int:
        """Return where the text of a question begins in the column; 0 for an answer."""
        if not self.section.is_question:
            return 0
        padding = self._padding()
        is_mirrored_window = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return padding if is_mirrored_window else width - room - padding

    def _room(self, width: int) -> int:
        """Return the width for content: less than `width` for questions."""
        section = self.section
        if not section.is_question:
            return width
        if self._question_width is None or self._question_width[0] != width:
            self._question_width = (width, self._question_room(width))
        return self._question_width[1]

    def _question_room(self, width: int) -> int:
        assert self._style is not None
        padding = 2 * self._padding()
        if self._style.reading.is_question_wide:
            return width - padding
        most = int(width * _QUESTION_SHARE) - padding
        return min(most, self._wanted_width(most))

    def _padding(self) -> int:
        """Return the free room between a question's text and the edge of its tint, in pixels."""
        assert self._style is not None
        return self._style.distance(QUESTION_PADDING)

    def _gap(self, shown: Shown) -> int:
        """Return the free room above a row, in pixels."""
        assert self._style is not None
        return self._style.distance(shown.row.place.gap)

    def _wanted_width(self, most: int) -> int:
        rows = self.section.answer.rows
        if len(self.section.message.text) > _MEASURED_CHARACTERS:
            return most
        assert self._style is not None
        wanted = metrics.SPACE_6
        for row in rows:
            if not isinstance(row, TextRow) or row.text.spans or row.place.edges:
                return most
            measure = QFontMetricsF(self._style.setting(row.look).font)
            for line in row.text.text.split("\n"):
                wanted = max(wanted, int(measure.horizontalAdvance(line)) + 2)
        return wanted

    def _tint(self) -> QRectF:
        """Return where a question's ground lies."""
        assert self._style is not None
        heights, count = self.section.heights, len(self.section.rows)
        top = heights.top(self.section.first_block_row)
        bottom = heights.top(count - 1) + self._style.distance(QUESTION_BOTTOM)
        padding, room = self._padding(), self._room(self._width)
        left = BLEED + self._question_left(self._width, room) - padding
        return QRectF(left, top, room + 2 * padding, bottom - top)

    def _paint_edges(self, painter: QPainter, index: int, shown: Shown) -> None:
        assert self._style is not None
        top = self.section.heights.top(index)
        extent = Extent(top, top + self._gap(shown), top + self.section.heights[index])
        is_at_right = is_mirrored(self.section.rows, index)
        place = shown.row.place
        paint_edges(painter, place, shown.view, extent, self._style, is_at_right=is_at_right)

    def _tell_footer(self, *, is_hovered: bool) -> None:
        shown = self.shown.get(FOOT)
        if shown is not None and isinstance(shown.view, FootView):
            shown.view.footer.set_hovered(is_hovered)

    def _key(self, row_index: int) -> int:
        return FOOT if row_index == len(self.section.rows) - 1 else row_index

    def _release(self, key: int) -> None:
        if key == FOOT:
            self._tell_footer(is_hovered=False)
        shown = self.shown.pop(key)
        if isinstance(shown.view, SelectableView) and shown.marked != ():
            shown.view.mark(())
        holder, viewport = QApplication.focusWidget(), self.parentWidget()
        if holder is not None and viewport is not None and shown.view.isAncestorOf(holder):
            # Qt would take the focus to whatever is next, and scroll there.
            viewport.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pool.give_back(shown.view)
