"""A pause: new requests are held back until the user lets them go on; running ones end as usual."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.engine.ports import Limiter

UNTIL_RESUMED_S = math.inf
"""What who waits for a place hears during a pause: nobody knows how long it lasts."""


class PausableLimits:
    """Satisfies Limiter: the limits of another one, with a gate in front of them.

    `changed` tells whether requests are held back. Nothing of a pause outlives the program.
    """

    def __init__(self, limits: Limiter) -> None:
        self.changed: Feed[bool] = Feed()
        self._limits = limits
        self._open = asyncio.Event()
        self._open.set()

    @property
    def is_paused(self) -> bool:
        """Tell whether new requests are held back."""
        return not self._open.is_set()

    def pause(self) -> None:
        """Hold new requests back from now on."""
        if not self.is_paused:
            self._open.clear()
            self.changed.tell(True)

    def resume(self) -> None:
        """Let requests go on, in the order in which they came."""
        if self.is_paused:
            self._open.set()
            self.changed.tell(False)

    @asynccontextmanager
    async def slot(
        self, profile: ProviderProfile, on_wait: Callable[[float], None]
    ) -> AsyncIterator[None]:
        """Hold a place for one request; entering waits for the end of a pause, then for a place.

        `on_wait` hears `UNTIL_RESUMED_S` during a pause.
        """
        while True:
            await self._until_open(on_wait)
            async with self._limits.slot(profile, on_wait):
                # Who waited for a place while a pause began gives it back and waits for its end.
                if not self.is_paused:
                    yield
                    return

    async def _until_open(self, on_wait: Callable[[float], None]) -> None:
        while self.is_paused:
            on_wait(UNTIL_RESUMED_S)
            await self._open.wait()
