"""Saves that are under way, so that the program does not end before them."""

import asyncio
from collections.abc import Coroutine

from supertoken_desktop.ui.tasks import Tasks


class Saving:
    """Start saves from slots, and wait for all of them where that matters."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._running: set[asyncio.Task[None]] = set()

    def start(self, coro: Coroutine[None, None, None]) -> None:
        """Begin to save."""
        task = self._tasks.spawn(coro)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self) -> None:
        """Return once everything begun so far is saved."""
        await asyncio.gather(*self._running)
