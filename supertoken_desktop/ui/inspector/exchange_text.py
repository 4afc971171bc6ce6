"""A recorded exchange as text: the bytes as they came, or with their JSON set out; pure.

Takes time where there is much of it: callers use a thread.
"""

import enum
import json
from bisect import bisect_right
from collections.abc import Iterator
from typing import assert_never

from supertoken_desktop.domain.exchange import Exchange, Headers, RawBody

# What is shown at most; copying and saving take all.
MOST_SHOWN = 200_000
LONGEST_LINE = 4_000
_DATA = "data:"
_TIME_WIDTH = 9
_ENCODER = json.JSONEncoder(ensure_ascii=False, indent=2)
# Requests and answers become three times as long when set out.
_MOST_GROWTH = 20
_FREE_CHARACTERS = 10_000


class View(enum.Enum):
    """The three views of an exchange."""

    REQUEST = "request"
    ANSWER = "answer"
    HEADERS = "headers"


def text_of(exchange: Exchange, view: View, *, formatted: bool) -> str:
    """Return a view as text; JSON is set out on lines of its own where `formatted`."""
    match view:
        case View.REQUEST:
            return _request(exchange, formatted=formatted)
        case View.ANSWER:
            return _answer(exchange, formatted=formatted)
        case View.HEADERS:
            return _headers(exchange)
        case _:
            assert_never(view)


def whole_text(exchange: Exchange) -> str:
    """Return all of an exchange as it came, to be saved."""
    views = (View.HEADERS, View.REQUEST, View.ANSWER)
    return "\n\n".join(text_of(exchange, view, formatted=False) for view in views) + "\n"


def shown_part(text: str) -> str:
    """Return what can be shown without keeping anybody waiting: very long lines are cut."""
    lines = (_cut(line) for line in text[:MOST_SHOWN].split("\n"))
    return "\n".join(lines) + ("\n…" if len(text) > MOST_SHOWN else "")


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"


def _request(exchange: Exchange, *, formatted: bool) -> str:
    body = _decoded(exchange.request_body)
    text = _set_out(body) if formatted else body
    return f"{exchange.method} {exchange.url}\n\n{text}{_rest(exchange.request_body)}"


def _answer(exchange: Exchange, *, formatted: bool) -> str:
    body = exchange.answer
    text = _decoded(body)
    if not any(line.startswith(_DATA) for line in text.splitlines()):
        text = _set_out(text) if formatted else text
    else:
        text = "\n".join(_timed(body, formatted=formatted))
    return f"{_status_line(exchange)}\n\n{text}{_rest(body)}"


def _status_line(exchange: Exchange) -> str:
    pieces = [] if exchange.status is None else [f"HTTP {exchange.status}"]
    pieces.append(f"{exchange.duration_s:.3f} s")
    if exchange.failure is not None:
        pieces.append(f"{exchange.failure.kind} ({exchange.failure.reason})")
    return " · ".join(pieces)


def _timed(body: RawBody, *, formatted: bool) -> Iterator[str]:
    """Return the lines of a stream, each with the seconds after which it began to come."""
    at = 0
    for raw in body.content.split(b"\n"):
        line = raw.decode("utf-8", "replace").rstrip("\r")
        read = bisect_right(body.offsets, at) - 1
        seconds = f"{body.seconds[read]:{_TIME_WIDTH}.3f}" if read >= 0 else " " * _TIME_WIDTH
        at += len(raw) + 1
        if not line:
            yield ""
            continue
        yield f"{seconds}  {_event(line) if formatted else line}"


def _event(line: str) -> str:
    if not line.startswith(_DATA):
        return line
    value = line[len(_DATA) :].strip()
    indent = " " * (_TIME_WIDTH + 2)
    return f"{_DATA} " + _set_out(value).replace("\n", f"\n{indent}")


def _set_out(text: str) -> str:
    """Return JSON on lines of its own; what is none, or would become very long, stays as it is.

    Deeply nested, each number of two characters could stand behind two thousand blanks.
    """
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        pieces: list[str] = []
        room = _FREE_CHARACTERS + _MOST_GROWTH * len(text)
        for piece in _ENCODER.iterencode(json.loads(text)):
            pieces.append(piece)
            room -= len(piece)
            if room < 0:
                return text
    except (ValueError, RecursionError):
        return text
    return "".join(pieces)


def _headers(exchange: Exchange) -> str:
    sent = f"{exchange.method} {exchange.url}\n{_header_lines(exchange.request_headers)}"
    if exchange.status is None:
        return sent
    return f"{sent}\n\nHTTP {exchange.status}\n{_header_lines(exchange.response_headers)}"


def _header_lines(headers: Headers) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _decoded(body: RawBody) -> str:
    return body.content.decode("utf-8", "replace")


def _rest(body: RawBody) -> str:
    missing = body.total_bytes - len(body.content)
    return f"\n… (+{missing} bytes)" if missing > 0 else ""
