"""A raw HTTP client for the demo relay's tests: it sees every byte and how the connection ends."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from supertoken_desktop.demo.server import DEMO_KEY


@dataclass(frozen=True)
class RawReply:
    status: int
    headers: dict[str, str]
    body: bytes
    is_whole: bool
    is_reset: bool

    @property
    def json(self) -> object:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, str]:
        value = json.loads(self.body)["error"]
        assert isinstance(value, dict)
        return value


def chat_body(question: str = "echo:Hello", *, model: str = "gpt-5.2", **fields: object) -> bytes:
    body = {"model": model, "messages": [{"role": "user", "content": question}], "stream": True}
    body |= {"stream_options": {"include_usage": True}} if "stream" not in fields else {}
    return json.dumps(body | fields).encode()


def request_bytes(
    method: str, path: str, body: bytes = b"", *, key: str = DEMO_KEY, **headers: str
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: demo", "Connection: close"]
    lines += [f"Content-Length: {len(body)}"] if body else []
    lines += [f"Authorization: Bearer {key}"] if key else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def connect(root: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(root)
    return await asyncio.open_connection(address.hostname, address.port)


async def exchange(root: str, sent: bytes) -> RawReply:
    reader, writer = await connect(root)
    writer.write(sent)
    data, is_reset = await read_to_end(reader)
    writer.close()
    return parse(data, is_reset=is_reset)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  # the relay on this loop has no event for it
            await asyncio.sleep(0)


async def read_to_end(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    data = bytearray()
    while True:
        try:
            piece = await reader.read(1 << 16)
        except ConnectionResetError:
            return bytes(data), True
        if not piece:
            return bytes(data), False
        data += piece


async def ask(root: str, question: str = "echo:Hello", **fields: Any) -> RawReply:
    body = chat_body(question, **fields)
    return await exchange(root, request_bytes("POST", "/v1/chat/completions", body))


async def fetch(root: str, path: str, *, key: str = DEMO_KEY, **headers: Any) -> RawReply:
    return await exchange(root, request_bytes("GET", path, key=key, **headers))


async def control(root: str, name: str, **body: object) -> RawReply:
    return await exchange(root, request_bytes("POST", f"/demo/{name}", json.dumps(body).encode()))


def parse(data: bytes, *, is_reset: bool) -> RawReply:
    head, _, rest = data.partition(b"\r\n\r\n")
    if not head:
        return RawReply(0, {}, b"", is_whole=False, is_reset=is_reset)
    status, *lines = head.decode().split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    headers = {name.lower(): value for name, _, value in pairs}
    if headers.get("transfer-encoding") == "chunked":
        body, is_whole = _unchunked(rest)
    else:
        body, is_whole = rest, len(rest) == int(headers["content-length"])
    return RawReply(int(status.split()[1]), headers, body, is_whole=is_whole, is_reset=is_reset)


def chunk_sizes(data: bytes) -> list[int]:
    return [len(chunk) for chunk in _chunks(data)]


def _chunks(data: bytes) -> list[bytes]:
    chunks = []
    while data:
        size, _, rest = data.partition(b"\r\n")
        chunks.append(rest[: int(size, 16)])
        data = rest[int(size, 16) + 2 :]
    return chunks


def _unchunked(data: bytes) -> tuple[bytes, bool]:
    chunks = _chunks(data)
    return b"".join(chunks), bool(chunks) and not chunks[-1]
