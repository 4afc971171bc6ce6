"""A relay's client that plays a script."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from supertoken_desktop.domain.delta import Delta, EndDelta, FinishDelta, TextDelta
from supertoken_desktop.domain.errors import ApiError
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.request import ChatRequest


class Gate:
    """A place where the script stands still until somebody opens it."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._opened = asyncio.Event()

    def open(self) -> None:
        self._opened.set()

    async def pass_through(self) -> None:
        self.reached.set()
        await self._opened.wait()


@dataclass(frozen=True)
class Headers:
    """Marks in a script where the headers come; without it they come first."""


Step = Delta | Sequence[Delta] | Exception | Gate | Headers


def answer(*texts: str, finish: str | None = "stop", marker: bool = True) -> tuple[Step, ...]:
    """Return the script of an ordinary answer."""
    end: tuple[Step, ...] = (EndDelta(marker),)
    if finish is not None:
        end = (FinishDelta(finish), *end)
    return (*(TextDelta(text) for text in texts), *end)


@dataclass
class FakeClient:
    """Satisfies ChatClient. Each attempt plays the next script, the last one again and again.

    An error in a script is raised: before the headers where it comes first, else while iterating.
    """

    scripts: list[Sequence[Step]] = field(default_factory=lambda: [answer("Hello")])
    models: tuple[Model, ...] | ApiError = ()
    requests: list[ChatRequest] = field(default_factory=list)
    open_streams: int = 0
    most_at_once: int = 0
    closed_early: int = 0

    def play(self, *scripts: Sequence[Step]) -> None:
        """Have the next attempts play these."""
        self.scripts[:] = scripts

    @asynccontextmanager
    async def open_stream(
        self, request: ChatRequest
    ) -> AsyncIterator[AsyncIterator[Sequence[Delta]]]:
        self.requests.append(request)
        steps = list(self.scripts[0])
        if len(self.scripts) > 1:
            del self.scripts[0]
        self.open_streams += 1
        self.most_at_once = max(self.most_at_once, self.open_streams)
        ended = asyncio.Event()
        try:
            await self._before_headers(steps)
            yield self._batches(steps, ended)
        finally:
            self.open_streams -= 1
            self.closed_early += not ended.is_set()

    async def list_models(self) -> tuple[Model, ...]:
        if isinstance(self.models, ApiError):
            raise self.models
        return self.models

    async def _before_headers(self, steps: list[Step]) -> None:
        if any(isinstance(step, Headers) for step in steps):
            while not isinstance(step := steps.pop(0), Headers):
                assert isinstance(step, Gate)
                await step.pass_through()
        elif steps and isinstance(steps[0], Exception):
            raise steps[0]

    async def _batches(
        self, steps: list[Step], ended: asyncio.Event
    ) -> AsyncIterator[Sequence[Delta]]:
        for step in steps:
            if isinstance(step, Gate):
                await step.pass_through()
            elif isinstance(step, Exception):
                ended.set()
                raise step
            elif isinstance(step, Sequence):
                yield step
            elif not isinstance(step, Headers):
                yield (step,)
        ended.set()


class FakeClients:
    """Satisfies Clients: one client for all profiles, or one each where they were given."""

    def __init__(self, client: FakeClient | None = None, **by_profile: FakeClient) -> None:
        self.client = client or FakeClient()
        self.asked_for: list[ProviderProfile] = []
        self._by_profile = {ProfileId(name): fake for name, fake in by_profile.items()}

    def client_for(self, profile: ProviderProfile) -> FakeClient:
        self.asked_for.append(profile)
        return self._by_profile.get(profile.id, self.client)
