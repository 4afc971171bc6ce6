"""The icon in the system's tray: what the program is doing, at a glance and in words."""

import enum
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from supertoken_desktop.ui.theme import icons, tray_colours

# What panels ask for, at their usual scales; the next larger one is shrunk.
SIZES = (16, 20, 22, 24, 32, 36, 44, 48, 64)

_BALLOON_MS = 8000


class TrayState(enum.Enum):
    """What the icon shows."""

    IDLE = enum.auto()
    ANSWERING = enum.auto()
    ATTENTION = enum.auto()


class TrayIcon(QObject):
    """Stand in the tray, with a menu and words for the pointer.

    `chosen` tells of a click on the icon, `balloon_clicked` of one on a message of it.
    """

    chosen = Signal()
    balloon_clicked = Signal()

    def __init__(
        self, menu: QMenu, *, is_mask: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._is_mask = is_mask
        self._state: TrayState | None = None
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.balloon_clicked)
        self.show_state(TrayState.IDLE, ())
        self._icon.show()

    def show_state(self, state: TrayState, lines: Sequence[str]) -> None:
        """Show a state; the lines say it in words, the program's name first."""
        if state is not self._state:
            self._state = state
            self._icon.setIcon(tray_icon(state, is_mask=self._is_mask))
        self._icon.setToolTip("\n".join(lines))

    def show_balloon(self, title: str, text: str) -> None:
        """Show a message of the system's own kind beside the icon, which takes no focus."""
        self._icon.showMessage(title, text, self._icon.icon(), _BALLOON_MS)

    def close(self) -> None:
        """Leave the tray."""
        self._icon.hide()
        self._icon.setContextMenu(None)  # type: ignore[arg-type]  # Qt takes none; the stubs forgot

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # On macOS each click opens the menu, and must do nothing besides.
        is_click = reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        )
        if is_click and not self._is_mask:
            self.chosen.emit()


def tray_icon(state: TrayState, *, is_mask: bool = False) -> QIcon:
    """Return the icon of a state.

    A light bubble with a dark rim stands out on light panels and on dark ones. A mask is a shape
    that the system colours itself.
    """
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(_shape(state, size) if is_mask else _picture(state, size))
    icon.setIsMask(is_mask)
    return icon


def _picture(state: TrayState, size: int) -> QPixmap:
    image, painter = _begin(size)
    _draw(painter, "tray-rim", size, tray_colours.DARK)
    _draw(painter, "tray-bubble", size, tray_colours.LIGHT)
    _draw(painter, _sign(state), size, tray_colours.ACCENT)
    if state is TrayState.ATTENTION:
        _draw(painter, "tray-badge-rim", size, tray_colours.DARK)
        _draw(painter, "tray-badge", size, tray_colours.ATTENTION)
    painter.end()
    return image


def _shape(state: TrayState, size: int) -> QPixmap:
    image, painter = _begin(size)
    _draw(painter, "tray-bubble", size, tray_colours.MASK)
    cut, usual = (
        QPainter.CompositionMode.CompositionMode_DestinationOut,
        QPainter.CompositionMode.CompositionMode_SourceOver,
    )
    painter.setCompositionMode(cut)
    _draw(painter, _sign(state), size, tray_colours.MASK)
    if state is TrayState.ATTENTION:
        _draw(painter, "tray-badge-rim", size, tray_colours.MASK)
        painter.setCompositionMode(usual)
        _draw(painter, "tray-badge", size, tray_colours.MASK)
    painter.end()
    return image


def _begin(size: int) -> tuple[QPixmap, QPainter]:
    image = QPixmap(size, size)
    image.fill(Qt.GlobalColor.transparent)
    return image, QPainter(image)


def _draw(painter: QPainter, name: str, size: int, colour: QColor) -> None:
    painter.drawPixmap(0, 0, icons.pixmap(name, size, colour, 1.0))


def _sign(state: TrayState) -> str:
    return "tray-dots" if state is TrayState.ANSWERING else "tray-spark"
