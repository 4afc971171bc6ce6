"""The computer's own clock."""

import asyncio
import sys
import time
from datetime import UTC, datetime

# Only this clock of Linux goes on while the computer sleeps; a sleep must count as silence.
_BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)


class SystemClock:
    """Tell the time by the system; `monotonic` counts sleep where the system has such a clock."""

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        if sys.platform != "win32" and _BOOT_CLOCK is not None:
            return time.clock_gettime(_BOOT_CLOCK)
        return time.monotonic()

    def now(self) -> datetime:
        """Return the time of day in UTC, to the millisecond, which is what the history keeps."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    async def wait(self, seconds: float) -> None:
        """Return after that many seconds."""
        await asyncio.sleep(seconds)
