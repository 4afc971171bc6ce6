import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.api.envelope import read_envelope
from supertoken_desktop.api.faults import (
    error_for_redirect,
    error_for_reply,
    error_in_stream,
    is_error_value,
    without_text,
)
from supertoken_desktop.domain.errors import (
    ApiError,
    ConnectFailed,
    ContextTooLong,
    ErrorDetail,
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

NOW = datetime(2026, 3, 14, tzinfo=UTC)
NONE, RATE, BUSY = RetryClass.NONE, RetryClass.RATE, RetryClass.BUSY


def refused(status: int, body: object = "", **headers: str) -> ApiError:
    raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return error_for_reply(status, named, raw, NOW, root="https://host/panel")


def worded(message: str, code: str = "", kind: str = "", param: str = "") -> dict[str, object]:
    return {"error": {"message": message, "type": kind, "code": code, "param": param}}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": {"message": "broken", "type": "t", "code": "c"}}, "broken"),
        ({"error": {"message": "坏了 (request id: 2026)", "type": "one_api_error"}}, "坏了"),
        ({"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}, "busy"),
        ({"error": "text"}, "text"),
        ({"detail": "Stream must be set"}, "Stream must be set"),
        (
            {"detail": [{"msg": "field required"}, {"msg": "too short"}]},
            "field required; too short",
        ),
        ({"success": False, "message": "no"}, "no"),
        ({"code": "InvalidParameter", "message": "bad", "request_id": "x"}, "bad"),
        ({"error_msg": "a"}, "a"),
        ({"errors": [{"message": "b"}]}, "b"),
        ({"description": "c"}, "c"),
        ({"header": {"message": "d"}}, "d"),
        ({"response": {"error": {"message": "e"}}}, "e"),
        ([{"error": {"code": 429, "message": "f", "status": "RESOURCE_EXHAUSTED"}}], "f"),
        ("plain words", "plain words"),
        (
            "<html><head><title>502</title><style>x{}</style></head>Bad gateway</html>",
            "502 Bad gateway",
        ),
        ("", ""),
        ('data: {"error":{"message":"g"}}\n\n', "g"),
    ],
)
def test_every_envelope_gives_its_message(body: object, message: str) -> None:
    raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()

    assert read_envelope(raw).message == message


def test_the_request_id_moves_from_the_words_into_the_details() -> None:
    envelope = read_envelope('{"error":{"message":"x（request id：2026 7）"}}'.encode())

    assert (envelope.message, envelope.request_id) == ("x", "2026 7")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["error", "message", "detail", "errors", "code", "type", "x"]),
                inner,
            )
        ),
        max_leaves=8,
    ),
    st.integers(400, 599),
)
def test_no_body_of_an_error_raises(value: object, status: int) -> None:
    assert isinstance(refused(status, value), ApiError)


