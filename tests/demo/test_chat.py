import base64
import json
import struct
from typing import Any

import pytest

from supertoken_desktop.demo.server import DemoOptions, DemoRelay, LineEnd, UsageStyle
from tests.demo.raw import ask, chat_body, exchange, request_bytes
from tests.demo.reading import read_answer

CALL = {"id": "call_1", "type": "function", "function": {"name": "get_time", "arguments": "{}"}}
TOOLS = [{"type": "function", "function": {"name": "get_time", "parameters": {"type": "object"}}}]
GOLDEN = """data: {HEAD"choices":[{"index":0,"delta":{"role":"assistant","content":""},\
"finish_reason":null}]}

data: {HEAD"choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}

data: {HEAD"choices":[{"index":0,"delta":{"content":"lo 你好"},"finish_reason":null}]}

data: {HEAD"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

data: {HEAD"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,\
"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}

data: [DONE]

""".replace(
    "HEAD",
    '"id":"chatcmpl-demo-1","object":"chat.completion.chunk","created":1760000000,"model":"gpt-5.2",',
)


async def test_a_healthy_stream_is_exactly_this() -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, "echo:Hello 你好")

    assert reply.headers["content-type"] == "text/event-stream"
    assert reply.headers["transfer-encoding"] == "chunked"
    assert reply.body.decode() == GOLDEN


async def test_a_whole_answer_is_one_object() -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, "echo:Hi", model="claude-sonnet-4-6", stream=False)

    assert reply.json == {
        "id": "chatcmpl-demo-1",
        "object": "chat.completion",
        "created": 1760000000,
        "model": "claude-sonnet-4-6",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Hi"},
                "finish_reason": "stop",
            }
        ],
        "usage": {
            "prompt_tokens": 2,
            "completion_tokens": 1,
            "total_tokens": 3,
            "prompt_tokens_details": {"cached_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0},
        },
    }


async def test_gpt_models_must_stream_unless_switched_off() -> None:
    async with DemoRelay() as strict, DemoRelay(DemoOptions(gpt_must_stream=False)) as lax:
        refused = await ask(strict.root, stream=False)
        allowed = await ask(lax.root, stream=False)

    assert refused.status == 400
    assert (refused.error["param"], refused.error["code"]) == ("stream", "stream_required")
    assert allowed.status == 200


async def test_token_counts_come_only_when_asked_for() -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, stream=True)

    assert read_answer(reply).usage is None


@pytest.mark.parametrize(
    ("style", "count"),
    [(UsageStyle.SEPARATE, 1), (UsageStyle.LAST, 1), (UsageStyle.EVERY, 1), (UsageStyle.NONE, 0)],
)
async def test_token_counts_stand_where_the_switch_says(style: UsageStyle, count: int) -> None:
    async with DemoRelay(DemoOptions(usage=style)) as relay:
        reply = await ask(relay.root)

    assert reply.body.count(b'"usage":{') == count
    assert (b'"usage":null' in reply.body) == (style is UsageStyle.EVERY)
    finish = next(line for line in reply.body.split(b"\n") if b'"finish_reason":"stop"' in line)
    assert (b'"usage":{' in finish) == (style in (UsageStyle.LAST, UsageStyle.EVERY))


async def test_the_last_chunk_can_be_swallowed() -> None:
    async with DemoRelay(DemoOptions(swallow_last=True)) as relay:
        without = await ask(relay.root, stream=True)
        with_usage = await ask(relay.root)

    assert read_answer(without).finish_reason is None
    assert read_answer(with_usage).finish_reason == "stop"


@pytest.mark.parametrize(("line_end", "mark"), [(LineEnd.CRLF, b"\r\n"), (LineEnd.CR, b"\r")])
async def test_lines_end_as_switched(line_end: LineEnd, mark: bytes) -> None:
    async with DemoRelay(DemoOptions(line_end=line_end)) as relay:
        reply = await ask(relay.root, "echo:Hello 你好")

    assert reply.body == GOLDEN.encode().replace(b"\n", mark)


async def test_a_token_cap_cuts_the_answer() -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, "count 50", max_tokens=4)

    reading = read_answer(reply)
    assert reading.finish_reason == "length"
    assert reading.text == "one two three four"
    assert reading.usage is not None
    assert reading.usage["completion_tokens"] == 4


async def test_a_stop_sequence_ends_the_answer() -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, "count 9", stop=["four", "three"])

    assert read_answer(reply).text == "one two "


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": "hi"}, "messages"),
        ({"messages": [{"role": "robot", "content": "hi"}]}, "messages[0].role"),
        ({"messages": ["hi"]}, "messages[0].role"),
        ({"messages": [{"role": "user"}]}, "messages[0].content"),
        (
            {"messages": [{"role": "user", "content": [{"type": "x"}]}]},
            "messages[0].content[0].type",
        ),
        ({"model": 5}, "model"),
        ({"stream": "yes"}, "stream"),
        ({"temperature": 2.1}, "temperature"),
        ({"temperature": None}, "temperature"),
        ({"top_p": -0.1}, "top_p"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": None}, "max_tokens"),
        ({"stop": []}, "stop"),
        ({"stop": ["a", "b", "c", "d", "e"]}, "stop"),
        ({"stream": False, "stream_options": {"include_usage": True}}, "stream_options"),
        ({"tool_choice": "auto"}, "tool_choice"),
        ({"tools": []}, "tools"),
        (
            {"messages": [{"role": "tool", "tool_call_id": "x", "content": "1"}]},
            "messages[0].tool_call_id",
        ),
        (
            {"messages": [{"role": "assistant", "content": None, "tool_calls": [CALL]}]},
            "messages",
        ),
    ],
)
async def test_a_breach_of_the_rules_is_refused_by_name(
    fields: dict[str, object], param: str
) -> None:
    async with DemoRelay() as relay:
        body = json.loads(chat_body(model="claude-haiku-4-5")) | fields
        sent = request_bytes("POST", "/v1/chat/completions", json.dumps(body).encode())
        reply = await exchange(relay.root, sent)

    assert reply.status == 400
    assert reply.error["param"] == param


