"""Pure work in worker threads, its result back on this one."""

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Protocol, TypeVar

from PySide6.QtCore import QTimer

Result = TypeVar("Result")

LOOK_EVERY_MS = 8


class _Awaited(Protocol):
    def done(self) -> bool: ...


class Background:
    """Run functions in an executor and call back with what they gave.

    A timer looks for results while some are due, and only then: nothing of Qt is touched by
    another thread, and nothing is called after `close`.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._due: list[tuple[_Awaited, Callable[[], None]]] = []
        self._timer = QTimer(interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def run(self, work: Callable[[], Result], done: Callable[[Result], None]) -> bool:
        """Have `work` done, then call `done`; an error of `work` is raised from the event loop.

        Returns False, and nothing is done, once the executor is shut down: the program is ending.
        """
        try:
            future = self._executor.submit(work)
        except RuntimeError:  # what an executor says after its shutdown, and only then
            return False
        self._due.append((future, lambda: done(future.result())))
        self._timer.start()
        return True

    def close(self) -> None:
        """Forget what is due: nobody is there any more to hear of it."""
        self._due.clear()

    def _look(self) -> None:
        ready = [job for job in self._due if job[0].done()]
        self._due = [job for job in self._due if job not in ready]
        if not self._due:
            self._timer.stop()
        for _, deliver in ready:
            deliver()
