"""What a queued turn waits for."""

import math
from dataclasses import dataclass

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.domain.turn import WaitCause


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why a queued turn waits, and until when on the clock's monotonic time.

    `attempt` is the one that will follow, counted from 1; `error` is why the last one failed. For a
    place that only another request's end can free, `until_s` is the time at which waiting began;
    for the end of a pause, too.
    """

    cause: WaitCause
    until_s: float
    attempt: int
    error: ErrorRecord | None


def is_held(waiting: Waiting | None) -> bool:
    """Tell whether a turn is held back by a pause."""
    return waiting is not None and waiting.cause is WaitCause.PAUSE


def wait_for_place(seconds: float, now_s: float, attempt: int) -> Waiting:
    """Return the wait that a limiter tells of: infinity stands for a pause."""
    if math.isinf(seconds):
        return Waiting(WaitCause.PAUSE, now_s, attempt, None)
    return Waiting(WaitCause.LIMIT, now_s + seconds, attempt, None)
