"""Chat completions in the OpenAI format: the request's form, and the decoder of answers."""

import secrets
from collections.abc import Callable, Mapping, Sequence

from supertoken_desktop.api.faults import error_in_stream, is_error_value
from supertoken_desktop.api.protocols.base import Decoder, Learnt, WireRequest
from supertoken_desktop.api.protocols.openai_lessons import lesson
from supertoken_desktop.api.protocols.openai_request import wire_request
from supertoken_desktop.api.protocols.picture_parts import is_picture, picture_markdown
from supertoken_desktop.api.protocols.think_tags import ThinkTags
from supertoken_desktop.api.protocols.token_counts import usage_with
from supertoken_desktop.api.protocols.tool_calls import ToolCalls
from supertoken_desktop.api.sse import Event, Malformed, StreamEvent
from supertoken_desktop.domain.delta import (
    AlternativeDelta,
    Delta,
    ErrorDelta,
    FinishDelta,
    ReasoningDelta,
    RefusalDelta,
    Restarted,
    ServedBy,
    UsageDelta,
)
from supertoken_desktop.domain.errors import ApiError
from supertoken_desktop.domain.plain import plain
from supertoken_desktop.domain.request import ChatRequest
from supertoken_desktop.domain.usage import Usage

_MOST_MODEL_CHARS = 256


class OpenAiChat:
    """The protocol that every relay speaks."""

    def build(self, request: ChatRequest, learnt: Learnt, *, gpt_streams: bool) -> WireRequest:
        """Return the request in this protocol's form; `gpt_streams` tells that GPT must stream."""
        return wire_request(request, learnt, gpt_streams=gpt_streams)

    def decoder(self) -> Decoder:
        """Return a decoder for one body."""
        return OpenAiDecoder(_made_up_call_id)

    def lesson(self, error: ApiError, sent: WireRequest, learnt: Learnt) -> Learnt | None:
        """Return what a refusal teaches, None where a changed request would not help."""
        return lesson(error, sent, learnt)


