"""What the tests of this folder share: a client for a relay, and what an answer came to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from supertoken_desktop.api.client import RelayClient, RelayClients
from supertoken_desktop.api.network import NetworkOptions
from supertoken_desktop.demo.server import DEMO_KEY
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
from supertoken_desktop.domain.errors import ApiError
from supertoken_desktop.domain.ids import new_profile_id
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.request import ChatRequest, RequestMessage
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.engine.system_clock import SystemClock


def profile_of(root: str, **changes: object) -> ProviderProfile:
    return ProviderProfile(new_profile_id(), "relay", root, "ref", **changes)  # type: ignore[arg-type]  # named fields


def asking(text: str, model: str = "claude-haiku-4-5", **changes: object) -> ChatRequest:
    message = RequestMessage(Role.USER, (TextPart(text),))
    return ChatRequest(model, (message,), **changes)  # type: ignore[arg-type]  # named fields


@asynccontextmanager
async def clients_with(
    key: str | None = DEMO_KEY, options: NetworkOptions | None = None
) -> AsyncIterator[RelayClients]:
    async def read_key(_profile: ProviderProfile) -> Secret | None:
        return None if key is None else Secret(key)

    clients = RelayClients(read_key, SystemClock(), lambda: options or NetworkOptions(), "0.1")
    try:
        yield clients
    finally:
        await clients.close()


@asynccontextmanager
async def client_of(
    root: str, key: str | None = DEMO_KEY, options: NetworkOptions | None = None
) -> AsyncIterator[RelayClient]:
    async with clients_with(key, options) as clients:
        yield clients.client_for(profile_of(root))


@dataclass
class Outcome:
    """What one attempt came to."""

    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    earlier: list[str] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)
    calls: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    usage: Usage | None = None
    finish_reasons: list[str] = field(default_factory=list)
    error: ApiError | None = None
    end: EndDelta | None = None
    served: list[ServedBy] = field(default_factory=list)

    @property
    def has_token(self) -> bool:
        return bool(self.text or self.reasoning or self.refusal or self.calls)

    @property
    def alternatives(self) -> tuple[str, ...]:
        return (*self.earlier, *self.others.values())

    def take(self, delta: Delta) -> None:
        match delta:
            case TextDelta(text):
                self.text += text
            case ReasoningDelta(text):
                self.reasoning += text
            case RefusalDelta(text):
                self.refusal += text
            case AlternativeDelta(choice, text):
                self.others[choice] = self.others.get(choice, "") + text
            case ToolCallDelta(slot, call_id, name, arguments):
                call = self.calls.get(slot, ("", "", ""))
                self.calls[slot] = (call[0] or call_id, call[1] or name, call[2] + arguments)
            case Restarted(keeps_earlier):
                self.earlier += [self.text] if keeps_earlier else []
                self.text, self.reasoning = "", ""
            case _:
                self._note(delta)

    def _note(self, delta: UsageDelta | FinishDelta | ErrorDelta | ServedBy | EndDelta) -> None:
        match delta:
            case UsageDelta(usage):
                self.usage = usage
            case FinishDelta(reason):
                self.finish_reasons.append(reason)
            case ErrorDelta(error):
                self.error = error
            case ServedBy():
                self.served.append(delta)
            case EndDelta():
                self.end = delta


async def ask(client: RelayClient, request: ChatRequest) -> Outcome:
    outcome = Outcome()
    try:
        async with client.open_stream(request) as batches:
            async for batch in batches:
                assert outcome.end is None, "nothing comes after the end"
                for delta in batch:
                    outcome.take(delta)
    except ApiError as error:
        outcome.error = error
    return outcome


def asking_with(text: str, model: str, fields: dict[str, float | int]) -> ChatRequest:
    return asking(text, model, parameters=Parameters(**fields))  # type: ignore[arg-type]  # named fields
