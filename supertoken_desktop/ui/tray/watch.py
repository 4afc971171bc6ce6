"""Whether the system has a tray, which may come and go while the program runs."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

LOOK_EVERY_MS = 2000
# A panel that starts anew is away for a moment.
_LOOKS_UNTIL_GONE = 2


def system_has_tray() -> bool:
    """Tell whether the system has a tray at this moment."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class TrayWatch(QObject):
    """Look for a tray now and then: neither X11 nor the bus tells of all kinds of them.

    That an icon says it is visible means nothing: it does so without any tray, too. A look costs
    0.8 ms, so once a tray is there the next one is only taken while `is_needed` says that something
    depends on it.
    """

    appeared = Signal()
    vanished = Signal()

    def __init__(
        self,
        is_needed: Callable[[], bool],
        is_available: Callable[[], bool] | None = None,
        every_ms: int = LOOK_EVERY_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_needed = is_needed
        self._is_available = is_available or system_has_tray
        self._was_there = False
        self._is_expected = False
        self._patience = _LOOKS_UNTIL_GONE
        self._misses = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_there(self) -> bool:
        """Tell whether there is a tray at this moment."""
        return self._is_available()

    def begin(self, patience: int = 0) -> None:
        """Look now and from now on; one that does not come in so many looks has vanished, too."""
        if patience:
            self._is_expected = True
            self._patience = patience
        self._timer.start()
        self.look()

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Tell of a tray that has come, or has been away for a while."""
        if self._is_available():
            self._misses = 0
            self._is_expected = True
            self._patience = _LOOKS_UNTIL_GONE
            if not self._was_there:
                self._was_there = True
                self.appeared.emit()
        elif self._is_expected:
            self._misses += 1
            if self._misses >= self._patience:
                self._was_there = self._is_expected = False
                self._misses = 0
                self.vanished.emit()

    def _on_tick(self) -> None:
        if not self._was_there or self._is_needed():
            self.look()
