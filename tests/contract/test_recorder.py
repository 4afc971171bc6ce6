import asyncio
import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.api.client import RelayClients
from supertoken_desktop.api.network import NetworkOptions
from supertoken_desktop.api.recorder import (
    MOST_ANSWER_BYTES,
    MOST_ARRIVING_BYTES,
    MOST_MARKS,
    Recorder,
)
from supertoken_desktop.demo.server import DemoRelay
from supertoken_desktop.domain.exchange import Exchange
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.system_clock import SystemClock
from tests.contract.raw_servers import replying, serving
from tests.contract.relays import ask, asking, profile_of

KEY = "sk-Planted/4f9c0a17e2b8d6035c"
BARE = KEY.removeprefix("sk-")
CHUNKS = 20_000
MOST_MS_FOR_CHUNKS = 200


async def exchanged(
    root: str, text: str = "hi", key: str = KEY, **profile: object
) -> tuple[Exchange, ...]:
    """Ask a relay once; return what was recorded."""
    kept: list[Exchange] = []

    async def read_key(_profile: ProviderProfile) -> Secret:
        return Secret(key)

    clients = RelayClients(read_key, SystemClock(), NetworkOptions, "0.1", kept.append)
    client = clients.client_for(profile_of(root, **profile))
    await ask(client, asking(text, label="m1"))
    await ask(client, asking(text))
    await clients.close()
    return tuple(kept)


async def test_an_answer_is_recorded_as_it_came() -> None:
    async with DemoRelay() as relay:
        root = relay.root
        (exchange,) = await exchanged(root, "echo:one two", key="sk-demo")

    headers = dict(exchange.request_headers)
    assert (exchange.label, exchange.method, exchange.status) == ("m1", "POST", 200)
    assert exchange.url == f"{root}/v1/chat/completions"
    assert headers["authorization"] == "Bearer …"
    assert b'"content":"echo:one two"' in exchange.request_body.content.replace(b": ", b":")
    assert dict(exchange.response_headers)["content-type"].startswith("text/event-stream")
    assert exchange.answer.content.rstrip().endswith(b"data: [DONE]")
    assert len(exchange.answer.content) == exchange.answer.total_bytes
    assert list(exchange.answer.seconds) == sorted(exchange.answer.seconds)
    assert exchange.answer.offsets[0] == 0
    assert exchange.failure is None


async def test_a_refusal_is_recorded_with_its_body_and_why() -> None:
    async with DemoRelay() as relay:
        (exchange,) = await exchanged(relay.root, key="sk-nomoney")

    assert exchange.status == 403
    assert exchange.failure is not None
    assert exchange.failure.kind == "quota"
    assert exchange.answer.content.startswith(b"{")


async def test_a_relay_that_is_not_there_leaves_a_request_without_a_reply() -> None:
    async with serving(replying()) as port:
        pass
    (exchange,) = await exchanged(f"http://127.0.0.1:{port}")

    assert exchange.status is None
    assert exchange.failure is not None
    assert exchange.failure.kind == "connect"
    assert exchange.request_body.content


@pytest.mark.parametrize("status", ["200 OK", "401 Unauthorized"])
async def test_the_key_is_in_no_part_of_a_record(status: str) -> None:
    body = (
        f'{{"error":{{"message":"bad key {KEY} ({BARE})","code":"{KEY.replace("/", chr(92) + "/")}"'
        f'}}}}\n\ndata: {{"choices":[{{"delta":{{"content":"{KEY}"}}}}]}}\n\n'
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/event-stream\r\nX-Request-Id: {KEY}\r\n"
        f"Set-Cookie: session={KEY}\r\nX-Echo: token {BARE}\r\nConnection: close\r\n\r\n"
    ).encode()
    at = body.index(BARE.encode()) + 5
    async with serving(replying(head, body[:at], body[at:])) as port:
        (exchange,) = await exchanged(
            f"http://127.0.0.1:{port}",
            f"my key is {KEY}",
            headers={"X-Proxy-Token": "another-secret-value", "X-Team": "cats"},
        )

    whole = repr(exchange)
    assert "Planted" not in whole
    assert BARE not in whole
    assert "another-secret-value" not in whole
    assert "cats" in whole
    assert len(exchange.answer.content) == len(body)


async def test_a_key_used_once_is_masked_in_what_is_recorded_later() -> None:
    kept: list[Exchange] = []
    recorder = Recorder(SystemClock(), kept.append)
    recorder.begin("", [KEY]).end()
    recording = recorder.begin("m1", ["sk-another-long-key"])

    recording.note_request("POST", "https://relay.example/v1", [], KEY.encode())
    recording.end()

    assert kept[0].request_body.content == b"*" * len(KEY)


async def test_what_is_asked_without_a_label_is_not_kept() -> None:
    async with DemoRelay() as relay:
        kept = await exchanged(relay.root, key="sk-demo")

    assert [exchange.label for exchange in kept] == ["m1"]


