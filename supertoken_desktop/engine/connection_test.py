"""Try a provider profile out with real requests."""

import asyncio
from dataclasses import dataclass

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.delta import (
    ErrorDelta,
    FinishDelta,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
)
from supertoken_desktop.domain.errors import (
    ApiError,
    ErrorRecord,
    KeyRefused,
    RelayFault,
    RetryClass,
    SecretError,
    TimedOut,
    WrongAddress,
)
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.request import ChatRequest, RequestMessage
from supertoken_desktop.engine.ports import ChatClient, Limiter
from supertoken_desktop.engine.seed_models import SEED_MODELS
from supertoken_desktop.engine.verdict import EMPTY

TEST_LIMIT_S = 45.0
_PROMPT = "Say OK."
# Lists name models of every kind; a test must ask one that chats.
_NO_CHAT = ("embed", "whisper", "tts", "image", "dall", "video", "rerank", "moderation", "instruct")


@dataclass(frozen=True, slots=True)
class TestReport:
    """What came of a test; `models` is None where the relay gives no list.

    `latency_s` is the time from sending the small question to the first sign of an answer.
    """

    ok: bool
    models: int | None
    latency_s: float
    error: ErrorRecord | None


async def try_out(
    client: ChatClient,
    profile: ProviderProfile,
    limiter: Limiter,
    clock: Clock,
    model_id: str | None,
) -> TestReport:
    """Ask for the list of models, then a small question; some relays answer only the second."""
    listed: tuple[Model, ...] | None = None
    began_s = clock.monotonic()
    try:
        async with asyncio.timeout(TEST_LIMIT_S):
            listed = await _list(client, profile, limiter)
            asked = model_id or profile.default_model_id or _first_chat_model(listed)
            began_s = clock.monotonic()
            latency_s = await _ask(client, profile, limiter, clock, asked)
    except (ApiError, SecretError) as error:
        return _failed(listed, clock.monotonic() - began_s, ErrorRecord.of(error))
    except TimeoutError:
        silence = TimedOut(reason="timeout-headers")
        return _failed(listed, clock.monotonic() - began_s, ErrorRecord.of(silence))
    return TestReport(True, None if listed is None else len(listed), latency_s, None)


def _failed(listed: tuple[Model, ...] | None, latency_s: float, error: ErrorRecord) -> TestReport:
    return TestReport(False, None if listed is None else len(listed), latency_s, error)


async def _list(
    client: ChatClient, profile: ProviderProfile, limiter: Limiter
) -> tuple[Model, ...] | None:
    try:
        async with limiter.slot(profile, lambda _seconds: None):
            return await client.list_models()
    except (KeyRefused, WrongAddress):
        raise
    except ApiError:
        return None


def _first_chat_model(listed: tuple[Model, ...] | None) -> str:
    for model in listed or ():
        if not any(word in model.model_id.lower() for word in _NO_CHAT):
            return model.model_id
    return SEED_MODELS[0].model_id


async def _ask(
    client: ChatClient, profile: ProviderProfile, limiter: Limiter, clock: Clock, model_id: str
) -> float:
    """Return the seconds until the first sign of an answer. Raises: ApiError."""
    request = ChatRequest(model_id, (RequestMessage(Role.USER, (TextPart(_PROMPT),)),))
    try:
        return await _ask_once(client, profile, limiter, clock, request)
    except ApiError as error:
        if error.advice.retry_class is not RetryClass.FIX:
            raise
        # The client has learnt what this model does not take.
        return await _ask_once(client, profile, limiter, clock, request)


async def _ask_once(
    client: ChatClient,
    profile: ProviderProfile,
    limiter: Limiter,
    clock: Clock,
    request: ChatRequest,
) -> float:
    async with limiter.slot(profile, lambda _seconds: None):
        sent_s = clock.monotonic()
        async with client.open_stream(request) as batches:
            async for batch in batches:
                for delta in batch:
                    match delta:
                        case ErrorDelta(error):
                            raise error
                        case TextDelta() | ReasoningDelta() | RefusalDelta() | FinishDelta():
                            return clock.monotonic() - sent_s
                        case _:
                            continue
    raise RelayFault(reason=EMPTY)