MEANINGS: list[tuple[int, object, type[ApiError], str, RetryClass]] = [
    (401, worded("无效的令牌", "invalid_api_key"), KeyRefused, "401-invalid", NONE),
    (401, worded("Invalid token"), KeyRefused, "401-invalid", NONE),
    (401, "", KeyRefused, "401-invalid", NONE),
    (401, worded("该令牌已过期"), KeyRefused, "401-expired", NONE),
    (401, worded("该令牌额度已用尽"), QuotaExhausted, "401-exhausted", NONE),
    (
        401,
        worded("bad upstream key", kind="authentication_error"),
        RelayFault,
        "401-upstream",
        NONE,
    ),
    (402, "", QuotaExhausted, "402", NONE),
    (403, worded("x", "insufficient_user_quota"), QuotaExhausted, "403-quota", NONE),
    (403, worded("用户额度不足"), QuotaExhausted, "403-quota", NONE),
    (403, worded("该令牌无权访问模型 gpt"), ModelUnavailable, "403-model", NONE),
    (403, worded("User has been banned"), KeyRefused, "403-banned", NONE),
    (403, worded("您的IP不在列表中", "access_denied"), KeyRefused, "403-ip", NONE),
    (403, worded("普通用户不支持指定渠道"), KeyRefused, "403-suffix", NONE),
    (403, worded("分组不可用"), ModelUnavailable, "403-group", NONE),
    (403, worded("no"), KeyRefused, "403", NONE),
    (403, "<html><title>Just a moment...</title></html>", RelayFault, "challenge", NONE),
    (404, worded("Invalid URL (POST /v1/foo)"), WrongAddress, "404-url", NONE),
    (404, "<html>not found</html>", WrongAddress, "404-url", NONE),
    (404, worded("no such thing", "model_not_found"), ModelUnavailable, "404-model", NONE),
    (405, "", RequestRejected, "405", NONE),
    (407, "", ConnectFailed, "net-proxy", NONE),
    (408, "", TimedOut, "408", NONE),
    (409, "", RelayFault, "409", BUSY),
    (410, worded("deprecated"), RequestRejected, "410", NONE),
    (413, "<html>too large</html>", RequestRejected, "413-html", NONE),
    (413, worded("request body too large"), RequestRejected, "413-json", NONE),
    (422, "", RequestRejected, "422", NONE),
    (425, "", RelayFault, "425", BUSY),
    (429, "", RateLimited, "429-none", RATE),
    (429, worded("当前分组上游负载已饱和"), RateLimited, "429-none", RATE),
    (429, worded("负载已饱和", "insufficient_quota"), QuotaExhausted, "429-quota", NONE),
    (429, worded("check your plan and billing"), QuotaExhausted, "429-quota", NONE),
    (
        400,
        worded("x", "unsupported_value", param="temperature"),
        RequestRejected,
        "bad-param",
        NONE,
    ),
    (400, worded("Stream must be set to true"), RequestRejected, "gpt-nonstream", NONE),
    (
        400,
        worded("x", "context_length_exceeded", param="messages"),
        ContextTooLong,
        "context",
        NONE,
    ),
    (400, worded("maximum context length is 8192 tokens"), ContextTooLong, "context", NONE),
    (400, worded("x", "content_filter", param="prompt"), Filtered, "content-filter", NONE),
    (400, worded("bad"), RequestRejected, "400", NONE),
    (418, "", RequestRejected, "418", NONE),
    (500, worded("x", "sensitive_words_detected"), Filtered, "content-filter", NONE),
    (500, worded("x", "invalid_request"), RequestRejected, "400", NONE),
    (500, worded("请求上游地址失败", "do_request_failed"), RelayFault, "500", BUSY),
    (501, worded("x", "api_not_implemented"), RequestRejected, "501", NONE),
    (502, "<html>nginx</html>", RelayFault, "502", BUSY),
    (503, worded("overloaded"), RelayFault, "503", BUSY),
    (503, "<html>nginx</html>", RelayFault, "503-html", BUSY),
    (
        503,
        worded("当前分组 default 下对于模型 x 无可用渠道"),
        ModelUnavailable,
        "503-no-channel",
        NONE,
    ),
    (503, worded("x", "model_not_found"), ModelUnavailable, "503-no-channel", NONE),
    (504, "<html>nginx</html>", RelayFault, "504", NONE),
    (508, "", RelayFault, "508", NONE),
    (522, "<html>cdn</html>", RelayFault, "522", BUSY),
    (524, "<html>cdn</html>", RelayFault, "524", NONE),
    (529, worded("Overloaded"), RelayFault, "529", BUSY),
]


@pytest.mark.parametrize(("status", "body", "kind", "reason", "retry_class"), MEANINGS)
def test_each_refusal_means_what_the_table_says(
    status: int, body: object, kind: type[ApiError], reason: str, retry_class: RetryClass
) -> None:
    error = refused(status, body)

    assert type(error) is kind
    assert (error.reason, error.advice.retry_class) == (reason, retry_class)
    assert error.detail.status == status
    assert error.advice.was_sent


