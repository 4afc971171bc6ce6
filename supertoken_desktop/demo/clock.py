"""The time of the demo relay: real, or moved by hand in tests."""

import asyncio
import contextlib
import time
from typing import Protocol


class DemoClock(Protocol):
    """Tell the time in seconds since the start, and wait for it to pass."""

    def now(self) -> float:
        """Return seconds since the clock was made; never goes back."""
        ...

    async def wait(self, seconds: float) -> None:
        """Return when `seconds` have passed on this clock."""
        ...

    def advance(self, seconds: float) -> None:
        """Jump ahead; waits that are thereby over return."""
        ...


class RealClock:
    """Follow real time, plus what was added by `advance`."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._ahead_s = 0.0
        self._jumped = asyncio.Event()

    def now(self) -> float:
        """Return seconds since the clock was made."""
        return time.monotonic() - self._started + self._ahead_s

    async def wait(self, seconds: float) -> None:
        """Return when `seconds` have passed, by themselves or by `advance`."""
        deadline = self.now() + seconds
        while (left_s := deadline - self.now()) > 0:
            # A timer may go off a little early.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await self._jumped.wait()

    def advance(self, seconds: float) -> None:
        """Jump ahead and wake those who wait, so that they look at the time again."""
        self._ahead_s += seconds
        self._jumped.set()
        self._jumped = asyncio.Event()


class SteppedClock:
    """Stand still until `advance` is called."""

    def __init__(self) -> None:
        self._now_s = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        """Return the sum of all steps so far."""
        return self._now_s

    @property
    def sleepers(self) -> int:
        """Return how many waits are under way."""
        return len(self._sleepers)

    async def wait(self, seconds: float) -> None:
        """Return when the steps taken from now on add up to `seconds`."""
        if seconds <= 0:
            return
        sleeper = (self._now_s + seconds, asyncio.get_running_loop().create_future())
        self._sleepers.append(sleeper)
        try:
            await sleeper[1]
        finally:
            self._sleepers.remove(sleeper)

    def advance(self, seconds: float) -> None:
        """Take one step and end the waits that are due."""
        self._now_s += seconds
        for deadline, future in self._sleepers:
            if deadline <= self._now_s and not future.done():
                future.set_result(None)


async def next_turn() -> None:
    """Let everything else that is ready on the loop run once."""
    await asyncio.sleep(0)
