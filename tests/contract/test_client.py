import asyncio
import traceback
from dataclasses import replace

import pytest

from supertoken_desktop.api.client import RelayClients
from supertoken_desktop.api.limits import RelayLimits
from supertoken_desktop.api.network import NetworkOptions
from supertoken_desktop.demo.server import DemoOptions, DemoRelay, RateLimits
from supertoken_desktop.domain.errors import (
    ApiError,
    KeyRefused,
    ModelUnavailable,
    QuotaExhausted,
    RelayFault,
    RetryClass,
    TimedOut,
    WrongAddress,
)
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.profile import Limits, ProviderProfile, Timeouts
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.system_clock import SystemClock
from tests.contract.raw_servers import replying, serving
from tests.contract.relays import ask, asking, client_of, clients_with, profile_of
from tests.fakes.waiting import until


async def test_the_list_of_models_comes_sorted_and_marked() -> None:
    async with DemoRelay() as relay, client_of(relay.root) as client:
        models = await client.list_models()

    ids = [model.model_id for model in models]
    assert {"gpt-5.2", "claude-opus-4-6", "gemini-2.5-pro"} <= set(ids)
    assert ids == sorted(ids)
    assert {model.must_stream for model in models if model.model_id.startswith("gpt-")} == {True}
    assert all("openai" in model.protocols for model in models)


@pytest.mark.parametrize(
    ("key", "kind", "reason"),
    [
        ("sk-wrong", KeyRefused, "401-invalid"),
        ("sk-expired", KeyRefused, "401-expired"),
        ("sk-exhausted", QuotaExhausted, "401-exhausted"),
        ("sk-nomoney", QuotaExhausted, "403-quota"),
        ("sk-nomodel", ModelUnavailable, "403-model"),
        ("sk-banned", KeyRefused, "403-banned"),
        ("sk-demo-extra", KeyRefused, "403-suffix"),
    ],
)
async def test_each_kind_of_bad_key_is_told_apart(
    key: str, kind: type[ApiError], reason: str
) -> None:
    async with DemoRelay() as relay, client_of(relay.root, key) as client:
        outcome = await ask(client, asking("hi"))

    assert type(outcome.error) is kind
    assert outcome.error.reason == reason
    assert outcome.error.detail.request_id


@pytest.mark.parametrize("key", [None, "", "  "])
async def test_without_a_key_nothing_is_sent(key: str | None) -> None:
    async with DemoRelay() as relay, client_of(relay.root, key) as client:
        outcome = await ask(client, asking("hi"))
        with pytest.raises(KeyRefused):
            await client.list_models()

        assert not list(relay.requests)
    assert outcome.error is not None
    assert outcome.error.reason == "no-key"


@pytest.mark.parametrize("key", [" 'sk-demo'\n", "Bearer sk-demo", "“sk-demo”"])
async def test_a_key_works_however_it_was_pasted(key: str) -> None:
    async with DemoRelay() as relay, client_of(relay.root, key) as client:
        outcome = await ask(client, asking("echo:hi"))

    assert outcome.text == "hi"


async def test_a_key_that_no_header_can_carry_is_refused_without_showing_it() -> None:
    async with DemoRelay() as relay, client_of(relay.root, "sk-钥匙\nx") as client:
        with pytest.raises(KeyRefused) as caught:
            async with client.open_stream(asking("hi")):
                pass

    assert "钥匙" not in "".join(traceback.format_exception(caught.value))


async def test_no_error_shows_the_key_even_if_the_relay_sends_it_back() -> None:
    body = b'{"error":{"message":"bad key sk-very-secret","code":"sk-very-secret"}}'
    head = b"HTTP/1.1 401 No\r\nContent-Length: %d\r\n\r\n" % len(body)
    stream = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body

    for reply in (head + body, stream):
        async with (
            serving(replying(reply)) as port,
            client_of(f"http://127.0.0.1:{port}", "sk-very-secret") as client,
        ):
            outcome = await ask(client, asking("hi"))

        assert outcome.error is not None
        shown = "".join(traceback.format_exception(outcome.error)) + repr(outcome.error.detail)
        assert "very-secret" not in shown
        assert "sk-…" in shown


