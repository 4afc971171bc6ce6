"""Scenarios: HTTP errors and limits, before any body (entries 40 to 54 of the catalogue)."""

from collections.abc import Mapping
from dataclasses import replace

from supertoken_desktop.demo.chunks import DONE, data_event
from supertoken_desktop.demo.faults import (
    BANNED,
    BODY_TOO_LARGE,
    KEY_EXHAUSTED,
    KEY_EXPIRED,
    KEY_INVALID,
    KEY_NO_MODEL,
    KEY_SUFFIX,
    MUST_STREAM,
    NO_MONEY,
    NOT_IMPLEMENTED,
    WRONG_IP,
    Fault,
    Origin,
    no_channel,
    unknown_url,
)
from supertoken_desktop.demo.framing import GATEWAY_PAGE, page_of
from supertoken_desktop.demo.scene import Scene, Script
from supertoken_desktop.demo.wire import EVENT_STREAM, HTML, JSON, Reply, whole

SERVER_DATE = "Wed, 21 Oct 2026 07:28:00 GMT"
THREE_SECONDS_LATER = "Wed, 21 Oct 2026 07:28:03 GMT"
A_DAY_EARLIER = "Tue, 20 Oct 2026 07:28:03 GMT"
ELSEWHERE = "https://elsewhere.invalid/v1/chat/completions"


def _fault(
    status: int, words: str, kind: str, code: str | None = None, param: str | None = None
) -> Fault:
    return Fault(status, words, words, kind, code, param, Origin.UPSTREAM)


RATE_LIMIT = _fault(429, "rate limit", "rate_limit_exceeded", "rate_limit_exceeded")
SATURATED = Fault(
    429,
    "当前分组上游负载已饱和，请稍后再试",
    "The upstream load of this group is saturated, please try again later",
    "upstream_error",
    "bad_response_status_code",
    "429",
    Origin.UPSTREAM,
)
NO_BALANCE = _fault(
    429,
    "You exceeded your current quota, please check your plan and billing details",
    "insufficient_quota",
    "insufficient_quota",
)
UNAVAILABLE = _fault(503, "The server is overloaded", "service_unavailable", "service_unavailable")
SERVER_ERROR = _fault(500, "The server had an error", "server_error", "server_error")
OVERLOADED = _fault(529, "Overloaded", "overloaded_error")
TEMPERATURE_REFUSED = _fault(
    400,
    "Unsupported value: 'temperature' does not support the value given with this model",
    "invalid_request_error",
    "unsupported_value",
    "temperature",
)
MAX_TOKENS_REFUSED = _fault(
    400,
    "Unsupported parameter: 'max_tokens' is not supported with this model",
    "invalid_request_error",
    "unsupported_parameter",
    "max_tokens",
)


def refused_by(fault: Fault, *headers: tuple[str, str]) -> Script:
    """Return a script that answers with an error."""
    return lambda scene: scene.fault(fault, *headers)


def rate_seconds(default_s: str) -> Script:
    """Return a script that refuses and names the seconds to wait."""

    def play(scene: Scene) -> Reply:
        return scene.fault(RATE_LIMIT, ("Retry-After", scene.cue.retry_after or default_s))

    return play


def rate_date(when: str) -> Script:
    """Return a script that refuses and names the time to come back, by the relay's clock."""

    def play(scene: Scene) -> Reply:
        value = scene.cue.retry_after or when
        return scene.fault(RATE_LIMIT, ("Retry-After", value), ("Date", SERVER_DATE))

    return play


def empty_body(status: int) -> Script:
    """Return a script that answers with a status and nothing else."""
    return lambda _scene: whole(status, JSON, b"")


def server_error(scene: Scene) -> Reply:
    """Answer with a fault of the relay, by default 500."""
    return scene.fault(replace(SERVER_ERROR, status=scene.cue.status or 500))


def model_not_served(scene: Scene) -> Reply:
    """Answer as to a model that this key may not use."""
    return scene.fault(no_channel(scene.chunks.model))


def model_not_served_text(scene: Scene) -> Reply:
    """Answer as to a model that this key may not use, without a code."""
    return scene.fault(replace(no_channel(scene.chunks.model), code=None))


def gateway_timeout(status: int) -> Script:
    """Return a script for a gateway that gave up waiting."""
    return page_of(status, GATEWAY_PAGE)


def empty_stream(scene: Scene) -> Reply:
    """Answer 200 and end at once."""
    return scene.sse() if scene.stream else whole(200, JSON, b"")


def only_comments(scene: Scene) -> Reply:
    """Answer 200 with comments only."""
    return scene.sse(b": PING\n\n", b": PING\n\n")


