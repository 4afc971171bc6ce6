"""Keep to each provider's limits on our side: requests a minute, an hour, at once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import Limits, ProviderProfile

MINUTE_S = 60.0
HOUR_S = 3600.0
MARGIN_S = 0.5
"""Added to each window: the relay counts arrivals, and the first request also had to connect."""

_SAME_S = 0.05


class RelayLimits:
    """Sliding windows over when requests began, and a count of those under way.

    First come, first served. Limits that change while somebody waits count at once, as soon as any
    request comes with them. A leaky bucket would let twice the rate through in the first window.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._gates: dict[ProfileId, _Gate] = {}

    @asynccontextmanager
    async def slot(
        self, profile: ProviderProfile, on_wait: Callable[[float], None]
    ) -> AsyncIterator[None]:
        """Hold a place for one request; entering waits until there is one.

        `on_wait` hears the seconds until the next place, once for each wait, 0 where only the end
        of another request can make room. Leaving gives the place "at once" back.
        """
        gate = self._gates.setdefault(profile.id, _Gate(self._clock))
        gate.change(profile.limits)
        await gate.enter(on_wait)
        try:
            yield
        finally:
            gate.leave()


class _Gate:
    """The places of one provider."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limits = Limits()
        self._begun: deque[float] = deque()
        self._running = 0
        self._queue: deque[object] = deque()
        self._changed = asyncio.Event()

    def change(self, limits: Limits) -> None:
        """Keep to these limits from now on."""
        if limits != self._limits:
            self._limits = limits
            self._tell_change()

    async def enter(self, on_wait: Callable[[float], None]) -> None:
        """Take a place in turn."""
        ticket = object()
        self._queue.append(ticket)
        told_until_s: float | None = None
        try:
            while (wait_s := self._wait_of(ticket)) is not None:
                until_s = self._clock.monotonic() + wait_s
                is_new = told_until_s is None or abs(until_s - told_until_s) > _SAME_S
                if is_new and (wait_s > 0 or told_until_s is None):
                    told_until_s = until_s
                    on_wait(wait_s)
                await self._wait_for_change(wait_s)
            self._begun.append(self._clock.monotonic())
            self._running += 1
        finally:
            self._queue.remove(ticket)
            self._tell_change()

    def leave(self) -> None:
        """Give a place back."""
        self._running -= 1
        self._tell_change()

    def _wait_of(self, ticket: object) -> float | None:
        """Return the seconds until this ticket's place, 0 where nobody can know; None for now."""
        ahead = self._queue.index(ticket)
        window_s = self._window_wait(ahead)
        if window_s > 0:
            return window_s
        at_once = self._limits.at_once
        has_room = at_once is None or self._running + ahead < max(1, at_once)
        return None if ahead == 0 and has_room else 0.0

    def _window_wait(self, ahead: int) -> float:
        """Return the seconds until the windows take a request with so many ahead of it."""
        now = self._clock.monotonic()
        while self._begun and self._begun[0] + HOUR_S + MARGIN_S <= now:
            self._begun.popleft()
        waits = [0.0]
        for most, length_s in (
            (self._limits.per_minute, MINUTE_S + MARGIN_S),
            (self._limits.per_hour, HOUR_S + MARGIN_S),
        ):
            if most is not None:
                waits.append(self._wait_in(max(1, most), length_s, ahead, now))
        return max(waits)

    def _wait_in(self, most: int, length_s: float, ahead: int, now: float) -> float:
        """Return the seconds until one window has room behind `ahead` others.

        Those ahead take the next places, so a whole number of windows may have to pass.
        """
        rounds, place = divmod(ahead, most)
        at = len(self._begun) + place - most
        if at < 0:
            return rounds * length_s
        if at >= len(self._begun):
            return (rounds + 1) * length_s
        return max(0.0, self._begun[at] + length_s - now) + rounds * length_s

    async def _wait_for_change(self, wait_s: float) -> None:
        """Return when the time is over or something has changed, whichever is first."""
        waits = {asyncio.ensure_future(self._until_changed())}
        if wait_s > 0:
            waits.add(asyncio.ensure_future(self._wait(wait_s)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _wait(self, seconds: float) -> None:
        await self._clock.wait(seconds)

    async def _until_changed(self) -> None:
        await self._changed.wait()

    def _tell_change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
