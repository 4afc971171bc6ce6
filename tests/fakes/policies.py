"""Limits and retries for tests that are about something else."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.errors import ApiError, RetryClass
from supertoken_desktop.domain.profile import ProviderProfile


class NoLimits:
    """Satisfies Limiter: there is always a place."""

    @asynccontextmanager
    async def slot(
        self, profile: ProviderProfile, on_wait: Callable[[float], None]
    ) -> AsyncIterator[None]:
        yield


class WaitFirst:
    """Satisfies Limiter: every request waits the given seconds first."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self.held = 0

    @asynccontextmanager
    async def slot(
        self, profile: ProviderProfile, on_wait: Callable[[float], None]
    ) -> AsyncIterator[None]:
        on_wait(self._seconds)
        await self._clock.wait(self._seconds)
        self.held += 1
        try:
            yield
        finally:
            self.held -= 1


class Repeat:
    """Satisfies RetryPolicy: gives out these waits one after the other, then none."""

    def __init__(self, *waits_s: float) -> None:
        self._waits_s = waits_s
        self.asked: list[tuple[str, int, float]] = []

    def next_wait(self, error: ApiError, retries: int, elapsed_s: float) -> float | None:
        self.asked.append((error.reason, retries, elapsed_s))
        if error.advice.retry_class is RetryClass.NONE:
            return None
        return self._waits_s[retries] if retries < len(self._waits_s) else None
