from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.api.retry import BackOff, parse_retry_after, retry_allowed, wanted_wait
from supertoken_desktop.domain.errors import ApiError, RetryAdvice, RetryClass

NOW = datetime(2026, 10, 21, 7, 28, 0, tzinfo=UTC)
EXACT = BackOff(lambda: 0.0)


def failed(retry_class: RetryClass, **advice: float | bool) -> ApiError:
    return ApiError(advice=RetryAdvice(retry_class, **advice))  # type: ignore[arg-type]  # one field


def waits(error: ApiError, back_off: BackOff = EXACT) -> list[float]:
    found: list[float] = []
    while len(found) < 5 and (wait := back_off.next_wait(error, len(found), 0.0)) is not None:
        found.append(wait)
    return found


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (failed(RetryClass.NONE), []),
        (failed(RetryClass.RATE), [2.0, 4.0]),
        (failed(RetryClass.RATE, after_s=7.5), [7.5, 7.5]),
        (failed(RetryClass.RATE, after_s=60.0), [60.0, 60.0]),
        (failed(RetryClass.RATE, after_s=60.1), []),
        (failed(RetryClass.BUSY), [0.5, 1.0]),
        (failed(RetryClass.BUSY, after_s=3.0), [3.0, 3.0]),
        (failed(RetryClass.NET), [0.5, 1.0]),
        (failed(RetryClass.NET, was_sent=True), [0.5]),
        (failed(RetryClass.BUSY, was_sent=True), [0.5, 1.0]),
        (failed(RetryClass.BUSY, allowed=False), []),
        (failed(RetryClass.RATE, allowed=True), [2.0, 4.0]),
    ],
)
def test_each_class_waits_exactly_this_long(error: ApiError, expected: list[float]) -> None:
    assert waits(error) == expected


def test_nothing_is_repeated_after_ninety_seconds() -> None:
    error = failed(RetryClass.BUSY)

    assert EXACT.next_wait(error, 0, 89.9) == 0.5
    assert EXACT.next_wait(error, 0, 90.0) is None


def test_a_changed_request_is_resent_at_once_whatever_has_passed() -> None:
    assert EXACT.next_wait(failed(RetryClass.FIX), 2, 500.0) == 0.0


@given(st.floats(0, 1, exclude_max=True))
def test_jitter_shortens_own_waits_by_a_quarter_and_lengthens_asked_ones(jitter: float) -> None:
    back_off = BackOff(lambda: jitter)

    assert 1.5 <= waits(failed(RetryClass.RATE), back_off)[0] <= 2.0
    assert 7.0 <= waits(failed(RetryClass.RATE, after_s=7.0), back_off)[0] <= 7.25


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2", 2.0),
        (" 2.5 ", 2.5),
        ("Wed, 21 Oct 2026 07:28:03 GMT", 3.0),
        ("Wednesday, 21-Oct-26 07:28:03 GMT", 3.0),
        ("Wed Oct 21 07:28:03 2026", 3.0),
        ("Tue, 20 Oct 2026 07:28:03 GMT", None),
        ("0", None),
        ("-3", None),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("9" * 400, None),
    ],
)
def test_retry_after_means_these_seconds(value: str, seconds: float | None) -> None:
    assert parse_retry_after(value, NOW) == seconds


@given(st.text(max_size=50))
def test_no_retry_after_raises(value: str) -> None:
    seconds = parse_retry_after(value, NOW)

    assert seconds is None or seconds > 0


def test_a_date_is_measured_by_the_relays_own_clock() -> None:
    headers = {
        "retry-after": "Wed, 21 Oct 2026 07:28:03 GMT",
        "date": "Wed, 21 Oct 2026 07:28:00 GMT",
    }

    assert wanted_wait(headers, datetime(2031, 1, 1, tzinfo=UTC)) == 3.0


def test_milliseconds_win_over_seconds() -> None:
    assert wanted_wait({"retry-after-ms": "1500", "retry-after": "9"}, NOW) == 1.5


def test_should_retry_is_read_only_when_it_says_so() -> None:
    assert retry_allowed({"x-should-retry": "True"}) is True
    assert retry_allowed({"x-should-retry": "false"}) is False
    assert retry_allowed({"x-should-retry": "perhaps"}) is None
