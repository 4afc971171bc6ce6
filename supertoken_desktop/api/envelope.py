"""The many forms in which relays and what stands behind them wrap an error, read into one."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from supertoken_desktop.api.sse import Event, SseDecoder

MOST_BODY_BYTES = 1 << 20
_MOST_MESSAGE_CHARS = 2000
_MOST_TEXT_CHARS = 300
_MOST_DEPTH = 4
# Both read hostile text in time that grows with its length alone: what is not closed goes on to
# the end, and what may repeat is bounded.
_TAG = re.compile(r"<(script|style)\b.*?(?:</\1>|\Z)|<[^>]*(?:>|\Z)", re.DOTALL | re.IGNORECASE)
_REQUEST_ID = re.compile(
    r"[(（]\s{0,9}request id[:：]\s{0,9}([^()（）]{0,200})[)）]", re.IGNORECASE
)
_MESSAGE_NAMES = ("message", "msg", "detail", "err", "error_msg")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an error says of itself; everything missing is empty.

    `message` is in the relay's words, the request id taken out of it. `is_html` tells that the body
    is a web page.
    """

    message: str = ""
    type: str = ""
    code: str = ""
    param: str = ""
    request_id: str = ""
    is_html: bool = False


def read_envelope(body: bytes) -> Envelope:
    """Return what the body of an error says, whatever form it has.

    Source: the envelopes of new-api, one-api, Gemini, Anthropic, x.ai, DashScope and Codex; relays
    send errors with the content type of a stream, too.
    """
    text = body[:MOST_BODY_BYTES].decode("utf-8", "replace").removeprefix("\ufeff").strip()
    if text.startswith("<"):
        plain = " ".join(_TAG.sub(" ", text).split())
        return Envelope(message=plain[:_MOST_TEXT_CHARS], is_html=True)
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _from_events(body) or _from_message(text[:_MOST_TEXT_CHARS])
    return envelope_of(value)


def envelope_of(value: object, depth: int = 0) -> Envelope:
    """Return what a decoded error says."""
    if isinstance(value, list) and value and depth < _MOST_DEPTH:
        return envelope_of(value[0], depth + 1)
    if not isinstance(value, dict):
        return _from_message(_words(value))
    inner = value.get("error")
    error = inner if isinstance(inner, dict) else {}
    details = error.get("details")
    found = _from_message(_message(value))
    return Envelope(
        message=found.message,
        type=_first(error.get("type"), _outer_type(value), error.get("status")),
        code=_first(error.get("code"), value.get("code"), _of(details, "error_code")),
        param=_first(error.get("param"), value.get("param")),
        request_id=found.request_id or _first(value.get("request_id")),
    )


def has_message(value: Mapping[str, object]) -> bool:
    """Tell whether an object that is no chunk of an answer carries words of an error."""
    return any(_words(value.get(name)) for name in (*_MESSAGE_NAMES, "errors"))


def _from_events(body: bytes) -> Envelope | None:
    decoder = SseDecoder()
    events = [*decoder.feed(body[:MOST_BODY_BYTES]), *decoder.finish()]
    first = next((event for event in events if isinstance(event, Event)), None)
    return None if first is None else envelope_of(dict(first.value))


def _from_message(message: str) -> Envelope:
    found = _REQUEST_ID.search(message)
    if found is None:
        return Envelope(message=message[:_MOST_MESSAGE_CHARS])
    rest = (message[: found.start()].rstrip() + message[found.end() :]).strip()
    return Envelope(message=rest[:_MOST_MESSAGE_CHARS], request_id=found.group(1).strip())


def _message(value: Mapping[str, object]) -> str:
    """Return the first of the places where relays put their words that holds any."""
    error = value.get("error")
    errors = value.get("errors")
    places = (
        _of(error, "message"),
        error if isinstance(error, str) else None,
        *(value.get(name) for name in _MESSAGE_NAMES),
        _of(errors[0], "message") if isinstance(errors, list) and errors else errors,
        value.get("description"),
        _of(value.get("header"), "message"),
        _of(_of(value.get("response"), "error"), "message"),
    )
    return next((words for place in places if (words := _words(place))), "")


def _outer_type(value: Mapping[str, object]) -> object:
    kind = value.get("type")
    return None if kind == "error" else kind


def _words(value: object, depth: int = 0) -> str:
    """Return text, or the texts of a list of `{"msg": …}` objects."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and depth < _MOST_DEPTH:
        inner = (_of(item, "msg") or _of(item, "message") or item for item in value[:10])
        texts = (_words(item, depth + 1) for item in inner)
        return "; ".join(text for text in texts if text)
    return ""


def _of(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _first(*values: object) -> str:
    """Return the first value that is text or a number, as text."""
    for value in values:
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:_MOST_TEXT_CHARS]
    return ""
