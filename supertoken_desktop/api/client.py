"""Talk to relays: one client a profile, each call one attempt."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from supertoken_desktop.api import faults
from supertoken_desktop.api.address import AddressRejected, endpoint, normalise
from supertoken_desktop.api.answer_stream import AnswerStream, ReadingTerms
from supertoken_desktop.api.envelope import MOST_BODY_BYTES
from supertoken_desktop.api.inflate import Inflater, UnknownCoding
from supertoken_desktop.api.listing import listed_models
from supertoken_desktop.api.network import NetworkOptions
from supertoken_desktop.api.protocols.base import ChatProtocol, Learnt, WireRequest
from supertoken_desktop.api.protocols.openai_chat import OpenAiChat
from supertoken_desktop.api.recorder import Keep, Recorder, Recording
from supertoken_desktop.api.sending import RequestKey, Sender
from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.delta import Delta
from supertoken_desktop.domain.errors import ApiError, KeyRefused, RetryClass, WrongAddress
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import Limits, ProviderProfile, Timeouts
from supertoken_desktop.domain.request import ChatRequest
from supertoken_desktop.domain.secret import Secret

if TYPE_CHECKING:
    import httpx

ReadKey = Callable[[ProviderProfile], Awaitable[Secret | None]]
Lessons = dict[tuple[str, str], Learnt]

REASONING_IDLE_S = 300.0
MOST_LIST_BYTES = 16 << 20
ERROR_BODY_LIMIT_S = 30.0
_LIST = WireRequest("GET", "models", b"", {"Accept": "application/json"})
_NOTHING_LEARNT = Learnt()


class RelayClient:
    """Talk to one relay; every call is one attempt.

    `lessons` remembers, for all clients, what each relay and model has refused; a refusal that
    teaches something is raised as one to repeat at once. `recorder` takes down what went over the
    wire.
    """

    def __init__(
        self,
        profile: ProviderProfile,
        read_key: ReadKey,
        clock: Clock,
        options: NetworkOptions,
        version: str,
        lessons: Lessons,
        recorder: Recorder,
    ) -> None:
        self._profile = profile
        self._read_key = read_key
        self._clock = clock
        self._options = options
        self._lessons = lessons
        self._recorder = recorder
        self._protocol: ChatProtocol = OpenAiChat()
        self._root, self._address_fault = _root_of(profile)
        self._sender = Sender(self._root, profile.headers, options, version)
        self._running = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    @asynccontextmanager
    async def open_stream(
        self, request: ChatRequest
    ) -> AsyncIterator[AsyncIterator[Sequence[Delta]]]:
        """Ask for an answer; see the port for what enters, is yielded, and ends it.

        Raises: ApiError, on entering and while iterating.
        """
        with _Counted(self):
            key = await self._key()
            learnt = self._lessons.get((self._root, request.model_id), _NOTHING_LEARNT)
            wire = self._protocol.build(
                request, learnt, gpt_streams=self._profile.gpt_requires_stream
            )
            recording = self._recorder.begin(request.label, key.forms)
            try:
                async with self._answer(wire, request.model_id, key, recording) as stream:
                    yield stream
            except ApiError as error:
                recording.note_failure(key.out_of(error))
                raise
            finally:
                recording.end()

    @asynccontextmanager
    async def _answer(
        self, wire: WireRequest, model_id: str, key: RequestKey, recording: Recording
    ) -> AsyncIterator[AnswerStream]:
        limits = self._limits(wire)
        response = await self._sender.send(wire, key, limits, recording)
        try:
            if response.status_code >= 300:
                error = await self._refusal(response, wire, recording)
                raise key.out_of(self._taught(error, model_id, wire))
            ends = self._options.end_times
            terms = ReadingTerms(self._root, limits, ends, key.out_of, recording)
            stream = AnswerStream(response, self._protocol.decoder(), terms, self._clock)
            try:
                yield stream
            finally:
                await stream.close()
        finally:
            await response.aclose()

    async def list_models(self) -> tuple[Model, ...]:
        """Return the models that this key may use, in natural order. Raises: ApiError."""
        with _Counted(self):
            key = await self._key()
            limits = self._limits(_LIST)
            recording = self._recorder.begin("", key.forms)
            response = await self._sender.send(_LIST, key, limits, recording)
            try:
                if response.status_code >= 300:
                    raise key.out_of(await self._refusal(response, _LIST, recording))
                body = await _body(response, MOST_LIST_BYTES, limits.idle_s, recording)
            finally:
                await response.aclose()
            if body.lstrip()[:1] == b"<":
                raise faults.error_for_page(response.status_code, response.headers, self._root)
            try:
                return listed_models(body, self._profile)
            except ApiError as error:
                raise key.out_of(error) from error.__cause__

    async def close(self) -> None:
        """Close all connections; answers still under way break off."""
        await self._sender.close()

    async def close_when_idle(self) -> None:
        """Let running answers end, then close all connections."""
        await self._is_idle.wait()
        await self.close()

    def note_running(self, change: int) -> None:
        """Count calls under way up or down."""
        self._running += change
        if self._running:
            self._is_idle.clear()
        else:
            self._is_idle.set()

    async def _key(self) -> RequestKey:
        if self._address_fault is not None:
            raise WrongAddress(reason=self._address_fault)
        secret = await self._read_key(self._profile)
        if secret is None:
            raise KeyRefused(reason="no-key")
        return RequestKey(secret)

    def _limits(self, wire: WireRequest) -> Timeouts:
        """Return the time limits; who thinks in silence gets longer, unless the user chose."""
        limits = self._profile.timeouts or self._options.timeouts
        is_default = limits.idle_s == Timeouts().idle_s
        return (
            replace(limits, idle_s=REASONING_IDLE_S) if wire.is_reasoning and is_default else limits
        )

    async def _refusal(
        self, response: "httpx.Response", wire: WireRequest, recording: Recording
    ) -> ApiError:
        status, headers = response.status_code, response.headers
        if status < 400:
            url = endpoint(self._root, wire.path)
            return faults.error_for_redirect(status, headers, url, self._root)
        body = await _body(response, MOST_BODY_BYTES, ERROR_BODY_LIMIT_S, recording)
        return faults.error_for_reply(status, headers, body, self._clock.now(), root=self._root)

    def _taught(self, error: ApiError, model_id: str, wire: WireRequest) -> ApiError:
        """Learn from a refusal; one that taught something asks to be repeated at once."""
        key = (self._root, model_id)
        learnt = self._protocol.lesson(error, wire, self._lessons.get(key, _NOTHING_LEARNT))
        if learnt is not None:
            self._lessons[key] = learnt
            error.advice = replace(error.advice, retry_class=RetryClass.FIX)
        return error


class RelayClients:
    """Keep one client a profile, made anew where the profile or the network settings change.

    What runs on an old client goes on; the old one is closed when it is idle. `keep_exchange` gets
    every attempt at an answer once it has ended.
    """

    def __init__(
        self,
        read_key: ReadKey,
        clock: Clock,
        network: Callable[[], NetworkOptions],
        version: str,
        keep_exchange: Keep | None = None,
    ) -> None:
        self._read_key = read_key
        self._clock = clock
        self._network = network
        self._version = version
        self._recorder = Recorder(clock, keep_exchange)
        self._lessons: Lessons = {}
        self._clients: dict[ProfileId, tuple[object, RelayClient]] = {}
        self._retiring: dict[asyncio.Task[None], RelayClient] = {}

    def client_for(self, profile: ProviderProfile) -> RelayClient:
        """Return the client of a profile; to be called where the event loop runs."""
        options = self._network()
        terms = (_what_matters(profile), options)
        kept = self._clients.get(profile.id)
        if kept is not None and kept[0] == terms:
            return kept[1]
        if kept is not None:
            self._retire(kept[1])
        client = RelayClient(
            profile,
            self._read_key,
            self._clock,
            options,
            self._version,
            self._lessons,
            self._recorder,
        )
        self._clients[profile.id] = (terms, client)
        return client

    async def close(self) -> None:
        """Close all clients; answers still under way break off."""
        clients = [client for _, client in self._clients.values()]
        clients += self._retiring.values()
        tasks = tuple(self._retiring)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._clients.clear()
        for client in clients:
            await client.close()

    def _retire(self, client: RelayClient) -> None:
        task = asyncio.get_running_loop().create_task(client.close_when_idle())
        self._retiring[task] = client
        task.add_done_callback(lambda done: self._retiring.pop(done, None))


class _Counted:
    """Count a call as under way inside the context."""

    def __init__(self, client: RelayClient) -> None:
        self._client = client

    def __enter__(self) -> None:
        self._client.note_running(+1)

    def __exit__(self, *_exception: object) -> None:
        self._client.note_running(-1)


def _root_of(profile: ProviderProfile) -> tuple[str, str | None]:
    """Return the root to use, and why it cannot be used where it cannot."""
    try:
        return normalise(profile.root).root, None
    except AddressRejected as rejected:
        return profile.root, rejected.reason


def _what_matters(profile: ProviderProfile) -> ProviderProfile:
    """Return a profile without what makes no difference to its client."""
    return replace(profile, name="", position=0, default_model_id=None, limits=Limits())


async def _body(
    response: "httpx.Response", most_bytes: int, limit_s: float, recording: Recording
) -> bytes:
    """Return the beginning of a body, as much as came in time and unbroken."""
    import httpx

    body = bytearray()
    try:
        inflater = Inflater(response.headers.get("content-encoding", ""))
        async with asyncio.timeout(limit_s) as limit:
            async for raw in response.aiter_raw():
                if not _added(body, inflater, raw, most_bytes, recording):
                    # Leaving the loop would leave its generators to the garbage collector.
                    limit.reschedule(asyncio.get_running_loop().time())
    except (TimeoutError, httpx.HTTPError, httpx.StreamError, UnknownCoding):
        # An error or a list that broke off is judged by what there is of it.
        return bytes(body[:most_bytes])
    return bytes(body[:most_bytes])


def _added(
    body: bytearray, inflater: Inflater, raw: bytes, most_bytes: int, recording: Recording
) -> bool:
    """Add more of a body; False where it is damaged or long enough."""
    if len(body) > most_bytes:
        return False
    try:
        for piece in inflater.feed(raw):
            recording.note_bytes(piece)
            body += piece
    except zlib.error:
        return False
    return len(body) <= most_bytes
