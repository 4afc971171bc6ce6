"""States and verdicts of a turn: one request and its answer."""

import enum


class TurnState(enum.StrEnum):
    """Where a running answer is."""

    QUEUED = "queued"
    CONNECTING = "connecting"
    WAITING = "waiting"
    STREAMING = "streaming"
    ENDED = "ended"


class Verdict(enum.StrEnum):
    """How a turn ended."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    TRUNCATED = "truncated"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class WaitCause(enum.StrEnum):
    """Why a queued turn waits."""

    LIMIT = "limit"
    RETRY = "retry"
    PAUSE = "pause"
