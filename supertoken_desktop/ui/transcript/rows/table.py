"""The widget of a table: columns as wide as they need to be, or sideways scrolling."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)
from PySide6.QtWidgets import QWidget

from supertoken_desktop.document.blocks import Alignment, Text
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.formulas import Formulas
from supertoken_desktop.ui.transcript.row_kinds import Look, TableRow, text_of_cells
from supertoken_desktop.ui.transcript.rows.filling import (
    formula_under,
    has_formulas,
    insert_text,
    positions_of,
    segments_of,
    utf16_length,
)
from supertoken_desktop.ui.transcript.rows.inline_formulas import InlineFormulas
from supertoken_desktop.ui.transcript.rows.positions import Positions
from supertoken_desktop.ui.transcript.rows.style import (
    RowStyle,
    TextSetting,
    block_format,
    spaced,
)
from supertoken_desktop.ui.transcript.rows.text import WideEdit, mark, paint_transparent

PADDING = 10
SCROLL_BAR = 12
# A column is never pressed together more than this, and never asks for more than that.
NARROWEST_COLUMN = 120
WIDEST_COLUMN = 420
_LINE_HEIGHT_PERCENT = 128

_ALIGNMENTS = {
    Alignment.NONE: Qt.AlignmentFlag.AlignLeading,
    Alignment.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    Alignment.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Alignment.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}


class TableView(WideEdit):
    """Show a `TableRow`. The mouse belongs to the transcript, but for the scroll bar."""

    def __init__(self, parent: QWidget, formulas: Formulas) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Table"))
        self._formulas = InlineFormulas(self, formulas)
        self._positions = Positions()
        self._cell_ends: list[int] = []
        self._is_waiting = False
        self.row: TableRow | None = None
        self._style: RowStyle | None = None
        self._table: QTextTable | None = None
        self._natural: list[float] = []
        self._columns: list[int] = []

    def show_row(self, row: TableRow, style: RowStyle) -> None:
        """Show a row; lines added at the end leave the others alone."""
        before, self.row = self.row, row
        if style is self._style and before is not None and _is_longer(before, row):
            self._grow(before, row)
        else:
            self._style = style
            self._fill(row)
            self.horizontalScrollBar().setValue(0)
        self._learn()

    def take_formulas(self) -> bool:
        """Show the formulas that have become known; tell whether there were any."""
        if self.row is None or not self._is_waiting:
            return False
        self._fill(self.row)
        self._learn()
        return True

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels; the widget takes on the width."""
        columns = column_widths(self._natural, width)
        if self._table is not None and columns != self._columns:
            self._columns = columns
            self._table.setFormat(_table_format(columns))
        if self.width() != width:
            self.resize(width, self.height())
        bar = SCROLL_BAR if sum(columns) > width else 0
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

    def mark(self, start: int, end: int) -> None:
        """Show that the text from `start` to `end` is selected."""
        assert self._style is not None
        # The table's frame takes the first position of the document.
        first = self._positions.start_in_document(start) + 1
        last = self._positions.end_in_document(end) + 1
        last = last if end > start else first
        formulas = [at + 1 for at in self._positions.formulas_between(first - 1, last - 1)]
        self._formulas.mark(dict.fromkeys(formulas, self._style.selected))
        # A cursor that reaches over several cells would take in all of each.
        ends = self._cell_ends if formulas else ()
        within = [end for end in ends if first <= end < last]
        mark(self, first, last, self._style, sorted([*formulas, *within]))

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll the table, if it is wider than there is room; tell whether it is."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + pixels)
        return bar.maximum() > 0

    def _learn(self) -> None:
        """Find out what follows from the formulas: positions in the text, and widths."""
        assert self.row is not None
        assert self._style is not None
        text = text_of_cells(self.row)
        segments = segments_of(text, self._formulas)
        figures = [segment.figure for segment in segments if segment.figure is not None]
        self._positions = positions_of(segments)
        self._cell_ends = self._ends_of_cells(self.row) if figures else []
        self._is_waiting = any(figure.formula is None for figure in figures)
        self._natural = _natural_widths(self.row.sample, self._style, self._formulas)

    def _ends_of_cells(self, row: TableRow) -> list[int]:
        ends: list[int] = []
        position = 0
        for cells in row.lines:
            for cell in cells:
                position += utf16_length(cell.text)
                ends.append(self._positions.start_in_document(position) + 1)
                position += 1
        return ends

    def _fill(self, row: TableRow) -> None:
        assert self._style is not None
        document = self.document()
        document.clear()
        document.setDefaultFont(self._style.body)
        document.setDocumentMargin(0)
        paint_transparent(self, self._style)
        self._formulas.forget()
        self._formulas.take_style(self._style.setting(Look.BODY).colour, self._style)
        self._columns = []
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        self._table = cursor.insertTable(len(row.lines), len(row.alignments))
        self._fill_lines(row, 0)
        cursor.endEditBlock()

    def _grow(self, old: TableRow, new: TableRow) -> None:
        assert self._table is not None
        last = len(old.lines) - 1
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._table.appendRows(len(new.lines) - len(old.lines))
        first = len(old.lines)
        if old.lines[last] != new.lines[last]:
            self._clear_line(last, len(new.alignments))
            first = last
        self._fill_lines(new, first)
        cursor.endEditBlock()

    def _fill_lines(self, row: TableRow, first: int) -> None:
        for number in range(first, len(row.lines)):
            self._fill_line(row, number)

    def _clear_line(self, line: int, columns: int) -> None:
        assert self._table is not None
        for column in range(columns):
            cell = self._table.cellAt(line, column)
            cursor = cell.firstCursorPosition()
            cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()

    def _fill_line(self, row: TableRow, line: int) -> None:
        assert self._table is not None
        assert self._style is not None
        is_header = row.has_header and line == 0
        cell_format = _cell_format(self._style, is_header=is_header)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        for column, text in enumerate(row.lines[line]):
            cell = self._table.cellAt(line, column)
            cell.setFormat(cell_format)
            cursor = cell.firstCursorPosition()
            insert_text(cursor, text, self._style, self._formulas)
            cursor.setBlockFormat(_block_format(row.alignments[column], text, self._style))
            if is_header:
                cursor.setPosition(cell.firstPosition(), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(bold)


def column_widths(natural: Sequence[float], width: int) -> list[int]:
    """Return the widths of columns whose texts would like `natural` widths, in pixels.

    Columns that need less than their share get what they need, the others share what is left; none
    gets so little that its words fall apart, rather the table becomes wider than there is room.
    """
    wanted = [min(WIDEST_COLUMN, math.ceil(text) + 2) + 2 * PADDING for text in natural]
    left, waiting = width, sorted(range(len(wanted)), key=lambda column: wanted[column])
    widths = list(wanted)
    for done, column in enumerate(waiting):
        share = left // (len(waiting) - done)
        widths[column] = min(wanted[column], max(share, NARROWEST_COLUMN))
        left -= widths[column]
    return widths


def _natural_widths(
    lines: Sequence[Sequence[Text]], style: RowStyle, formulas: InlineFormulas
) -> list[float]:
    """Return how wide the texts of each column are, in pixels; the first line may be bold."""
    font = QFont(style.body)
    font.setWeight(QFont.Weight.DemiBold)
    widths = [_widest(text, QFontMetricsF(font), formulas) for text in lines[0]]
    measure = QFontMetricsF(style.body)
    for cells in lines[1:]:
        for column, text in enumerate(cells):
            widths[column] = max(widths[column], _widest(text, measure, formulas))
    return widths


def _widest(text: Text, measure: QFontMetricsF, formulas: InlineFormulas) -> float:
    if not has_formulas(text):
        return max(map(measure.horizontalAdvance, text.text.split("\n")))
    widths = [0.0]
    for segment in segments_of(text, formulas):
        if segment.figure is not None:
            widths[-1] += formulas.width(segment.figure)
            continue
        first, *others = segment.text.split("\n")
        widths[-1] += measure.horizontalAdvance(first)
        widths += map(measure.horizontalAdvance, others)
    return max(widths)


def _is_longer(old: TableRow, new: TableRow) -> bool:
    same = max(0, len(old.lines) - 1)
    return (
        old.has_header == new.has_header
        and old.alignments == new.alignments
        and len(new.lines) >= len(old.lines) > 1
        and old.lines[:same] == new.lines[:same]
    )


def _table_format(columns: Sequence[int]) -> QTextTableFormat:
    made = QTextTableFormat()
    made.setBorder(0)
    made.setBorderCollapse(True)
    made.setCellSpacing(0)
    made.setCellPadding(0)
    made.setHeaderRowCount(1)
    fixed = QTextLength.Type.FixedLength
    made.setColumnWidthConstraints([QTextLength(fixed, width) for width in columns])
    return made


def _cell_format(style: RowStyle, *, is_header: bool) -> QTextTableCellFormat:
    made = QTextTableCellFormat()
    made.setLeftPadding(PADDING)
    made.setRightPadding(PADDING)
    made.setTopPadding(metrics.SPACE_1)
    made.setBottomPadding(metrics.SPACE_1)
    made.setBottomBorder(metrics.HAIRLINE)
    made.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBottomBorderBrush(style.colours.quote_bar if is_header else style.colours.border)
    return made


def _block_format(alignment: Alignment, text: Text, style: RowStyle) -> QTextBlockFormat:
    made = block_format(_LINE_HEIGHT_PERCENT)
    if has_formulas(text):
        made = spaced(TextSetting(style.body, style.colours.text, made))
    made.setAlignment(_ALIGNMENTS[alignment])
    return made
