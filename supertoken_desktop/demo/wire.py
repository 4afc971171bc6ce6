"""Replies as bytes and events on the wire, and ways to distort them; pure, nothing is sent here."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

JSON = "application/json"
EVENT_STREAM = "text/event-stream"
HTML = "text/html; charset=utf-8"
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """Send what there is, then be silent for some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Hang:
    """Be silent until the client leaves or the relay stops."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Reset the connection."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Close the connection properly, the body unfinished."""


Step = bytes | Pause | Hang | Reset | Cut


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP response.

    `length` is the Content-Length to claim, None for chunked coding; `before` happens ahead of the
    status line. Every `bytes` of `body` is written by itself.
    """

    status: int
    headers: Headers
    body: Iterable[Step]
    length: int | None = None
    before: tuple[Step, ...] = ()

    def with_body(self, body: Iterable[Step]) -> "Reply":
        """Return the same reply, chunked, with another body."""
        return replace(self, body=body, length=None)

    def with_headers(self, *headers: tuple[str, str]) -> "Reply":
        """Return the same reply with more headers."""
        return replace(self, headers=(*self.headers, *headers))


def whole(status: int, content_type: str, body: bytes, headers: Headers = ()) -> Reply:
    """Return a reply whose body is known and sent in one write."""
    return Reply(
        status, (("Content-Type", content_type), *headers), (body,) if body else (), len(body)
    )


def event_stream(body: Iterable[Step]) -> Reply:
    """Return a healthy stream with the headers that relays send."""
    headers = (
        ("Content-Type", EVENT_STREAM),
        ("Cache-Control", "no-cache"),
        ("X-Accel-Buffering", "no"),
    )
    return Reply(200, headers, body)


def mapped_lines(body: Iterable[Step], line_end: bytes) -> Iterator[Step]:
    """Let lines end differently; JSON holds no raw line feeds, so all of them are line ends."""
    for step in body:
        yield step.replace(b"\n", line_end) if isinstance(step, bytes) else step


def mixed_lines(body: Iterable[Step]) -> Iterator[Step]:
    """Let lines end by LF, CRLF and CR in turn."""
    ends = (b"\n", b"\r\n", b"\r")
    number = 0
    for step in body:
        if not isinstance(step, bytes):
            yield step
            continue
        parts = step.split(b"\n")
        line = parts[0]
        for part in parts[1:]:
            line += ends[number % 3] + part
            number += 1
        yield line


def split_crlf(body: Iterable[Step], gap_s: float) -> Iterator[Step]:
    """Use CRLF and send each event's last LF in a write of its own."""
    for step in mapped_lines(body, b"\r\n"):
        if isinstance(step, bytes) and step.endswith(b"\n"):
            yield step[:-1]
            yield Pause(gap_s)
            yield step[-1:]
        else:
            yield step


def bytewise(body: Iterable[Step], gap_s: float) -> Iterator[Step]:
    """Send every byte by itself."""
    for step in body:
        if not isinstance(step, bytes):
            yield step
            continue
        for at in range(len(step)):
            yield step[at : at + 1]
            if gap_s:
                yield Pause(gap_s)


def in_writes_of(data: bytes, size: int) -> Iterator[bytes]:
    """Cut data into writes of `size` bytes."""
    for at in range(0, len(data), size):
        yield data[at : at + size]


def in_one_write(body: Iterable[Step]) -> Iterator[Step]:
    """Send everything that nothing stands between in one write."""
    waiting = bytearray()
    for step in body:
        if isinstance(step, bytes):
            waiting += step
        elif not isinstance(step, Pause):
            yield bytes(waiting)
            waiting.clear()
            yield step
    yield bytes(waiting)


def gzipped(body: Iterable[Step], *, flush_each: bool) -> Iterator[Step]:
    """Compress with one compressor, flushed after each write or at the end only."""
    packer = zlib.compressobj(wbits=31)
    for step in body:
        if not isinstance(step, bytes):
            yield step
            continue
        packed = packer.compress(step)
        if flush_each:
            packed += packer.flush(zlib.Z_SYNC_FLUSH)
        if packed:
            yield packed
    yield packer.flush()


def split_inside_character(body: Iterable[Step], gap_s: float) -> Iterator[Step]:
    """Send the first character of more than one byte in two writes."""
    is_done = False
    for step in body:
        at = _inside_character(step) if isinstance(step, bytes) and not is_done else None
        if at is None or not isinstance(step, bytes):
            yield step
            continue
        is_done = True
        yield step[:at]
        yield Pause(gap_s)
        yield step[at:]


def _inside_character(data: bytes) -> int | None:
    return next((at for at, byte in enumerate(data) if 0x80 <= byte < 0xC0), None)
