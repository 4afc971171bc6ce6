"""What a relay could send to hang the program, to fill its memory, or to mislead who reads."""

import json
from collections.abc import Iterable, Mapping

import pytest

from supertoken_desktop.api.envelope import read_envelope
from supertoken_desktop.api.faults import error_for_reply
from supertoken_desktop.api.listing import MOST_MODELS, listed_models
from supertoken_desktop.api.protocols.openai_chat import OpenAiDecoder
from supertoken_desktop.api.sending import RequestKey
from supertoken_desktop.api.sse import Event, SseDecoder
from supertoken_desktop.domain.delta import Delta, TextDelta, ToolCallDelta
from supertoken_desktop.domain.errors import ErrorDetail, RelayFault
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.system_clock import SystemClock

# Half a minute where time grows with the square of the length.
SIZE = 250_000
PROFILE = ProviderProfile(ProfileId("p"), "P", "https://host", "p")


def decoded(pieces: Iterable[Mapping[str, object]]) -> list[Delta]:
    decoder = OpenAiDecoder(lambda: "made")
    events = [Event({"id": "c", "choices": [{"index": 0, "delta": d}]}) for d in pieces]
    return [delta for event in events for delta in decoder.feed(event)] + [*decoder.finish()]


@pytest.mark.parametrize(
    "body",
    [
        b"<" * SIZE,
        b"<script" * (SIZE // 7),
        b"<style>" * (SIZE // 7),
        json.dumps({"message": "a" + " " * SIZE + "b"}).encode(),
        json.dumps({"message": "(request id:" * (SIZE // 13)}).encode(),
        json.dumps({"message": "( " * (SIZE // 3)}).encode(),
    ],
    ids=["angles", "scripts", "styles", "blanks", "ids", "brackets"],
)
def test_no_error_body_takes_longer_to_read_than_to_send(body: bytes) -> None:
    assert len(read_envelope(body).message) <= 2000


@pytest.mark.parametrize("nested", ['{"message":%s}', "%s", '{"detail":[{"msg":%s}]}'])
def test_a_deeply_nested_error_is_an_error_like_others(nested: str) -> None:
    body = (nested % ("[" * 900 + "]" * 900)).encode()

    error = error_for_reply(500, {}, body, SystemClock().now(), root="https://host")

    assert isinstance(error, RelayFault)


def test_a_long_tool_call_in_small_pieces_is_put_together_in_time() -> None:
    pieces = 150_000
    call = {"index": 0, "id": "a", "function": {"name": "f", "arguments": "abcdefgh"}}

    found = decoded({"tool_calls": [call]} for _ in range(pieces))

    arguments = sum(len(d.arguments) for d in found if isinstance(d, ToolCallDelta))
    assert arguments == 8 * pieces


def test_an_answer_that_repeats_a_closing_tag_is_read_in_time() -> None:
    text = "```\n" + "\n</think>" * 100_000

    found = decoded({"content": text[at : at + 90]} for at in range(0, len(text), 90))

    assert "".join(delta.text for delta in found if isinstance(delta, TextDelta)) == text


def test_deeply_nested_content_is_no_bug() -> None:
    content: object = "a"
    for _ in range(600):
        content = [content]

    assert decoded([{"content": content}, {"content": "b"}]) == [TextDelta("b")]


def test_an_endless_body_is_too_big_at_last() -> None:
    decoder = SseDecoder(max_body_bytes=100)
    line = b'data: {"a": 1}\n\n'

    events = [event for _ in range(10) for event in decoder.feed(line)]

    assert decoder.is_too_big
    assert len(events) == 100 // len(line)


def test_a_key_that_comes_back_without_its_prefix_is_masked_as_well() -> None:
    key = RequestKey(Secret("sk-abcdefghijklmnop0123"))
    error = RelayFault(detail=ErrorDetail(message="bad token abcdefghijklmnop0123"))

    assert "abcdefghijklmnop0123" not in str(key.out_of(error).detail)


def test_a_key_in_the_name_of_a_host_is_masked_as_well() -> None:
    key = RequestKey(Secret("sk-ABCDEFGHIJKLMNOP0123"))
    error = RelayFault(detail=ErrorDetail(host="sk-abcdefghijklmnop0123.example"))

    assert key.out_of(error).detail.host == "sk-….example"


def test_a_list_of_models_has_an_end_and_only_readable_names() -> None:
    good = [{"id": f"m{number}"} for number in range(MOST_MODELS + 1)]
    bad = [{"id": "a\x1b[2J"}, {"id": "b\u202e"}, {"id": "x" * 5000}]

    models = listed_models(json.dumps({"data": bad + good}).encode(), PROFILE)

    assert len(models) == MOST_MODELS
    assert all(model.model_id.startswith("m") for model in models)
