"""Ownership of asyncio tasks by a part of the window; the second border for unexpected errors."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TypeVar

from PySide6.QtCore import QObject

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Tasks(QObject):
    """Start coroutines from slots, keep them alive, and end them with their owner."""

    def __init__(
        self, on_error: Callable[[BaseException], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_error = on_error
        self._running: set[asyncio.Task[object]] = set()
        self._watching: set[asyncio.Task[object]] = set()
        self._is_closed = False

    def spawn(self, coro: Coroutine[None, None, T]) -> "asyncio.Task[T | None]":
        """Start a coroutine on the running loop and return its task.

        An error of it is logged and told to `on_error`; the task's result is then None. After
        `close` nothing runs any more: the task comes back already cancelled.
        """
        task = asyncio.get_running_loop().create_task(self._guarded(coro))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        # A task that is cancelled before its first step never touches its coroutine.
        task.add_done_callback(lambda _task: coro.close())
        if self._is_closed:
            task.cancel()
        return task

    def watch(self, coro: Coroutine[None, None, T]) -> "asyncio.Task[T | None]":
        """Start what never ends by itself, so that `close` gives it no time to do so."""
        task = self.spawn(coro)
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)
        return task

    async def close(self, grace_s: float = 0.0) -> None:
        """Give tasks (saves, say) some seconds to end by themselves; then cancel and await all."""
        begun = self._running - self._watching - {asyncio.current_task()}
        if begun and grace_s > 0:
            await asyncio.wait(begun, timeout=grace_s)
        self._is_closed = True
        current = asyncio.current_task()
        left = [task for task in self._running if task is not current]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _guarded(self, coro: Coroutine[None, None, T]) -> T | None:
        try:
            return await coro
        except Exception as error:  # noqa: BLE001  # border 2 of 3: the window lives on
            _log.exception("a task of the window failed")
            self._on_error(error)
            return None
