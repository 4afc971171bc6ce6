"""Loading pictures that lie elsewhere, over real sockets."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from supertoken_desktop.api.network import NetworkOptions
from supertoken_desktop.api.pictures import MOST_BYTES, WebPictures
from supertoken_desktop.domain.errors import PictureNotLoaded

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
Write = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Host:
    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    replies: list[bytes | Write] = field(default_factory=list)
    serving: set[asyncio.Task[None] | None] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.serving.add(asyncio.current_task())
        self.asked.append(await reader.readuntil(b"\r\n\r\n"))
        reply = self.replies.pop(0) if self.replies else found(PNG)
        try:
            if isinstance(reply, bytes):
                writer.write(reply)
                await writer.drain()
            else:
                await reply(writer)
        except ConnectionError:
            pass  # the other side has seen enough
        writer.close()


@asynccontextmanager
async def host(*replies: bytes | Write) -> AsyncIterator[Host]:
    made = Host(replies=list(replies))
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made
    await asyncio.gather(*filter(None, made.serving))


def found(body: bytes, kind: str = "image/png", *more: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more]
    return ("\r\n".join([*lines, "Connection: close", "", ""])).encode() + body


def sent_on(target: str, *more: str) -> bytes:
    lines = ["HTTP/1.1 302 Found", f"Location: {target}", "Content-Length: 0", *more, "", ""]
    return "\r\n".join(lines).encode()


async def here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def pictures(*, may_ask_here: bool = True) -> WebPictures:
    return WebPictures(lambda: NetworkOptions("none"), lambda: may_ask_here, here)


async def refused(loader: WebPictures, url: str) -> str:
    with pytest.raises(PictureNotLoaded) as caught:
        await loader.load(url)
    return caught.value.reason


async def test_a_picture_comes_and_its_host_learns_the_address_alone() -> None:
    async with host() as asked:
        url = f"http://user:pass@pictures.example:{asked.port}/a.png?b#c"

        assert await pictures().load(url) == PNG

    (request,) = asked.asked
    head = request.decode().lower()
    assert head.startswith("get /a.png?b http/1.1")
    assert f"host: pictures.example:{asked.port}\r\n" in head
    for header in ("cookie", "referer", "authorization", "accept-language", "origin"):
        assert f"\n{header}:" not in head


async def test_a_cookie_is_never_given_back() -> None:
    async with host(sent_on("/b.png", "Set-Cookie: a=b")) as asked:
        await pictures().load(f"http://pictures.example:{asked.port}/a.png")

    assert len(asked.asked) == 2
    assert b"ookie" not in asked.asked[1]


@pytest.mark.parametrize(
    "target",
    ["http://other.example/x.png", "//other.example/x", "ftp://pictures.example/", "http://[", ""],
)
async def test_redirects_to_other_places_are_not_followed(target: str) -> None:
    async with host(sent_on(target)) as asked:
        url = f"http://pictures.example:{asked.port}/a.png"

        reason = await refused(pictures(), url)

    assert reason == "redirect"
    assert len(asked.asked) == 1


async def test_a_circle_of_redirects_ends() -> None:
    async with host(*[sent_on("/a.png")] * 20) as asked:
        reason = await refused(pictures(), f"http://pictures.example:{asked.port}/a.png")

    assert reason == "redirect"
    assert len(asked.asked) < 6


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "status"),
        (found(PNG, "text/html"), "type"),
        (found(b"<svg/>", "image/svg+xml"), "type"),
        (found(b"<html>", "image/png"), "type"),
        (found(b""), "type"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", "size"),
        (b"nonsense\r\n\r\n", "connect"),
        (b"", "connect"),
    ],
)
async def test_what_is_no_picture_is_refused(reply: bytes, reason: str) -> None:
    async with host(reply) as asked:
        assert await refused(pictures(), f"http://a.example:{asked.port}/a.png") == reason


async def test_an_endless_picture_is_cut_off() -> None:
    sent = 0

    async def pour(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + PNG)
        while True:
            writer.write(bytes(1 << 20))
            await writer.drain()
            sent += 1 << 20

    async with host(pour) as asked:
        reason = await refused(pictures(), f"http://a.example:{asked.port}/a.png")

    assert reason == "size"
    assert sent < 3 * MOST_BYTES


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),
        *("::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1"),
        *("64:ff9b::192.168.1.1", "2002:c0a8:101::1", "::127.0.0.1", "fec0::1", "ff02::1"),
        *("::", "fe80::1%eth0", "192.0.0.1", "240.0.0.1", "2001:db8::1"),
    ],
)
async def test_a_name_that_leads_into_the_own_network_is_not_asked(address: str) -> None:
    async def inside(_host: str, _port: int) -> Sequence[str]:
        return ["93.184.216.34", address]

    loader = WebPictures(lambda: NetworkOptions("none"), lambda: False, inside)

    assert await refused(loader, "https://innocent.example/a.png") == "private"


async def test_this_computer_is_asked_only_where_the_relay_is_here() -> None:
    async with host() as asked:
        url = f"http://localhost:{asked.port}/a.png"

        assert await refused(pictures(may_ask_here=False), url) == "private"
        assert asked.asked == []
        assert await pictures(may_ask_here=True).load(url) == PNG


async def test_behind_a_proxy_numbers_of_the_own_network_are_refused_as_well() -> None:
    network = NetworkOptions("manual", "http://127.0.0.1:9")
    loader = WebPictures(lambda: network, lambda: False, here)

    assert await refused(loader, "http://192.168.1.1/a.png") == "private"
    assert await refused(loader, "http://pictures.example/a.png") == "connect"


@pytest.mark.parametrize("url", ["ftp://a.example/a", "https://", "http://[", "", "http://a:b/c"])
async def test_an_address_that_cannot_be_asked_is_refused(url: str) -> None:
    assert await refused(pictures(), url) == "address"


async def test_the_next_address_is_tried_where_nobody_answers() -> None:
    async def both(_host: str, _port: int) -> Sequence[str]:
        return ["::1", "127.0.0.1"]

    async with host() as asked:
        loader = WebPictures(lambda: NetworkOptions("none"), lambda: True, both)

        assert await loader.load(f"http://pictures.example:{asked.port}/a.png") == PNG


async def test_a_host_without_an_address_is_not_found() -> None:
    async def nowhere(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such host")

    loader = WebPictures(lambda: NetworkOptions("none"), lambda: False, nowhere)

    assert await refused(loader, "https://a.example/") == "dns"


async def test_the_host_that_is_asked_is_the_one_that_the_reader_was_told_of() -> None:
    resolved: list[str] = []

    async def noted(name: str, _port: int) -> Sequence[str]:
        resolved.append(name)
        return ["127.0.0.1"]

    loader = WebPictures(lambda: NetworkOptions("none"), lambda: True, noted)
    async with host() as asked:
        for url in (
            f"http://one.example:{asked.port}\\@other.example/a.png",
            f"http:\\\\one.example:{asked.port}\\a.png",
            f"http:one.example:{asked.port}/a.png",
            f"http://one\u3002example:{asked.port}/a.png",
            f"http://ONE.ex\nample:{asked.port}/\u4e2d.png",
        ):
            assert await loader.load(url) == PNG

    assert set(resolved) == {"one.example"}
    assert all(f"Host: one.example:{asked.port}".encode() in request for request in asked.asked)


@pytest.mark.parametrize(
    "target", ["http:\\\\other.example", "http://pictures.example\\@b.example/"]
)
async def test_a_redirect_cannot_hide_where_it_leads(target: str) -> None:
    async with host(sent_on(target)) as asked:
        reason = await refused(pictures(), f"http://pictures.example:{asked.port}/a.png")

    assert reason in ("redirect", "connect", "address")
    assert len(asked.asked) == 1


@pytest.mark.parametrize(
    "name",
    ["localhost", "localhost.", "a.localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1"],
)
async def test_behind_a_proxy_no_spelling_leads_to_this_computer(name: str) -> None:
    async with host() as asked:
        network = NetworkOptions("manual", f"http://127.0.0.1:{asked.port}")
        loader = WebPictures(lambda: network, lambda: False, here)

        assert await refused(loader, f"http://{name}:{asked.port}/a.png") == "private"

    assert asked.asked == []


async def test_a_packed_answer_is_not_unpacked() -> None:
    packed = gzip.compress(bytes(50_000_000))
    async with host(found(packed, "image/png", "Content-Encoding: gzip")) as asked:
        assert await refused(pictures(), f"http://a.example:{asked.port}/a.png") == "type"


async def test_the_answer_is_taken_from_the_address_that_was_looked_at() -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def changing(_name: str, _port: int) -> Sequence[str]:
        return answers.pop(0)

    loader = WebPictures(lambda: NetworkOptions("none"), lambda: True, changing)
    async with host() as asked:
        assert await loader.load(f"http://a.example:{asked.port}/a.png") == PNG

    assert answers == [["10.0.0.1"]]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + PNG, "connect"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + PNG, "connect"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 2_000_000 + b"\r\n\r\n" + PNG, "connect"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 200_000 + b"\r\n" + PNG, "connect"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n" + PNG,
            "connect",
        ),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "connect"),
        (found(PNG, "\xff\xfeimage/png"), "type"),
        (sent_on("file:///etc/passwd"), "redirect"),
        (sent_on("http://a.example:99999/"), "redirect"),
    ],
)
async def test_an_answer_that_breaks_the_rules_ends_as_a_failure(reply: bytes, reason: str) -> None:
    async with host(reply) as asked:
        assert await refused(pictures(), f"http://a.example:{asked.port}/a.png") == reason


@pytest.mark.parametrize(
    "tail", ["%zz%00\x7f\ud83d?q=\u202e#x", "/evil/x", " a\r\nX-Injected: b", "a" * 8_000, "\\\\b"]
)
async def test_nothing_in_an_address_gets_out_of_its_line(tail: str) -> None:
    async with host() as asked:
        assert await pictures().load(f"http://a.example:{asked.port}/{tail}") == PNG

    (request,) = asked.asked
    line, *headers, _blank, _end = request.split(b"\r\n")
    assert line.startswith(b"GET /")
    assert line.endswith(b" HTTP/1.1")
    assert {header.partition(b":")[0].lower() for header in headers} == {
        *(b"host", b"accept", b"accept-encoding", b"user-agent", b"connection")
    }
