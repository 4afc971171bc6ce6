import json
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supertoken_desktop.api.sse import Event, Malformed, Marker, SseDecoder, StreamEvent

CHUNK = '{"id":"c1","choices":[{"index":0,"delta":{"content":"你好"}}]}'
VALUE = json.loads(CHUNK)

BODIES: dict[str, bytes] = {
    "normal": f"data: {CHUNK}\n\ndata: [DONE]\n\n".encode(),
    "crlf": f"data: {CHUNK}\r\n\r\ndata: [DONE]\r\n\r\n".encode(),
    "cr": f"data: {CHUNK}\r\rdata: [DONE]\r\r".encode(),
    "mixed": f"data: {CHUNK}\n\r\ndata: {CHUNK}\r\r\ndata: [DONE]\r\n\n".encode(),
    "bom": b"\xef\xbb\xbf" + f"data: {CHUNK}\n\n".encode(),
    "comments": b": PING\n\nretry: 3000\nid: 7\n\n"
    + f"data: {CHUNK[:5]}\n: in\ndata: {CHUNK[5:]}\n\n".encode(),
    "event": f"event: error\ndata: {CHUNK}\n\n".encode(),
    "bad": f"data: {{oops\n\ndata: {CHUNK}\n\n".encode(),
    "glued": f"data: {CHUNK}{CHUNK}\n\ndata: {CHUNK}\ndata: [DONE]\n\n".encode(),
    "bare": f"{CHUNK}\n{CHUNK}\n[DONE]\n".encode(),
    "bare-pretty": json.dumps(VALUE, indent=2).encode(),
    "bare-after-data": f"data: {CHUNK}\n{json.dumps(VALUE, indent=1)}\n\n".encode(),
    "bare-broken": f'{{"a": "b}}\ndata: {CHUNK}\n\n'.encode(),
    "double-prefix": f"data: data: {CHUNK}\n\n".encode(),
    "no-final-blank": f"data: {CHUNK}\n\ndata: [DONE]".encode(),
    "cut": f"data: {CHUNK}\n\n".encode() + f"data: {CHUNK}".encode()[:-20],
    "cut-utf8": f"data: {CHUNK}".encode()[: CHUNK.encode().index("好".encode()) + 8],
    "separators": 'data: {"a":"x\u2028y\u2029z\u0085\x0b\x0c\x1c\x1e"}\n\n'.encode(),
    "surrogates": rb'data: {"a":"\ud83d\ude00 \ud83d"}' + b"\n\n",
    "array": b'[{"a":1}\n,\n{"b":2}]',
    "html": b" \n<!doctype html><html></html>",
    "stray": b"upstream gone\n\n",
}


def decoded(*pieces: bytes) -> tuple[list[StreamEvent], bool, bool, str]:
    decoder = SseDecoder()
    events = [event for piece in pieces for event in decoder.feed(piece)]
    events += decoder.finish()
    return events, decoder.is_html, decoder.is_too_big, decoder.stray


