"""The table of what status, code and words of a refusal mean."""

import re
from dataclasses import dataclass, replace

from supertoken_desktop.api.envelope import Envelope
from supertoken_desktop.domain.errors import (
    ApiError,
    ConnectFailed,
    ContextTooLong,
    Filtered,
    KeyRefused,
    ModelUnavailable,
    QuotaExhausted,
    RateLimited,
    RelayFault,
    RequestRejected,
    RetryClass,
    TimedOut,
    WrongAddress,
)

_CHALLENGE = (b"just a moment", b"challenge", b"captcha", b"attention required", b"cf-ray")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of error, its reason code, and whether it may be repeated.

    An empty reason stands for the status as it is.
    """

    error: type[ApiError]
    reason: str = ""
    retry_class: RetryClass = RetryClass.NONE


@dataclass(frozen=True, slots=True)
class _Rule:
    """A row: statuses, then codes or types that are equal, or words that the message matches.

    Without codes and words every reply of these statuses matches.
    """

    statuses: tuple[int, ...]
    meaning: Meaning
    codes: frozenset[str] = frozenset()
    words: str = ""

    def matches(self, status: int, envelope: Envelope) -> bool:
        if status not in self.statuses:
            return False
        if not self.codes and not self.words:
            return True
        if envelope.code.lower() in self.codes or envelope.type.lower() in self.codes:
            return True
        return bool(self.words and re.search(self.words, envelope.message.lower()))


def meaning_of(status: int, envelope: Envelope) -> Meaning:
    """Return what an HTTP error means: status and code first, then the relay's words.

    Source: the meaning table of our notes on relays, read from new-api and one-api.
    """
    if status == 400 and envelope.param and not _is_known_400(envelope):
        return Meaning(RequestRejected, "bad-param")
    if status == 413:
        return Meaning(RequestRejected, "413-html" if envelope.is_html else "413-json")
    if status == 503 and envelope.is_html:
        return Meaning(RelayFault, "503-html", RetryClass.BUSY)
    for rule in _RULES:
        if rule.matches(status, envelope):
            return replace(rule.meaning, reason=rule.meaning.reason or str(status))
    error = RequestRejected if status < 500 else RelayFault
    return Meaning(error, str(status))


def meaning_in_stream(envelope: Envelope) -> Meaning:
    """Return what an error inside a successful reply means, by its type and code alone."""
    return meaning_of(_status_like(envelope), envelope)


def is_challenge(status: int, body: bytes) -> bool:
    """Tell whether a web page asks a person to prove to be one."""
    start = body[:20_000].lower()
    return status in (403, 503) and any(mark in start for mark in _CHALLENGE)


def _status_like(envelope: Envelope) -> int:
    """Return the HTTP status that an error without one would have had; 500 for the unknown."""
    if envelope.code.isdecimal() and 400 <= int(envelope.code[:9]) <= 599:
        return int(envelope.code)
    named = {envelope.code.lower(), envelope.type.lower()}
    for status, names in _NAMED_STATUSES:
        if named & names:
            return status
    return 500


def _is_known_400(envelope: Envelope) -> bool:
    return any(r.matches(400, envelope) for r in _RULES if r.codes or r.words)


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_QUOTA_CODES = _codes(
    "insufficient_quota insufficient_user_quota pre_consume_token_quota_failed billing_error "
    "insufficient_balance billing_hard_limit_reached"
)
_FILTER_CODES = _codes(
    "content_policy_violation content_filter data_inspection_failed prompt_blocked "
    "sensitive_words_detected"
)
_NAMED_STATUSES: tuple[tuple[int, frozenset[str]], ...] = (
    (429, _QUOTA_CODES),
    (400, _FILTER_CODES | {"context_length_exceeded"}),
    (429, _codes("rate_limit_exceeded rate_limit_error too_many_requests resource_exhausted")),
    (503, _codes("model_not_found get_channel_failed")),
    (401, _codes("invalid_api_key")),
    (500, _codes("bad_response do_request_failed bad_response_body empty_response server_error")),
    (500, _codes("bad_response_status_code upstream_error api_error")),
    (529, _codes("overloaded_error")),
    (400, _codes("invalid_request_error invalid_request invalid_argument bad_request")),
    (403, _codes("permission_error permission_denied access_denied")),
    (401, _codes("authentication_error unauthenticated")),
    (404, _codes("not_found_error not_found")),
    (413, _codes("request_too_large")),
)


def _rule(
    statuses: tuple[int, ...],
    error: type[ApiError],
    reason: str,
    retry_class: RetryClass = RetryClass.NONE,
    *,
    codes: frozenset[str] = frozenset(),
    words: str = "",
) -> _Rule:
    return _Rule(statuses, Meaning(error, reason, retry_class), codes, words)


_BUSY = RetryClass.BUSY
_RULES: tuple[_Rule, ...] = (
    _rule(
        (400, 500),
        RequestRejected,
        "gpt-nonstream",
        codes=_codes("stream_required"),
        words=r"\bstream\b.*\btrue\b",
    ),
    _rule(
        (400, 413, 422, 500),
        ContextTooLong,
        "context",
        codes=_codes("context_length_exceeded"),
        words="context length|context window|too long|exceed.*token|token.*exceed",
    ),
    _rule(
        (400, 403, 422, 500),
        Filtered,
        "content-filter",
        codes=_FILTER_CODES,
        words="content management policy|inappropriate content|敏感词",
    ),
    _rule((400,), QuotaExhausted, "402", words="credit balance|insufficient balance"),
    _rule((400,), ModelUnavailable, "404-model", codes=_codes("model_not_found")),
    _rule(
        (400,),
        RequestRejected,
        "bad-param",
        codes=_codes("unsupported_parameter unsupported_value"),
    ),
    _rule((401,), QuotaExhausted, "401-exhausted", words="已用尽|exhausted|quota"),
    _rule((401,), KeyRefused, "401-expired", words="已过期|过期|expired"),
    _rule(
        (401,),
        KeyRefused,
        "401-invalid",
        codes=_codes("invalid_api_key"),
        words="令牌|invalid token|no token",
    ),
    _rule((401,), RelayFault, "401-upstream", codes=_codes("upstream_error authentication_error")),
    _rule((401,), KeyRefused, "401-invalid"),
    _rule((402,), QuotaExhausted, "402"),
    _rule(
        (403,),
        QuotaExhausted,
        "403-quota",
        codes=_QUOTA_CODES,
        words="额度|quota|预扣费|余额|insufficient balance",
    ),
    _rule(
        (403,),
        ModelUnavailable,
        "403-model",
        codes=_codes("model_not_found"),
        words="无权访问.*模型|无权使用.*模型|no access to.*model",
    ),
    _rule((403,), KeyRefused, "403-banned", words="封禁|banned"),
    _rule((403,), KeyRefused, "403-suffix", words="渠道|channel"),
    _rule(
        (403,),
        KeyRefused,
        "403-ip",
        codes=_codes("access_denied"),
        words=r"(?<![a-z])ips?(?![a-z])",
    ),
    _rule((403,), ModelUnavailable, "403-group", words="分组|group"),
    _rule((403,), KeyRefused, "403"),
    _rule((404,), WrongAddress, "404-url", words="invalid url"),
    _rule(
        (404,),
        ModelUnavailable,
        "404-model",
        codes=_codes("model_not_found not_found_error"),
        words="does not exist|model|模型",
    ),
    _rule((404,), WrongAddress, "404-url"),
    _rule((407,), ConnectFailed, "net-proxy"),
    _rule((408,), TimedOut, ""),
    _rule((409, 425), RelayFault, "", _BUSY),
    _rule(
        (429,),
        QuotaExhausted,
        "429-quota",
        codes=_QUOTA_CODES,
        words="billing|额度|余额|current quota",
    ),
    _rule((429,), RateLimited, "429", RetryClass.RATE),
    _rule((500,), RequestRejected, "400", codes=_codes("invalid_request")),
    _rule((501,), RequestRejected, ""),
    _rule((500, 502, 520, 521, 522, 523, 529), RelayFault, "", _BUSY),
    _rule(
        (503,),
        ModelUnavailable,
        "503-no-channel",
        codes=_codes("model_not_found get_channel_failed"),
        words="无可用渠道|no available channel",
    ),
    _rule((503,), RelayFault, "503", _BUSY),
    _rule((504, 524), RelayFault, ""),
)
