"""Time limits of one running stream."""

import asyncio
from types import TracebackType
from typing import Self

from supertoken_desktop.api.network import EndTimes
from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.profile import Timeouts

LONGEST_LOOK_S = 15.0


class Watch:
    """End the reading of a body when too little comes.

    A context around the reading: when a limit is over, `expired` names it and TimeoutError leaves
    the context. Bytes reset the limit for silence, data events also the one for progress. Noting
    costs next to nothing: one timer looks when the nearest limit may be over, and at least every
    `look_s` seconds, because a computer that slept wakes with its timers unspent.
    """

    def __init__(
        self, limits: Timeouts, ends: EndTimes, clock: Clock, look_s: float = LONGEST_LOOK_S
    ) -> None:
        self.expired = ""
        self._limits = limits
        self._ends = ends
        self._clock = clock
        self._look_s = look_s
        self._bytes_at = self._event_at = clock.monotonic()
        self._grace_s: float | None = None
        self._marker_at: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._timeout = asyncio.timeout(None)

    async def __aenter__(self) -> Self:
        self._bytes_at = self._event_at = self._clock.monotonic()
        await self._timeout.__aenter__()
        self._look()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        await self._timeout.__aexit__(kind, error, trace)

    def note_bytes(self, *, has_event: bool) -> None:
        """Note that something came, and whether a data event was in it."""
        self._bytes_at = self._clock.monotonic()
        if has_event:
            self._event_at = self._bytes_at

    def note_finish(self, *, has_tools: bool) -> None:
        """Note that the answer is finished: from now on only the grace time counts."""
        if self._grace_s is None:
            self._grace_s = self._ends.after_tools_s if has_tools else self._ends.after_finish_s
            self._look()

    def note_marker(self) -> None:
        """Note that the end mark came: reading goes on for a moment, whatever comes."""
        if self._marker_at is None:
            self._marker_at = self._clock.monotonic()
            self._look()

    def end(self, name: str) -> None:
        """End the reading now, as if the limit of this name were over.

        An exception from the loop over the body would leave its generators to the garbage
        collector, which closes them too late; this way out unwinds them.
        """
        if not self.expired:
            self.expired = name
            self._timeout.reschedule(asyncio.get_running_loop().time())

    def _look(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        name, deadline = self._nearest()
        left_s = deadline - self._clock.monotonic()
        if left_s <= 0:
            self.end(name)
            return
        self._timer = asyncio.get_running_loop().call_later(min(left_s, self._look_s), self._look)

    def _nearest(self) -> tuple[str, float]:
        """Return the limit that ends first, by name, and when."""
        if self._marker_at is not None:
            return "end", self._marker_at + self._ends.after_marker_s
        if self._grace_s is not None:
            return "end", self._event_at + self._grace_s
        stall = ("stall", self._bytes_at + self._limits.idle_s)
        pings = ("stall-pings", self._event_at + self._limits.progress_s)
        return min(stall, pings, key=lambda limit: limit[1])