def test_a_long_answer_is_cut_and_says_so() -> None:
    kept: list[Exchange] = []
    recording = Recorder(SystemClock(), kept.append).begin("m1", [KEY])
    recording.note_request("POST", "https://relay.example/v1", [], b"{}")

    for _piece in range(3):
        recording.note_bytes(b"x" * (MOST_ANSWER_BYTES // 2))
    recording.end()

    assert len(kept[0].answer.content) == MOST_ANSWER_BYTES
    assert kept[0].answer.is_cut


def test_an_answer_byte_by_byte_takes_no_more_room_than_others() -> None:
    kept: list[Exchange] = []
    recording = Recorder(SystemClock(), kept.append).begin("m1", [KEY])
    recording.note_request("POST", "https://relay.example/v1", [], b"{}")

    for _byte in range(MOST_MARKS + 1000):
        recording.note_bytes(b"x")
    recording.end()

    assert len(kept[0].answer.content) == MOST_MARKS + 1000
    assert len(kept[0].answer.offsets) == MOST_MARKS


@pytest.mark.parametrize(
    "form",
    [
        KEY,
        KEY.replace("-", "\\u002d").replace("/", "\\u002F"),
        "".join(f"\\u{ord(sign):04x}" for sign in KEY),
        quote(KEY, safe=""),
        KEY.replace("/", "\\/"),
    ],
)
def test_no_spelling_of_the_key_in_a_body_is_kept(form: str) -> None:
    kept: list[Exchange] = []
    recording = Recorder(SystemClock(), kept.append).begin("m1", [KEY])
    recording.note_request("POST", "https://relay.example/v1", [], f'{{"a": "{form}"}}'.encode())

    recording.note_bytes(f'data: {{"content": "{form}", "z": "\\u00e9"}}'.encode())
    recording.end()

    for body in (kept[0].request_body.content, kept[0].answer.content):
        assert form[5:].encode() not in body
        assert b"*" * len(form) in body
    assert b"\\u00e9" in kept[0].answer.content


def test_many_answers_at_once_share_what_room_there_is() -> None:
    kept: list[Exchange] = []
    recorder = Recorder(SystemClock(), kept.append)
    recordings = [recorder.begin(f"m{number}", [KEY]) for number in range(100)]

    for recording in recordings:
        recording.note_request("POST", "https://relay.example/v1", [], b"{}")
    for _round in range(16):
        for recording in recordings:
            recording.note_bytes(b"x" * (MOST_ANSWER_BYTES // 16))
    for recording in recordings:
        recording.end()
    last = recorder.begin("last", [KEY])
    last.note_request("POST", "https://relay.example/v1", [], b"{}")
    last.note_bytes(b"x" * MOST_ANSWER_BYTES)
    last.end()

    *many, alone = kept
    assert sum(len(exchange.answer.content) for exchange in many) <= MOST_ARRIVING_BYTES
    assert all(exchange.answer.total_bytes == MOST_ANSWER_BYTES for exchange in many)
    assert len(alone.answer.content) == MOST_ANSWER_BYTES


def test_nothing_that_is_recorded_shows_where_objects_are_printed() -> None:
    recorder = Recorder(SystemClock())
    recording = recorder.begin("m1", [KEY])
    recording.note_request("POST", f"https://r/v1?key={KEY}", [("x-api-key", KEY)], KEY.encode())

    assert "Planted" not in repr(recorder) + repr(recording) + str(vars(recording).keys())


@given(st.lists(st.binary(max_size=20)), st.integers(1, 40), st.integers(0, 40))
def test_no_way_of_cutting_a_body_lets_the_key_through(
    around: list[bytes], size: int, missing: int
) -> None:
    kept: list[Exchange] = []
    recording = Recorder(SystemClock(), kept.append).begin("m1", [KEY])
    recording.note_request("POST", "https://relay.example/v1", [], b"{}")
    body = KEY.encode().join(around) + KEY.encode()[: max(0, len(KEY) - missing)]

    for start in range(0, len(body), size):
        recording.note_bytes(body[start : start + size])
    recording.end()

    content = kept[0].answer.content
    assert len(content) == len(body)
    assert KEY.encode()[:10] not in content


def test_recording_costs_next_to_nothing_a_chunk() -> None:
    kept: list[Exchange] = []
    recording = Recorder(SystemClock(), kept.append).begin("m1", [KEY])
    recording.note_request("POST", "https://relay.example/v1", [], b"{}")
    chunk = b'data: {"choices":[{"delta":{"content":"word "}}]}\n\n'

    before = time.process_time()
    for _chunk in range(CHUNKS):
        recording.note_bytes(chunk)
    recording.end()
    spent_ms = (time.process_time() - before) * 1000

    assert len(kept[0].answer.offsets) == CHUNKS
    assert spent_ms < MOST_MS_FOR_CHUNKS


async def test_a_stopped_answer_is_recorded_as_far_as_it_came() -> None:
    kept: list[Exchange] = []

    async def read_key(_profile: ProviderProfile) -> Secret:
        return Secret(KEY)

    piece = b'data: {"choices":[{"delta":{"content":"word"}}]}\n\n'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    async with serving(replying(head, piece, hangs=True)) as port:
        clients = RelayClients(read_key, SystemClock(), NetworkOptions, "0.1", kept.append)
        client = clients.client_for(profile_of(f"http://127.0.0.1:{port}"))
        asked = asyncio.create_task(ask(client, asking("hi", label="m1")))
        async with client.open_stream(asking("hi", label="m2")) as batches:
            async for _batch in batches:
                break
        asked.cancel()
        await asyncio.wait({asked})
        await clients.close()

    by_label = {exchange.label: exchange for exchange in kept}
    assert by_label["m2"].answer.content == piece
    assert set(by_label) == {"m1", "m2"}
