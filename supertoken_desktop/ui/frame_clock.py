"""Ticks for what moves on the screen: one a frame while somebody needs them, none otherwise."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

# Text that arrives is as calm to read at 30 frames a second as at 60, and costs half.
FRAME_MS = 33


class FrameClock(QObject):
    """Tick every 33 ms while anyone has said `need` and not yet `done`."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._needed_by: dict[int, object] = {}
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.ticked)

    @property
    def is_ticking(self) -> bool:
        """Tell whether somebody needs ticks."""
        return self._timer.isActive()

    def need(self, who: object) -> None:
        """Tick for `who` from now on; saying it twice is the same as once."""
        self._needed_by[id(who)] = who
        if not self._timer.isActive():
            self._timer.start()

    def done(self, who: object) -> None:
        """Tick no more for `who`."""
        self._needed_by.pop(id(who), None)
        if not self._needed_by:
            self._timer.stop()
