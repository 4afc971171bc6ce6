"""What one attempt at an answer has brought so far."""

from dataclasses import dataclass, field
from typing import assert_never

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.delta import (
    AlternativeDelta,
    Delta,
    EndDelta,
    ErrorDelta,
    FinishDelta,
    ReasoningDelta,
    RefusalDelta,
    Restarted,
    ServedBy,
    TextDelta,
    ToolCallDelta,
    UsageDelta,
)
from supertoken_desktop.domain.errors import SuperTokenError
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parts import (
    Part,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
)
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.engine.verdict import Evidence


@dataclass(slots=True)
class _Call:
    """A tool call whose arguments are still coming."""

    call_id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)


class Answer:
    """Collect deltas; text is kept in pieces and joined when somebody asks.

    `kept` is the message that a Continue goes on with: its text comes first.
    """

    def __init__(self, kept: Message, clock: Clock) -> None:
        self.has_token = False
        self.usage: Usage | None = None
        self.error: SuperTokenError | None = None
        self.served_by: str | None = None
        self.request_id: str | None = None
        self.earlier: list[str] = []
        self._clock = clock
        self._kept = kept
        self._begin_texts()
        self._alternatives: dict[int, list[str]] = {}
        self._calls: dict[int, _Call] = {}
        self._finish_reasons: list[str] = []
        self._marker = False
        self._bad_events = 0

    def _begin_texts(self) -> None:
        self._text = [self._kept.text] if self._kept.text else []
        self._reasoning = [self._kept.reasoning] if self._kept.reasoning else []
        self._refusal: list[str] = []
        self._thinking_since_s: float | None = None
        self._thought_s: float | None = None

    @property
    def text(self) -> str:
        """Return all answer text so far, words of refusal among it."""
        return _joined(self._text) + _joined(self._refusal)

    @property
    def reasoning(self) -> str:
        """Return all reasoning so far."""
        return _joined(self._reasoning)

    @property
    def other_versions(self) -> tuple[str, ...]:
        """Return the texts of other choices of the same answer."""
        texts = ("".join(pieces) for _, pieces in sorted(self._alternatives.items()))
        return tuple(text for text in texts if text)

    def add_text(self, text: str) -> None:
        """Add a piece of the answer that is not empty."""
        if self._thinking_since_s is not None and self._thought_s is None:
            self._thought_s = self._clock.monotonic() - self._thinking_since_s
        self._text.append(text)
        self.has_token = True

    def add_reasoning(self, text: str) -> None:
        """Add a piece of the reasoning that is not empty."""
        if self._thinking_since_s is None:
            self._thinking_since_s = self._clock.monotonic()
        self._reasoning.append(text)
        self.has_token = True

    def add_refusal(self, text: str) -> None:
        """Add a piece of the words of refusal that is not empty."""
        self._refusal.append(text)
        self.has_token = True

    def add(self, delta: Delta) -> None:
        """Take in any delta; empty texts are no tokens."""
        match delta:
            case TextDelta(text):
                if text:
                    self.add_text(text)
            case ReasoningDelta(text):
                if text:
                    self.add_reasoning(text)
            case RefusalDelta(text):
                if text:
                    self.add_refusal(text)
            case ToolCallDelta():
                self._add_call(delta)
            case AlternativeDelta(choice, text):
                self._alternatives.setdefault(choice, []).append(text)
            case Restarted(keeps_earlier):
                self._restart(keeps_earlier=keeps_earlier)
            case UsageDelta() | FinishDelta() | ErrorDelta() | ServedBy() | EndDelta():
                self._note(delta)
            case _:
                assert_never(delta)

    def _add_call(self, delta: ToolCallDelta) -> None:
        call = self._calls.setdefault(delta.slot, _Call())
        call.call_id = call.call_id or delta.call_id
        call.name = call.name or delta.name
        call.arguments.append(delta.arguments)
        self.has_token = self.has_token or bool(delta.call_id or delta.name or delta.arguments)

    def _restart(self, *, keeps_earlier: bool) -> None:
        """Begin anew, with what came kept as an earlier version where it was one."""
        text = self.text
        if text and keeps_earlier:
            self.earlier.append(text)
        self._begin_texts()
        self._calls.clear()
        self._finish_reasons.clear()
        self.error = None

    def _note(self, delta: UsageDelta | FinishDelta | ErrorDelta | ServedBy | EndDelta) -> None:
        match delta:
            case UsageDelta(usage):
                self.usage = usage
            case FinishDelta(reason):
                self._finish_reasons.append(reason)
            case ErrorDelta(error):
                self.error = error
            case ServedBy(model_id, request_id):
                self.served_by = model_id or self.served_by
                self.request_id = request_id or self.request_id
            case EndDelta(marker, bad_events):
                self._marker = marker
                self._bad_events = bad_events
            case _:
                assert_never(delta)

    def settle(self) -> None:
        """Take an earlier version back where the relay began anew and then sent nothing."""
        has_new = (self.text, self.reasoning) != (self._kept.text, self._kept.reasoning)
        if self.earlier and not has_new and not self._calls:
            self._text = [self.earlier.pop()]

    def evidence(self, *, stopped: bool, sends_no_finish: bool) -> Evidence:
        """Return what the verdict depends on; text that a Continue keeps counts as a token."""
        has_kept = bool(self._kept.text or self._kept.reasoning)
        return Evidence(
            stopped=stopped,
            has_token=self.has_token or has_kept,
            has_answer=bool(self._text or self._refusal or self._calls),
            is_refusal=bool(self._refusal),
            finish_reasons=tuple(self._finish_reasons),
            error=self.error,
            marker=self._marker,
            bad_events=self._bad_events,
            sends_no_finish=sends_no_finish,
        )

    def parts(self) -> tuple[Part, ...]:
        """Return what came as parts of a message, reasoning first.

        Blanks at the end of reasoning go: relays turn signatures into lone line ends there.
        """
        parts: list[Part] = []
        reasoning = self.reasoning.rstrip()
        if reasoning:
            parts.append(ReasoningPart(reasoning, duration_s=self._thought_s))
        if text := _joined(self._text):
            parts.append(TextPart(text))
        if refusal := _joined(self._refusal):
            parts.append(RefusalPart(refusal))
        parts.extend(
            ToolCallPart(call.call_id, call.name, "".join(call.arguments))
            for _, call in sorted(self._calls.items())
        )
        return tuple(parts)


def _joined(pieces: list[str]) -> str:
    """Join pieces in place, so that asking again costs only what is new."""
    if len(pieces) > 1:
        pieces[:] = ["".join(pieces)]
    return pieces[0] if pieces else ""
