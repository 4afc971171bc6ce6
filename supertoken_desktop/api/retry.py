"""Which attempt may follow a failed one, and after how long; pure."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from supertoken_desktop.domain.errors import ApiError, RetryAdvice, RetryClass

MAX_RETRIES = 2
MAX_RETRIES_WHEN_SENT = 1
BUDGET_S = 90.0
LONGEST_WISH_S = 60.0

_RATE_BASE_S, _RATE_CAP_S = 2.0, 30.0
_BUSY_BASE_S, _BUSY_CAP_S = 0.5, 8.0
_SPREAD = 0.25
_WISH_SPREAD_S = 0.25
_FARTHEST_S = 1e8
_SECONDS = re.compile(r"\d{1,300}(\.\d*)?")


class BackOff:
    """Grow waits exponentially, spread by chance, and obey what the relay asks for.

    `jitter` returns a number from 0 up to 1: 0 gives the longest of the exponential waits and adds
    nothing to a wait that the relay asked for.
    Source: the retry table of the stream catalogue; base, cap and spread are the OpenAI SDK's.
    """

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._jitter = jitter

    def next_wait(self, error: ApiError, retries: int, elapsed_s: float) -> float | None:
        """Return seconds to wait before the next attempt, or None for none.

        A request that may have been billed is repeated once at most. A resend of a changed request
        (FIX) waits for nothing; that there is only one is the caller's to see to.
        """
        advice = error.advice
        if advice.retry_class is RetryClass.FIX:
            return 0.0
        if advice.allowed is False or retries >= MAX_RETRIES or elapsed_s >= BUDGET_S:
            return None
        match advice.retry_class:
            case RetryClass.NONE:
                return None
            case RetryClass.RATE:
                return self._obeyed(advice, retries, _RATE_BASE_S, _RATE_CAP_S)
            case RetryClass.BUSY:
                return self._obeyed(advice, retries, _BUSY_BASE_S, _BUSY_CAP_S)
            case RetryClass.NET:
                if advice.was_sent and retries >= MAX_RETRIES_WHEN_SENT:
                    return None
                return self._grown(retries, _BUSY_BASE_S, _BUSY_CAP_S)

    def _obeyed(
        self, advice: RetryAdvice, retries: int, base_s: float, cap_s: float
    ) -> float | None:
        if advice.after_s is None or advice.after_s <= 0:
            return self._grown(retries, base_s, cap_s)
        if advice.after_s > LONGEST_WISH_S:
            return None
        return advice.after_s + _WISH_SPREAD_S * self._jitter()

    def _grown(self, retries: int, base_s: float, cap_s: float) -> float:
        factor = 1.0 - _SPREAD * self._jitter()
        return min(cap_s, base_s * float(2**retries)) * factor


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Return how long the relay asks us to wait, in seconds.

    `value` is the header as sent: seconds, whole or decimal, or an HTTP-date, measured against
    `now` (UTC). None means unreadable or not in the future; the caller then uses its own back-off.

    Raises: nothing; the header is hostile input.
    Source: RFC 9110, section 10.2.3; relays behind CDNs send dates.
    """
    text = value.strip()
    if _SECONDS.fullmatch(text):
        seconds = float(text)
    else:
        until = _http_date(text)
        if until is None:
            return None
        seconds = (until - now).total_seconds()
    return min(seconds, _FARTHEST_S) if seconds > 0 else None


def wanted_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the wait that a reply's headers ask for, in seconds; None for none that is usable.

    Milliseconds win; a date is measured by the relay's own clock where it names its time.
    """
    millis = headers.get("retry-after-ms", "").strip()
    if _SECONDS.fullmatch(millis) and float(millis) > 0:
        return min(float(millis) / 1000, _FARTHEST_S)
    relay_now = _http_date(headers.get("date", "")) or now
    return parse_retry_after(headers.get("retry-after", ""), relay_now)


def retry_allowed(headers: Mapping[str, str]) -> bool | None:
    """Return what `x-should-retry` says, None where it is absent or something else."""
    said = headers.get("x-should-retry", "").strip().lower()
    return {"true": True, "false": False}.get(said)


def _http_date(value: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when
