import asyncio
import json

import pytest

from supertoken_desktop.demo.server import (
    DEMO_KEY,
    Dashboard,
    DemoOptions,
    DemoRelay,
    Flavor,
    Lang,
    SteppedClock,
)
from tests.demo.raw import (
    ask,
    chat_body,
    connect,
    control,
    exchange,
    fetch,
    request_bytes,
    until,
)

SEED_MODELS = [
    "gpt-5.2",
    "gpt-5.2-codex",
    "gpt-5.1",
    "gpt-5-codex-mini",
    "claude-opus-4-6",
    "claude-sonnet-4-6",
    "claude-haiku-4-5",
    "gemini-2.5-pro",
    "gemini-2.0-flash",
]


async def test_the_nine_models_are_listed() -> None:
    async with DemoRelay() as relay:
        reply = await fetch(relay.root, "/v1/models")

    listed = reply.json
    assert isinstance(listed, dict)
    assert [entry["id"] for entry in listed["data"]] == SEED_MODELS
    assert listed["data"][0]["supported_endpoint_types"] == ["openai", "openai-response"]


async def test_scenarios_are_listed_as_models_only_when_switched_on() -> None:
    async with DemoRelay(DemoOptions(list_scenarios=True)) as relay:
        reply = await fetch(relay.root, "/v1/models")

    assert b'"id":"sc:cut-chunk"' in reply.body


async def test_an_unknown_model_is_an_error_with_status_200() -> None:
    async with DemoRelay() as relay:
        known = await fetch(relay.root, "/v1/models/gpt-5.2")
        unknown = await fetch(relay.root, "/v1/models/some%2Fmodel")

    assert known.json == json.loads(known.body)
    assert b'"id":"gpt-5.2"' in known.body
    assert unknown.status == 200
    assert unknown.error["code"] == "model_not_found"
    assert "some/model" in unknown.error["message"]


async def test_deleting_a_model_is_not_implemented() -> None:
    async with DemoRelay() as relay:
        reply = await exchange(relay.root, request_bytes("DELETE", "/v1/models/gpt-5.2"))

    assert reply.status == 501
    assert reply.error["code"] == "api_not_implemented"


@pytest.mark.parametrize("path", ["/v1/foo", "/api/nothing", "/v1", "/v1/completions"])
async def test_an_unknown_path_of_the_api_is_a_json_404(path: str) -> None:
    async with DemoRelay() as relay:
        reply = await fetch(relay.root, path)

    assert reply.status == 404
    assert reply.error["message"] == f"Invalid URL (GET {path})"


@pytest.mark.parametrize("path", ["/", "/chat/completions", "//v1/models", "/v2/models"])
async def test_any_other_path_is_the_dashboard(path: str) -> None:
    async with DemoRelay() as relay, DemoRelay(DemoOptions(dashboard=Dashboard.MISSING)) as bare:
        page = await fetch(relay.root, path)
        missing = await fetch(bare.root, path)

    assert (page.status, missing.status) == (200, 404)
    assert page.headers["content-type"].startswith("text/html")
    assert page.body.startswith(b"<!doctype html>")


async def test_the_status_page_needs_no_key() -> None:
    async with DemoRelay() as relay:
        reply = await fetch(relay.root, "/api/status", key="")

    assert reply.status == 200
    assert b'"success":true' in reply.body


@pytest.mark.parametrize(
    ("key", "status", "words"),
    [
        (DEMO_KEY, 200, ""),
        ("sk-demo-extra", 403, "普通用户不支持指定渠道"),
        ("sk-expired", 401, "已过期"),
        ("sk-exhausted", 401, "额度已用尽"),
        ("sk-invalid", 401, "无效的令牌"),
        ("anything", 401, "无效的令牌"),
        ("sk-nomoney", 403, "额度不足"),
        ("sk-nomodel", 403, "无权访问模型"),
        ("sk-banned", 403, "封禁"),
        ("", 401, "未提供令牌"),
    ],
)
async def test_each_key_is_answered_as_relays_do(key: str, status: int, words: str) -> None:
    sent = request_bytes("POST", "/v1/chat/completions", chat_body(), key=key)
    async with DemoRelay() as relay:
        reply = await exchange(relay.root, sent)

    assert reply.status == status
    assert words in reply.body.decode()