class OpenAiDecoder:
    """Turn chunks, and whole replies, into deltas.

    A chunk under a new id that brings a role may begin the answer anew; it is held back until the
    next chunk shows whether the new id stays. `make_call_id` names calls that came without an id.
    """

    def __init__(self, make_call_id: Callable[[], str]) -> None:
        self.has_events = False
        self.has_token = False
        self.is_finished = False
        self.is_done = False
        self.bad_events = 0
        self._make_call_id = make_call_id
        self._thinking = ThinkTags()
        self._calls = ToolCalls(make_call_id)
        self._usage: Usage | None = None
        self._model: str | None = None
        self._id: object = None
        self._has_steady_id = True
        self._held: Mapping[str, object] | None = None
        self._pictures: set[str] = set()

    @property
    def has_tools(self) -> bool:
        """Tell whether the answer calls tools."""
        return bool(self._calls)

    def feed(self, event: StreamEvent) -> Sequence[Delta]:
        """Return what one event means; after the end mark only token counts mean anything."""
        if type(event) is Event:
            self.has_events = True
            return self._take_value(event)
        if self.is_done:
            return ()
        if isinstance(event, Malformed):
            self.bad_events += 1
            return ()
        deltas: list[Delta] = []
        self._release_chunk(deltas)
        self.is_done = True
        return deltas

    def finish(self) -> Sequence[Delta]:
        """Return what was held back, once nothing more can come."""
        deltas: list[Delta] = []
        self._release_chunk(deltas)
        for held in (*self._thinking.finish(), *self._calls.finish()):
            self._add(held, deltas)
        return deltas

    def _take_value(self, event: Event) -> Sequence[Delta]:
        value = event.value
        deltas: list[Delta] = []
        if self.is_done:
            self._take_usage(value, deltas)
            return deltas
        if is_error_value(value) or event.name == "error":
            self._release_chunk(deltas)
            deltas.append(ErrorDelta(error_in_stream(value, self._error_reason(event))))
            return deltas
        chunk_id = value.get("id")
        if chunk_id != self._id or self._held is not None:
            self._take_new_id(value, chunk_id, deltas)
            return deltas
        self._take_chunk(value, deltas)
        return deltas

    def _error_reason(self, event: Event) -> str:
        if not event.is_bare:
            return "error-event"
        return "bare-error-mid" if self.has_token else "bare-error"

    def _take_new_id(
        self, value: Mapping[str, object], chunk_id: object, deltas: list[Delta]
    ) -> None:
        """Tell a second answer in the same body from a relay that changes ids at will.

        Source: new-api asks another channel after a failure in mid-stream and writes on.
        """
        held = self._held
        if held is not None:
            self._held = None
            if chunk_id == held.get("id"):
                self._begin_anew(deltas)
            else:
                self._has_steady_id = False
            self._id = held.get("id")
            self._take_chunk(held, deltas)
            self._take_chunk(value, deltas)
            return
        may_restart = self.has_token and self._has_steady_id and not self.is_finished
        if may_restart and isinstance(chunk_id, str) and chunk_id and _brings_role(value):
            self._held = value
            return
        if self._id is not None and chunk_id is not None and chunk_id != "":
            self._has_steady_id = False
        self._id = chunk_id or self._id
        self._take_chunk(value, deltas)

    def _begin_anew(self, deltas: list[Delta]) -> None:
        self._thinking = ThinkTags()
        self._calls = ToolCalls(self._make_call_id)
        self._pictures.clear()
        deltas.append(Restarted())

    def _release_chunk(self, deltas: list[Delta]) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._take_chunk(held, deltas)

    def _take_chunk(self, value: Mapping[str, object], deltas: list[Delta]) -> None:
        model = value.get("model")
        if model != self._model and isinstance(model, str) and model:
            self._model = model
            deltas.append(ServedBy(model_id=plain(model[:_MOST_MODEL_CHARS])))
        choices = value.get("choices")
        if isinstance(choices, list):
            for choice in choices:
                if isinstance(choice, dict):
                    self._take_choice(choice, deltas)
        self._take_usage(value, deltas)

    def _take_choice(self, choice: Mapping[str, object], deltas: list[Delta]) -> None:
        delta = choice.get("delta") or choice.get("message")
        brought = delta if isinstance(delta, dict) else {}
        index = choice.get("index")
        if isinstance(index, int) and index > 0:
            if text := _text_of(brought.get("content")):
                deltas.append(AlternativeDelta(index, text))
            return
        content = brought.get("content")
        if len(brought) > 1 or content is None:
            self._take_reasoning(brought, deltas)
        if content and (text := _text_of(content)):
            self._take_text(text, deltas)
        if len(brought) > 1 or content is None:
            self._take_rest(brought, deltas)
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason.strip():
            self.is_finished = True
            deltas.append(FinishDelta(reason))

    def _take_text(self, text: str, deltas: list[Delta]) -> None:
        for delta in self._thinking.feed(text):
            deltas.append(delta)
            self.has_token = True

    def _take_reasoning(self, brought: Mapping[str, object], deltas: list[Delta]) -> None:
        text = _text_of(brought.get("reasoning_content")) or _text_of(brought.get("reasoning"))
        if not text:
            return
        for held in self._thinking.give_up():
            self._add(held, deltas)
        self._add(ReasoningDelta(text), deltas)

    def _take_rest(self, brought: Mapping[str, object], deltas: list[Delta]) -> None:
        images = brought.get("images")
        if isinstance(images, list):
            self._take_pictures(images, deltas)
        if refusal := _text_of(brought.get("refusal")):
            self._add(RefusalDelta(refusal), deltas)
        entries = brought.get("tool_calls")
        calls = [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
        old_style = brought.get("function_call")
        if isinstance(old_style, dict):
            calls.append({"index": 0, "function": old_style})
        for entry in calls:
            for delta in self._calls.take(entry):
                self._add(delta, deltas)

    def _take_pictures(self, images: Sequence[object], deltas: list[Delta]) -> None:
        """Take pictures once each: some relays name those of earlier chunks again."""
        for markdown in map(picture_markdown, images):
            if markdown and markdown not in self._pictures:
                self._pictures.add(markdown)
                self._take_text(markdown, deltas)

    def _take_usage(self, value: Mapping[str, object], deltas: list[Delta]) -> None:
        raw = value.get("usage")
        if not isinstance(raw, dict):
            return
        usage = usage_with(self._usage, raw)
        if usage is not None and usage != self._usage:
            self._usage = usage
            deltas.append(UsageDelta(usage))

    def _add(self, delta: Delta, deltas: list[Delta]) -> None:
        deltas.append(delta)
        self.has_token = True


def _brings_role(value: Mapping[str, object]) -> bool:
    choices = value.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    delta = first.get("delta") if isinstance(first, dict) else None
    return isinstance(delta, dict) and bool(delta.get("role"))


def _text_of(value: object) -> str:
    """Return text that comes as it is, as an object around it, or as a list of parts."""
    match value:
        case str():
            return value
        case list():
            return "".join(_text_of(part) for part in value if not isinstance(part, list))
        case dict() if is_picture(value):
            return picture_markdown(value)
        case dict():
            text = value.get("text") or value.get("content")
            return text if isinstance(text, str) else ""
        case _:
            return ""


def _made_up_call_id() -> str:
    return f"call_{secrets.token_hex(12)}"
