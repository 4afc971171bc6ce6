"""A clock that moves when told."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)


class ManualClock:
    """Satisfies Clock. `waits` lists what was asked of it, in seconds, in order."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._elapsed_s = 0.0
        self._waiters: list[tuple[float, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        return self._elapsed_s

    def now(self) -> datetime:
        return START + timedelta(seconds=self._elapsed_s)

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        if seconds <= 0:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (self._elapsed_s + seconds, future)
        self._waiters.append(entry)
        try:
            await future
        finally:
            if entry in self._waiters:
                self._waiters.remove(entry)

    @property
    def waiting(self) -> tuple[float, ...]:
        """Seconds left of every wait under way, shortest first."""
        return tuple(sorted(at - self._elapsed_s for at, _ in self._waiters))

    def advance(self, seconds: float) -> None:
        """Let time pass; who waited long enough goes on when the loop next runs."""
        self._elapsed_s += seconds
        due = [e for e in self._waiters if e[0] <= self._elapsed_s + 1e-9]
        for entry in due:
            self._waiters.remove(entry)
            if not entry[1].done():
                entry[1].set_result(None)
