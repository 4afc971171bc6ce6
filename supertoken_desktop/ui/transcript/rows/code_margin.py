"""What is painted beside and under the lines of code: their numbers, and the ground of diffs."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextBlock, QTextDocument

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.code_style import diff_ground
from supertoken_desktop.ui.transcript.rows.code_lines import ShownCode
from supertoken_desktop.ui.transcript.rows.style import RowStyle

_DIFFS = frozenset({"diff", "patch", "udiff"})
_FEWEST_DIGITS = 2


def is_diff(language: str) -> bool:
    """Tell whether code of a language says what was inserted and deleted."""
    return language.strip().lower() in _DIFFS


def digits_for(lines: int) -> int:
    """Return how many digits wide a column of line numbers is."""
    return max(_FEWEST_DIGITS, len(str(lines)))


def paint_box(painter: QPainter, rect: QRect, style: RowStyle) -> None:
    """Paint the ground and the edge of a code block."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(style.colours.code_border, metrics.HAIRLINE))
    painter.setBrush(style.colours.code_background)
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, metrics.RADIUS, metrics.RADIUS)


def lines_between(
    document: QTextDocument, top: float, bottom: float
) -> Iterator[tuple[QTextBlock, QRectF]]:
    """Yield the lines of a document that lie in a stretch of its pixels, with where they lie."""
    layout = document.documentLayout()
    position = layout.hitTest(QPointF(0, max(0.0, top)), Qt.HitTestAccuracy.FuzzyHit)
    block = document.findBlock(max(0, position))
    while block.isValid():
        where = layout.blockBoundingRect(block)
        if where.top() > bottom:
            return
        following = block.next()
        if following.isValid():
            # With a proportional line height the rectangles leave gaps between them.
            where.setBottom(layout.blockBoundingRect(following).top())
        yield block, where
        block = following


def paint_numbers(
    painter: QPainter,
    document: QTextDocument,
    shown: ShownCode,
    style: RowStyle,
    where: QRectF,
) -> None:
    """Paint line numbers that end at the right of `where`, whose top is the document's.

    Only what the painter's clip leaves to be painted costs anything.
    """
    painter.setFont(style.code)
    painter.setPen(style.colours.muted)
    measure = painter.fontMetrics()
    dirty = painter.clipBoundingRect()
    for block, line in lines_between(
        document, dirty.top() - where.top(), dirty.bottom() - where.top()
    ):
        number = shown.numbers[block.blockNumber()]
        if not number or block.layout().lineCount() == 0:
            continue
        first = block.layout().lineAt(0)
        text = str(number)
        baseline = where.top() + line.top() + first.y() + first.ascent()
        painter.drawText(QPointF(where.right() - measure.horizontalAdvance(text), baseline), text)


def paint_diff(painter: QPainter, document: QTextDocument, style: RowStyle, where: QRectF) -> None:
    """Paint the ground of inserted and deleted lines, as wide as `where`."""
    dirty = painter.clipBoundingRect()
    for block, line in lines_between(
        document, dirty.top() - where.top(), dirty.bottom() - where.top()
    ):
        kind = change_of(block.text())
        if kind is not None:
            ground = diff_ground(style.colours, is_inserted=kind)
            band = QRectF(where.left(), where.top() + line.top(), where.width(), line.height())
            painter.fillRect(band, ground)


def change_of(line: str) -> bool | None:
    """Tell whether a line of a diff is inserted (True) or deleted (False), None for neither."""
    if line.startswith("+") and not line.startswith("+++"):
        return True
    if line.startswith("-") and not line.startswith("---"):
        return False
    return None
