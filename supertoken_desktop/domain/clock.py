"""Time, as something that is handed in."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tell the time and wait."""

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        ...

    def now(self) -> datetime:
        """Return the time of day in UTC."""
        ...

    async def wait(self, seconds: float) -> None:
        """Return after that many seconds."""
        ...