def cut_at(body: bytes, places: Sequence[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(body) + 1) for place in places), len(body)]
    return [body[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize("name", BODIES)
def test_any_single_cut_gives_the_same_events(name: str) -> None:
    body = BODIES[name]
    whole = decoded(body)

    for place in range(len(body) + 1):
        assert decoded(body[:place], body[place:]) == whole
    assert decoded(*(body[at : at + 1] for at in range(len(body)))) == whole


@given(
    st.sampled_from(sorted(BODIES)),
    st.sampled_from(sorted(BODIES)),
    st.lists(st.integers(0, 1 << 16), min_size=5, max_size=5),
)
def test_any_five_cuts_of_any_two_bodies_give_the_same_events(
    first: str, second: str, places: list[int]
) -> None:
    body = BODIES[first] + BODIES[second]

    assert decoded(*cut_at(body, places)) == decoded(body)


@settings(max_examples=150)
@given(
    st.binary(max_size=60) | st.text('data: {}[]"\\,\r\n:<eé\ufeff1', max_size=40).map(str.encode)
)
@example(b"data: [[[[")
@example(b'{"a":1}{"b"')
@example(b"\xef\xbb")
@example(b" :")
def test_no_bytes_raise_and_bytewise_feeding_gives_the_same(body: bytes) -> None:
    whole = decoded(body)

    assert decoded(*(body[at : at + 1] for at in range(len(body)))) == whole


@given(st.lists(st.text(), max_size=5))
def test_every_text_comes_out_as_it_was_encoded(texts: list[str]) -> None:
    body = "".join(f"data: {json.dumps({'t': text}, ensure_ascii=False)}\n\n" for text in texts)

    events, *_ = decoded(body.encode())

    assert events == [Event({"t": text}) for text in texts]


@pytest.mark.parametrize(
    ("name", "events"),
    [
        ("normal", [Event(VALUE), Marker()]),
        ("crlf", [Event(VALUE), Marker()]),
        ("cr", [Event(VALUE), Marker()]),
        ("mixed", [Event(VALUE), Event(VALUE), Marker()]),
        ("bom", [Event(VALUE)]),
        ("comments", [Event(VALUE)]),
        ("event", [Event(VALUE, "error")]),
        ("bad", [Malformed("{oops"), Event(VALUE)]),
        ("glued", [Event(VALUE), Event(VALUE), Event(VALUE), Marker()]),
        ("bare", [Event(VALUE, is_bare=True), Event(VALUE, is_bare=True), Marker()]),
        ("bare-pretty", [Event(VALUE, is_bare=True)]),
        ("bare-after-data", [Event(VALUE), Event(VALUE, is_bare=True)]),
        ("bare-broken", [Malformed('{"a": "b}'), Event(VALUE)]),
        ("double-prefix", [Event(VALUE)]),
        ("no-final-blank", [Event(VALUE), Marker()]),
        ("cut", [Event(VALUE)]),
        ("cut-utf8", []),
        ("separators", [Event({"a": "x\u2028y\u2029z\u0085\x0b\x0c\x1c\x1e"})]),
        ("surrogates", [Event({"a": "\U0001f600 \ufffd"})]),
        ("array", [Event({"a": 1}, is_bare=True), Event({"b": 2}, is_bare=True)]),
        ("html", []),
        ("stray", []),
    ],
)
def test_each_body_means_these_events(name: str, events: list[StreamEvent]) -> None:
    assert decoded(BODIES[name])[0] == events


def test_a_web_page_and_stray_text_are_told_apart() -> None:
    assert decoded(BODIES["html"])[1]
    assert decoded(BODIES["stray"])[3] == "upstream gone"


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_line_over_its_limit_ends_the_reading_and_keeps_what_came_before(size: int) -> None:
    body = b'data: {"a":1}\n\n' + b"data: " + b"x" * 200 + b'\n\ndata: {"b":2}\n\n'
    decoder = SseDecoder(max_line_bytes=100)

    events = [e for at in range(0, len(body), size) for e in decoder.feed(body[at : at + size])]

    assert events == [Event({"a": 1})]
    assert decoder.is_too_big
    assert decoder.finish() == []


def test_an_event_of_many_lines_over_its_limit_ends_the_reading() -> None:
    decoder = SseDecoder(max_event_bytes=100)

    decoder.feed(b"data: xxxxxxxxxx\n" * 20)

    assert decoder.is_too_big


def test_only_a_cut_character_counts_as_cut_inside_a_character() -> None:
    cut, whole = SseDecoder(), SseDecoder()

    cut.feed(BODIES["cut-utf8"])
    whole.feed("data: 好".encode())

    assert cut.ends_inside_character
    assert not whole.ends_inside_character


def test_deep_nesting_and_long_numbers_are_malformed_not_fatal() -> None:
    events, *_ = decoded(
        b"data: " + b"[" * 100_000 + b"\n\ndata: " + b"1" * 5000 + b"\n\ndata: 1\n\n"
    )

    assert [type(event) for event in events] == [Malformed] * 3
