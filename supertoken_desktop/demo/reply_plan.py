"""What an answer says, before any byte of it exists: pieces of text, tool calls, token counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from supertoken_desktop.demo.asked import Asked

_PICTURE = re.compile(r"!\[[^\]]*\]\((?P<url>data:image/[^)]*)\)")
PIECE_LENGTHS = (3, 5, 2, 8, 4, 1, 6, 7)
THOUGHT = {
    "en": "The user asks the demo relay. I look for the page of the guide that fits best.",
    "zh": "用户在向演示中转站提问。我在使用指南里找最合适的一页。",
}
TOOL_ARGUMENTS = '{"tz":"UTC"}'


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call that the answer asks the client to make; `arguments` is JSON text."""

    call_id: str
    name: str
    arguments: str = TOOL_ARGUMENTS


@dataclass(frozen=True, slots=True)
class Counts:
    """Token counts as the demo relay reckons: one token a piece."""

    prompt: int
    completion: int
    reasoning: int = 0

    @property
    def total(self) -> int:
        """Return prompt and completion together."""
        return self.prompt + self.completion

    def as_usage(self) -> Mapping[str, object]:
        """Return the counts as the relay reports them."""
        return {
            "prompt_tokens": self.prompt,
            "completion_tokens": self.completion,
            "total_tokens": self.total,
            "prompt_tokens_details": {"cached_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": self.reasoning},
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """One whole answer; `finish_reason` is what ends it when nothing goes wrong."""

    pieces: tuple[str, ...]
    reasoning: tuple[str, ...]
    tool_calls: tuple[ToolCall, ...]
    finish_reason: str
    prompt_tokens: int

    @property
    def counts(self) -> Counts:
        """Return the token counts of the whole answer."""
        spoken = len(self.pieces) + len(self.reasoning) + len(self.tool_calls)
        return Counts(self.prompt_tokens, spoken, len(self.reasoning))

    @property
    def text(self) -> str:
        """Return the answer."""
        return "".join(self.pieces)

    def saying(self, *pieces: str) -> "Plan":
        """Return the same plan with other text, in the pieces given."""
        return replace(self, pieces=pieces)


def cut_in_pieces(text: str) -> tuple[str, ...]:
    """Cut text into pieces of one to eight characters, always the same way; pictures stay whole."""
    pieces: list[str] = []
    at = 0
    for picture in _PICTURE.finditer(text):
        _cut(text, at, picture.start(), pieces)
        pieces.append(picture.group())
        at = picture.end()
    _cut(text, at, len(text), pieces)
    return tuple(pieces)


def _cut(text: str, at: int, end: int, pieces: list[str]) -> None:
    while at < end:
        length = PIECE_LENGTHS[len(pieces) % len(PIECE_LENGTHS)]
        pieces.append(text[at : min(at + length, end)])
        at += length


def picture_in(piece: str) -> str:
    """Return the data URL of a piece that is a picture, "" of every other one."""
    found = _PICTURE.fullmatch(piece)
    return found.group("url") if found else ""


def plan_answer(
    asked: Asked, text: str, *, thought: str = "", call_ids: tuple[str, ...] = ()
) -> Plan:
    """Plan an answer of `text`, or of tool calls for `call_ids`, within the request's limits."""
    text, is_stopped = _until_stop(text, asked.stops)
    pieces, reasoning = cut_in_pieces(text), cut_in_pieces(thought)
    finish_reason = "stop"
    if asked.max_tokens is not None and asked.max_tokens < len(reasoning) + len(pieces):
        reasoning = reasoning[: asked.max_tokens]
        pieces = pieces[: asked.max_tokens - len(reasoning)]
        finish_reason = "length"
    calls = tuple(
        ToolCall(call_id, asked.tool_names[0] if asked.tool_names else "get_time")
        for call_id in call_ids
    )
    if calls and not is_stopped:
        return Plan((), reasoning, calls, "tool_calls", asked.prompt_tokens)
    return Plan(pieces, reasoning, (), finish_reason, asked.prompt_tokens)


def _until_stop(text: str, stops: tuple[str, ...]) -> tuple[str, bool]:
    ends = [text.index(stop) for stop in stops if stop in text]
    return (text[: min(ends)], True) if ends else (text, False)
