import asyncio
import ssl
from pathlib import Path

import pytest

from supertoken_desktop.api.network import EndTimes, NetworkOptions
from supertoken_desktop.demo.server import DemoRelay
from supertoken_desktop.domain.errors import (
    ConnectFailed,
    RelayFault,
    RetryClass,
    TimedOut,
    WrongAddress,
)
from supertoken_desktop.domain.profile import Timeouts
from tests.contract.raw_servers import free_port, replying, serving
from tests.contract.relays import ask, asking, client_of

CERTIFICATE = Path(__file__).parent / "data" / "self_signed_test_server.pem"


@pytest.mark.parametrize("root", ["http://relay.example/v1", "ftp://relay.example", ""])
async def test_an_address_that_must_not_be_used_is_never_asked(root: str) -> None:
    async with client_of(root) as client:
        outcome = await ask(client, asking("hi"))

    assert isinstance(outcome.error, WrongAddress)
    assert outcome.error.reason in ("plain-http", "scheme", "empty")


async def test_a_redirect_is_not_followed_and_no_other_host_sees_the_key() -> None:
    seen: list[bytes] = []

    async def elsewhere(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))

    async with serving(elsewhere) as other:
        target = f"http://127.0.0.1:{other}/v1/chat/completions".encode()
        moved = b"HTTP/1.1 307 Moved\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % target
        async with (
            serving(replying(moved)) as port,
            client_of(f"http://127.0.0.1:{port}") as client,
        ):
            outcome = await ask(client, asking("hi"))

    assert seen == []
    assert isinstance(outcome.error, WrongAddress)
    assert outcome.error.detail.hint == f"http://127.0.0.1:{other}"


async def test_nobody_listening_is_refused_and_may_be_tried_again() -> None:
    async with client_of(f"http://127.0.0.1:{await free_port()}") as client:
        outcome = await ask(client, asking("hi"))

    assert isinstance(outcome.error, ConnectFailed)
    assert outcome.error.reason == "net-refused"
    assert outcome.error.advice.retry_class is RetryClass.NET
    assert not outcome.error.advice.was_sent


async def test_a_name_that_does_not_exist_is_a_matter_of_dns() -> None:
    options = NetworkOptions(proxy_mode="none")
    async with client_of("https://no-such-relay.invalid", options=options) as client:
        outcome = await ask(client, asking("hi"))

    assert isinstance(outcome.error, ConnectFailed)
    assert outcome.error.reason == "net-dns"
    assert outcome.error.detail.host == "no-such-relay.invalid"


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    async with (
        serving(replying(), context) as port,
        client_of(f"https://localhost:{port}") as client,
    ):
        outcome = await ask(client, asking("hi"))

    assert isinstance(outcome.error, ConnectFailed)
    assert outcome.error.reason == "net-tls"
    assert outcome.error.detail.hint
    assert outcome.error.advice.retry_class is RetryClass.NONE


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_not_there_is_named_as_the_cause(scheme: str) -> None:
    proxy = f"{scheme}://127.0.0.1:{await free_port()}"
    options = NetworkOptions(proxy_mode="manual", proxy_url=proxy)
    async with client_of("https://relay.invalid", options=options) as client:
        outcome = await ask(client, asking("hi"))

    assert isinstance(outcome.error, ConnectFailed)
    assert outcome.error.reason == "net-proxy"
    assert outcome.error.advice.retry_class is RetryClass.NONE


async def test_a_proxy_that_wants_a_password_is_named_as_the_cause() -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    async with serving(replying(refusal)) as port:
        proxied = NetworkOptions(proxy_mode="manual", proxy_url=f"http://127.0.0.1:{port}")
        for root in ("https://relay.invalid", "http://relay.local"):
            async with client_of(root, options=proxied) as client:
                outcome = await ask(client, asking("hi"))

            assert isinstance(outcome.error, ConnectFailed)
            assert outcome.error.reason == "net-proxy"


@pytest.mark.parametrize("url", ["", "nonsense", "gopher://x", "http://[::1"])
async def test_a_proxy_setting_that_makes_no_sense_is_an_error_not_a_crash(url: str) -> None:
    options = NetworkOptions(proxy_mode="manual", proxy_url=url)
    async with client_of("https://relay.invalid", options=options) as client:
        outcome = await ask(client, asking("hi"))

    assert isinstance(outcome.error, ConnectFailed)
    assert outcome.error.reason == "net-proxy"


async def test_the_systems_proxy_is_used_only_in_its_mode_and_never_for_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(name.lower(), f"http://127.0.0.1:{await free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    async def reason(root: str, mode: str) -> str | None:
        async with client_of(root, options=NetworkOptions(proxy_mode=mode)) as client:
            outcome = await ask(client, asking("echo:hi"))
        return outcome.error.reason if outcome.error else None

    async with DemoRelay() as relay:
        assert await reason(relay.root, "system") is None
    assert await reason("https://relay.invalid", "system") == "net-proxy"
    assert await reason("https://relay.invalid", "none") == "net-dns"


async def test_a_connection_that_does_not_come_about_in_time_may_be_tried_again() -> None:
    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    options = NetworkOptions(timeouts=Timeouts(connect_s=0.2))
    async with (
        serving(silent) as port,
        client_of(f"https://localhost:{port}", options=options) as client,
    ):
        outcome = await ask(client, asking("hi"))

    assert isinstance(outcome.error, TimedOut)
    assert (outcome.error.reason, outcome.error.detail.hint) == ("net-connect", "0.2")
    assert outcome.error.advice.retry_class is RetryClass.NET


async def test_the_users_own_time_limit_counts_for_thinking_models_too() -> None:
    quiet = replying(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", hangs=True)
    options = NetworkOptions(timeouts=Timeouts(idle_s=0.2))
    async with serving(quiet) as port, client_of(f"http://127.0.0.1:{port}", options=options) as c:
        outcome = await ask(c, asking("hi", "gpt-5.2"))

    assert isinstance(outcome.error, TimedOut)
    assert outcome.error.reason == "stall-first"


@pytest.mark.parametrize(
    "junk",
    [
        b"\x00\x01\x02 not http\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nConnection: close\r\n\r\nxx",
    ],
)
async def test_a_server_that_speaks_something_else_is_a_fault_of_the_relay(junk: bytes) -> None:
    async with serving(replying(junk)) as port, client_of(f"http://127.0.0.1:{port}") as client:
        outcome = await ask(client, asking("hi"))

    assert isinstance(outcome.error, RelayFault)
    assert outcome.error.reason in ("bad-http", "bad-encoding")


async def test_a_finish_reason_ends_the_wait_for_a_relay_that_never_hangs_up() -> None:
    event = b'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n'
    quiet = replying(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + event, hangs=True)
    options = NetworkOptions(end_times=EndTimes(0.1, 5.0, 0.1))
    async with serving(quiet) as port, client_of(f"http://127.0.0.1:{port}", options=options) as c:
        outcome = await ask(c, asking("hi"))

    assert (outcome.text, outcome.error) == ("Hi", None)
    assert outcome.end is not None
