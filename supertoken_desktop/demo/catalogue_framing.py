"""The catalogue's entries 20 to 39: odd contents and odd framing that a client must take."""

from supertoken_desktop.demo.catalogue_endings import TIME_CALL
from supertoken_desktop.demo.expectations import (
    PROMPT_TOKENS,
    SAMPLE_PIECES,
    Case,
    ExpectedCall,
    Scenario,
    broken,
    complete,
    failed,
    interrupted,
)
from supertoken_desktop.demo.framing import MEGABYTE, UNICODE_TEXT, big_text
from supertoken_desktop.demo.oddities import OTHER_CHOICE
from supertoken_desktop.demo.reply_plan import Counts

SMALLER_BIG = 200_000
OTHER_TEXT = "." * len(SAMPLE_PIECES) + OTHER_CHOICE
_ONE_PIECE = Counts(PROMPT_TOKENS, 1)


def _tools(options: str, *calls: ExpectedCall) -> Case:
    return Case(
        options, "complete", tool_calls=calls, finish_reason="tool_calls", is_usage_free=True
    )


_WEATHER_CALL = ExpectedCall("get_weather", '{"city":"Paris"}', "call_demo_2")
_BOTH = (TIME_CALL, _WEATHER_CALL)
_NAMELESS = tuple(ExpectedCall(call.name, call.arguments, None) for call in _BOTH)

FRAMING: tuple[Scenario, ...] = (
    Scenario(
        20,
        "dup-role",
        "a role in every delta",
        cases=(complete(), complete("variant=empty"), complete("variant=different")),
    ),
    Scenario(21, "null-content", "null, missing and listed contents", cases=(complete(),)),
    Scenario(
        22,
        "empty-choices",
        "chunks without choices",
        cases=(complete(), complete("variant=azure")),
    ),
    Scenario(
        23,
        "two-choices",
        "two choices side by side",
        cases=(
            complete(alternatives=(OTHER_TEXT,)),
            complete("variant=no-index", alternatives=(OTHER_TEXT,)),
        ),
    ),
    Scenario(
        24,
        "tool-split",
        "a tool call in pieces",
        cases=(
            _tools("", TIME_CALL),
            _tools("variant=invalid", ExpectedCall("get_time", '{"tz":', "call_demo_1")),
            Case(
                "variant=cut",
                "interrupted",
                "cut-chunk",
                tool_calls=(ExpectedCall("get_time", '{"t', "call_demo_1"),),
            ),
            _tools("variant=repeated-id", TIME_CALL),
        ),
    ),
    Scenario(
        25,
        "tool-index",
        "tool calls with odd indexes",
        cases=(
            _tools("", *_BOTH),
            _tools("variant=sparse", *_BOTH),
            _tools("variant=missing", *_BOTH),
            _tools("variant=same-index", *_BOTH),
            _tools("variant=no-id", *_NAMELESS),
            _tools("variant=args-object", *_BOTH),
            _tools("variant=dup-name", *_BOTH),
        ),
    ),
    Scenario(
        26,
        "big-chunk",
        "one very large event",
        cases=(
            complete(text=big_text(MEGABYTE), usage=_ONE_PIECE),
            complete(
                "variant=trickle",
                f"size={SMALLER_BIG}",
                text=big_text(SMALLER_BIG),
                usage=_ONE_PIECE,
            ),
        ),
    ),
    Scenario(26, "too-big", "a line longer than any", cases=broken("too-big", "none")),
    Scenario(27, "drip", "one byte a write", cases=(complete("ms=0"),), protocol="any"),
    Scenario(27, "burst", "everything in one write", cases=(complete(),), protocol="any"),
    Scenario(
        28,
        "gzip",
        "a compressed body",
        cases=(
            complete(),
            complete("variant=whole"),
            interrupted("cut-chunk", "variant=truncated"),
            failed("cut-chunk", "net", "after=0", "variant=truncated"),
        ),
        protocol="any",
    ),
    Scenario(
        29,
        "after-done",
        "more behind the end mark",
        cases=(
            complete(),
            complete("variant=twice"),
            complete("variant=usage", is_usage_free=True),
        ),
    ),
    Scenario(
        30,
        "crlf",
        "other line ends",
        cases=(
            complete(),
            complete("variant=cr"),
            complete("variant=mixed"),
            complete("variant=split", "ms=1"),
        ),
    ),
    Scenario(
        31,
        "no-space",
        "no blank or two after the colon",
        cases=(complete(), complete("variant=two")),
    ),
    Scenario(32, "multi-data", "one event in several data lines", cases=(complete(),)),
    Scenario(33, "comments", "comments and fields without meaning", cases=(complete(),)),
    Scenario(
        33,
        "stall-pings",
        "nothing but comments after some text",
        cases=(
            interrupted("stall-pings", "ms=50", is_slow=True),
            failed("stall-pings", "none", "after=0", "ms=50", is_slow=True),
        ),
    ),
    Scenario(
        34,
        "unicode-lines",
        "characters that look like line ends",
        cases=(complete(text=UNICODE_TEXT, usage=_ONE_PIECE),),
    ),
    Scenario(35, "bom", "a byte order mark", cases=(complete(),), protocol="any"),
    Scenario(
        36,
        "no-final-blank",
        "no line end at the end",
        cases=(complete(), complete("variant=finish", usage=None)),
    ),
    Scenario(37, "event-lines", "event names in an OpenAI-format stream", cases=(complete(),)),
    Scenario(
        38,
        "bad-json",
        "an event that is not JSON",
        "busy",
        (
            complete(),
            *broken("bad-json", "busy", "variant=flood"),
            failed("bad-json", "busy", "variant=only"),
        ),
    ),
    Scenario(
        39,
        "glued",
        "two JSON objects in one event",
        "busy",
        (complete(), *broken("error-event", "busy", "variant=error")),
    ),
)