async def test_auth_can_be_switched_off() -> None:
    sent = request_bytes("POST", "/v1/chat/completions", chat_body(), key="")
    async with DemoRelay(DemoOptions(auth=False)) as relay:
        reply = await exchange(relay.root, sent)

    assert reply.status == 200


async def test_every_error_carries_the_request_id_twice() -> None:
    async with DemoRelay() as relay:
        reply = await fetch(relay.root, "/v1/models", key="sk-invalid")

    assert reply.headers["x-oneapi-request-id"] == "2026010100000000000000000001"
    assert reply.error["message"].endswith("(request id: 2026010100000000000000000001)")


@pytest.mark.parametrize(
    ("flavor", "kind"),
    [
        (Flavor.NEWAPI, "new_api_error"),
        (Flavor.ONEAPI, "one_api_error"),
        (Flavor.SEED, "invalid_request_error"),
    ],
)
async def test_each_flavor_has_its_envelope(flavor: Flavor, kind: str) -> None:
    async with DemoRelay(DemoOptions(flavor=flavor, lang=Lang.EN)) as relay:
        reply = await fetch(relay.root, "/v1/models", key="sk-invalid")

    assert reply.error["type"] == kind
    assert reply.error["message"].startswith("Invalid token")


async def test_keys_never_stand_in_the_record() -> None:
    key = "sk-secret-that-nobody-may-see"
    async with DemoRelay() as relay:
        await fetch(relay.root, "/v1/models", key=key, x_api_key=key, x_goog_api_key=key)
        await fetch(relay.root, f"/v1/models?key={key}", key="")
        recorded = await fetch(relay.root, "/demo/requests", key="")

    assert b"secret" not in recorded.body
    assert "secret" not in repr(relay.requests)
    assert recorded.body.count("…-see".encode()) == 4


async def test_the_record_tells_what_was_asked_and_sent() -> None:
    clock = SteppedClock()
    clock.advance(7)
    async with DemoRelay(clock=clock) as relay:
        reply = await ask(relay.root, "echo:你好")
        (entry,) = relay.requests

    assert (entry.method, entry.path, entry.status) == ("POST", "/v1/chat/completions", 200)
    assert (entry.scenario, entry.concurrency, entry.arrived_at) == ("normal", 1, 7)
    assert entry.bytes_sent == len(reply.body)
    assert isinstance(entry.body, dict)
    assert entry.body["messages"] == [{"role": "user", "content": "echo:你好"}]
    assert not entry.is_open
    assert not entry.client_closed_early


async def test_one_connection_serves_several_requests() -> None:
    sent = request_bytes("GET", "/v1/models").replace(b"Connection: close\r\n", b"")
    async with DemoRelay() as relay:
        reader, writer = await connect(relay.root)
        for _ in range(3):
            writer.write(sent)
            await reader.readuntil(b'"gemini-2.0-flash"')
            await reader.readuntil(b"]}]}")
        writer.close()

    assert len(relay.requests) == 3


async def test_pipelined_requests_are_all_answered() -> None:
    kept_open = request_bytes("GET", "/api/status").replace(b"Connection: close\r\n", b"")
    async with DemoRelay() as relay:
        await exchange(relay.root, kept_open + request_bytes("GET", "/v1/models"))

        assert [entry.path for entry in relay.requests] == ["/api/status", "/v1/models"]