async def test_the_request_is_what_relays_expect() -> None:
    profile_headers = {"X-Team": "blue", "Authorization": "no", "Bad\n": "x", "X-Bad": "a\nb"}
    async with DemoRelay() as relay, clients_with() as clients:
        client = clients.client_for(profile_of(relay.root + "/v1/", headers=profile_headers))
        await ask(client, asking("echo:你好", "gpt-5.2", stream=False))

        request = relay.requests[0]
    headers = dict(request.headers)
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert headers["accept"] == "text/event-stream"
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"] == "SuperTokenDesktop/0.1"
    assert headers["x-team"] == "blue"
    assert "x-bad" not in headers
    assert headers["authorization"].endswith("demo")
    assert isinstance(request.body, dict)
    assert request.body["stream"] is True
    assert request.body["stream_options"] == {"include_usage": True}


async def test_a_whole_reply_gives_the_same_as_a_stream() -> None:
    async with DemoRelay() as relay, client_of(relay.root) as client:
        whole = await ask(client, asking("echo:Hello there", stream=False))
        streamed = await ask(client, asking("echo:Hello there"))

    assert (whole.text, whole.usage, whole.finish_reasons) == (
        streamed.text,
        streamed.usage,
        streamed.finish_reasons,
    )


async def test_an_address_that_leads_to_a_page_is_corrected() -> None:
    async with DemoRelay() as relay, client_of(f"{relay.root}/panel") as client:
        corrected = f"{relay.root}/v1"
        outcome = await ask(client, asking("hi"))
        with pytest.raises(WrongAddress) as caught:
            await client.list_models()

    assert isinstance(outcome.error, WrongAddress)
    assert (outcome.error.reason, outcome.error.detail.hint) == ("html", corrected)
    assert (caught.value.reason, caught.value.detail.hint) == ("html", corrected)


async def test_what_came_is_handed_on_before_an_answer_stalls() -> None:
    event = b'data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n'
    quiet = replying(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + event, hangs=True)
    options = NetworkOptions(timeouts=Timeouts(idle_s=0.2))
    async with serving(quiet) as port, client_of(f"http://127.0.0.1:{port}", options=options) as c:
        outcome = await ask(c, asking("hi"))

    assert outcome.text == "Hel"
    assert isinstance(outcome.error, TimedOut)
    assert outcome.error.reason == "stall"


async def test_leaving_early_closes_the_connection_at_once() -> None:
    async with DemoRelay() as relay, client_of(relay.root) as client:
        relay.queue("stall")
        async with client.open_stream(asking("echo:one two three four")) as batches:
            first = await anext(batches)
        assert first

        await until(lambda: relay.requests[0].client_closed_early)


async def test_cancelling_before_the_headers_leaves_no_connection_behind() -> None:
    async with DemoRelay() as relay, client_of(relay.root) as client:
        relay.queue("timeout-headers")
        task = asyncio.create_task(ask(client, asking("hi")))
        await until(lambda: bool(relay.requests))

        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        assert task.cancelled()
        await until(lambda: relay.requests[0].client_closed_early)
        assert (await ask(client, asking("echo:again"))).text == "again"


async def test_ten_at_once_run_and_the_eleventh_waits_for_a_place() -> None:
    options = DemoOptions(limits=RateLimits(60, 3600, 10), pace_ms=2)
    limiter = RelayLimits(SystemClock())
    waits: list[float] = []
    async with DemoRelay(options) as relay, clients_with() as clients:
        provider = profile_of(relay.root, limits=Limits())
        client = clients.client_for(provider)

        async def send(number: int) -> str:
            async with limiter.slot(provider, waits.append):
                return (await ask(client, asking(f"echo:answer number {number}"))).text

        texts = await asyncio.gather(*(send(number) for number in range(11)))

        assert texts == [f"answer number {number}" for number in range(11)]
        assert waits == [0.0]
        assert len(relay.requests) == 11


