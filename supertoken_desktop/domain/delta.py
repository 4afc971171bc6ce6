"""What decoding a streaming answer yields, piece by piece."""

from dataclasses import dataclass

from supertoken_desktop.domain.errors import ApiError
from supertoken_desktop.domain.usage import Usage


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More answer text."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More reasoning text."""

    text: str


@dataclass(frozen=True, slots=True)
class RefusalDelta:
    """More of the words with which the model declines."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """A piece of a tool call; `slot` counts calls of the answer in order of first sight.

    `call_id` and `name` are empty where this piece does not bring them; `arguments` is appended.
    """

    slot: int
    call_id: str = ""
    name: str = ""
    arguments: str = ""


@dataclass(frozen=True, slots=True)
class UsageDelta:
    """Token counts; the last one of an answer wins."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class FinishDelta:
    """The model's reason to stop, in its own word."""

    reason: str


@dataclass(frozen=True, slots=True)
class ErrorDelta:
    """An error that came inside the stream."""

    error: ApiError


@dataclass(frozen=True, slots=True)
class AlternativeDelta:
    """Text of another choice of the same answer (`choices[].index` above 0)."""

    choice: int
    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The answer begins anew in the same body.

    What came before is an earlier version, worth keeping where the relay made two; without
    `keeps_earlier` it was only misread and comes again in its right place.
    """

    keeps_earlier: bool = True


@dataclass(frozen=True, slots=True)
class ServedBy:
    """The model name and request id that the relay itself reports."""

    model_id: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class EndDelta:
    """The body ended; `marker` tells of `[DONE]`, `bad_events` counts what was skipped."""

    marker: bool
    bad_events: int = 0


Delta = (
    TextDelta
    | ReasoningDelta
    | RefusalDelta
    | ToolCallDelta
    | UsageDelta
    | FinishDelta
    | ErrorDelta
    | AlternativeDelta
    | Restarted
    | ServedBy
    | EndDelta
)
