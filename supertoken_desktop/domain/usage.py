"""Token counts of an answer."""

import enum
from dataclasses import dataclass


class UsageOrigin(enum.StrEnum):
    """Tell where token counts come from."""

    REPORTED = "reported"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Usage:
    """Count tokens of one answer; None means that the relay did not say, which is not zero.

    Reasoning tokens are part of `completion`, cached ones part of `prompt`.
    """

    prompt: int | None = None
    completion: int | None = None
    total: int | None = None
    cached: int | None = None
    reasoning: int | None = None
    origin: UsageOrigin = UsageOrigin.REPORTED
