"""The frameless window of the quick prompt: rounded, above all others, moved by hand."""

import math

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.quick.placing import MAX_WIDTH, MIN_WIDTH
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme

ROUNDING = metrics.SPACE_3
# The stretch at both sides that widens the window.
EDGE = 6
_PLACED_PAUSE_MS = 500
# A hand that moves nothing for so long holds nothing any more.
_HELD_MS = 3000
# After the button has been let go the window manager gives the focus back.
_RELEASED_MS = 300
_FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.NoDropShadowWindowHint
)


class QuickFrame(QWidget):
    """Paint the ground, and let the mouse move and widen the window.

    `placed_by_hand` tells left, top and width a while after the user changed them, never where the
    compositor keeps places to itself; `centre_wanted` a double click with Ctrl,
    `released` that it is no longer held.
    """

    placed_by_hand = Signal(int, int, int)
    centre_wanted = Signal()
    released = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, _FLAGS)
        self._theme = theme
        self._is_handled = False
        self._is_held = False
        self._held_at: QPoint | None = None
        # Without a compositor what is transparent would be black: a mask cuts the corners there.
        self._is_masked = QGuiApplication.platformName() in ("xcb", "offscreen", "minimal")
        if not self._is_masked:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
        self.setMinimumWidth(MIN_WIDTH)
        self.setMaximumWidth(MAX_WIDTH)
        self.setMouseTracking(True)
        self._held = QTimer(self, singleShot=True)
        self._held.timeout.connect(self.let_go)
        self._placed = QTimer(self, singleShot=True, interval=_PLACED_PAUSE_MS)
        self._placed.timeout.connect(self._tell_placed)
        theme.changed.connect(self.update)

    @property
    def knows_place(self) -> bool:
        """Tell whether windows have places that they know and choose; under Wayland they don't."""
        return not QGuiApplication.platformName().startswith("wayland")

    @property
    def is_held(self) -> bool:
        """Tell whether the window manager moves or widens the window, with the focus in its hand.

        It tells of no end: holding ends when the focus comes back, or after a while.
        """
        return self._is_held

    def let_go(self) -> None:
        """Take the window as no longer held."""
        self._held.stop()
        if self._is_held:
            self._is_held = False
            self.released.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and its edge."""
        colours = self._theme.colours
        width = metrics.FOCUS_WIDTH if colours.is_high_contrast else metrics.HAIRLINE
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.text if colours.is_high_contrast else colours.quote_bar, width))
        painter.setBrush(colours.surface)
        inset = width / 2
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, ROUNDING, ROUNDING)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the corners round."""
        super().resizeEvent(event)
        if self._is_masked:
            self.setMask(_rounded(self.rect()))
        if self._is_handled and event.size().width() != event.oldSize().width():
            self._placed.start()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Note where the user puts the window."""
        super().moveEvent(event)
        if self._is_handled:
            self._placed.start()
        if self.is_held:
            self._held.start(_HELD_MS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move, or to widen at the sides."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._is_handled = self._is_held = True
        self._held.start(_HELD_MS)
        handle = self.windowHandle()
        edge = self._edge_at(event.position().toPoint())
        if edge is not None:
            handle.startSystemResize(edge)
        elif not handle.startSystemMove():
            self._held_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a press would do, and move where the system does not."""
        if self._held_at is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.move(event.globalPosition().toPoint() - self._held_at)
            return
        edge = self._edge_at(event.position().toPoint())
        shape = Qt.CursorShape.SizeHorCursor if edge is not None else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End moving."""
        super().mouseReleaseEvent(event)
        self._held_at = None
        if self._is_held:
            self._held.start(_RELEASED_MS)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go back to the middle with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.forget_hand()
            self.centre_wanted.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the palette."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def forget_hand(self) -> None:
        """Take what happens to the place from now on as nobody's wish."""
        self._is_handled = False
        self._held_at = None
        self._placed.stop()
        self.let_go()

    def _edge_at(self, point: QPoint) -> Qt.Edge | None:
        if point.x() < EDGE:
            return Qt.Edge.LeftEdge
        if point.x() >= self.width() - EDGE:
            return Qt.Edge.RightEdge
        return None

    def _tell_placed(self) -> None:
        if self.knows_place:
            self.placed_by_hand.emit(self.x(), self.y(), self.width())


def _rounded(area: QRect) -> QRegion:
    """Return the pixels of a rectangle with round corners; Qt's ellipses are not even."""
    region = QRegion(area.adjusted(0, ROUNDING, 0, -ROUNDING))
    for row in range(ROUNDING):
        inset = ROUNDING - round(math.sqrt(ROUNDING**2 - (ROUNDING - row - 0.5) ** 2))
        width = area.width() - 2 * inset
        for top in (area.top() + row, area.bottom() - row):
            region += QRegion(area.left() + inset, top, width, 1)
    return region
