"""Scenarios: errors and oddities in the framing of streams (entries 15 to 19 and 26 to 39)."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from supertoken_desktop.demo.chunks import DONE, data_event, packed
from supertoken_desktop.demo.endings import GAP_S, TOOL_NAME
from supertoken_desktop.demo.reply_plan import TOOL_ARGUMENTS
from supertoken_desktop.demo.scene import Scene, Script, call_object
from supertoken_desktop.demo.wire import (
    HTML,
    JSON,
    Cut,
    Pause,
    Reply,
    Step,
    bytewise,
    gzipped,
    in_one_write,
    in_writes_of,
    mapped_lines,
    mixed_lines,
    split_crlf,
    whole,
)

MEGABYTE = 1_000_000
UNICODE_TEXT = (
    "a\u2028b\u2029c\u0085d\u000be\u000cf\u001cg\u001dh\u001ei\u0000j \U0001f600 k\ufffdl\ufeffm"
)
PAGE = (
    b'<!doctype html>\n<html><head><meta charset="utf-8"><title>Demo relay</title></head>'
    b'<body><div id="root">Demo relay: dashboard</div></body></html>\n'
)
CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head>"
    b'<body><div id="challenge-running">Checking your browser</div></body></html>\n'
)
GATEWAY_PAGE = b"<html><head><title>Bad gateway</title></head><body>nginx</body></html>\n"


def upstream_error(message: str, kind: str, code: str) -> dict[str, object]:
    """Return an error object as it is forwarded from behind the relay."""
    return {"error": {"message": message, "type": kind, "code": code}}


def _broken_upstream(scene: Scene) -> dict[str, object]:
    words = f"upstream broke (request id: {scene.request_id})"
    return upstream_error(words, "upstream_error", "bad_response")


RATE_ERROR = upstream_error("rate limit", "rate_limit_exceeded", "rate_limit_exceeded")
FATAL_ERROR = upstream_error("bad field", "invalid_request_error", "invalid_request")


def bare_error(scene: Scene) -> Reply:
    """Answer 200 with a JSON error where a stream should be."""
    return scene.sse(packed(_broken_upstream(scene)) + b"\n")


def bare_error_json(scene: Scene) -> Reply:
    """Answer 200 with a JSON error that says it is JSON."""
    return whole(200, JSON, packed(_broken_upstream(scene)))


def bare_error_pretty(scene: Scene) -> Reply:
    """Answer 200 with a JSON error over many lines."""
    return scene.sse(json.dumps(_broken_upstream(scene), indent=2).encode() + b"\n")


def bare_error_of(error: Mapping[str, object]) -> Script:
    """Return a script that answers 200 with a given JSON error."""
    return lambda scene: scene.sse(packed(error) + b"\n")


def bare_error_mid(scene: Scene) -> Reply:
    """Put a JSON error without prefix behind the text."""
    return scene.sse(*scene.opening(), packed(_broken_upstream(scene)) + b"\n")


def bare_error_mid_pretty(scene: Scene) -> Reply:
    """Put a JSON error over many lines behind the text."""
    error = json.dumps(_broken_upstream(scene), indent=2).encode()
    return scene.sse(*scene.opening(), error + b"\n\n", DONE)


OVERLOADED = upstream_error("overloaded", "server_error", "503")


def error_event_of(error: object, *after: bytes, name: bytes = b"") -> Script:
    """Return a script that sends an error event, then `after`."""
    return lambda scene: scene.sse(*scene.opening(), name + data_event(packed(error)), *after)


def error_null(scene: Scene) -> Reply:
    """Say `error: null` in every chunk, which is no error."""
    quiet = replace(scene, chunks=scene.chunks.renamed(error=None))
    return scene.sse(*quiet.all_text(), *quiet.ending())


def page_of(status: int, page: bytes) -> Script:
    """Return a script that answers with a web page."""
    return lambda _scene: whole(status, HTML, page)


def json_reply(scene: Scene) -> Reply:
    """Answer with one JSON object although a stream was asked for."""
    return whole(200, JSON, packed(scene.completion()))


def json_reply_tools(scene: Scene) -> Reply:
    """Answer with one JSON object that calls a tool."""
    call = call_object("call_demo_1", TOOL_NAME, TOOL_ARGUMENTS)
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    return whole(200, JSON, packed({**scene.completion(), "choices": [choice]}))


def json_reply_sse(scene: Scene) -> Reply:
    """Send the one JSON object as an event."""
    return scene.sse(data_event(packed(scene.completion())), DONE)


def big_chunk(scene: Scene) -> Reply:
    """Send one event with a megabyte of text."""
    big = scene.saying(big_text(scene.cue.size or MEGABYTE))
    return scene.sse(*big.all_text(), *big.ending())


def big_chunk_trickle(scene: Scene) -> Reply:
    """Send one long line in writes of 1 KB."""
    big = scene.saying(big_text(scene.cue.size or MEGABYTE))
    event = big.chunks.text(big.plan.text)
    return scene.sse(scene.chunks.role(), *in_writes_of(event, 1024), *big.ending())


def too_big(scene: Scene) -> Reply:
    """Send a line longer than any client should take."""
    size = scene.cue.size or 17 * MEGABYTE
    event = scene.chunks.text("x" * size)
    return scene.sse(*scene.opening(), *in_writes_of(event, 1 << 16), *scene.ending())


def big_text(size: int) -> str:
    """Return text of so many characters, in lines of 16."""
    return ("0123456789abcde\n" * (size // 16 + 1))[:size]


def reshaped(shape: Callable[[Scene, Iterable[Step]], Iterable[Step]]) -> Script:
    """Return a script that sends the healthy body in another shape."""

    def play(scene: Scene) -> Reply:
        healthy = scene.normal()
        return healthy.with_body(shape(scene, healthy.body))

    return play


def _drip(scene: Scene, body: Iterable[Step]) -> Iterable[Step]:
    return bytewise(body, 0.001 if scene.cue.gap_s is None else scene.cue.gap_s)


def _split_crlf(scene: Scene, body: Iterable[Step]) -> Iterable[Step]:
    return split_crlf(body, GAP_S if scene.cue.gap_s is None else scene.cue.gap_s)


def gzip_by(*, flush_each: bool) -> Script:
    """Return a script that compresses the body."""

    def play(scene: Scene) -> Reply:
        healthy = scene.normal()
        packed_body = gzipped(healthy.body, flush_each=flush_each)
        return healthy.with_body(packed_body).with_headers(("Content-Encoding", "gzip"))

    return play


def gzip_truncated(scene: Scene) -> Reply:
    """Lose the connection in the middle of the compressed body."""
    body = (*gzipped(scene.opening(), flush_each=True),)
    reply = scene.sse(*body[:-1], Cut())
    return reply.with_headers(("Content-Encoding", "gzip"))


def after_done(*ghosts: bytes) -> Script:
    """Return a script that goes on after the end mark."""

    def play(scene: Scene) -> Reply:
        tail = ghosts or (scene.chunks.text("ghost"), b"data: garbage\n\n")
        return scene.sse(*scene.all_text(), *scene.ending(), *tail)

    return play


def after_done_usage(scene: Scene) -> Reply:
    """Give the token counts after the end mark."""
    finish = scene.chunks.finish("stop")
    return scene.sse(*scene.all_text(), finish, DONE, scene.usage())


def _each_event(
    change: Callable[[bytes], bytes],
) -> Callable[[Scene, Iterable[Step]], Iterable[Step]]:
    return lambda _scene, body: (change(step) if isinstance(step, bytes) else step for step in body)


def _multi_data(event: bytes) -> bytes:
    """Break the line before each delta, between two JSON tokens."""
    return event.replace(b',"choices":', b',\ndata: "choices":').replace(
        b',"delta":', b'\ndata: ,"delta":'
    )


def comments(scene: Scene) -> Reply:
    """Strew comments and other fields that mean nothing between and inside events."""
    noise = b": PING\n\n: keep-alive\n\n:\n\nretry: 3000\n\nid: 7\n\n\n\n"
    body: list[Step] = [noise]
    for step in (*scene.all_text(), *scene.ending()):
        if isinstance(step, bytes) and step is not DONE:
            inside = _multi_data(step).replace(b"\ndata: ", b"\n: inside\ndata: ")
            body += [b"event: message\n" + inside, b": PING\n\n"]
        else:
            body.append(step)
    return scene.sse(*body)


def stall_pings(scene: Scene) -> Reply:
    """Send nothing but comments after some text."""
    gap_s = 10.0 if scene.cue.gap_s is None else scene.cue.gap_s

    def body() -> Iterable[Step]:
        yield from scene.opening()
        while True:
            yield Pause(gap_s)
            yield b": PING\n\n"

    return scene.streaming(body())


def unicode_lines(scene: Scene) -> Reply:
    """Put characters that look like line ends, escapes and a lone surrogate into the text."""
    raw = UNICODE_TEXT
    event = scene.chunks.text(raw)
    for character in "\u000b\u000c\u001c\u001d\u001e":
        event = event.replace(json.dumps(character)[1:-1].encode(), character.encode())
    event = event.replace("\U0001f600".encode(), rb"\ud83d\ude00")
    event = event.replace("\ufffd".encode(), rb"\ud83d")
    return scene.sse(scene.chunks.role(), event, *scene.saying(raw).ending())


def bom(scene: Scene) -> Reply:
    """Begin the body with a byte order mark."""
    healthy = scene.normal()
    return healthy.with_body((b"\xef\xbb\xbf", *healthy.body))


def no_final_blank(scene: Scene) -> Reply:
    """End without a line end after the end mark."""
    return scene.sse(*scene.all_text(), *scene.ending()[:-1], DONE.rstrip(b"\n"))


def no_final_blank_finish(scene: Scene) -> Reply:
    """End without a line end after the finish reason."""
    return scene.sse(*scene.all_text(), scene.chunks.finish("stop").rstrip(b"\n"))


def bad_json_many(count: int) -> Script:
    """Return a script with events that are not JSON among good ones."""
    oops = b"data: {oops\n\n"
    return lambda scene: scene.sse(*scene.all_text(), *(oops,) * count, *scene.ending())


def bad_json_flood(scene: Scene) -> Reply:
    """Send far too many bad events, and no end."""
    return scene.sse(*scene.opening(), *(b"data: {oops\n\n",) * 30)


def bad_json_only(scene: Scene) -> Reply:
    """Send nothing but a bad event."""
    return scene.sse(b"data: {oops\n\n", DONE)


def glued(scene: Scene) -> Reply:
    """Send two JSON objects in one event."""
    first, second, *rest = scene.plan.pieces
    pair = [scene.chunks.text(piece)[len(b"data: ") : -2] for piece in (first, second)]
    event = data_event(b"".join(pair))
    return scene.sse(scene.chunks.role(), event, *scene.texts(rest), *scene.ending())


def glued_error(scene: Scene) -> Reply:
    """Send an error right behind a chunk, no blank line between."""
    pieces = scene.plan.pieces[: scene.cue.after]
    last = scene.chunks.text(pieces[-1]) if pieces else scene.chunks.role()
    event = last[:-1] + data_event(packed(OVERLOADED))
    return scene.sse(scene.chunks.role(), *scene.texts(pieces[:-1]), event)


SCRIPTS: Mapping[str, Script] = {
    "bare-error": bare_error,
    "bare-error/json": bare_error_json,
    "bare-error/pretty": bare_error_pretty,
    "bare-error/rate": bare_error_of(RATE_ERROR),
    "bare-error/fatal": bare_error_of(FATAL_ERROR),
    "bare-error-mid": bare_error_mid,
    "bare-error-mid/pretty": bare_error_mid_pretty,
    "error-event": error_event_of(OVERLOADED, DONE),
    "error-event/eof": error_event_of(OVERLOADED),
    "error-event/choices": error_event_of({"choices": [], **OVERLOADED}, DONE),
    "error-event/text": error_event_of({"error": "overloaded"}, DONE),
    "error-event/plain": error_event_of({"code": 500, "message": "overloaded"}, DONE),
    "error-event/named": error_event_of(OVERLOADED, DONE, name=b"event: error\n"),
    "error-event/rate": error_event_of(RATE_ERROR, DONE),
    "error-event/fatal": error_event_of(FATAL_ERROR, DONE),
    "error-event/null": error_null,
    "html": page_of(200, PAGE),
    "html/502": page_of(502, GATEWAY_PAGE),
    "html/504": page_of(504, GATEWAY_PAGE),
    "html/challenge": page_of(403, CHALLENGE),
    "html/challenge-503": page_of(503, CHALLENGE),
    "json-reply": json_reply,
    "json-reply/tools": json_reply_tools,
    "json-reply-sse": json_reply_sse,
    "big-chunk": big_chunk,
    "big-chunk/trickle": big_chunk_trickle,
    "too-big": too_big,
    "drip": reshaped(_drip),
    "burst": reshaped(lambda _scene, body: in_one_write(body)),
    "gzip": gzip_by(flush_each=True),
    "gzip/whole": gzip_by(flush_each=False),
    "gzip/truncated": gzip_truncated,
    "after-done": after_done(),
    "after-done/twice": after_done(DONE),
    "after-done/usage": after_done_usage,
    "crlf": reshaped(lambda _scene, body: mapped_lines(body, b"\r\n")),
    "crlf/cr": reshaped(lambda _scene, body: mapped_lines(body, b"\r")),
    "crlf/mixed": reshaped(lambda _scene, body: mixed_lines(body)),
    "crlf/split": reshaped(_split_crlf),
    "no-space": reshaped(_each_event(lambda event: event.replace(b"data: ", b"data:", 1))),
    "no-space/two": reshaped(_each_event(lambda event: event.replace(b"data: ", b"data:  ", 1))),
    "multi-data": reshaped(_each_event(_multi_data)),
    "comments": comments,
    "stall-pings": stall_pings,
    "unicode-lines": unicode_lines,
    "bom": bom,
    "no-final-blank": no_final_blank,
    "no-final-blank/finish": no_final_blank_finish,
    "event-lines": reshaped(_each_event(lambda event: b"event: chunk\n" + event)),
    "bad-json": bad_json_many(1),
    "bad-json/flood": bad_json_flood,
    "bad-json/only": bad_json_only,
    "glued": glued,
    "glued/error": glued_error,
}