async def test_a_body_that_is_no_json_is_refused() -> None:
    async with DemoRelay() as relay:
        reply = await exchange(relay.root, request_bytes("POST", "/v1/chat/completions", b"{oops"))

    assert reply.status == 400


@pytest.mark.parametrize("model", ["not-for-this-key", "unheard-of"])
async def test_a_model_not_served_has_no_channel(model: str) -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, model=model)

    assert reply.status == 503
    assert reply.error["code"] == "model_not_found"
    assert "无可用渠道" in reply.error["message"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"temperature": 0.5}, "unsupported_value"),
        ({"top_p": 0.5}, "unsupported_value"),
        ({"max_tokens": 5}, "unsupported_parameter"),
    ],
)
async def test_a_strict_relay_refuses_parameters_of_gpt_models(
    fields: dict[str, Any], code: str
) -> None:
    async with DemoRelay(DemoOptions(strict_params=True)) as relay:
        refused = await ask(relay.root, **fields)
        allowed = await ask(relay.root, model="claude-haiku-4-5", **fields)

    assert (refused.status, refused.error["code"]) == (400, code)
    assert allowed.status == 200


async def test_the_tool_model_calls_a_tool_and_reports_its_result() -> None:
    async with DemoRelay() as relay:
        called = read_answer(await ask(relay.root, model="demo-tools", tools=TOOLS))
        (call,) = called.calls
        messages = [
            {"role": "user", "content": "What time is it?"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": call["id"], "content": "12:34"},
        ]
        after = await ask(relay.root, model="demo-tools", tools=TOOLS, messages=messages)

    assert called.finish_reason == "tool_calls"
    assert (call["id"], call["function"]["name"]) == ("call_demo_1", "get_time")
    assert "12:34" in read_answer(after).text


async def test_the_echo_model_repeats_and_the_thinking_model_thinks_aloud() -> None:
    async with DemoRelay() as relay:
        echoed = await ask(relay.root, "a table", model="demo-echo")
        thought = await ask(relay.root, "echo:Hi", model="demo-think-tags")

    assert read_answer(echoed).text == "a table"
    assert read_answer(thought).text.startswith("<think>\n")
    assert read_answer(thought).text.endswith("\n</think>\nHi")


@pytest.mark.parametrize("is_in_content", [False, True])
async def test_reasoning_has_its_field_or_stands_in_the_text(is_in_content: bool) -> None:
    async with DemoRelay(DemoOptions(think_to_content=is_in_content)) as relay:
        reading = read_answer(await ask(relay.root, "echo:Hi", model="gemini-2.5-pro"))

    assert (reading.reasoning != "") is not is_in_content
    assert reading.text.endswith("\n</think>\nHi" if is_in_content else "Hi")
    assert reading.usage is not None
    assert reading.usage["completion_tokens_details"]["reasoning_tokens"] > 0


def picture_part(data: bytes, kind: str = "png") -> dict[str, object]:
    url = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


async def test_the_size_of_pictures_is_seen_and_paid_for() -> None:
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480)
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 300, 200)
    content = [{"type": "text", "text": "See"}, picture_part(png), picture_part(jpeg, "jpeg")]
    async with DemoRelay() as relay:
        reply = await ask(relay.root, messages=[{"role": "user", "content": content}])

    reading = read_answer(reply)
    assert reading.text == "I see 2 pictures, 640×480, 200×300"
    assert reading.usage is not None
    assert reading.usage["prompt_tokens"] == 171


@pytest.mark.parametrize("url", ["https://example.org/a.png", "data:image/png;base64,***", ""])
async def test_a_picture_that_is_no_data_is_refused(url: str) -> None:
    content = [{"type": "image_url", "image_url": {"url": url}}]
    async with DemoRelay() as relay:
        reply = await ask(relay.root, messages=[{"role": "user", "content": content}])

    assert reply.status == 400
    assert reply.error["param"] == "messages[0].content[0].image_url.url"


async def test_a_cut_answer_is_continued_where_it_stopped() -> None:
    async with DemoRelay() as relay:
        whole = read_answer(await ask(relay.root, "Show me code")).text
        said = whole[:40]
        messages = [
            {"role": "user", "content": "/sc length\nShow me code"},
            {"role": "assistant", "content": said},
            {"role": "user", "content": "It was cut off. Continue it exactly where it stopped."},
        ]
        rest = read_answer(await ask(relay.root, "", messages=messages)).text

    assert said + rest == whole
