"""Python's cyclic garbage collection, kept to the thread of the window.

The collector runs in whatever thread happens to allocate. In a worker thread it would destroy
widgets and timers there, which Qt answers with a crash, sooner or later. So it is switched off and
run from a timer of the window's thread: the young generations often, all of it only when nothing
streams, because that takes long enough to be seen.
"""

import gc
import linecache
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 250
# As in CPython's own thresholds: so many collections of a generation before the next older one.
YOUNG_OBJECTS = 700
ROUNDS = 10


class Collector(QObject):
    """Collect garbage in the thread of the window alone, until it is closed."""

    def __init__(self, is_busy: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.collect)

    def begin(self) -> None:
        """Switch the automatic collection off and take over."""
        gc.disable()
        self._timer.start()

    def settle(self) -> None:
        """Set aside what is there by now: modules, classes and the window stay to the end.

        No later collection has to look at them.
        """
        gc.freeze()

    def close(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def collect(self) -> None:
        """Collect the generations that are due."""
        # PySide reads the source of each module that is loaded; it would stay here, 8 MB of it.
        linecache.clearcache()
        young, middle, old = gc.get_count()
        if old > ROUNDS and not self._is_busy():
            gc.collect(2)
        elif middle > ROUNDS:
            gc.collect(1)
        elif young > YOUNG_OBJECTS:
            gc.collect(0)
