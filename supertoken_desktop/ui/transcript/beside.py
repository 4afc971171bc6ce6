"""What is painted behind and beside the rows of a message: tint, bars, markers, the caret."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.direction import is_right_to_left
from supertoken_desktop.ui.transcript.row_kinds import EdgeKind, Mark, Place
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
        _paint_marker(painter, place.marker, view, style)


def _paint_marker(painter: QPainter, marker: Mark | str, view: QWidget, style: RowStyle) -> None:
    """Paint what stands before the first line, on the side where the line begins."""
    right = view.x() - metrics.SPACE_2
    top = view.y() + (view.first_line_shift if isinstance(view, TextView) else 0.0)
    line = QRectF(0, top, right, style.first_line_height)
    is_at_right = painter.layoutDirection() == _RIGHT_TO_LEFT
    if is_at_right:
        left = view.x() + view.width() + metrics.SPACE_2
        line = QRectF(left, top, metrics.COLUMN_MAX, style.first_line_height)
    painter.setPen(style.colours.muted)
    match marker:
        case str():
            painter.setFont(style.body)
            flags = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, int(flags), marker)
        case Mark.BULLET:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colours.muted)
            side, radius = style.zoomed(3), style.zoomed(2.5)
            x = line.left() + side if is_at_right else line.right() - side
            painter.drawEllipse(QPointF(x, line.center().y() + 0.5), radius, radius)
        case Mark.DONE | Mark.NOT_DONE:
            side = style.zoomed(13)
            x = line.left() - 2 if is_at_right else line.right() - side + 2
            box = QRectF(x, line.center().y() - side / 2, side, side)
            _paint_task(painter, box, style, is_done=marker is Mark.DONE)


def _paint_task(painter: QPainter, box: QRectF, style: RowStyle, *, is_done: bool) -> None:
    colours = style.colours
    painter.setPen(QPen(colours.accent if is_done else colours.muted, 1.2))
    painter.setBrush(colours.accent if is_done else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    if is_done:
        painter.setPen(QPen(colours.accent_text, 1.6))
        points = [QPointF(0.24, 0.52), QPointF(0.43, 0.71), QPointF(0.77, 0.31)]
        at = [box.topLeft() + QPointF(p.x() * box.width(), p.y() * box.height()) for p in points]
        painter.drawPolyline(at)
