"""Sliding windows over requests, as the relay counts them."""

from collections import deque

from supertoken_desktop.demo.clock import DemoClock
from supertoken_desktop.demo.options import RateLimits

MINUTE_S = 60.0
HOUR_S = 3600.0


class RequestCounter:
    """Count the requests of one key; refused ones do not count."""

    def __init__(self, clock: DemoClock) -> None:
        self._clock = clock
        self._admitted: deque[float] = deque()

    def admit(self, limits: RateLimits, open_now: int) -> float | None:
        """Let a request in and return None, or return in how many seconds it may come again.

        `open_now` counts responses still being sent.
        """
        now = self._clock.now()
        while self._admitted and self._admitted[0] <= now - HOUR_S:
            self._admitted.popleft()
        if open_now >= limits.concurrent:
            return 1.0
        for limit, span_s in ((limits.minute, MINUTE_S), (limits.hour, HOUR_S)):
            inside = [at for at in self._admitted if at > now - span_s]
            if len(inside) >= limit:
                return inside[len(inside) - limit] + span_s - now if limit else span_s
        self._admitted.append(now)
        return None
