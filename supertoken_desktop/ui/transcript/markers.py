"""What stands before the first line of a list's item: a number, a bullet, a box to tick."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.row_kinds import Mark
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.rows.text import TextView


def paint_marker(painter: QPainter, marker: Mark | str, view: QWidget, style: RowStyle) -> None:
    """Paint what stands before the first line, on the side where the line begins."""
    right = view.x() - metrics.SPACE_2
    top = view.y() + (view.first_line_shift if isinstance(view, TextView) else 0.0)
    line = QRectF(0, top, right, style.first_line_height)
    is_at_right = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
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
