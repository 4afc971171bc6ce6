"""The body of one reply as batches of deltas, read by a task of its own."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from supertoken_desktop.api import faults, transport_faults
from supertoken_desktop.api.inflate import Inflater, UnknownCoding
from supertoken_desktop.api.network import EndTimes
from supertoken_desktop.api.protocols.base import Decoder
from supertoken_desktop.api.recorder import Recording
from supertoken_desktop.api.sse import SseDecoder, StreamEvent
from supertoken_desktop.api.watch import Watch
from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.delta import Delta, EndDelta, ErrorDelta, ServedBy
from supertoken_desktop.domain.errors import ApiError, ErrorDetail, RelayFault
from supertoken_desktop.domain.profile import Timeouts

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class ReadingTerms:
    """How to read a reply from `root`; `private` takes the key out of an error.

    `recording` takes down every byte.
    """

    root: str
    limits: Timeouts
    ends: EndTimes
    private: Callable[[ApiError], ApiError]
    recording: Recording


class AnswerStream:
    """Read a body and hand on what it means, everything that one read brought at a time.

    The reading task never waits for the one who iterates, so that a slow reader is not taken for
    a silent relay. Whoever makes the stream calls `close`.
    """

    def __init__(
        self,
        response: "httpx.Response",
        decoder: Decoder,
        terms: ReadingTerms,
        clock: Clock,
    ) -> None:
        self._response = response
        self._decoder = decoder
        self._terms = terms
        self._host = urlsplit(terms.root).hostname or ""
        self._events = SseDecoder()
        self._watch = Watch(terms.limits, terms.ends, clock)
        self._pending: list[Delta] = []
        self._has_news = asyncio.Event()
        self._request_id = self._id_of_reply()
        if self._request_id is not None:
            self._pending.append(ServedBy(request_id=self._request_id))
        self._reading = asyncio.get_running_loop().create_task(self._read())
        self._reading.add_done_callback(lambda _task: self._has_news.set())

    def __aiter__(self) -> AsyncIterator[Sequence[Delta]]:
        return self

    async def __anext__(self) -> Sequence[Delta]:
        while not self._pending:
            if self._reading.done():
                self._reading.result()
                raise StopAsyncIteration
            self._has_news.clear()
            await self._has_news.wait()
        batch, self._pending = self._pending, []
        return batch

    async def close(self) -> None:
        """End the reading, whatever it waits for; the response is then closed, too."""
        self._reading.cancel()
        await asyncio.wait({self._reading})
        if not self._reading.cancelled():
            self._reading.exception()  # has been raised to the reader, or nobody wants it any more

    async def _read(self) -> None:
        """Read to the end. Raises: ApiError, after everything before it has been handed on."""
        failure: ApiError | None = None
        try:
            await self._read_watched()
        except ApiError as error:
            failure = error
        self._decode(self._events.finish())
        self._add(self._decoder.finish())
        # A finish reason is final: how the connection ended after it does not matter.
        if failure is not None and not self._decoder.is_finished:
            raise failure
        if not self._decoder.has_events and not self._decoder.bad_events:
            raise self._emptiness()
        self._add([EndDelta(self._decoder.is_done, self._decoder.bad_events)])

    async def _read_watched(self) -> None:
        import httpx

        try:
            async with self._watch:
                await self._read_body()
        except TimeoutError as error:
            failure = self._ended_early()
            if failure is not None:
                raise failure from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise transport_faults.cut(self._cut_reason(), self._host) from error

    async def _read_body(self) -> None:
        coding = self._response.headers.get("content-encoding", "")
        try:
            inflater = Inflater(coding)
        except UnknownCoding as error:
            raise transport_faults.unknown_coding(self._host, coding) from error
        async for raw in self._response.aiter_raw():
            try:
                for data in inflater.feed(raw):
                    self._take(data)
                    if self._watch.expired:
                        break
            except zlib.error:
                self._watch.end("damaged")
        if not inflater.is_whole:
            raise transport_faults.cut("cut-chunk", self._host)

    def _take(self, data: bytes) -> None:
        self._terms.recording.note_bytes(data)
        has_event = self._decode(self._events.feed(data))
        self._watch.note_bytes(has_event=has_event)
        if self._decoder.is_done:
            self._watch.note_marker()
        elif self._events.is_html or self._events.is_too_big:
            self._watch.end("refused")
        elif self._decoder.is_finished:
            self._watch.note_finish(has_tools=self._decoder.has_tools)

    def _decode(self, events: Sequence[StreamEvent]) -> bool:
        for event in events:
            self._add(self._decoder.feed(event))
        return bool(events)

    def _add(self, deltas: Sequence[Delta]) -> None:
        if not deltas:
            return
        for delta in deltas:
            if type(delta) is ErrorDelta:
                self._complete(delta.error)
        self._pending.extend(deltas)
        self._has_news.set()

    def _complete(self, error: ApiError) -> None:
        """Give an error inside the body the facts that only the reply around it has."""
        request_id = error.detail.request_id or self._request_id
        error.with_detail(status=self._response.status_code, request_id=request_id)
        self._terms.private(error)

    def _id_of_reply(self) -> str | None:
        """Return the relay's name for the request; the key is not kept in it either."""
        named = ErrorDetail(request_id=faults.request_id_of(self._response.headers))
        return self._terms.private(RelayFault(detail=named)).detail.request_id

    def _ended_early(self) -> ApiError | None:
        """Return why the reading was ended before the body, None where nothing is missing."""
        match self._watch.expired:
            case "end":
                return None
            case "damaged":
                return transport_faults.cut("cut-chunk", self._host)
            case "refused" if self._events.is_html:
                return self._page()
            case "refused":
                return transport_faults.too_big(self._host)
            case _:
                return self._silence()

    def _page(self) -> ApiError:
        status, headers = self._response.status_code, self._response.headers
        return faults.error_for_page(status, headers, self._terms.root)

    def _emptiness(self) -> ApiError:
        status, headers = self._response.status_code, self._response.headers
        if headers.get("content-type", "").startswith("text/html"):
            return self._page()
        return self._terms.private(faults.empty_reply(status, headers, self._events.stray))

    def _silence(self) -> ApiError:
        if self._watch.expired == "stall-pings":
            limit_s = self._terms.limits.progress_s
            return transport_faults.silence("stall-pings", self._host, limit_s)
        reason = "stall" if self._decoder.has_token else "stall-first"
        return transport_faults.silence(reason, self._host, self._terms.limits.idle_s)

    def _cut_reason(self) -> str:
        if self._events.ends_inside_character:
            return "cut-utf8"
        return "cut-length" if "content-length" in self._response.headers else "cut-chunk"
