"""A table as a picture, as it looks in the transcript."""

import math

from PySide6.QtGui import QAbstractTextDocumentLayout, QImage, QPainter
from PySide6.QtWidgets import QWidget

from supertoken_desktop.document.blocks import Table
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.formulas import Formulas
from supertoken_desktop.ui.transcript.row_kinds import TableRow
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.sideways import Sideways

# Larger tables would hold up the window, and nobody could read the picture.
MOST_CELLS = 600
_SHARPNESS = 2
_MARGIN = metrics.SPACE_4


def can_be_picture(table: Table) -> bool:
    """Tell whether a table is small enough."""
    return len(table.alignments) * (1 + len(table.rows)) <= MOST_CELLS


def table_picture(table: Table, style: RowStyle, formulas: Formulas) -> QImage:
    """Return the table on the ground of the look, as wide as its columns want to be."""
    lines = (table.header, *table.rows)
    holder = QWidget()
    view = TableView(holder, Sideways(holder), formulas)
    view.show_row(TableRow(table.alignments, lines, lines, has_header=True), style)
    width = view.natural_width
    view.height_for(width)
    document = view.document()
    # A widget that is not on screen doesn't tell its document the width.
    document.setTextWidth(width)
    height = math.ceil(document.size().height())
    image = QImage(
        (width + 2 * _MARGIN) * _SHARPNESS,
        (height + 2 * _MARGIN) * _SHARPNESS,
        QImage.Format.Format_RGB32,
    )
    image.setDevicePixelRatio(_SHARPNESS)
    image.fill(style.colours.surface)
    painter = QPainter(image)
    painter.translate(_MARGIN, _MARGIN)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette = view.palette()
    document.documentLayout().draw(painter, context)
    painter.end()
    holder.deleteLater()
    return image