async def test_a_changed_profile_gets_a_new_client_and_the_old_answer_goes_on() -> None:
    async with DemoRelay(DemoOptions(pace_ms=5)) as relay, clients_with() as clients:
        provider = profile_of(relay.root)
        old = clients.client_for(provider)
        running = asyncio.create_task(ask(old, asking("echo:one two three four five")))
        await until(lambda: bool(relay.requests))

        new = clients.client_for(replace(provider, headers={"X-New": "1"}))
        assert new is not old
        assert clients.client_for(replace(provider, headers={"X-New": "1"}, name="other")) is new

        assert (await running).text == "one two three four five"
        assert (await ask(new, asking("echo:new"))).text == "new"


async def test_changed_network_options_count_for_the_next_request() -> None:
    current = NetworkOptions()

    async def read_key(_profile: ProviderProfile) -> Secret | None:
        return Secret("sk-demo")

    clients = RelayClients(read_key, SystemClock(), lambda: current, "0.1")
    provider = profile_of("https://relay.invalid")
    first = clients.client_for(provider)
    current = NetworkOptions(proxy_mode="none")
    second = clients.client_for(provider)
    await clients.close()

    assert first is not second


async def test_a_lesson_is_remembered_for_the_next_request() -> None:
    parameters = Parameters(temperature=0.5)
    async with DemoRelay() as relay, client_of(relay.root) as client:
        first = await ask(
            client, asking("echo:hi", "claude-haiku-4-5@bad-param", parameters=parameters)
        )
        second = await ask(
            client, asking("echo:hi", "claude-haiku-4-5@bad-param", parameters=parameters)
        )

        bodies = [request.body for request in relay.requests]
    assert first.error is not None
    assert first.error.advice.retry_class is RetryClass.FIX
    assert second.text == "hi"
    assert [isinstance(body, dict) and "temperature" in body for body in bodies] == [True, False]


async def test_the_relays_own_model_name_and_request_id_are_told() -> None:
    async with DemoRelay() as relay, client_of(relay.root) as client:
        outcome = await ask(client, asking("echo:hi", "claude-haiku-4-5@model-swap"))

    assert outcome.served[0].request_id
    assert outcome.served[-1].model_id == "demo-upstream-model"


async def test_a_request_id_brings_neither_the_key_nor_control_characters() -> None:
    reply = (
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nX-Request-Id: \x9b2Jid-sk-very-secret\r\n\r\n"
        b'data: {"model":"m\\u001b[2J","choices":[{"delta":{"content":"hi"}}]}\n\n'
        b"data: [DONE]\n\n"
    )
    async with (
        serving(replying(reply)) as port,
        client_of(f"http://127.0.0.1:{port}", "sk-very-secret") as client,
    ):
        outcome = await ask(client, asking("hi"))

    assert outcome.served[0].request_id == "2Jid-sk-…"
    assert outcome.served[-1].model_id == "m[2J"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"success":false,"message":"no list"}', "bare-error"),
        (b"not json", "bad-json"),
        (b'{"object":"list"}', "bad-json"),
    ],
)
async def test_a_list_that_is_none_is_an_error(body: bytes, reason: str) -> None:
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    async with serving(replying(reply)) as port, client_of(f"http://127.0.0.1:{port}") as client:
        with pytest.raises(RelayFault) as caught:
            await client.list_models()

    assert caught.value.reason == reason


async def test_a_list_may_be_bare_and_hold_nonsense() -> None:
    body = b'[{"id":"m10"},{"id":"m9"},{"id":"m9"},{"id":7},"x",{"name":"y"}]'
    reply = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    async with serving(replying(reply)) as port, client_of(f"http://127.0.0.1:{port}") as client:
        models = await client.list_models()

    assert [model.model_id for model in models] == ["m9", "m10"]


async def test_a_last_event_that_is_whole_counts_even_if_the_connection_breaks() -> None:
    event = b'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}'
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n"
    serve = replying(chunked % (len(event), event))
    async with serving(serve) as port, client_of(f"http://127.0.0.1:{port}") as client:
        outcome = await ask(client, asking("hi"))

    assert (outcome.text, outcome.finish_reasons, outcome.error) == ("Hi", ["stop"], None)
