"""The catalogue's entries 40 to 54: HTTP errors and limits."""

from supertoken_desktop.demo.expectations import (
    Case,
    Retry,
    Scenario,
    complete,
    failed,
    retried,
)

TEMPERATURE = (("temperature", 0.5),)
MAX_TOKENS = (("max_tokens", 500),)
TWO_WAITS_BUSY = (0.5, 1.0)


def _refused(
    status: int, reason: str, *options: str, retry: Retry = "none", code: str | None = None
) -> Case:
    return failed(reason, retry, *options, error_status=status, error_code=code)


def _always(status: int, waits_s: tuple[float, ...], *options: str) -> Case:
    """Return a case in which the relay refuses as often as it is asked."""
    case = _refused(status, str(status), *options, "times=always")
    return case.having(requests=len(waits_s) + 1, waits_s=waits_s)


def _final(scenario_id: str, title: str, *cases: Case) -> Scenario:
    return Scenario(50, scenario_id, title, cases=cases, protocol="any")


def _fixed(*options: str, fields: tuple[tuple[str, float | int], ...] = ()) -> Case:
    """Return a case in which one field is changed at once and the second request succeeds."""
    return complete(*options, requests=2, fields=fields)


STATUSES: tuple[Scenario, ...] = (
    Scenario(
        40,
        "429-seconds",
        "too many requests, with the seconds to wait",
        "rate",
        (
            retried((2.0,)),
            retried((2.0, 2.0), "times=2"),
            retried((1.5,), "variant=ms"),
            retried((2.5,), "ra=2.5"),
            _always(429, (2.0, 2.0)),
        ),
        protocol="any",
    ),
    Scenario(
        41,
        "429-date",
        "too many requests, with the time to come back",
        "rate",
        (
            retried((3.0,)),
            retried((2.0,), "variant=past"),
            retried((2.0,), "variant=garbage"),
            _always(429, (3.0, 3.0)),
        ),
        protocol="any",
    ),
    Scenario(
        42,
        "429-none",
        "too many requests, nothing more",
        "rate",
        (
            retried((2.0,)),
            retried((2.0, 4.0), "times=2"),
            retried((2.0,), "variant=empty"),
            retried((2.0,), "variant=saturated"),
            _always(429, (2.0, 4.0)),
        ),
        protocol="any",
    ),
    Scenario(
        43,
        "429-long",
        "too many requests, come back much later",
        cases=(_refused(429, "429-long", code="rate_limit_exceeded"),),
        protocol="any",
    ),
    Scenario(
        44,
        "429-quota",
        "no balance, with the status of a rate limit",
        cases=(_refused(429, "429-quota", code="insufficient_quota"),),
        protocol="any",
    ),
    Scenario(
        45,
        "503",
        "overloaded",
        "busy",
        (retried((0.5,)), retried(TWO_WAITS_BUSY, "times=2"), _always(503, TWO_WAITS_BUSY)),
        protocol="any",
    ),
    Scenario(
        45,
        "503-html",
        "overloaded, as a web page",
        "busy",
        (retried((0.5,)), _always(503, TWO_WAITS_BUSY)),
        protocol="any",
    ),
    Scenario(
        46,
        "503-no-channel",
        "a model that this key is not served",
        cases=(
            _refused(503, "503-no-channel", code="model_not_found"),
            _refused(503, "503-no-channel", "variant=text"),
        ),
        protocol="any",
    ),
    Scenario(
        47,
        "500-then-ok",
        "a fault of the relay that passes",
        "busy",
        (retried((0.5,)), retried(TWO_WAITS_BUSY, "times=2"), retried((0.5,), "status=502")),
        protocol="any",
    ),
    Scenario(
        47,
        "500-always",
        "a fault of the relay that stays",
        "busy",
        (_refused(500, "500", retry="busy", code="server_error"),),
        protocol="any",
    ),
    Scenario(
        47,
        "529",
        "overloaded in another's words",
        "busy",
        (retried((0.5,)), _always(529, TWO_WAITS_BUSY)),
        protocol="any",
    ),
    Scenario(
        48,
        "504",
        "a gateway that gave up waiting",
        cases=(_refused(504, "504"), _refused(524, "524", "variant=524")),
        protocol="any",
    ),
    Scenario(
        49,
        "empty-200",
        "success without a word",
        "net",
        (
            failed("empty", "net"),
            failed("empty", "net", "variant=comments"),
            failed("empty", "none", "variant=stop", finish_reason="stop"),
        ),
        protocol="any",
    ),
    _final("401-invalid", "a wrong key", _refused(401, "401-invalid")),
    _final("401-expired", "an expired key", _refused(401, "401-expired")),
    _final("401-exhausted", "a key without quota", _refused(401, "401-exhausted")),
    _final(
        "403-quota",
        "an account without balance",
        _refused(403, "403-quota", code="insufficient_user_quota"),
    ),
    _final("403-model", "a key that may not use the model", _refused(403, "403-model")),
    _final("403-banned", "a blocked account", _refused(403, "403-banned")),
    _final("403-ip", "an address not allowed", _refused(403, "403-ip", code="access_denied")),
    _final("403-suffix", "a key with something behind it", _refused(403, "403-suffix")),
    _final("402", "no balance upstream", _refused(402, "402")),
    _final("404-url", "an endpoint that is missing", _refused(404, "404-url")),
    _final(
        "404-model",
        "a model unknown upstream",
        _refused(404, "404-model", code="model_not_found"),
    ),
    _final("410", "a feature withdrawn", _refused(410, "410")),
    _final("413-json", "a body too large", _refused(413, "413", code="read_request_body_failed")),
    _final("413-html", "a body too large for the gateway", _refused(413, "413")),
    _final("422", "a field that cannot be processed", _refused(422, "422")),
    _final("501", "an endpoint not offered", _refused(501, "501", code="api_not_implemented")),
    Scenario(
        51,
        "gpt-nonstream",
        "a model that must stream",
        "fix",
        (complete(),),
        protocol="any",
    ),
    Scenario(
        52,
        "bad-param",
        "a field that the model refuses",
        "fix",
        (
            _fixed(fields=TEMPERATURE),
            _fixed("variant=max_tokens", fields=MAX_TOKENS),
            failed(
                "bad-param",
                "none",
                "variant=always",
                requests=2,
                fields=TEMPERATURE,
                error_status=400,
                error_code="unsupported_value",
            ),
        ),
        protocol="any",
    ),
    Scenario(
        53,
        "redirect",
        "the relay has moved",
        cases=(
            _refused(308, "redirect"),
            _refused(301, "redirect", "status=301"),
            _refused(302, "redirect", "status=302"),
            _refused(307, "redirect", "status=307"),
            _refused(307, "redirect", "variant=slash"),
        ),
        protocol="any",
    ),
    Scenario(
        54,
        "error-sse-type",
        "an error that calls itself a stream",
        "busy",
        (
            _refused(500, "500", retry="busy", code="server_error"),
            _refused(500, "500", "variant=event", retry="busy", code="server_error"),
            _refused(400, "400", "status=400"),
        ),
        protocol="any",
    ),
)
