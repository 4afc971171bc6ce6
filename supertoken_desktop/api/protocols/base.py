"""What every protocol offers: a request in its form, and a decoder for the answer. Both pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from supertoken_desktop.api.sse import StreamEvent
from supertoken_desktop.domain.delta import Delta
from supertoken_desktop.domain.errors import ApiError
from supertoken_desktop.domain.request import ChatRequest


@dataclass(frozen=True, slots=True)
class Learnt:
    """What refusals have taught about one model of one relay.

    `without` names fields that are left out; `must_stream` tells that it only streams;
    `completion_cap` that the token cap is called `max_completion_tokens`; `flips_reasoning` that
    reasoning goes back with tool calls where it usually does not, or the other way round.
    """

    without: frozenset[str] = frozenset()
    must_stream: bool = False
    completion_cap: bool = False
    flips_reasoning: bool = False


@dataclass(frozen=True, slots=True)
class WireRequest:
    """A request as it goes out, but for the key.

    `path` is relative to the version segment; `fields` names what the body holds at its top level;
    `is_reasoning` tells that long silence is to be expected.
    """

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()
    is_reasoning: bool = False


class Decoder(Protocol):
    """Turn the events of one body into deltas."""

    @property
    def has_events(self) -> bool:
        """Tell whether anything came that could be read."""
        ...

    @property
    def has_token(self) -> bool:
        """Tell whether a piece of an answer came: text, reasoning, refusal or tool call."""
        ...

    @property
    def has_tools(self) -> bool:
        """Tell whether the answer calls tools."""
        ...

    @property
    def is_finished(self) -> bool:
        """Tell whether the model said why it stopped."""
        ...

    @property
    def is_done(self) -> bool:
        """Tell whether the end mark came."""
        ...

    @property
    def bad_events(self) -> int:
        """Count events that could not be read."""
        ...

    def feed(self, event: StreamEvent) -> Sequence[Delta]:
        """Return what one event means."""
        ...

    def finish(self) -> Sequence[Delta]:
        """Return what was held back, once nothing more can come."""
        ...


class ChatProtocol(Protocol):
    """One way to talk about a conversation with a relay."""

    def build(self, request: ChatRequest, learnt: Learnt, *, gpt_streams: bool) -> WireRequest:
        """Return the request in this protocol's form; `gpt_streams` tells that GPT must stream."""
        ...

    def decoder(self) -> Decoder:
        """Return a decoder for one body."""
        ...

    def lesson(self, error: ApiError, sent: WireRequest, learnt: Learnt) -> Learnt | None:
        """Return what a refusal teaches, None where a changed request would not help."""
        ...