@pytest.mark.parametrize(
    ("headers", "reason", "after_s"),
    [
        ({"retry_after": "2"}, "429-seconds", 2.0),
        ({"retry_after_ms": "1500"}, "429-seconds", 1.5),
        ({"retry_after": "900"}, "429-long", 900.0),
        (
            {
                "retry_after": "Wed, 21 Oct 2026 07:28:03 GMT",
                "date": "Wed, 21 Oct 2026 07:28:00 GMT",
            },
            "429-date",
            3.0,
        ),
        ({"retry_after": "soon"}, "429-none", None),
    ],
)
def test_a_rate_limit_tells_when_to_come_back(
    headers: dict[str, str], reason: str, after_s: float | None
) -> None:
    error = refused(429, "", **headers)

    assert (error.reason, error.advice.after_s) == (reason, after_s)


def test_should_retry_never_allows_what_may_have_been_billed_or_cannot_help() -> None:
    assert refused(508, "", x_should_retry="true").advice.retry_class is BUSY
    assert refused(504, "", x_should_retry="true").advice.retry_class is NONE
    assert refused(401, "", x_should_retry="true").advice.retry_class is NONE
    assert refused(503, "", x_should_retry="false").advice.allowed is False


def test_the_relays_request_id_wins_over_the_upstreams() -> None:
    error = refused(500, "", x_request_id="up", x_oneapi_request_id="relay")

    assert error.detail.request_id == "relay"


def test_a_wrong_address_brings_the_corrected_one() -> None:
    assert refused(404, "<html></html>").detail.hint == "https://host/v1"


@pytest.mark.parametrize(
    ("location", "hint"),
    [
        ("https://other.example/v1/chat/completions", "https://other.example"),
        ("/v1/chat/completions/", None),
        ("/api/v3/chat/completions", "https://host/api/v3"),
        ("http://other.example/v1", None),
        ("ftp://x", None),
        ("", None),
    ],
)
def test_a_redirect_names_the_new_address_only_if_it_is_another_usable_one(
    location: str, hint: str | None
) -> None:
    url, root = "https://host/v1/chat/completions", "https://host"

    error = error_for_redirect(308, {"location": location}, url, root)

    assert (error.reason, error.detail.hint) == ("redirect", hint)


@pytest.mark.parametrize(
    ("value", "kind", "retry_class"),
    [
        (worded("x", "bad_response", "upstream_error"), RelayFault, BUSY),
        (worded("x", "503", "server_error"), RelayFault, BUSY),
        (worded("x", "504"), RelayFault, NONE),
        ({"code": 500, "message": "x"}, RelayFault, BUSY),
        ({"error": "x"}, RelayFault, BUSY),
        (worded("x", "rate_limit_exceeded"), RateLimited, RATE),
        (worded("x", "", "insufficient_quota"), QuotaExhausted, NONE),
        (worded("x", "invalid_request", "invalid_request_error"), RequestRejected, NONE),
        (worded("x", "", "overloaded_error"), RelayFault, BUSY),
        (worded("x", "content_filter"), Filtered, NONE),
        (worded("x", "model_not_found"), ModelUnavailable, NONE),
    ],
)
def test_an_error_inside_a_stream_is_judged_by_type_and_code(
    value: dict[str, object], kind: type[ApiError], retry_class: RetryClass
) -> None:
    error = error_in_stream(value, "error-event")

    assert is_error_value(value)
    assert type(error) is kind
    assert (error.reason, error.advice.retry_class) == ("error-event", retry_class)


@pytest.mark.parametrize(
    "value",
    [
        {"choices": [], "error": None},
        {"choices": [{"delta": {"content": "x"}}], "message": "fine"},
        {"type": "ping"},
        {"type": "message_start", "message": {"id": "m"}},
        {"usage": {"total_tokens": 1}},
    ],
)
def test_a_chunk_is_no_error(value: dict[str, object]) -> None:
    assert not is_error_value(value)


def test_a_key_that_the_relay_sends_back_is_taken_out() -> None:
    error = KeyRefused(detail=ErrorDetail(message="no key sk-abc here", code="sk-abc"))

    private = without_text(error, "sk-abc", "sk-…")

    assert "sk-abc" not in repr(private.detail)
    assert private.detail.message == "no key sk-… here"
