"""The catalogue's entries 1 to 19: endings, errors in the stream, wrong kinds of body."""

from supertoken_desktop.demo.expectations import (
    PARTIAL_TEXT,
    Case,
    ExpectedCall,
    Scenario,
    broken,
    complete,
    failed,
    interrupted,
)

TIME_CALL = ExpectedCall("get_time", '{"tz":"UTC"}', "call_demo_1")


def _truncated(reason: str, *options: str, **changes: object) -> Case:
    return Case(";".join(options), "truncated", reason, text=PARTIAL_TEXT).having(**changes)


def _ended(finish_reason: str, with_tokens: Case, without: Case) -> tuple[Case, Case]:
    """Return both cases of a stream that gives a finish reason and token counts."""
    shared = {"finish_reason": finish_reason, "is_usage_free": True}
    return with_tokens.having(**shared), without.having(**shared)


def _unknown(finish_reason: str, verdict: str, *options: str) -> tuple[Case, Case]:
    with_tokens = Case(";".join(options), "complete", text=PARTIAL_TEXT).having(verdict=verdict)
    options = ("after=0", *options)
    if verdict == "truncated" and finish_reason == "max_tokens":
        return _ended(finish_reason, with_tokens, _truncated("length", *options, text=""))
    return _ended(finish_reason, with_tokens, Case(";".join(options), "failed"))


_TOOL_CASE = Case(
    "",
    "complete",
    tool_calls=(TIME_CALL,),
    finish_reason="tool_calls",
    is_usage_free=True,
)
_JSON_TOOL_CASE = _TOOL_CASE.having("variant=tools")

ENDINGS: tuple[Scenario, ...] = (
    Scenario(1, "normal", "a healthy answer", cases=(complete(),), protocol="any"),
    Scenario(
        2,
        "done-no-finish",
        "the end mark without a finish reason",
        "net",
        broken("done-no-finish", "net", reason_without="empty"),
    ),
    Scenario(
        3,
        "length",
        "the token limit",
        cases=_ended("length", _truncated("length"), _truncated("length", "after=0", text="")),
    ),
    Scenario(
        4,
        "content-filter",
        "the content filter",
        cases=(
            _truncated("content-filter", finish_reason="content_filter"),
            failed("content-filter", "none", "after=0", finish_reason="content_filter"),
            failed(
                "content-filter",
                "none",
                "variant=azure",
                error_status=400,
                error_code="content_filter",
            ),
        ),
    ),
    Scenario(5, "usage-separate", "token counts in a chunk of their own", cases=(complete(),)),
    Scenario(
        6,
        "usage-last",
        "token counts beside the finish reason",
        cases=(
            complete(),
            complete("variant=null"),
            complete("variant=every"),
            complete("variant=after"),
        ),
    ),
    Scenario(
        7,
        "cut-chunk",
        "the connection lost inside an event",
        "net",
        (*broken("cut-chunk", "net"), *broken("cut-chunk", "net", "variant=fin")),
        protocol="any",
    ),
    Scenario(
        7,
        "cut-length",
        "fewer bytes than promised",
        "net",
        broken("cut-chunk", "net"),
        protocol="any",
    ),
    Scenario(
        8,
        "cut-utf8",
        "the connection lost inside a character",
        "net",
        broken("cut-chunk", "net"),
    ),
    Scenario(
        8, "split-utf8", "a character in two writes", cases=(complete("ms=5"),), protocol="any"
    ),
    Scenario(
        9,
        "finish-no-done",
        "a finish reason without the end mark",
        cases=(complete(usage=None), complete("variant=reset", usage=None)),
    ),
    Scenario(
        10,
        "finish-then-hang",
        "a finish reason, then silence",
        cases=(complete(usage=None, is_slow=True),),
    ),
    Scenario(
        11,
        "eof-no-finish",
        "a proper end of the body, nothing else",
        "net",
        broken("eof-no-finish", "net", reason_without="empty"),
    ),
    Scenario(
        12,
        "null-finish-all",
        "only empty finish reasons",
        "net",
        (
            *broken("done-no-finish", "net", reason_without="empty"),
            *broken("eof-no-finish", "net", "variant=eof", reason_without="empty"),
        ),
    ),
    Scenario(
        13,
        "unknown-finish",
        "finish reasons in other words",
        cases=(
            *_unknown("eos", "complete"),
            *_unknown("pause_turn", "truncated", "variant=pause_turn"),
            *_unknown("STOP", "complete", "variant=STOP"),
            *_unknown("end_turn", "complete", "variant=end_turn"),
            *_unknown("max_tokens", "truncated", "variant=max_tokens"),
            *_unknown("error", "interrupted", "variant=error"),
        ),
    ),
    Scenario(
        14,
        "tool-finish",
        "a tool call in one piece",
        cases=(_TOOL_CASE, _TOOL_CASE.having("variant=stop", finish_reason="stop")),
    ),
    Scenario(
        15,
        "bare-error",
        "a JSON error in place of the stream",
        "busy",
        (
            failed("bare-error", "busy", error_code="bad_response"),
            failed("bare-error", "busy", "variant=json", error_code="bad_response"),
            failed("bare-error", "busy", "variant=pretty", error_code="bad_response"),
            failed("bare-error", "rate", "variant=rate", error_code="rate_limit_exceeded"),
            failed("bare-error", "none", "variant=fatal", error_code="invalid_request"),
        ),
    ),
    Scenario(
        15,
        "bare-error-mid",
        "a JSON error behind the text",
        "busy",
        (*broken("bare-error", "busy"), *broken("bare-error", "busy", "variant=pretty")),
    ),
    Scenario(
        16,
        "error-event",
        "an error as an event",
        "busy",
        (
            *broken("error-event", "busy"),
            *broken("error-event", "busy", "variant=eof"),
            *broken("error-event", "busy", "variant=choices"),
            *broken("error-event", "busy", "variant=text"),
            *broken("error-event", "busy", "variant=plain"),
            *broken("error-event", "busy", "variant=named"),
            *broken("error-event", "rate", "variant=rate"),
            *broken("error-event", "none", "variant=fatal"),
            complete("variant=null"),
        ),
    ),
    Scenario(
        17,
        "html",
        "a web page in place of the API",
        cases=(
            failed("html", "none"),
            failed("502", "busy", "variant=502", error_status=502),
            failed("504", "none", "variant=504", error_status=504),
            failed("challenge", "none", "variant=challenge", error_status=403),
            failed("challenge", "none", "variant=challenge-503", error_status=503),
        ),
        protocol="any",
    ),
    Scenario(
        18,
        "json-reply",
        "one JSON object in place of the stream",
        cases=(complete(), _JSON_TOOL_CASE),
    ),
    Scenario(18, "json-reply-sse", "one JSON object as an event", cases=(complete(),)),
    Scenario(
        19,
        "stall",
        "silence after some text",
        cases=(
            interrupted("stall", is_slow=True),
            failed("stall", "none", "after=0", is_slow=True),
        ),
        protocol="any",
    ),
    Scenario(
        19,
        "stall-first",
        "silence before the first token",
        cases=(failed("stall", "none", is_slow=True),),
        protocol="any",
    ),
)
