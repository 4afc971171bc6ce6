"""What a relay's refusal means: one parser for all envelopes, one table of meanings."""

import contextlib
import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from supertoken_desktop.api import address
from supertoken_desktop.api.envelope import Envelope, envelope_of, has_message, read_envelope
from supertoken_desktop.api.meanings import Meaning, is_challenge, meaning_in_stream, meaning_of
from supertoken_desktop.api.retry import LONGEST_WISH_S, retry_allowed, wanted_wait
from supertoken_desktop.domain.errors import (
    ApiError,
    ErrorDetail,
    RelayFault,
    RetryAdvice,
    RetryClass,
    WrongAddress,
)

_REQUEST_ID_HEADERS = ("x-oneapi-request-id", "x-request-id", "request-id")
_NEVER_REPEATED = frozenset({400, 401, 402, 403, 404, 405, 408, 410, 413, 415, 422, 501, 504, 524})


def is_error_value(value: Mapping[str, object]) -> bool:
    """Tell whether an object of a stream is an error and not a chunk of an answer."""
    if value.get("error"):
        return True
    if value.get("choices") is not None:
        return False
    return value.get("success") is False or has_message(value)


def error_in_stream(value: Mapping[str, object], reason: str) -> ApiError:
    """Return the error that came as an object inside a successful reply.

    Its class follows from type and code; what is unknown counts as a fault of the relay, which may
    be repeated before the first token.
    """
    envelope = envelope_of(value)
    meaning = meaning_in_stream(envelope)
    return meaning.error(
        reason=reason,
        detail=_detail(envelope, None),
        advice=RetryAdvice(meaning.retry_class, was_sent=True),
    )


def error_for_reply(
    status: int, headers: Mapping[str, str], body: bytes, now: datetime, *, root: str
) -> ApiError:
    """Return the error that a reply with status 400 or above means; header names in lower case."""
    envelope = read_envelope(body)
    if envelope.is_html and is_challenge(status, body):
        meaning = Meaning(RelayFault, "challenge")
    else:
        meaning = meaning_of(status, envelope)
    after_s = wanted_wait(headers, now)
    allowed = retry_allowed(headers)
    retry_class = meaning.retry_class
    if allowed and retry_class is RetryClass.NONE and _may_be_allowed(status, meaning, envelope):
        retry_class = RetryClass.BUSY
    hint = address.corrected(root) if meaning.error is WrongAddress else None
    return meaning.error(
        reason=_rate_reason(headers, after_s) if meaning.reason == "429" else meaning.reason,
        detail=_detail(envelope, status, request_id_of(headers), hint),
        advice=RetryAdvice(retry_class, after_s, allowed, was_sent=True),
    )


def error_for_page(status: int, headers: Mapping[str, str], root: str) -> ApiError:
    """Return the error for a web page in the place of an answer."""
    detail = ErrorDetail(
        status=status,
        request_id=request_id_of(headers),
        host=urlsplit(root).hostname,
        hint=address.corrected(root),
    )
    return WrongAddress(reason="html", detail=detail)


def error_for_redirect(status: int, headers: Mapping[str, str], url: str, root: str) -> ApiError:
    """Return the error for a reply that points elsewhere; `url` is what was asked.

    The hint is the address to use instead, where there is another usable one. Redirects are not
    followed, because a POST would lose its body and another host must not see the key.
    """
    host, hint = None, None
    with contextlib.suppress(ValueError):  # a target that is no address is no hint
        target = urljoin(url, headers.get("location", ""))
        host = urlsplit(target).hostname
        hint = address.normalise(target).root
    detail = ErrorDetail(
        status=status,
        request_id=request_id_of(headers),
        host=host,
        hint=hint if hint != root else None,
    )
    return WrongAddress(reason="redirect", detail=detail)


def empty_reply(status: int, headers: Mapping[str, str], stray: str) -> ApiError:
    """Return the error for a reply that held nothing; `stray` is text that was no answer."""
    return RelayFault(
        reason="empty-200",
        detail=ErrorDetail(status, message=stray or None, request_id=request_id_of(headers)),
        advice=RetryAdvice(RetryClass.NET, was_sent=True),
    )


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """Return the relay's name for a request, else the upstream's."""
    return next((headers[name] for name in _REQUEST_ID_HEADERS if headers.get(name)), None)


def without_text(error: ApiError, text: str, instead: str) -> ApiError:
    """Return an error whose details nowhere hold a text: relays may send the key back."""
    if not text:
        return error

    # Names of hosts come in small letters.
    found = re.compile(re.escape(text), re.IGNORECASE)

    def mask(value: str | None) -> str | None:
        return found.sub(instead, value) if value else value

    detail = error.detail
    return error.with_detail(
        code=mask(detail.code),
        type=mask(detail.type),
        param=mask(detail.param),
        message=mask(detail.message),
        request_id=mask(detail.request_id),
        host=mask(detail.host),
        hint=mask(detail.hint),
    )


def _detail(
    envelope: Envelope, status: int | None, request_id: str | None = None, hint: str | None = None
) -> ErrorDetail:
    return ErrorDetail(
        status=status,
        code=envelope.code or None,
        type=envelope.type or None,
        param=envelope.param or None,
        message=envelope.message or None,
        request_id=request_id or envelope.request_id or None,
        hint=hint,
    )


def _rate_reason(headers: Mapping[str, str], after_s: float | None) -> str:
    if after_s is None:
        return "429-none"
    if after_s > LONGEST_WISH_S:
        return "429-long"
    is_number = headers.get("retry-after", "0").strip()[:1].isdigit()
    return "429-seconds" if is_number else "429-date"


def _may_be_allowed(status: int, meaning: Meaning, envelope: Envelope) -> bool:
    """Tell whether `x-should-retry: true` counts: never for what must not be repeated silently."""
    is_fault = meaning.error is RelayFault and not envelope.is_html
    return is_fault and status not in _NEVER_REPEATED
