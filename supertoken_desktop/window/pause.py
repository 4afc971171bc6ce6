"""Let the user hold new requests back, and say so in the window for as long as it lasts."""

from PySide6.QtCore import QObject

from supertoken_desktop.engine.pause import PausableLimits
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.main_window import MainWindow

_BANNER = "pause"


class Pausing(QObject):
    """Tie the pause to its action and to a line above the work area."""

    def __init__(self, limits: PausableLimits, window: MainWindow, actions: Actions) -> None:
        super().__init__(window)
        self._limits = limits
        self._window = window
        self._action = actions.action("pause")
        self._action.triggered.connect(self._on_switched)
        hear(self, limits.changed, self._show)

    def _on_switched(self, is_on: bool) -> None:  # noqa: FBT001  # Qt's signature
        if is_on:
            self._limits.pause()
        else:
            self._limits.resume()

    def _show(self, is_paused: bool) -> None:  # noqa: FBT001  # the news
        self._action.setChecked(is_paused)
        if not is_paused:
            self._window.hide_banner(_BANNER)
            return
        self._window.show_banner(
            lambda: _("New requests are paused. Answers that are being written go on."),
            lambda: _("Resume"),
            self._limits.resume,
            name=_BANNER,
        )
