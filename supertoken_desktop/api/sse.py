"""Bytes of a streaming answer to events: incremental, lenient, pure.

What arrives is cut anywhere; the events are the same wherever the cuts fall. Server-sent events,
bare JSON lines and whole JSON bodies all come out as JSON objects; what they mean is a protocol's.
"""

import codecs
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_LINE_BYTES = 16 << 20
MAX_EVENT_BYTES = 32 << 20
MAX_BARE_BYTES = 1 << 20
MAX_BODY_BYTES = 256 << 20
EXCERPT_CHARS = 500

_BOM = codecs.BOM_UTF8
_BLANK_BYTES = b" \t\r\n"
_FIELDS = frozenset({b"data", b"event", b"id", b"retry"})
_MARKER = "[DONE]"
_PREFIX = "data:"
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_STRUCTURE = re.compile(rb'[{}\[\]"]|\\.', re.DOTALL)
# Some upstreams put raw control characters into strings.
_raw_decode = json.JSONDecoder(strict=False).raw_decode


@dataclass(frozen=True, slots=True)
class Event:
    """One JSON object of the stream; `name` is its `event:` field, "" where there was none.

    `is_bare` tells that it stood in the body without any `data:` before it.
    """

    value: Mapping[str, object]
    name: str = ""
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """The end mark `[DONE]`."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Something in an event's place that is no JSON object; `excerpt` is its beginning."""

    excerpt: str


StreamEvent = Event | Marker | Malformed


