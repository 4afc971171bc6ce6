"""Remember where a window stands, bring it back there, and never leave it where no screen is."""

from dataclasses import replace

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.placement import Area, Placement, Screen, placed, placement_in

# So much of its title bar must be on some screen for a window to be found and moved.
LEAST_SEEN = (120, 60)
# The desktop moves windows itself when a screen goes; what it leaves behind is ours.
_SETTLING_MS = 1000
_State = Qt.WindowState
_NOT_NORMAL = _State.WindowMaximized | _State.WindowFullScreen | _State.WindowMinimized


class PlaceKeeper(QObject):
    """Keep the place of one window. Where a system places windows itself, size and state count."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._normal: Placement | None = None
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_SETTLING_MS)
        self._look.timeout.connect(self.bring_into_view)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._look.start)

    def note(self) -> str:
        """Return where the window stands, as it is kept."""
        state = self._window.windowState()
        screen = _value_of(self._window.screen())
        if not state & _NOT_NORMAL:
            self._normal = self._standing(screen)
        elif self._normal is None:
            self._normal = _within(screen, self._window.normalGeometry())
        noted = replace(
            self._normal,
            is_maximised=bool(state & _State.WindowMaximized),
            is_full_screen=bool(state & _State.WindowFullScreen),
        )
        return noted.on(screen).as_text()

    def take_back(self, text: str) -> None:
        """Put the window, before it is shown, to where it stood; what is no place is left out."""
        placement = placement_in(text)
        if placement is None:
            return
        self._put(placement)
        state = _State.WindowNoState
        if placement.is_maximised:
            state |= _State.WindowMaximized
        if placement.is_full_screen:
            state |= _State.WindowFullScreen
        self._window.setWindowState(state)

    def bring_into_view(self) -> None:
        """Move the window to where it can be seen, unless it stands there already."""
        if not self._window.isVisible() or self._window.windowState() & _NOT_NORMAL:
            return
        screen = _value_of(self._window.screen())
        self._put(self._standing(screen).on(screen))

    def _standing(self, screen: Screen) -> Placement:
        return _within(screen, QRect(self._window.pos(), self._window.size()))

    def _put(self, placement: Placement) -> None:
        there = {_value_of(screen): screen for screen in _screens()}
        found = placed(placement, tuple(there), LEAST_SEEN)
        if found is None:
            return
        screen, area = found
        self._window.setScreen(there[screen])
        self._window.resize(area.width, area.height)
        self._window.move(area.left, area.top)
        self._normal = self._standing(screen)


def _within(screen: Screen, rect: QRect) -> Placement:
    left, top = rect.x() - screen.area.left, rect.y() - screen.area.top
    return Placement(left, top, rect.width(), rect.height())


def _screens() -> list[QScreen]:
    """Return all screens, the primary one first."""
    primary = QGuiApplication.primaryScreen()
    return sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)


def _value_of(screen: QScreen) -> Screen:
    return Screen(
        screen.name(),
        screen.serialNumber(),
        _area_of(screen.geometry()),
        _area_of(screen.availableGeometry()),
    )


def _area_of(rect: QRect) -> Area:
    return Area(rect.x(), rect.y(), rect.width(), rect.height())
