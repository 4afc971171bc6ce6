"""How tables are set: how wide their columns are, and the formats of cells."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from supertoken_desktop.document.blocks import Alignment, SpanStyle, Text
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.row_kinds import TableRow
from supertoken_desktop.ui.transcript.rows.filling import has_formulas, segments_of
from supertoken_desktop.ui.transcript.rows.inline_formulas import InlineFormulas
from supertoken_desktop.ui.transcript.rows.style import (
    RowStyle,
    TextSetting,
    block_format,
    spaced,
)

PADDING = 10
# A column is never pressed together more than this, and never asks for more than that.
NARROWEST_COLUMN = 120
WIDEST_COLUMN = 420

_ALIGNMENTS = {
    Alignment.NONE: Qt.AlignmentFlag.AlignLeading,
    Alignment.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute,
    Alignment.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Alignment.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}


def column_widths(natural: Sequence[float], width: int, zoom: float = 1.0) -> list[int]:
    """Return the widths of columns whose texts would like `natural` widths, in pixels.

    Columns that need less than their share get what they need, the others share what is left; none
    gets so little that its words fall apart, rather the table becomes wider than there is room.
    """
    narrowest = round(NARROWEST_COLUMN * zoom)
    wanted = [wanted_width(text, zoom) for text in natural]
    left, waiting = width, sorted(range(len(wanted)), key=lambda column: wanted[column])
    widths = list(wanted)
    for done, column in enumerate(waiting):
        share = left // (len(waiting) - done)
        widths[column] = min(wanted[column], max(share, narrowest))
        left -= widths[column]
    return widths


def wanted_width(text: float, zoom: float) -> int:
    """Return how wide a column whose text has this width would like to be, in pixels."""
    return min(round(WIDEST_COLUMN * zoom), math.ceil(text) + 2) + 2 * PADDING


def wider(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """Return the larger one of each pair of widths."""
    return [max(pair) for pair in zip(one, other, strict=True)]


def is_longer(old: TableRow, new: TableRow) -> bool:
    """Tell whether one row is another with lines added, its last line perhaps another."""
    same = max(0, len(old.lines) - 1)
    return (
        old.has_header == new.has_header
        and old.alignments == new.alignments
        and len(new.lines) >= len(old.lines) > 1
        and old.lines[:same] == new.lines[:same]
    )


def table_format(columns: Sequence[int], *, is_mirrored: bool) -> QTextTableFormat:
    """Return the format of a table whose columns have these widths, in pixels."""
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


def cell_format(style: RowStyle, *, is_header: bool) -> QTextTableCellFormat:
    """Return the format of a cell; the line under the header is a strong one."""
    made = QTextTableCellFormat()
    # Code is set smaller than words: in the middle they stand on one line.
    made.setVerticalAlignment(QTextTableCellFormat.VerticalAlignment.AlignMiddle)
    made.setLeftPadding(PADDING)
    made.setRightPadding(PADDING)
    made.setTopPadding(style.distance(metrics.SPACE_1))
    made.setBottomPadding(style.distance(metrics.SPACE_1))
    made.setBottomBorder(metrics.HAIRLINE)
    made.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBottomBorderBrush(style.colours.quote_bar if is_header else style.colours.border)
    return made


def natural_widths(
    lines: Sequence[Sequence[Text]], style: RowStyle, formulas: InlineFormulas
) -> list[float]:
    """Return how wide the texts of each column are, in pixels; the first line may be bold."""
    font = QFont(style.body)
    font.setWeight(QFont.Weight.DemiBold)
    widths = [_widest(text, font, style, formulas) for text in lines[0]]
    for cells in lines[1:]:
        for column, text in enumerate(cells):
            widths[column] = max(widths[column], _widest(text, style.body, style, formulas))
    return widths


def block_format_of(alignment: Alignment, text: Text, style: RowStyle) -> QTextBlockFormat:
    """Return how the paragraph in a cell with this text is set."""
    made = block_format(style.reading.rhythm.table_line_percent)
    if has_formulas(text):
        made = spaced(TextSetting(style.body, style.colours.text, made))
    made.setAlignment(_ALIGNMENTS[alignment])
    return made


def _widest(text: Text, font: QFont, style: RowStyle, formulas: InlineFormulas) -> float:
    """Return the width of a text's longest line: its formulas, code and strong words as set."""
    if not text.spans:
        return max(map(QFontMetricsF(font).horizontalAdvance, text.text.split("\n")))
    widths = [0.0]
    for segment in segments_of(text, formulas):
        if segment.figure is not None:
            widths[-1] += formulas.width(segment.figure)
            continue
        used = style.code if SpanStyle.CODE in segment.styles else font
        if SpanStyle.STRONG in segment.styles:
            used = QFont(used)
            used.setWeight(QFont.Weight.Bold)
        first, *others = map(QFontMetricsF(used).horizontalAdvance, segment.text.split("\n"))
        widths[-1] += first
        widths += others
    return max(widths)
