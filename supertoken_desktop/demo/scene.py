"""A request on the stage: everything that a scenario needs to play its part."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from supertoken_desktop.demo.chunks import CREATED, DONE, Chunks, packed
from supertoken_desktop.demo.faults import Fault, fault_body, fault_reply
from supertoken_desktop.demo.options import DemoOptions, UsageStyle
from supertoken_desktop.demo.reply_plan import Plan, picture_in
from supertoken_desktop.demo.wire import (
    JSON,
    Headers,
    Pause,
    Reply,
    Step,
    event_stream,
    mapped_lines,
    whole,
)

DEFAULT_AFTER = 3


class BadScenario(ValueError):
    """A scenario or an option that does not exist."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A scenario as picked for one request: its id and options.

    `after` is the number of tokens sent before the event; `times` how many requests misbehave
    before all is normal, None for all; `wait_s` and `gap_s` are in seconds, `size` in bytes.
    """

    scenario: str
    after: int = DEFAULT_AFTER
    times: int | None = None
    variant: str = ""
    wait_s: float | None = None
    gap_s: float | None = None
    size: int | None = None
    status: int | None = None
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One request, its planned answer and the cue. `json_body` replaces the plan for the lists."""

    cue: Cue
    options: DemoOptions
    request_id: str
    path: str
    stream: bool
    include_usage: bool
    fields: Mapping[str, object]
    chunks: Chunks
    plan: Plan
    json_body: bytes | None = None
    extra_headers: Headers = field(default=())

    @property
    def usage_style(self) -> UsageStyle:
        """Return where the token counts go, if they were asked for."""
        return self.options.usage if self.include_usage else UsageStyle.NONE

    def saying(self, *pieces: str) -> "Scene":
        """Return the same scene with other text."""
        return replace(self, plan=self.plan.saying(*pieces))

    def opening(self) -> list[Step]:
        """Return the role and as many pieces as come before the event."""
        return [self.chunks.role(), *self.texts(self.plan.pieces[: self.cue.after])]

    def texts(self, pieces: Iterable[str]) -> Iterator[Step]:
        """Yield chunks of text at the pace of the relay."""
        return self.paced(map(self.chunks.text, pieces))

    def all_text(self) -> list[Step]:
        """Return the role and all text."""
        return [self.chunks.role(), *self.texts(self.plan.pieces)]

    def paced(self, steps: Iterable[bytes]) -> Iterator[Step]:
        """Yield steps with the relay's pause after each."""
        if not self.options.pace_ms:
            return iter(steps)
        pause = Pause(self.options.pace_ms / 1000)
        return itertools.chain.from_iterable((step, pause) for step in steps)

    def usage(self) -> bytes:
        """Return the chunk with the token counts."""
        return self.chunks.usage(self.plan.counts.as_usage())

    def ending(self, reason: str = "stop") -> list[Step]:
        """Return finish reason, token counts if asked for, and the end mark."""
        usage = [self.usage()] if self.include_usage else []
        return [self.chunks.finish(reason), *usage, DONE]

    def sse(self, *steps: Step) -> Reply:
        """Return a stream of exactly these steps, lines ending as switched."""
        return self.streaming(steps)

    def streaming(self, body: Iterable[Step]) -> Reply:
        """Return a stream of steps that are made as they are sent, lines ending as switched."""
        line_end = self.options.line_end.mark
        return event_stream(body if line_end == b"\n" else mapped_lines(body, line_end))

    def fault(self, fault: Fault, *headers: tuple[str, str]) -> Reply:
        """Return an error reply in the envelope of the relay."""
        return fault_reply(fault, self.options.flavor, self.options.lang, self.request_id, headers)

    def fault_json(self, fault: Fault) -> bytes:
        """Return the body of an error."""
        return fault_body(fault, self.options.flavor, self.options.lang, self.request_id)

    def normal(self) -> Reply:
        """Return the healthy answer in the form that was asked for."""
        if self.json_body is not None:
            return whole(200, JSON, self.json_body)
        if not self.stream:
            return whole(200, JSON, packed(self.completion()))
        return self.streaming(normal_stream(self))

    def completion(self) -> dict[str, object]:
        """Return the healthy answer as one object."""
        plan = self.plan
        message: dict[str, object] = {"role": "assistant", "content": plan.text}
        if plan.reasoning:
            message["reasoning_content"] = "".join(plan.reasoning)
        if plan.tool_calls:
            message["content"] = None
            message["tool_calls"] = [
                call_object(call.call_id, call.name, call.arguments) for call in plan.tool_calls
            ]
        choice = {"index": 0, "message": message, "finish_reason": plan.finish_reason}
        return {
            "id": self.chunks.answer_id,
            "object": "chat.completion",
            "created": CREATED,
            "model": self.chunks.model,
            "choices": [choice],
            "usage": plan.counts.as_usage(),
        }


Script = Callable[[Scene], Reply]


def call_object(call_id: str, name: str, arguments: object) -> dict[str, object]:
    """Return a tool call as it stands in messages and deltas."""
    return {
        "id": call_id,
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    }


def normal_stream(scene: Scene) -> Iterator[Step]:
    """Yield the healthy stream: role, reasoning, text, tool calls, finish, counts, end mark."""
    plan, chunks = scene.plan, scene.chunks
    if scene.usage_style is UsageStyle.EVERY:
        chunks = chunks.renamed(usage=None)
    if scene.options.ping_s:
        yield b": PING\n\n"
        yield Pause(scene.options.ping_s)
    yield chunks.role()
    yield from scene.paced(_reasoning(scene, chunks))
    yield from scene.paced(_spoken(chunks, piece) for piece in plan.pieces)
    for number, call in enumerate(plan.tool_calls):
        entry = {"index": number, **call_object(call.call_id, call.name, call.arguments)}
        yield chunks.delta({"tool_calls": [entry]})
    yield from _healthy_end(scene, chunks)


def _spoken(chunks: Chunks, piece: str) -> bytes:
    """Return a piece of text, or a picture the way image models send it."""
    if url := picture_in(piece):
        image = {"type": "image_url", "image_url": {"url": url}}
        return chunks.delta({"content": "", "images": [image]})
    return chunks.text(piece)


def _reasoning(scene: Scene, chunks: Chunks) -> Iterator[bytes]:
    pieces = scene.plan.reasoning
    if not pieces:
        return
    if not scene.options.think_to_content:
        yield from map(chunks.reasoning, pieces)
        return
    yield chunks.text(f"<think>\n{pieces[0]}")
    yield from map(chunks.text, pieces[1:])
    yield chunks.text("\n</think>\n")


def _healthy_end(scene: Scene, chunks: Chunks) -> Iterator[bytes]:
    plan, style = scene.plan, scene.usage_style
    counts = plan.counts.as_usage()
    if style in (UsageStyle.LAST, UsageStyle.EVERY):
        yield chunks.finish(plan.finish_reason, counts)
    elif not (scene.options.swallow_last and not scene.include_usage):
        yield chunks.finish(plan.finish_reason)
    if style is UsageStyle.SEPARATE:
        yield chunks.usage(counts)
    yield DONE
