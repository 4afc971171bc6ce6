"""The widget of a table: columns as wide as they need to be, or sideways scrolling."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QFont,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextTable,
)
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.accessible import Speech
from supertoken_desktop.ui.transcript.block_key import BlockKey
from supertoken_desktop.ui.transcript.direction import is_right_to_left
from supertoken_desktop.ui.transcript.formulas import Formulas
from supertoken_desktop.ui.transcript.marks import Marked, without
from supertoken_desktop.ui.transcript.row_kinds import Look, TableRow, text_of_cells
from supertoken_desktop.ui.transcript.rows.filling import (
    formula_under,
    insert_text,
    positions_of,
    segments_of,
)
from supertoken_desktop.ui.transcript.rows.inline_formulas import InlineFormulas
from supertoken_desktop.ui.transcript.rows.positions import Positions
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.table_format import (
    block_format_of,
    cell_format,
    column_widths,
    is_longer,
    natural_widths,
    table_format,
    wanted_width,
    wider,
)
from supertoken_desktop.ui.transcript.rows.text import WideEdit, caret_rect, mark, paint_transparent
from supertoken_desktop.ui.transcript.sideways import Sideways
from supertoken_desktop.ui.transcript.speech import place_words, table_name
from supertoken_desktop.ui.transcript.utf16 import utf16_length

_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
_BY_TEXT = Qt.LayoutDirection.LayoutDirectionAuto


class TableView(WideEdit):
    """Show a `TableRow`. The mouse belongs to the transcript, but for the scroll bar."""

    def __init__(self, parent: QWidget, sideways: Sideways, formulas: Formulas) -> None:
        super().__init__(parent)
        self._formulas = InlineFormulas(self, formulas)
        self._positions = Positions()
        self._cell_ends: list[int] = []
        self._is_waiting = False
        self.row: TableRow | None = None
        self._key: BlockKey | None = None
        self._sideways = sideways
        self._style: RowStyle | None = None
        self._filled: TableRow | None = None
        self._natural: list[float] = []
        self._zoom = 1.0
        self._columns: list[int] = []
        self._is_mirrored = False
        self.horizontalScrollBar().actionTriggered.connect(self._on_bar_moved)
        sideways.moved.connect(self._on_table_moved)

    @property
    def natural_width(self) -> int:
        """How wide the table would be if it had room enough, in pixels."""
        return sum(wanted_width(text, self._zoom) for text in self._natural)

    def belong_to(self, key: BlockKey) -> None:
        """Hear which table is shown; its pieces scroll sideways together."""
        self._key = key

    def show_row(self, row: TableRow, style: RowStyle) -> None:
        """Show a row; lines added at the end leave the others alone.

        Where they don't, the text comes with `height_for`: laying it out for a width that isn't
        known yet would take as long again. Columns of a growing table never become narrower.
        """
        before, self.row = self._filled, row
        if style is self._style and before is not None and is_longer(before, row):
            self._grow(before, row)
            self._filled = row
            if before.sample is not row.sample:
                changed = row.sample[max(0, len(before.sample) - 1) :]
                widths = natural_widths(changed, style, self._formulas)
                self._natural = wider(self._natural, widths)
            self._learn(row)
            return
        if style is not self._style:
            self._set_style(style)
        self._filled = None
        self._natural = natural_widths(row.sample, style, self._formulas)

    def take_formulas(self) -> bool:
        """Show the formulas that have become known; tell whether there were any."""
        if self.row is None or self._style is None or not self._is_waiting:
            return False
        self._filled = None
        self._natural = natural_widths(self.row.sample, self._style, self._formulas)
        return True

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels; the widget takes on the width."""
        columns = column_widths(self._natural, width, self._zoom)
        if self._filled is None and self.row is not None:
            self._fill(self.row, columns)
        elif self._filled is not None and columns != self._columns:
            self._columns = columns
            self._table().setFormat(table_format(columns, is_mirrored=self._is_mirrored))
        if self.width() != width:
            self.resize(width, self.height())
        bar = metrics.SCROLL_BAR if sum(columns) > width else 0
        return math.ceil(self.document().size().height()) + bar

    def offset_at(self, point: QPoint) -> int:
        """Return the position in the table's text next to a point of this widget."""
        return self._positions.in_text(max(0, self.cursorForPosition(point).position() - 1))

    def formula_at(self, point: QPoint) -> str:
        """Return the LaTeX of the formula under a point, "" for none."""
        if self.row is None:
            return ""
        inside = QPoint(point.x() + self.horizontalScrollBar().value(), point.y())
        position = self.document().documentLayout().hitTest(inside, Qt.HitTestAccuracy.ExactHit)
        offset = self._positions.in_text(position - 1) if position > 0 else -1
        return formula_under(text_of_cells(self.row), offset)

    def hint_at(self, point: QPoint) -> str:
        """Return why the formula under a point isn't drawn, "" where there is nothing to say."""
        latex = self.formula_at(point)
        return self._formulas.reason(latex) if latex else ""

    def link_at(self, point: QPoint) -> str:
        """Return the address of the link under a point, "" for none."""
        return self.anchorAt(point)

    def mark(self, marks: Sequence[Marked]) -> None:
        """Show what is marked in the text, later marks over earlier ones, and nothing else."""
        assert self._style is not None
        positions = self._positions
        pieces: list[Marked] = []
        formulas: dict[int, QTextCharFormat] = {}
        for start, end, kind in marks:
            # The table's frame takes the first position of the document.
            first = positions.start_in_document(start) + 1
            last = positions.end_in_document(end) + 1
            inside = [at + 1 for at in positions.formulas_between(first - 1, last - 1)]
            formulas |= dict.fromkeys(inside, self._style.marks[kind])
            # A cursor that reaches over several cells would take in all of each.
            ends = self._cell_ends if inside else ()
            cuts = sorted([*inside, *(end for end in ends if first <= end < last)])
            pieces += without(Marked(first, last, kind), cuts)
        self._formulas.mark(formulas)
        mark(self, pieces, self._style)

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret before the character at `offset` stands, in this widget."""
        return caret_rect(self, self._positions.start_in_document(offset) + 1)

    def speech(self) -> Speech:
        """Return the size of the table and what its cells say."""
        role = QAccessible.Role.Table
        if self.row is None:
            return Speech(role, _("Table"))
        cells = tuple(tuple(cell.text for cell in line) for line in self.row.lines)
        name, place = table_name(self.row), place_words(self.row.place)
        return Speech(role, name, place, cells, has_header=self.row.has_header)

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll the table, if it is wider than there is room; tell whether it is."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + pixels)
        self._tell_place(bar.value())
        return bar.maximum() > 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go to where the other pieces of the table are."""
        super().resizeEvent(event)
        self.horizontalScrollBar().setValue(self._sideways.of(self._key))

    def _tell_place(self, pixels: int) -> None:
        if self._key is not None:
            self._sideways.move(self._key, pixels)

    def _on_bar_moved(self) -> None:
        self._tell_place(self.horizontalScrollBar().sliderPosition())

    def _on_table_moved(self, key: BlockKey, pixels: int) -> None:
        if key == self._key:
            self.horizontalScrollBar().setValue(pixels)

    def _set_style(self, style: RowStyle) -> None:
        self._style, self._zoom = style, style.reading.zoom
        document = self.document()
        document.setDefaultFont(style.body)
        document.setDocumentMargin(0)
        paint_transparent(self, style)
        self._formulas.take_style(style.setting(Look.BODY).colour, style)

    def _learn(self, row: TableRow) -> None:
        """Find out where the formulas are, and whether any is still to be drawn."""
        segments = segments_of(text_of_cells(row), self._formulas)
        figures = [segment.figure for segment in segments if segment.figure is not None]
        self._positions = positions_of(segments)
        self._cell_ends = self._ends_of_cells(row) if figures else []
        self._is_waiting = any(figure.formula is None for figure in figures)

    def _ends_of_cells(self, row: TableRow) -> list[int]:
        ends: list[int] = []
        position = 0
        for cells in row.lines:
            for cell in cells:
                position += utf16_length(cell.text)
                ends.append(self._positions.start_in_document(position) + 1)
                position += 1
        return ends

    def _table(self) -> QTextTable:
        """Ask for the table anew: Python's object for it may be void while the table goes on.

        In a block of edits that began it isn't to be found.
        """
        cursor = QTextCursor(self.document())
        cursor.setPosition(1)
        return cursor.currentTable()

    def _fill(self, row: TableRow, columns: list[int]) -> None:
        document = self.document()
        document.clear()
        self._formulas.forget()
        self._columns, self._filled = columns, row
        self._is_mirrored = is_right_to_left(" ".join(cell.text for cell in row.sample[0]))
        option = document.defaultTextOption()
        option.setTextDirection(_RIGHT_TO_LEFT if self._is_mirrored else _BY_TEXT)
        document.setDefaultTextOption(option)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        made = table_format(columns, is_mirrored=self._is_mirrored)
        table = cursor.insertTable(len(row.lines), len(row.alignments), made)
        self._fill_lines(table, row, 0)
        cursor.endEditBlock()
        self._learn(row)
        self.horizontalScrollBar().setValue(self._sideways.of(self._key))

    def _grow(self, old: TableRow, new: TableRow) -> None:
        last = len(old.lines) - 1
        table = self._table()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        table.appendRows(len(new.lines) - len(old.lines))
        first = len(old.lines)
        if old.lines[last] != new.lines[last]:
            _clear_line(table, last, len(new.alignments))
            first = last
        self._fill_lines(table, new, first)
        cursor.endEditBlock()

    def _fill_lines(self, table: QTextTable, row: TableRow, first: int) -> None:
        for number in range(first, len(row.lines)):
            self._fill_line(table, row, number)

    def _fill_line(self, table: QTextTable, row: TableRow, line: int) -> None:
        assert self._style is not None
        is_header = row.has_header and line == 0
        made = cell_format(self._style, is_header=is_header)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        for column, text in enumerate(row.lines[line]):
            cell = table.cellAt(line, column)
            cell.setFormat(made)
            cursor = cell.firstCursorPosition()
            insert_text(cursor, text, self._style, self._formulas)
            cursor.setBlockFormat(block_format_of(row.alignments[column], text, self._style))
            if is_header:
                cursor.setPosition(cell.firstPosition(), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(bold)


def _clear_line(table: QTextTable, line: int, columns: int) -> None:
    for column in range(columns):
        cell = table.cellAt(line, column)
        cursor = cell.firstCursorPosition()
        cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
