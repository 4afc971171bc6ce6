"""One connection of the demo relay: h11 reads requests, a reply goes out step by step."""

import asyncio
import socket
import struct
import sys
from collections.abc import Iterable
from typing import Protocol, assert_never

import h11

from supertoken_desktop.demo.clock import DemoClock, next_turn
from supertoken_desktop.demo.record import Request
from supertoken_desktop.demo.wire import Cut, Hang, Pause, Reply, Reset, Step

READ_SIZE = 1 << 16
MOST_BODY_BYTES = 64 << 20
STEPS_BETWEEN_TURNS = 16
"""Writes after which the loop gets a turn, since the client may live on the same loop."""
RESET_DELAY_S = 0.02
"""Real time before a reset: some systems drop what they have not delivered by then."""

_GONE = (ConnectionError, h11.RemoteProtocolError)


class BrokenOff(Exception):
    """The reply wants the connection closed here."""


class Answering(Protocol):
    """Decides what to answer and hears what became of it."""

    def began(self, request: Request) -> tuple[int | None, Reply]:
        """Return the reply, and a number under which the request is known."""
        ...

    def ended(self, number: int | None, body_bytes: int, *, client_closed_early: bool) -> None:
        """Take note of how many bytes of the body went out, and who ended it."""
        ...


class Connection:
    """Serve one client until it leaves."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        clock: DemoClock,
        answering: Answering,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._clock = clock
        self._answering = answering
        self._http = h11.Connection(h11.SERVER)
        self._number: int | None = None
        self._body_bytes = 0
        self._is_over = True

    async def serve(self) -> None:
        """Answer requests one after the other; return when the connection is closed."""
        try:
            await self._serve_requests()
            self._writer.close()
        except asyncio.CancelledError:
            self._writer.transport.abort()
            raise
        except _GONE:
            self._writer.transport.abort()
        finally:
            await self._closed()

    async def _closed(self) -> None:
        try:
            await self._writer.wait_closed()
        except ConnectionError:
            return
        except asyncio.CancelledError:
            self._writer.transport.abort()
            raise

    async def _serve_requests(self) -> None:
        while (request := await self._next_request()) is not None:
            if not await self._exchange(request):
                return
            self._http.start_next_cycle()

    async def _next_request(self) -> Request | None:
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                await self._continue_if_awaited()
                self._http.receive_data(await self._reader.read(READ_SIZE))
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
                if len(body) > MOST_BODY_BYTES:
                    return None
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in head.headers)
                target = head.target.decode("latin-1")
                return Request(head.method.decode("latin-1"), target, headers, bytes(body))
            else:
                return None

    async def _continue_if_awaited(self) -> None:
        if self._http.they_are_waiting_for_100_continue:
            go_on = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
            self._writer.write(self._http.send(go_on) or b"")

    async def _exchange(self, request: Request) -> bool:
        """Answer one request; return whether the connection can serve another."""
        self._number, reply = self._answering.began(request)
        self._body_bytes, self._is_over = 0, False
        has_body = request.method != "HEAD"
        sending = asyncio.create_task(self._send(reply, has_body=has_body))
        watching = asyncio.create_task(self._until_client_leaves())
        try:
            await asyncio.wait({sending, watching}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            watching.cancel()
            outcome, _left = await asyncio.gather(sending, watching, return_exceptions=True)
            self._end(client_closed_early=True)
        if isinstance(outcome, BrokenOff | ConnectionError | asyncio.CancelledError):
            return False
        if outcome is not None:
            raise outcome
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    def _end(self, *, client_closed_early: bool = False) -> None:
        """Tell once what became of the answer, before the client can know that it is over."""
        if not self._is_over:
            self._is_over = True
            self._answering.ended(
                self._number, self._body_bytes, client_closed_early=client_closed_early
            )

    async def _until_client_leaves(self) -> None:
        while data := await self._reader.read(READ_SIZE):
            self._http.receive_data(data)

    async def _send(self, reply: Reply, *, has_body: bool) -> None:
        for step in reply.before:
            await self._obey(step)
        if reply.length is None:
            framing = ("Transfer-Encoding", "chunked")
        else:
            framing = ("Content-Length", str(reply.length))
        head = h11.Response(status_code=reply.status, headers=[*reply.headers, framing])
        self._writer.write(self._http.send(head) or b"")
        if has_body:
            await self._send_body(reply.body, is_chunked=reply.length is None)
        self._end()
        self._writer.write(self._http.send(h11.EndOfMessage()) or b"")
        await self._writer.drain()

    async def _send_body(self, body: Iterable[Step], *, is_chunked: bool) -> None:
        """Send each write as a chunk of its own; h11 frames too slowly for a load source."""
        count = 0
        for step in body:
            if not isinstance(step, bytes):
                await self._obey(step)
                continue
            if not step:
                continue
            if is_chunked:
                self._writer.write(b"%x\r\n%b\r\n" % (len(step), step))
            else:
                self._writer.write(self._http.send(h11.Data(data=step)) or b"")
            self._body_bytes += len(step)
            count += 1
            await self._writer.drain()
            if count % STEPS_BETWEEN_TURNS == 0:
                await next_turn()

    async def _obey(self, step: Step) -> None:
        match step:
            case bytes():
                self._writer.write(step)
            case Pause(seconds):
                await self._flush()
                await self._clock.wait(seconds)
            case Hang():
                await self._flush()
                await asyncio.Event().wait()
            case Cut():
                await self._flush()
                self._end()
                raise BrokenOff
            case Reset():
                await self._flush()
                await _delivered()
                self._end()
                self._reset()
                raise BrokenOff
            case _:
                assert_never(step)

    async def _flush(self) -> None:
        """Return when the system has taken all bytes."""
        if self._writer.transport.get_write_buffer_size() == 0:
            return
        self._writer.transport.set_write_buffer_limits(high=0)
        await self._writer.drain()
        self._writer.transport.set_write_buffer_limits()

    def _reset(self) -> None:
        linger_for_0_s = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        raw: socket.socket = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_for_0_s)
        self._writer.transport.abort()


async def _delivered() -> None:
    """Give the client's system real time to hand over what it has, whatever the clock says."""
    is_time = asyncio.Event()
    asyncio.get_running_loop().call_later(RESET_DELAY_S, is_time.set)
    await is_time.wait()