class SseDecoder:
    """Turn the bytes of one body into events.

    `is_html` tells after the first bytes that a web page is coming, of which no events are made.
    `is_too_big` tells that a line, an event or the whole went over its limit; nothing after it is
    read.
    `stray` is the beginning of what was neither a field nor JSON.

    Source: the WHATWG event stream format; the deviations are those of relays and gateways.
    """

    def __init__(
        self,
        max_line_bytes: int = MAX_LINE_BYTES,
        max_event_bytes: int = MAX_EVENT_BYTES,
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        self.is_html = False
        self.is_too_big = False
        self.stray = ""
        self._max_line = max_line_bytes
        self._max_event = max_event_bytes
        self._left_bytes = max_body_bytes
        self._events: list[StreamEvent] = []
        self._opening: bytes | None = b""
        self._is_sniffed = False
        self._is_json_body = False
        self._after_cr = False
        self._line = bytearray()
        self._data: list[bytes] = []
        self._data_size = 0
        self._name = ""
        self._bare: _BareValue | None = None

    @property
    def ends_inside_character(self) -> bool:
        """Tell whether the unfinished line breaks off in the middle of a character."""
        tail = bytes(self._line[-4:])
        for size in range(1, min(4, len(tail)) + 1):
            lead = tail[-size]
            if lead < 0x80:
                return False
            if lead >= 0xC0:
                return size < (2 if lead < 0xE0 else 3 if lead < 0xF0 else 4)
        return False

    def feed(self, data: bytes) -> list[StreamEvent]:
        """Take more bytes and return the events that they complete."""
        self._left_bytes -= len(data)
        self.is_too_big = self.is_too_big or self._left_bytes < 0
        if self._opening is not None:
            data = self._without_bom(data)
        if self._after_cr and data:
            self._after_cr = False
            data = data.removeprefix(b"\n")
        if b"\r" in data:
            self._after_cr = data.endswith(b"\r")
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not self._is_sniffed:
            self._sniff(data)
        if self.is_html or self.is_too_big:
            return []
        return self._take_lines(data)

    def finish(self) -> list[StreamEvent]:
        """Return what was still pending at the end of the body, if it is whole.

        A piece of JSON that does not parse was cut off and is dropped.
        """
        if self._opening:
            opening, self._opening = self._opening, None
            self._sniff(opening)
            self._take_lines(opening)
        if self.is_html or self.is_too_big:
            return []
        if self._line:
            line, self._line = bytes(self._line), bytearray()
            self._take_line(line)
        self._end_bare()
        self._dispatch()
        events, self._events = self._events, []
        while events and isinstance(events[-1], Malformed):
            events.pop()
        return events

    def _without_bom(self, data: bytes) -> bytes:
        opening = (self._opening or b"") + data
        if len(opening) < len(_BOM) and _BOM.startswith(opening):
            self._opening = opening
            return b""
        self._opening = None
        return opening.removeprefix(_BOM)

    def _sniff(self, data: bytes) -> None:
        """Look at the first byte that is not blank, if it is here."""
        first = data.lstrip(_BLANK_BYTES)[:1]
        self._is_sniffed = bool(first)
        self.is_html = first == b"<"
        self._is_json_body = first in (b"{", b"[")

    def _take_lines(self, data: bytes) -> list[StreamEvent]:
        lines = data.split(b"\n")
        rest = lines.pop()
        if lines and self._line:
            self._line += lines[0]
            lines[0] = bytes(self._line)
            self._line = bytearray()
        for line in lines:
            self._take_line(line)
            if self.is_too_big:
                break
        else:
            self._line += rest
            self.is_too_big = len(self._line) > self._max_line
        events, self._events = self._events, []
        return events

    def _take_line(self, line: bytes) -> None:
        if len(line) > self._max_line:
            self.is_too_big = True
        elif line.startswith(b"data:"):
            self._end_bare()
            self._take_data(line[6:] if line[5:6] == b" " else line[5:])
        elif self._bare is not None and not _is_field(line):
            self._collect_bare(line)
        elif not line:
            self._dispatch()
        elif not line.startswith(b":"):
            self._take_other(line)
        else:
            self._end_bare()

    def _take_data(self, value: bytes) -> None:
        self._data.append(value)
        self._data_size += len(value) + 1
        self.is_too_big = self._data_size > self._max_event

    def _take_other(self, line: bytes) -> None:
        """Take a field that is rare, or a line that is none."""
        name, _, value = line.partition(b":")
        if name not in _FIELDS:
            self._take_stray(line)
            return
        self._end_bare()
        if name == b"event":
            self._name = value.removeprefix(b" ").decode("utf-8", "replace")
        elif name == b"data":
            self._take_data(b"")

    def _take_stray(self, line: bytes) -> None:
        start = line.lstrip(_BLANK_BYTES)
        if start[:6].upper() == _MARKER.encode():
            self._dispatch()
            self._events.append(Marker())
        elif start[:1] in (b"{", b"["):
            self._dispatch()
            self._bare = _BareValue()
            self._collect_bare(line)
        elif start and not self.stray:
            self.stray = start[:EXCERPT_CHARS].decode("utf-8", "replace")

    def _collect_bare(self, line: bytes) -> None:
        """Add a raw line to the JSON that stands in the body without a field name."""
        bare = self._bare
        if bare is None:
            return
        if bare.add(line):
            self._end_bare()
            return
        limit = self._max_event if self._is_json_body else MAX_BARE_BYTES
        if len(bare.collected) > limit:
            self._end_bare()
            self.is_too_big = self._is_json_body

    def _end_bare(self) -> None:
        """Take what was gathered, whole or interrupted by something else."""
        if self._bare is None:
            return
        collected, self._bare = bytes(self._bare.collected), None
        self._parse(collected, is_bare=True)

    def _dispatch(self) -> None:
        if not self._data:
            self._name = ""
            return
        data = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
        self._data = []
        self._data_size = 0
        self._parse(data, is_bare=False)
        self._name = ""

    def _parse(self, data: bytes, *, is_bare: bool) -> None:
        text = data.decode("utf-8", "replace").strip()
        try:
            value, end = _raw_decode(text)
        except (ValueError, RecursionError):
            self._parse_glued(text, is_bare=is_bare)
            return
        if end != len(text) or type(value) is not dict or _SURROGATE_ESCAPE.search(text):
            self._parse_glued(text, is_bare=is_bare)
            return
        self._events.append(Event(value, self._name, is_bare))

    def _parse_glued(self, text: str, *, is_bare: bool) -> None:
        """Take JSON values that stand back to back, with prefixes and end marks between them."""
        has_surrogates = _SURROGATE_ESCAPE.search(text) is not None
        at = 0
        while (at := _skip_between(text, at)) < len(text):
            if text[at : at + len(_MARKER)].upper() == _MARKER:
                self._events.append(Marker())
                return
            try:
                value, at = _raw_decode(text, at)
                if has_surrogates:
                    value = _without_lone_surrogates(value)
            except (ValueError, RecursionError):
                self._events.append(Malformed(text[at : at + EXCERPT_CHARS]))
                return
            self._take_value(value, is_bare=is_bare)

    def _take_value(self, value: object, *, is_bare: bool) -> None:
        values = value if isinstance(value, list) and value else [value]
        for one in values:
            if isinstance(one, dict):
                self._events.append(Event(one, self._name, is_bare))
            else:
                self._events.append(Malformed(str(one)[:EXCERPT_CHARS]))


class _BareValue:
    """Gather raw lines until the JSON in them is whole; each byte is looked at once."""

    def __init__(self) -> None:
        self.collected = bytearray()
        self._depth = 0
        self._is_in_string = False

    def add(self, line: bytes) -> bool:
        """Add a line and tell whether every bracket that was opened is closed at its end."""
        self.collected += line
        self.collected += b"\n"
        for match in _STRUCTURE.finditer(line):
            token = match.group()
            if token == b'"':
                self._is_in_string = not self._is_in_string
            elif self._is_in_string or token[:1] == b"\\":
                continue
            elif token in (b"{", b"["):
                self._depth += 1
            else:
                self._depth -= 1
        return self._depth <= 0 and not self._is_in_string


def _is_field(line: bytes) -> bool:
    return line.startswith(b":") or line.partition(b":")[0] in _FIELDS


def _skip_between(text: str, at: int) -> int:
    """Return where the next value begins: behind blanks and repeated prefixes."""
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text.startswith(_PREFIX, at):
            at += len(_PREFIX)
        else:
            break
    return at


def _without_lone_surrogates(value: object) -> object:
    """Put U+FFFD in the place of halves of characters, which cannot be stored as UTF-8."""
    match value:
        case str():
            joined = value.encode("utf-16", "surrogatepass")
            return joined.decode("utf-16", "replace")
        case list():
            return [_without_lone_surrogates(item) for item in value]
        case dict():
            return {
                str(_without_lone_surrogates(name)): _without_lone_surrogates(item)
                for name, item in value.items()
            }
        case _:
            return value
