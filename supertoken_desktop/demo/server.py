"""The demo relay as others use it: start it on a free port, queue scenarios, read its record.

It stands in for a relay in `--demo`, in tests and behind `supertoken demo-relay`; it answers by
itself and says so. Nobody but this computer can reach it.
"""

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from supertoken_desktop.demo.clock import DemoClock, RealClock, SteppedClock
from supertoken_desktop.demo.connection import Connection
from supertoken_desktop.demo.control import PREFIX, answer_control
from supertoken_desktop.demo.keys import DEMO_KEY
from supertoken_desktop.demo.options import (
    Dashboard,
    DemoOptions,
    Flavor,
    Lang,
    LineEnd,
    RateLimits,
    RetryAfter,
    UsageStyle,
)
from supertoken_desktop.demo.record import RecordedRequest, Request
from supertoken_desktop.demo.relay import Relay
from supertoken_desktop.demo.wire import Reply

__all__ = [
    "DEMO_KEY",
    "PACE_MS",
    "Dashboard",
    "DemoClock",
    "DemoOptions",
    "DemoRelay",
    "Flavor",
    "Lang",
    "LineEnd",
    "RateLimits",
    "RealClock",
    "RecordedRequest",
    "RetryAfter",
    "SteppedClock",
    "UsageStyle",
]

HOST = "127.0.0.1"
PACE_MS = 15
"""The pause between pieces that is pleasant to read, for `--demo`."""

_DEFAULTS = DemoOptions()


class DemoRelay:
    """A relay on a port of this computer; an asynchronous context, or start and stop it."""

    def __init__(self, options: DemoOptions = _DEFAULTS, clock: DemoClock | None = None) -> None:
        self._clock: DemoClock = clock or RealClock()
        self._relay = Relay(options, self._clock)
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on a port, 0 for any free one.

        Raises: OSError, if the port is taken.
        """
        self._server = await asyncio.start_server(self._accept, HOST, port)

    async def stop(self) -> None:
        """Close every connection, whatever it was doing, and stop listening."""
        if self._server is None:
            return
        self._server.close()
        tasks = tuple(self._serving)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None

    @property
    def root(self) -> str:
        """Return the address without `/v1`; asked before the start it is a RuntimeError."""
        if self._server is None:
            raise RuntimeError("the demo relay is not running")
        port: int = self._server.sockets[0].getsockname()[1]
        return f"http://{HOST}:{port}"

    @property
    def requests(self) -> Sequence[RecordedRequest]:
        """Return the requests since the last reset, those to /demo left out."""
        return self._relay.record.entries

    def queue(self, scenario: str, times: int = 1, **options: object) -> None:
        """Let the next `times` chat requests play a scenario; options such as `after=0`.

        `route="models"` queues it for the model list instead. Raises: BadScenario.
        """
        texts = {name: str(value) for name, value in options.items()}
        self._relay.picker.queue(scenario, times, texts)

    def reset(self) -> None:
        """Forget requests, counts, limits and the queue; options and open connections stay."""
        self._relay.reset()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer, self._clock, _Answers(self._relay))
        task = asyncio.get_running_loop().create_task(connection.serve())
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)


class _Answers:
    """Send requests to the control endpoints or to the relay, and keep the record of the latter."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def began(self, request: Request) -> tuple[int | None, Reply]:
        if request.path.startswith(PREFIX):
            return None, answer_control(self._relay, request)
        number = self._relay.record.add(request)
        reply = self._relay.answer(request, number)
        self._relay.record.note_status(number, reply.status)
        return number, reply

    def ended(self, number: int | None, body_bytes: int, *, client_closed_early: bool) -> None:
        if number is not None:
            self._relay.record.close(number, body_bytes, client_closed_early=client_closed_early)
