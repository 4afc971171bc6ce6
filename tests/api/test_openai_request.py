import json

import pytest

from supertoken_desktop.api.protocols.base import Learnt, WireRequest
from supertoken_desktop.api.protocols.model_rules import rules_for
from supertoken_desktop.api.protocols.openai_chat import OpenAiChat
from supertoken_desktop.domain.errors import ApiError, ErrorDetail, RequestRejected
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import (
    Part,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from supertoken_desktop.domain.request import ChatRequest, RequestMessage

ALL_SET = Parameters(temperature=0.5, top_p=0.9, max_tokens=100, stop=("END",))


def message(role: Role, *parts: Part) -> RequestMessage:
    return RequestMessage(role, parts)


def built(
    model: str = "gpt-4o",
    parameters: Parameters | None = None,
    learnt: Learnt | None = None,
    *messages: RequestMessage,
    stream: bool = True,
    gpt_streams: bool = True,
) -> WireRequest:
    asked = messages or (message(Role.USER, TextPart("hi")),)
    request = ChatRequest(model, asked, parameters or Parameters(), stream)
    return OpenAiChat().build(request, learnt or Learnt(), gpt_streams=gpt_streams)


def body(wire: WireRequest) -> dict[str, object]:
    found: dict[str, object] = json.loads(wire.body)
    return found


def test_what_is_unset_is_absent() -> None:
    wire = built()

    assert body(wire) == {
        "model": "gpt-4o",
        "messages": [{"role": "user", "content": "hi"}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    assert wire.headers["Accept"] == "text/event-stream"
    assert (wire.method, wire.path) == ("POST", "chat/completions")


def test_every_role_is_sent_and_empty_answers_are_not() -> None:
    wire = built(
        "m",
        None,
        None,
        message(Role.SYSTEM, TextPart("s")),
        message(Role.DEVELOPER, TextPart("d")),
        message(Role.USER, TextPart("u"), TextPart("v")),
        message(Role.ASSISTANT),
        message(Role.ASSISTANT, ReasoningPart("thought"), TextPart("a"), RefusalPart("!")),
    )

    assert body(wire)["messages"] == [
        {"role": "system", "content": "s"},
        {"role": "developer", "content": "d"},
        {"role": "user", "content": "uv"},
        {"role": "assistant", "content": "a!"},
    ]


def test_tool_calls_and_their_results_go_back_with_the_reasoning() -> None:
    wire = built(
        "m",
        None,
        None,
        message(Role.ASSISTANT, ReasoningPart("why"), ToolCallPart("c1", "f", "")),
        message(Role.TOOL, ToolResultPart("c1", "12:00")),
    )

    function = {"name": "f", "arguments": "{}"}
    assert body(wire)["messages"] == [
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c1", "type": "function", "function": function}],
            "reasoning_content": "why",
        },
        {"role": "tool", "tool_call_id": "c1", "content": "12:00"},
    ]


@pytest.mark.parametrize(
    ("model", "kept"),
    [
        ("gpt-4o", {"temperature": 0.5, "top_p": 0.9, "max_tokens": 100, "stop": ["END"]}),
        ("gpt-5.2", {"max_completion_tokens": 100}),
        ("openai/GPT-5.2-codex", {"max_completion_tokens": 100}),
        (
            "gpt-5-chat-latest",
            {"temperature": 0.5, "top_p": 0.9, "max_tokens": 100, "stop": ["END"]},
        ),
        ("o3-mini", {"max_completion_tokens": 100}),
        ("claude-opus-4-6", {"temperature": 0.5, "max_tokens": 100}),
        ("claude-opus-4-7", {"max_tokens": 100}),
        ("claude-sonnet-4-20250514", {"temperature": 0.5, "max_tokens": 100}),
        ("claude-sonnet-5", {"max_tokens": 100}),
        ("claude-3-5-sonnet-20241022", {"temperature": 0.5, "max_tokens": 100}),
        ("gemini-2.5-pro", {"temperature": 0.5, "top_p": 0.9, "max_tokens": 100, "stop": ["END"]}),
        ("grok-4", {"temperature": 0.5, "top_p": 0.9, "max_tokens": 100}),
        ("grok-3-mini", {"temperature": 0.5, "top_p": 0.9, "max_completion_tokens": 100}),
    ],
)
def test_each_model_gets_only_the_fields_it_takes(model: str, kept: dict[str, object]) -> None:
    sent = body(built(model, ALL_SET))

    always = {"model", "messages", "stream", "stream_options"}
    assert {name: value for name, value in sent.items() if name not in always} == kept


def test_gpt_5_1_takes_sampling_when_it_does_not_think() -> None:
    parameters = Parameters(temperature=0.5, extra='{"reasoning_effort":"none"}')

    assert body(built("gpt-5.2", parameters))["temperature"] == 0.5
    assert "temperature" not in body(built("gpt-5", parameters))


def test_a_claude_gets_no_temperature_over_one() -> None:
    assert body(built("claude-opus-4-6", Parameters(temperature=1.7)))["temperature"] == 1.0


def test_gpt_streams_where_the_relay_demands_it_and_others_may_choose() -> None:
    assert body(built("gpt-5.2", stream=False))["stream"] is True
    free = body(built("gpt-5.2", stream=False, gpt_streams=False))
    assert free["stream"] is False
    assert "stream_options" not in free
    assert body(built("claude-opus-4-6", stream=False))["stream"] is False


def test_extra_fields_come_last_and_win_except_over_the_streaming_rule() -> None:
    extra = '{"temperature":1.1,"top_k":3,"stream":false,"stream_options":{"include_usage":false}}'

    sent = body(built("gpt-5.2", Parameters(temperature=0.5, extra=extra)))

    assert (sent["temperature"], sent["top_k"], sent["stream"]) == (1.1, 3, True)
    assert sent["stream_options"] == {"include_usage": False}


@pytest.mark.parametrize("extra", ["", "[1]", "null", "{oops", '{"a":NaN}', "[" * 100_000])
def test_extra_text_that_is_no_object_counts_for_nothing(extra: str) -> None:
    assert body(built(parameters=Parameters(extra=extra))) == body(built())


def test_text_goes_out_as_utf8_and_half_characters_do_not_break_it() -> None:
    wire = built("m", None, None, message(Role.USER, TextPart("你好 \ud83d")))

    assert "你好".encode() in wire.body
    assert body(wire)["messages"] == [{"role": "user", "content": "你好 ?"}]


def refusal(status: int, message: str, reason: str = "bad-param", **detail: str) -> ApiError:
    facts = ErrorDetail(status=status, message=message, **detail)
    return RequestRejected(reason=reason, detail=facts)


LESSONS: list[tuple[ApiError, Learnt | None]] = [
    (refusal(400, "no", param="temperature"), Learnt(without=frozenset({"temperature"}))),
    (refusal(400, "no", param="stop[0]"), Learnt(without=frozenset({"stop"}))),
    (refusal(400, "`top_p` is deprecated", "400"), Learnt(without=frozenset({"top_p"}))),
    (
        refusal(400, "Unsupported parameter: 'max_tokens'", param="max_tokens",
                code="unsupported_parameter"),
        Learnt(completion_cap=True),
    ),
    (refusal(400, "no", param="stream_options"), Learnt(without=frozenset({"stream_options"}))),
    (refusal(400, "Stream must be set to true", "gpt-nonstream"), Learnt(must_stream=True)),
    (refusal(400, "reasoning_content must be passed back", "400"), Learnt(flips_reasoning=True)),
    (refusal(400, "no", param="messages[0].role"), None),
    (refusal(400, "no", param="seed"), None),
    (refusal(400, "temperature is nice", "400"), None),
    (refusal(500, "temperature is deprecated", "400"), None),
]  # fmt: skip


@pytest.mark.parametrize(("error", "lesson"), LESSONS)
def test_a_refusal_teaches_what_to_change(error: ApiError, lesson: Learnt | None) -> None:
    assert OpenAiChat().lesson(error, built("gpt-4o", ALL_SET), Learnt()) == lesson


@pytest.mark.parametrize(("error", "lesson"), [pair for pair in LESSONS if pair[1] is not None])
def test_a_refusal_teaches_only_once(error: ApiError, lesson: Learnt) -> None:
    changed = built("gpt-4o", ALL_SET, lesson)

    assert OpenAiChat().lesson(error, changed, lesson) is None


def test_what_was_learnt_changes_the_request() -> None:
    learnt = Learnt(without=frozenset({"stop", "model"}), must_stream=True, completion_cap=True)

    sent = body(built("other", ALL_SET, learnt, stream=False))

    assert "stop" not in sent
    assert (sent["model"], sent["stream"], sent["max_completion_tokens"]) == ("other", True, 100)


def test_models_that_think_in_silence_are_known() -> None:
    assert rules_for("o3").is_reasoning
    assert built("gpt-5.2").is_reasoning
    assert built("m", Parameters(extra='{"enable_thinking":true}')).is_reasoning
    assert not built("claude-opus-4-6").is_reasoning