def stop_without_text(scene: Scene) -> Reply:
    """Finish in order without having said anything."""
    return scene.sse(scene.chunks.role(), scene.chunks.finish("stop"), DONE)


def must_stream(scene: Scene) -> Reply:
    """Refuse a request that does not stream, whatever the model."""
    return scene.normal() if scene.stream else scene.fault(MUST_STREAM)


def refuses_field(fault: Fault, field: str) -> Script:
    """Return a script that refuses requests with a certain field."""
    return lambda scene: scene.fault(fault) if field in scene.fields else scene.normal()


def redirect(scene: Scene) -> Reply:
    """Point to another host."""
    headers = (("Location", ELSEWHERE),)
    return whole(scene.cue.status or 308, HTML, b"", headers)


def redirect_slash(scene: Scene) -> Reply:
    """Point to the same address with a slash at its end."""
    return whole(scene.cue.status or 307, HTML, b"", (("Location", f"{scene.path}/"),))


def error_as_stream(scene: Scene) -> Reply:
    """Answer an error status with the content type of a stream and a JSON body."""
    return whole(scene.cue.status or 500, EVENT_STREAM, _stream_error(scene))


def error_as_event(scene: Scene) -> Reply:
    """Answer an error status with the content type of a stream and an error event."""
    return whole(scene.cue.status or 500, EVENT_STREAM, data_event(_stream_error(scene)))


def _stream_error(scene: Scene) -> bytes:
    if scene.cue.status is not None and scene.cue.status < 500:
        return scene.fault_json(_fault(scene.cue.status, "bad field", "invalid_request_error"))
    return scene.fault_json(SERVER_ERROR)


SCRIPTS: Mapping[str, Script] = {
    "429-seconds": rate_seconds("2"),
    "429-seconds/ms": refused_by(RATE_LIMIT, ("retry-after-ms", "1500"), ("Retry-After", "2")),
    "429-date": rate_date(THREE_SECONDS_LATER),
    "429-date/past": rate_date(A_DAY_EARLIER),
    "429-date/garbage": rate_date("soon"),
    "429-none": refused_by(RATE_LIMIT),
    "429-none/empty": empty_body(429),
    "429-none/saturated": refused_by(SATURATED),
    "429-long": rate_seconds("900"),
    "429-quota": refused_by(NO_BALANCE),
    "503": refused_by(UNAVAILABLE),
    "503-html": page_of(503, GATEWAY_PAGE),
    "503-no-channel": model_not_served,
    "503-no-channel/text": model_not_served_text,
    "500-then-ok": server_error,
    "500-always": server_error,
    "529": refused_by(OVERLOADED),
    "504": gateway_timeout(504),
    "504/524": gateway_timeout(524),
    "empty-200": empty_stream,
    "empty-200/comments": only_comments,
    "empty-200/stop": stop_without_text,
    "401-invalid": refused_by(KEY_INVALID),
    "401-expired": refused_by(KEY_EXPIRED),
    "401-exhausted": refused_by(KEY_EXHAUSTED),
    "403-quota": refused_by(NO_MONEY),
    "403-model": refused_by(KEY_NO_MODEL),
    "403-banned": refused_by(BANNED),
    "403-ip": refused_by(WRONG_IP),
    "403-suffix": refused_by(KEY_SUFFIX),
    "402": refused_by(_fault(402, "Insufficient Balance", "upstream_error", "402")),
    "404-url": lambda scene: scene.fault(unknown_url("POST", scene.path)),
    "404-model": refused_by(
        _fault(404, "The model does not exist", "invalid_request_error", "model_not_found", "model")
    ),
    "410": refused_by(_fault(410, "Live search is deprecated", "upstream_error", "410")),
    "413-json": refused_by(BODY_TOO_LARGE),
    "413-html": page_of(
        413, b"<html><head><title>413 Request Entity Too Large</title></head></html>\n"
    ),
    "422": refused_by(_fault(422, "Unprocessable field", "invalid_request_error", "422")),
    "501": refused_by(NOT_IMPLEMENTED),
    "gpt-nonstream": must_stream,
    "bad-param": refuses_field(TEMPERATURE_REFUSED, "temperature"),
    "bad-param/max_tokens": refuses_field(MAX_TOKENS_REFUSED, "max_tokens"),
    "bad-param/always": refused_by(TEMPERATURE_REFUSED),
    "redirect": redirect,
    "redirect/slash": redirect_slash,
    "error-sse-type": error_as_stream,
    "error-sse-type/event": error_as_event,
}
