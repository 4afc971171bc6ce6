"""Judge how an answer ended; pure. Source: the stream catalogue, section 3."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from supertoken_desktop.domain.errors import (
    ApiError,
    ContextTooLong,
    ErrorRecord,
    Filtered,
    RelayFault,
    RetryAdvice,
    RetryClass,
    StreamBroken,
    SuperTokenError,
)
from supertoken_desktop.domain.turn import Verdict

USER_STOP = "user-stop"
LENGTH = "length"
CONTENT_FILTER = "content-filter"
EMPTY = "empty"
DONE_NO_FINISH = "done-no-finish"
EOF_NO_FINISH = "eof-no-finish"
BAD_JSON = "bad-json"
UNKNOWN_FINISH = "unknown-finish"
FINISH_ERROR = "finish-error"
PAUSE = "pause"
CONTEXT = "context"
REFUSAL = "refusal"
REASONING_ONLY = "reasoning-only"

BAD_EVENTS_LIMIT = 20


class Finish(enum.IntEnum):
    """What a finish reason means; where several came, the greatest counts."""

    UNKNOWN = 0
    STOP = 1
    ERROR = 2
    TOOLS = 3
    PAUSE = 4
    CONTEXT = 5
    LENGTH = 6
    FILTER = 7


_MEANINGS: Mapping[Finish, tuple[str, ...]] = {
    Finish.STOP: ("stop", "end_turn", "stop_sequence"),
    Finish.ERROR: (
        "error",
        "insufficient_system_resource",
        "malformed_function_call",
        "unexpected_tool_call",
        "too_many_tool_calls",
        "missing_thought_signature",
        "malformed_response",
        "other",
        "no_image",
        "finish_reason_unspecified",
    ),
    Finish.TOOLS: ("tool_calls", "function_call", "tool_use"),
    Finish.PAUSE: ("pause_turn", "continuation"),
    Finish.CONTEXT: ("model_context_window_exceeded",),
    Finish.LENGTH: ("length", "max_tokens", "max_output_tokens"),
    Finish.FILTER: (
        "content_filter",
        "refusal",
        "safety",
        "recitation",
        "language",
        "blocklist",
        "prohibited_content",
        "spii",
        "model_armor",
        "escalation",
    ),
}
_BY_WORD = {word: finish for finish, words in _MEANINGS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known when an answer has ended.

    `has_token` counts reasoning and tool calls as well, `has_answer` does not count reasoning.
    `error` is what was raised or came inside the stream; `marker` tells of `[DONE]`, and
    `bad_events` of what could not be read. `sends_no_finish` tells that this relay and model have
    ended good answers without a finish reason before.
    """

    stopped: bool = False
    has_token: bool = False
    has_answer: bool = False
    is_refusal: bool = False
    finish_reasons: tuple[str, ...] = ()
    error: SuperTokenError | None = None
    marker: bool = False
    bad_events: int = 0
    sends_no_finish: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, its reason (an id of the stream catalogue) and what goes with it."""

    verdict: Verdict
    reason: str | None = None
    finish_reason: str | None = None
    error: ErrorRecord | None = None


def finish_of(reason: str) -> Finish:
    """Return what a finish reason means, however it is spelt."""
    word = reason.strip().lower()
    if word.startswith("image_"):
        return Finish.FILTER
    return _BY_WORD.get(word, Finish.UNKNOWN)


def strongest(reasons: tuple[str, ...]) -> str | None:
    """Return the finish reason that counts, the first of equally strong ones; None for none."""
    return max((r for r in reasons if r.strip()), key=finish_of, default=None)


def judge(evidence: Evidence) -> Judgement:
    """Return the verdict; a stop by the user counts before all else, then a finish reason."""
    finish_reason = strongest(evidence.finish_reasons)
    if evidence.stopped:
        return Judgement(Verdict.STOPPED, USER_STOP, finish_reason)
    failure = failure_of(evidence)
    if failure is not None:
        verdict = Verdict.INTERRUPTED if evidence.has_token else Verdict.FAILED
        return Judgement(verdict, failure.reason, finish_reason, ErrorRecord.of(failure))
    if finish_reason is None:
        return Judgement(Verdict.COMPLETE, DONE_NO_FINISH)
    return _finished(evidence, finish_reason)


def failure_of(evidence: Evidence) -> SuperTokenError | None:
    """Return the error that an ended attempt amounts to, None where its end can be trusted.

    Its advice says whether the attempt may be repeated, which only counts before the first token.
    """
    finish_reason = strongest(evidence.finish_reasons)
    if finish_reason is not None:
        return _failure_of_finished(evidence, finish_of(finish_reason))
    if evidence.error is not None:
        return evidence.error
    if evidence.bad_events and not evidence.has_token:
        return RelayFault(reason=BAD_JSON, advice=RetryAdvice(RetryClass.BUSY, was_sent=True))
    if evidence.bad_events > BAD_EVENTS_LIMIT:
        return StreamBroken(reason=BAD_JSON)
    if evidence.marker and evidence.has_token and evidence.sends_no_finish:
        return None
    if not evidence.has_token:
        return RelayFault(reason=EMPTY, advice=RetryAdvice(RetryClass.NET, was_sent=True))
    return StreamBroken(reason=DONE_NO_FINISH if evidence.marker else EOF_NO_FINISH)


def ends_without_finish(evidence: Evidence) -> bool:
    """Tell whether an answer ended by `[DONE]` alone, with nothing else to be said against it."""
    return (
        evidence.marker
        and evidence.has_token
        and evidence.error is None
        and not evidence.stopped
        and not evidence.finish_reasons
        and evidence.bad_events == 0
    )


def _failure_of_finished(evidence: Evidence, finish: Finish) -> ApiError | None:
    if finish is Finish.ERROR:
        if isinstance(evidence.error, ApiError):
            return evidence.error
        return StreamBroken(reason=FINISH_ERROR)
    if evidence.bad_events > BAD_EVENTS_LIMIT:
        return StreamBroken(reason=BAD_JSON)
    if evidence.has_token or finish is Finish.LENGTH:
        return None
    match finish:
        case Finish.FILTER:
            return Filtered(reason=CONTENT_FILTER)
        case Finish.CONTEXT:
            return ContextTooLong(reason=CONTEXT)
        case _:
            return RelayFault(reason=EMPTY)


def _finished(evidence: Evidence, finish_reason: str) -> Judgement:
    match finish_of(finish_reason):
        case Finish.FILTER:
            return Judgement(Verdict.TRUNCATED, CONTENT_FILTER, finish_reason)
        case Finish.LENGTH:
            return Judgement(Verdict.TRUNCATED, LENGTH, finish_reason)
        case Finish.CONTEXT:
            return Judgement(Verdict.TRUNCATED, CONTEXT, finish_reason)
        case Finish.PAUSE:
            return Judgement(Verdict.TRUNCATED, PAUSE, finish_reason)
        case Finish.UNKNOWN:
            return Judgement(Verdict.COMPLETE, UNKNOWN_FINISH, finish_reason)
        case Finish.STOP | Finish.TOOLS | Finish.ERROR:
            return Judgement(Verdict.COMPLETE, _note(evidence), finish_reason)


def _note(evidence: Evidence) -> str | None:
    if evidence.is_refusal:
        return REFUSAL
    return None if evidence.has_answer else REASONING_ONLY
