"""Line icons, drawn from SVG at the size and in the colour of the moment.

An icon without a colour of its own takes the palette's when it is painted, so it follows a change
of the look by itself.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)

from supertoken_desktop.paths import resource


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """Return the icon `resources/icons/NAME.svg`, in the text colour where none is given.

    Raises: FileNotFoundError for a name that is not there.
    """
    _source(name)
    return QIcon(_LineIcon(name, QColor(colour) if colour is not None else None))


def app_icon() -> QIcon:
    """Return the program's own icon, for windows and the task bar."""
    return QIcon(str(resource("icons/app.svg")))


def pixmap(name: str, size: int, colour: QColor, ratio: float) -> QPixmap:
    """Return an icon of `size` logical pixels for a screen with `ratio` dots a pixel, cached."""
    dots = max(1, round(size * ratio))
    key = f"supertoken-icon:{name}:{dots}:{ratio}:{colour.name(QColor.NameFormat.HexArgb)}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        found = _render(name, dots, colour)
        found.setDevicePixelRatio(ratio)
        QPixmapCache.insert(key, found)
    return found


class _LineIcon(QIconEngine):
    """Paint one SVG in the colour of the palette at that moment."""

    def __init__(self, name: str, colour: QColor | None) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name, self._colour)

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        mode: QIcon.Mode,
        state: QIcon.State,  # noqa: ARG002  # Qt's signature
    ) -> None:
        side = min(rect.width(), rect.height())
        # Asking the device itself would let PySide look through every class there is.
        ratio = painter.deviceTransform().m11()
        image = pixmap(self._name, side, self._colour_for(mode), ratio)
        corner = rect.center() - QPoint((side - 1) // 2, (side - 1) // 2)
        painter.drawPixmap(corner, image)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802  # Qt's name
        self,
        size: QSize,
        mode: QIcon.Mode,
        state: QIcon.State,  # noqa: ARG002  # Qt's signature
        scale: float,
    ) -> QPixmap:
        side = min(size.width(), size.height())
        return pixmap(self._name, side, self._colour_for(mode), scale)

    def _colour_for(self, mode: QIcon.Mode) -> QColor:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        return self._colour or palette.color(QPalette.ColorRole.WindowText)


def _render(name: str, dots: int, colour: QColor) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    source = _source(name).replace(b"currentColor", colour.name().encode())
    image = QPixmap(dots, dots)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, dots, dots))
    painter.end()
    return image


@cache
def _source(name: str) -> bytes:
    return (_folder() / f"{name}.svg").read_bytes()


@cache
def _folder() -> Path:
    return resource("icons")
