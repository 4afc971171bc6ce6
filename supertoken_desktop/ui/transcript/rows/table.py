"""The widget of a table: columns as wide as they need to be, or sideways scrolling."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
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

from supertoken_desktop.document.blocks import Alignment, SpanStyle, Text
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.accessible import Speech
from supertoken_desktop.ui.transcript.direction import is_right_to_left
from supertoken_desktop.ui.transcript.row_kinds import TableRow
from supertoken_desktop.ui.transcript.rows.filling import insert_text, segments_of
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.text import WideEdit, caret_rect, mark, paint_transparent
from supertoken_desktop.ui.transcript.speech import place_words, table_name

PADDING = 10
SCROLL_BAR = 12
# A column is never pressed together more than this, and never asks for more than that.
NARROWEST_COLUMN = 120
WIDEST_COLUMN = 420

_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
_BY_TEXT = Qt.LayoutDirection.LayoutDirectionAuto

_ALIGNMENTS = {
    Alignment.NONE: Qt.AlignmentFlag.AlignLeading,
    Alignment.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    Alignment.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Alignment.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}


class TableView(WideEdit):
    """Show a `TableRow`. The mouse belongs to the transcript, but for the scroll bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: TableRow | None = None
        self._style: RowStyle | None = None
        self._table: QTextTable | None = None
        self._natural: list[float] = []
        self._zoom = 1.0
        self._columns: list[int] = []
        self._is_mirrored = False

    def show_row(self, row: TableRow, style: RowStyle) -> None:
        """Show a row; lines added at the end leave the others alone."""
        before, self.row = self.row, row
        if style is self._style and before is not None and _is_longer(before, row):
            self._grow(before, row)
        else:
            self._style = style
            self._fill(row)
        self._natural = _natural_widths(row.sample, style)
        self._zoom = style.reading.zoom

    def height_for(self, width: int) -> int:
        """Return the height at a width, in pixels; the widget takes on the width."""
        columns = column_widths(self._natural, width, self._zoom)
        if self._table is not None and columns != self._columns:
            self._columns = columns
            self._table.setFormat(_table_format(columns, is_mirrored=self._is_mirrored))
        if self.width() != width:
            self.resize(width, self.height())
        bar = SCROLL_BAR if sum(columns) > width else 0
        return math.ceil(self.document().size().height()) + bar

    def offset_at(self, point: QPoint) -> int:
        """Return the position in the table's text next to a point of this widget."""
        return max(0, self.cursorForPosition(point).position() - 1)

    def caret_rect(self, offset: int) -> QRect:
        """Return where a caret before the character at `offset` stands, in this widget."""
        return caret_rect(self, offset + 1)

    def link_at(self, point: QPoint) -> str:
        """Return the address of the link under a point, "" for none."""
        return self.anchorAt(point)

    def mark(self, start: int, end: int) -> None:
        """Show that the text from `start` to `end` is selected."""
        assert self._style is not None
        # The table's frame takes the first position of the document.
        mark(self, start + 1, end + 1 if end > start else start + 1, self._style)

    def scroll_sideways(self, pixels: int) -> bool:
        """Scroll the table, if it is wider than there is room; tell whether it is."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + pixels)
        return bar.maximum() > 0

    def speech(self) -> Speech:
        """Return the size of the table and what its cells say."""
        role = QAccessible.Role.Table
        if self.row is None:
            return Speech(role, _("Table"))
        cells = tuple(tuple(cell.text for cell in line) for line in self.row.lines)
        name, place = table_name(self.row), place_words(self.row.place)
        return Speech(role, name, place, cells, has_header=self.row.has_header)

    def _fill(self, row: TableRow) -> None:
        assert self._style is not None
        document = self.document()
        document.clear()
        document.setDefaultFont(self._style.body)
        document.setDocumentMargin(0)
        paint_transparent(self, self._style)
        self._columns = []
        self._is_mirrored = is_right_to_left(" ".join(cell.text for cell in row.sample[0]))
        self.horizontalScrollBar().setValue(0)
        option = document.defaultTextOption()
        option.setTextDirection(_RIGHT_TO_LEFT if self._is_mirrored else _BY_TEXT)
        document.setDefaultTextOption(option)
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
            cursor.setBlockFormat(_block_format(row.alignments[column], self._style))
            insert_text(cursor, text, self._style)
            if is_header:
                cursor.setPosition(cell.firstPosition(), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(bold)


def column_widths(natural: Sequence[float], width: int, zoom: float = 1.0) -> list[int]:
    """Return the widths of columns whose texts would like `natural` widths, in pixels.

    Columns that need less than their share get what they need, the others share what is left; none
    gets so little that its words fall apart, rather the table becomes wider than there is room.
    """
    narrowest, widest = round(NARROWEST_COLUMN * zoom), round(WIDEST_COLUMN * zoom)
    wanted = [min(widest, math.ceil(text) + 2) + 2 * PADDING for text in natural]
    left, waiting = width, sorted(range(len(wanted)), key=lambda column: wanted[column])
    widths = list(wanted)
    for done, column in enumerate(waiting):
        share = left // (len(waiting) - done)
        widths[column] = min(wanted[column], max(share, narrowest))
        left -= widths[column]
    return widths


def _natural_widths(lines: Sequence[Sequence[Text]], style: RowStyle) -> list[float]:
    """Return how wide the texts of each column are, in pixels; the first line may be bold."""
    font = QFont(style.body)
    font.setWeight(QFont.Weight.DemiBold)
    widths = [_widest(text, font, style) for text in lines[0]]
    for cells in lines[1:]:
        for column, text in enumerate(cells):
            widths[column] = max(widths[column], _widest(text, style.body, style))
    return widths


def _widest(text: Text, font: QFont, style: RowStyle) -> float:
    """Return the width of a text's longest line, its code and strong words as they are set."""
    if not text.spans:
        return max(map(QFontMetricsF(font).horizontalAdvance, text.text.split("\n")))
    widths = [0.0]
    for segment in segments_of(text):
        used = style.code if SpanStyle.CODE in segment.styles else font
        if SpanStyle.STRONG in segment.styles:
            used = QFont(used)
            used.setWeight(QFont.Weight.Bold)
        first, *others = map(QFontMetricsF(used).horizontalAdvance, segment.text.split("\n"))
        widths[-1] += first
        widths += others
    return max(widths)


def _is_longer(old: TableRow, new: TableRow) -> bool:
    same = max(0, len(old.lines) - 1)
    return (
        old.has_header == new.has_header
        and old.alignments == new.alignments
        and len(new.lines) >= len(old.lines) > 1
        and old.lines[:same] == new.lines[:same]
    )


def _table_format(columns: Sequence[int], *, is_mirrored: bool) -> QTextTableFormat:
    made = QTextTableFormat()
    if is_mirrored:
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
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
    made.setTopPadding(style.distance(metrics.SPACE_1))
    made.setBottomPadding(style.distance(metrics.SPACE_1))
    made.setBottomBorder(metrics.HAIRLINE)
    made.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBottomBorderBrush(style.colours.quote_bar if is_header else style.colours.border)
    return made


def _block_format(alignment: Alignment, style: RowStyle) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setAlignment(_ALIGNMENTS[alignment])
    kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight
    made.setLineHeight(style.reading.rhythm.table_line_percent, kind.value)
    return made
