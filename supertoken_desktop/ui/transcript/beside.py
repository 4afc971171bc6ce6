"""What is painted behind and beside the rows of a message: tint, bars, markers, the caret."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.direction import is_right_to_left
from supertoken_desktop.ui.transcript.markers import paint_marker
from supertoken_desktop.ui.transcript.row_kinds import EdgeKind, Place
from supertoken_desktop.ui.transcript.rows.style import BAR_WIDTH, RowStyle
from supertoken_desktop.ui.transcript.rows.text import TextView

_LEFT_TO_RIGHT = Qt.LayoutDirection.LeftToRight
_RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
_CARET_GAP = 2
_CARET_WIDTH = 2


class Extent(NamedTuple):
    """Where a row lies in its message, in pixels: its gap begins at `top`, its content below."""

    top: int
    content_top: int
    bottom: int


def paint_tint(painter: QPainter, tint: QRectF, style: RowStyle) -> None:
    """Paint the ground of a question."""
    colours = style.colours
    # Tints are weak for those who need high contrast.
    edge = QPen(colours.border) if colours.is_high_contrast else QPen(Qt.PenStyle.NoPen)
    painter.setPen(edge)
    painter.setBrush(colours.question)
    painter.drawRoundedRect(tint, metrics.RADIUS, metrics.RADIUS)


def paint_caret(painter: QPainter, view: TextView, style: RowStyle) -> None:
    """Show where the answer goes on."""
    end = view.end_rect().translated(view.pos())
    height = round(style.first_line_height)
    caret = QRect(end.left() + _CARET_GAP, end.top(), _CARET_WIDTH, height)
    if is_right_to_left(view.toPlainText()):
        caret.moveRight(end.left() - _CARET_GAP)
    painter.fillRect(caret, style.colours.accent)


def paint_edges(
    painter: QPainter,
    place: Place,
    view: QWidget,
    extent: Extent,
    style: RowStyle,
    *,
    is_at_right: bool,
) -> None:
    """Paint bars of quotes and the marker of a list item on the side where the text begins."""
    indent = style.indent(place.edges)
    direction = _RIGHT_TO_LEFT if is_at_right else _LEFT_TO_RIGHT
    left = view.x() - (0 if is_at_right else indent)
    whole = QRect(left, 0, indent + view.width(), extent.bottom)
    for depth, edge in enumerate(place.edges):
        if edge.kind is not EdgeKind.ITEM:
            top = extent.top if depth < place.joined else extent.content_top
            bar = QRect(left, top, BAR_WIDTH, extent.bottom - top)
            bar = QStyle.visualRect(direction, whole, bar)
            painter.fillRect(bar, style.edge_colour(edge.kind))
        left += style.edge_width(edge)
    if place.marker is not None:
        painter.setLayoutDirection(direction)
        paint_marker(painter, place.marker, view, style)
