"""A picture that can be zoomed and moved about; of pixels, or of lines that stay crisp."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.background import Background

LARGEST_SCALE = 16.0
SMALLEST_SCALE = 0.02
ZOOM_STEP = 1.25
# While the picture moves it is painted roughly; so long after the last move it is painted well.
SETTLE_MS = 90
# Above so many pixels smaller copies are made, so that painting costs what the window shows.
REDUCED_ABOVE = 1_500_000
PAN_STEP = 48
_WHEEL_NOTCH = 120
_CHECK = 8
_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


@dataclass(frozen=True, slots=True)
class _View:
    """How the picture lies: pixels of the widget for one of the picture, and its corner."""

    scale: float
    corner: QPointF


class Canvas(QLabel):
    """Show an image or an SVG; `zoomed` tells the scale, 1.0 for a pixel a pixel.

    It is a label with a pixmap because assistive technology then hears of a graphic.
    """

    zoomed = Signal(float)

    def __init__(self, image: QImage | None, svg: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self._levels = [image] if image is not None and not image.isNull() else []
        self._renderer = QSvgRenderer(QByteArray(svg)) if svg else None
        self._size = self._natural_size()
        self._view = _View(1.0, QPointF())
        self._is_fitted = True
        self._is_moving = False
        self._grabbed_at: QPointF | None = None
        self._last: tuple[_View, QPixmap] | None = None
        self._settle_timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle_timer.timeout.connect(self._settle)
        self._workers: Background | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumSize(metrics.CARD_WIDTH // 2, metrics.CARD_WIDTH // 2)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        mark = QPixmap(1, 1)
        mark.fill(Qt.GlobalColor.transparent)
        self.setPixmap(mark)
        self._reduce()

    @property
    def scale(self) -> float:
        """How large the picture is shown."""
        return self._view.scale

    def fit(self) -> None:
        """Show all of it; pixels are not enlarged for that."""
        self._is_fitted = True
        room = QSizeF(self.size())
        scale = min(
            room.width() / max(1.0, self._size.width()),
            room.height() / max(1.0, self._size.height()),
        )
        self._place(scale if self._renderer is not None else min(1.0, scale), None)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show it `factor` times as large; the point `at` of this widget stays where it is."""
        self._zoom_to(self._view.scale * factor, at)

    def show_pixels(self) -> None:
        """Show a pixel of the picture as a pixel."""
        self._zoom_to(1.0, None)

    def release(self) -> None:
        """Let go of what works in the background."""
        if self._workers is not None:
            self._workers.close()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        if notches:
            self.zoom(ZOOM_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed_at = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it along."""
        if self._grabbed_at is None:
            return
        moved = event.position() - self._grabbed_at
        self._grabbed_at = event.position()
        self.pan(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed_at = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between all of it and a pixel a pixel."""
        if self._is_fitted:
            self._zoom_to(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrow keys."""
        way = _ARROWS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        else:
            self.pan(QPointF(*way) * PAN_STEP)

    def pan(self, by: QPointF) -> None:
        """Move the picture, as far as some of it stays in sight."""
        self._place(self._view.scale, self._view.corner + by)

    def event(self, event: QEvent) -> bool:
        """Zoom by pinching where the system tells of it."""
        is_zoom = (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        )
        if is_zoom and isinstance(event, QNativeGestureEvent):
            self.zoom(1.0 + event.value(), event.position())
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all of it in sight, if it was; else keep some of it."""
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()
        else:
            self._place(self._view.scale, self._view.corner)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the ground and the picture."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        target = QRectF(self._view.corner, self._size * self._view.scale)
        self._paint_ground(painter, target)
        if self._renderer is not None:
            self._paint_lines(painter, target)
        else:
            self._paint_pixels(painter, target)
        if self.hasFocus():
            self._paint_focus(painter)
        painter.end()

    def _paint_focus(self, painter: QPainter) -> None:
        pen = QPen(self.palette().color(QPalette.ColorRole.Accent), metrics.FOCUS_WIDTH)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _natural_size(self) -> QSizeF:
        if self._renderer is not None:
            return QSizeF(self._renderer.defaultSize())
        return self._levels[0].deviceIndependentSize() if self._levels else QSizeF(1, 1)

    def _zoom_to(self, scale: float, at: QPointF | None) -> None:
        at = at if at is not None else QPointF(self.rect().center())
        self._is_fitted = False
        scale = min(LARGEST_SCALE, max(SMALLEST_SCALE, scale))
        beside = (at - self._view.corner) / self._view.scale
        self._place(scale, at - beside * scale)

    def _place(self, scale: float, corner: QPointF | None) -> None:
        """Put the picture there, centred in a direction in which it has room."""
        shown = self._size * scale
        corner = corner if corner is not None else QPointF()
        x = _kept(corner.x(), shown.width(), self.width())
        y = _kept(corner.y(), shown.height(), self.height())
        before, self._view = self._view, _View(scale, QPointF(x, y))
        if before == self._view:
            return
        self._is_moving = True
        self._settle_timer.start()
        self.update()
        if before.scale != scale:
            self.zoomed.emit(scale)

    def _settle(self) -> None:
        self._is_moving = False
        self.update()

    def _paint_ground(self, painter: QPainter, target: QRectF) -> None:
        """Paint white under drawings, as they are made for paper; checks where one can see through.

        Source: drawings of diagrams have dark lines and no ground of their own.
        """
        if self._renderer is not None:
            painter.fillRect(target, QColor(Qt.GlobalColor.white))
            return
        if not self._levels or not self._levels[0].hasAlphaChannel():
            return
        painter.setBrushOrigin(target.topLeft())
        painter.fillRect(target, _checks(self.palette()))

    def _paint_pixels(self, painter: QPainter, target: QRectF) -> None:
        if not self._levels:
            return
        ratio = self.devicePixelRatioF()
        level = self._levels[0]
        for smaller in self._levels[1:]:
            if smaller.width() < target.width() * ratio:
                break
            level = smaller
        visible = target.intersected(QRectF(self.rect()))
        if visible.isEmpty():
            return
        factor = level.width() / target.width()
        part = QRectF((visible.topLeft() - target.topLeft()) * factor, visible.size() * factor)
        is_enlarged = self._view.scale * ratio >= 2  # pixels are then to be seen as such
        is_smooth = not self._is_moving and not is_enlarged
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(visible, level, part)

    def _paint_lines(self, painter: QPainter, target: QRectF) -> None:
        """Draw anew when the picture rests; while it moves, what was drawn last moves with it."""
        assert self._renderer is not None
        if self._is_moving and self._last is not None:
            drawn, pixmap = self._last
            factor = self._view.scale / drawn.scale
            corner = self._view.corner - drawn.corner * factor
            painter.drawPixmap(
                QRectF(corner, pixmap.deviceIndependentSize() * factor),
                pixmap,
                QRectF(pixmap.rect()),
            )
            return
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        lines = QPainter(pixmap)
        lines.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._renderer.render(lines, target)
        lines.end()
        self._last = (self._view, pixmap)
        painter.drawPixmap(QPoint(), pixmap)

    def _reduce(self) -> None:
        """Have smaller copies of a large picture made."""
        if not self._levels:
            return
        image = self._levels[0]
        if image.width() * image.height() <= REDUCED_ABOVE:
            return
        pool = ThreadPoolExecutor(1, thread_name_prefix="viewer")
        workers = Background(pool)
        # Its window may go away before they are done.
        self.destroyed.connect(workers.close)
        self._workers = workers
        self._workers.run(partial(reduced, image), self._take_levels)
        pool.shutdown(wait=False)

    def _take_levels(self, levels: list[QImage]) -> None:
        self._levels += levels
        self.update()


def reduced(image: QImage) -> list[QImage]:
    """Return copies of half the width, a quarter and so on; for a worker thread."""
    made: list[QImage] = []
    while image.width() * image.height() > REDUCED_ABOVE and min(image.width(), image.height()) > 1:
        image = image.scaled(
            image.width() // 2,
            image.height() // 2,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        made.append(image)
    return made


def _kept(at: float, shown: float, room: float) -> float:
    """Return where a side begins: in the middle if it fits, else without a gap at either end."""
    if shown <= room:
        return (room - shown) / 2
    return min(0.0, max(room - shown, at))


def _checks(palette: QPalette) -> QPixmap:
    ground = palette.color(QPalette.ColorRole.Base)
    other = palette.color(QPalette.ColorRole.Midlight)
    made = QPixmap(2 * _CHECK, 2 * _CHECK)
    made.fill(ground)
    painter = QPainter(made)
    painter.fillRect(0, 0, _CHECK, _CHECK, other)
    painter.fillRect(_CHECK, _CHECK, _CHECK, _CHECK, other)
    painter.end()
    return made