@pytest.mark.parametrize("sent", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01"])
async def test_bytes_that_are_no_http_end_the_connection_only(sent: bytes) -> None:
    async with DemoRelay() as relay:
        reader, writer = await connect(relay.root)
        writer.write(sent)
        writer.write_eof()
        await reader.read()
        writer.close()
        after = await fetch(relay.root, "/v1/models")

    assert after.status == 200


async def test_a_client_that_waits_for_100_continue_gets_it() -> None:
    body = chat_body()
    sent = request_bytes("POST", "/v1/chat/completions", body, Expect="100-continue")
    async with DemoRelay() as relay:
        reader, writer = await connect(relay.root)
        writer.write(sent.removesuffix(body))
        line = await reader.readline()
        writer.write(body)
        rest = await reader.read()
        writer.close()

    assert line.startswith(b"HTTP/1.1 100")
    assert b"data: [DONE]" in rest


async def test_stop_ends_what_is_being_sent() -> None:
    relay = DemoRelay()
    await relay.start()
    reader, writer = await connect(relay.root)
    writer.write(request_bytes("POST", "/v1/chat/completions", chat_body(model="sc:stall")))
    await reader.readuntil(b"assistant")

    await relay.stop()

    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        await reader.readuntil(b"never sent")
    writer.close()


async def test_stop_does_not_wait_for_a_client_that_reads_nothing() -> None:
    relay = DemoRelay()
    await relay.start()
    _reader, writer = await connect(relay.root)
    writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket transport
    body = chat_body(model="sc:big-chunk;size=30000000")
    writer.write(request_bytes("POST", "/v1/chat/completions", body))
    await until(lambda: bool(relay.requests))

    await relay.stop()

    writer.close()


async def test_a_relay_starts_again_on_the_same_port() -> None:
    relay = DemoRelay()
    await relay.start()
    port = int(relay.root.rpartition(":")[2])
    await relay.stop()

    await relay.start(port)
    reply = await fetch(relay.root, "/v1/models")
    await relay.stop()

    assert reply.status == 200


def test_the_address_is_unknown_before_the_start() -> None:
    relay = DemoRelay()

    with pytest.raises(RuntimeError):
        _ = relay.root


async def test_reset_forgets_requests_and_counts() -> None:
    async with DemoRelay() as relay:
        await ask(relay.root)
        first = await ask(relay.root)
        await control(relay.root, "reset")
        again = await ask(relay.root)

    assert b"chatcmpl-demo-2" in first.body
    assert b"chatcmpl-demo-1" in again.body
    assert len(relay.requests) == 1


async def test_switches_can_be_changed_while_it_runs() -> None:
    async with DemoRelay() as relay:
        changed = await control(relay.root, "config", auth="off", lang="en", pace_ms=0)
        reply = await fetch(relay.root, "/v1/models", key="")

    assert changed.status == 200
    assert reply.status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"no_such_switch": 1},
        {"auth": "perhaps"},
        {"flavor": "vanilla"},
        {"pace_ms": -1},
        {"limits": {"day": 3}},
        {"guide": []},
    ],
)
async def test_a_bad_switch_is_refused_and_changes_nothing(change: dict[str, object]) -> None:
    async with DemoRelay() as relay:
        reply = await control(relay.root, "config", **change)
        still = await ask(relay.root)

    assert reply.status == 400
    assert still.status == 200


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("next", b"{}"),
        ("next", b'{"scenario":"x"}'),
        ("clock", b"{}"),
        ("config", b"[]"),
        ("x", b""),
    ],
)
async def test_a_bad_control_request_is_told_so(name: str, body: bytes) -> None:
    async with DemoRelay() as relay:
        reply = await exchange(relay.root, request_bytes("POST", f"/demo/{name}", body))

    assert reply.status in (400, 404)


async def test_scenarios_can_be_queued_over_http() -> None:
    async with DemoRelay() as relay:
        await control(relay.root, "next", scenario="length", times=1, options={"after": 1})
        reply = await ask(relay.root, "echo:Hello there")

    assert b'"finish_reason":"length"' in reply.body
    assert reply.body.count(b'"delta":{"content":') == 1
