import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.api.protocols.openai_chat import OpenAiDecoder
from supertoken_desktop.api.sse import Event, Malformed, Marker, StreamEvent
from supertoken_desktop.domain.delta import (
    AlternativeDelta,
    Delta,
    ErrorDelta,
    FinishDelta,
    ReasoningDelta,
    RefusalDelta,
    Restarted,
    ServedBy,
    TextDelta,
    ToolCallDelta,
    UsageDelta,
)
from supertoken_desktop.domain.usage import Usage


def chunk(delta: object, finish: str | None = None, **more: object) -> Event:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return Event({"id": "c1", "choices": [choice], **more})


def said(text: object, **more: object) -> Event:
    return chunk({"content": text}, None, **more)


def deltas(*events: StreamEvent) -> list[Delta]:
    decoder = OpenAiDecoder(lambda: "call_made")
    found = [delta for event in events for delta in decoder.feed(event)]
    return [*found, *decoder.finish()]


def read(found: Sequence[Delta]) -> tuple[str, str]:
    """Answer and reasoning as somebody sees them at the end."""
    answer, reasoning = "", ""
    for delta in found:
        match delta:
            case TextDelta(text):
                answer += text
            case ReasoningDelta(text):
                reasoning += text
            case Restarted():
                answer, reasoning = "", ""
            case _:
                pass
    return answer, reasoning.rstrip()


def test_a_healthy_answer_comes_as_text_finish_and_counts() -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11}

    found = deltas(
        chunk({"role": "assistant", "content": ""}, model="m"),
        said("Hel", model="m"),
        said("lo"),
        chunk({}, "stop"),
        Event({"choices": [], "usage": usage}),
        Marker(),
    )

    assert found == [
        ServedBy(model_id="m"),
        TextDelta("Hel"),
        TextDelta("lo"),
        FinishDelta("stop"),
        UsageDelta(Usage(9, 2, 11)),
    ]


def test_content_comes_as_text_list_or_nothing() -> None:
    found = deltas(
        said(None),
        chunk(None),
        Event({"choices": None}),
        Event({"choices": [{"finish_reason": None}, "odd"]}),
        said([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]),
        said("c"),
    )

    assert found == [TextDelta("ab"), TextDelta("c")]


def test_the_finish_chunk_may_bring_the_last_words() -> None:
    assert deltas(chunk({"content": "end"}, "stop")) == [TextDelta("end"), FinishDelta("stop")]


def test_an_empty_finish_reason_is_none() -> None:
    assert deltas(chunk({}, ""), chunk({}, " ")) == []


def test_a_whole_reply_is_one_delta() -> None:
    message = {"role": "assistant", "content": "Two.", "reasoning_content": "1+1"}

    found = deltas(Event({"choices": [{"message": message, "finish_reason": "stop"}]}))

    assert found == [ReasoningDelta("1+1"), TextDelta("Two."), FinishDelta("stop")]


def test_other_choices_are_alternatives_and_do_not_finish_the_answer() -> None:
    other = {"index": 1, "delta": {"content": "B"}, "finish_reason": "length"}

    found = deltas(Event({"choices": [other, {"delta": {"content": "A"}}]}))

    assert found == [AlternativeDelta(1, "B"), TextDelta("A")]


def test_after_the_end_mark_only_counts_matter() -> None:
    found = deltas(
        said("a"),
        Marker(),
        said("ghost"),
        chunk({}, "stop"),
        Event({"error": "late"}),
        Malformed("x"),
        Event({"choices": [], "usage": {"total_tokens": 3}}),
    )

    assert found == [TextDelta("a"), UsageDelta(Usage(total=3))]


def test_counts_keep_the_last_that_is_not_zero_and_are_never_added_up() -> None:
    first = {"prompt_tokens": 9, "completion_tokens": 1, "prompt_cache_hit_tokens": 4}
    last = {
        "prompt_tokens": 0,
        "completion_tokens": 7,
        "total_tokens": 16,
        "completion_tokens_details": {"reasoning_tokens": 5},
        "prompt_tokens_details": None,
    }

    found = deltas(
        said("a", usage={"prompt_tokens": 0, "total_tokens": 0}),
        said("b", usage=first),
        chunk({}, "stop", usage=last),
        Event({"choices": [], "usage": {"total_tokens": True, "completion_tokens": -1}}),
    )

    usages = [delta.usage for delta in found if isinstance(delta, UsageDelta)]
    assert usages == [Usage(9, 1, None, 4), Usage(9, 7, 16, 4, 5)]


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        ({"reasoning_content": "plan"}, "plan"),
        ({"reasoning": "plan"}, "plan"),
        ({"reasoning": {"text": "plan"}}, "plan"),
        ({"reasoning_content": "plan", "reasoning": "plan", "content": None}, "plan"),
    ],
)
def test_reasoning_is_read_in_every_spelling_once(delta: dict[str, object], text: str) -> None:
    assert deltas(chunk(delta), said("x")) == [ReasoningDelta(text), TextDelta("x")]


def test_a_refusal_is_told_apart_from_text() -> None:
    assert deltas(chunk({"refusal": "I can't."})) == [RefusalDelta("I can't.")]


TAGGED = [
    ("<think>\nplan\n</think>\nAnswer", ("Answer", "plan")),
    ("\n <think>plan</think>Answer </think>", ("Answer </think>", "plan")),
    ("<think>\nplan", ("", "plan")),
    ("plan\n</think>\n\nAnswer", ("Answer", "plan")),
    ("<thin", ("<thin", "")),
    ("Say <think>x</think> ok", ("Say <think>x</think> ok", "")),
    ("```html\n<think>x\n</think>\n```", ("```html\n<think>x\n</think>\n```", "")),
    ("```html\n</think>\n```", ("```html\n</think>\n```", "")),
    ("Close with `</think>` then", ("Close with `</think>` then", "")),
    ("a < b\n</thin", ("a < b\n</thin", "")),
]


@pytest.mark.parametrize(("text", "expected"), TAGGED)
def test_think_tags_part_reasoning_from_answer_wherever_they_are_cut(
    text: str, expected: tuple[str, str]
) -> None:
    assert read(deltas(said(text))) == expected
    assert read(deltas(*(said(character) for character in text))) == expected
    for place in range(1, len(text)):
        assert read(deltas(said(text[:place]), said(text[place:]))) == expected


@given(st.lists(st.sampled_from(["<think>", "</think>", "\n", "a", "<", "```", " "]), max_size=12))
def test_no_character_gets_lost_between_reasoning_and_answer(pieces: list[str]) -> None:
    def bare(text: str) -> str:
        return "".join(text.replace("<think>", "").replace("</think>", "").split())

    answer, reasoning = read(deltas(*(said(piece) for piece in pieces)))

    assert bare(reasoning + answer) == bare("".join(pieces))


def calls(*entries: dict[str, object]) -> dict[int, tuple[str, str, str]]:
    found: dict[int, tuple[str, str, str]] = {}
    for delta in deltas(*(chunk({"tool_calls": [entry]}) for entry in entries)):
        assert isinstance(delta, ToolCallDelta)
        call_id, name, arguments = found.get(delta.slot, ("", "", ""))
        found[delta.slot] = (
            call_id or delta.call_id,
            name or delta.name,
            arguments + delta.arguments,
        )
    return found


def entry(index: object, call_id: object, name: object, arguments: object) -> dict[str, object]:
    given = {"index": index, "id": call_id, "function": {"name": name, "arguments": arguments}}
    return {key: value for key, value in given.items() if value is not None}


TWO = {0: ("c1", "f", "{}"), 1: ("c2", "g", "{}")}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry(0, "c1", "f", ""), entry(0, None, None, '{"a'), entry(0, None, None, '":1}')],
         {0: ("c1", "f", '{"a":1}')}),
        ([entry(1, "c1", "f", "{}"), entry(3, "c2", "g", "{}")], TWO),
        ([entry(0, "c1", "f", "{}"), entry(0, "c2", "g", "{}")], TWO),
        ([entry(None, "c1", "f", "{}"), entry(None, "c2", "g", "{"),
          entry(None, None, None, "}")], TWO),
        ([entry(0, "c1", "f", "{"), entry(1, "c2", "g", "{"), entry(0, "c1", "f", "}"),
          entry(1, "c2", "g", "}")], TWO),
        ([entry(0, None, "f", "{}")], {0: ("call_made", "f", "{}")}),
        ([entry(0, "c1", "f", {"a": 1})], {0: ("c1", "f", '{"a":1}')}),
        ([entry(0, "c1", "get_", ""), entry(0, None, "time", ""), entry(0, None, None, "{}")],
         {0: ("c1", "get_time", "{}")}),
        ([entry(0, "c1", "f", '{"a"'), entry(0, None, None, ":1}"),
          entry(0, None, None, '{"a":1}')],
         {0: ("c1", "f", '{"a":1}')}),
        ([entry(0, "c1", "f", None)], {0: ("c1", "f", "")}),
    ],
)  # fmt: skip
def test_tool_calls_are_put_together_whatever_their_indexes(
    entries: list[dict[str, object]], expected: dict[int, tuple[str, str, str]]
) -> None:
    assert calls(*entries) == expected


def test_the_old_function_call_is_a_tool_call() -> None:
    found = deltas(chunk({"function_call": {"name": "f", "arguments": "{}"}}))

    assert found == [ToolCallDelta(0, "", "f", "{}"), ToolCallDelta(0, "call_made")]


def named(chunk_id: object, content: str, *, role: bool = False) -> Event:
    delta = {"role": "assistant", "content": content} if role else {"content": content}
    return Event({"id": chunk_id, "choices": [{"index": 0, "delta": delta}]})


def test_a_second_answer_under_a_new_id_restarts() -> None:
    found = deltas(
        named("a", "", role=True),
        named("a", "Hel"),
        named("b", "", role=True),
        named("b", "Hello"),
    )

    assert found == [TextDelta("Hel"), Restarted(), TextDelta("Hello")]


@pytest.mark.parametrize(
    "events",
    [
        (named("a", "1", role=True), named("b", "2", role=True), named("c", "3", role=True)),
        (named("a", "1"), named("b", "2"), named("b", "3")),
        (named(None, "1"), named("b", "2", role=True), named(None, "3")),
        (named("a", "1"), named("b", "2", role=True), Marker()),
        (named("a", "1"), named("b", "2", role=True)),
    ],
)
def test_changing_ids_alone_restart_nothing_and_lose_nothing(
    events: tuple[StreamEvent, ...],
) -> None:
    found = deltas(*events)

    assert Restarted() not in found
    assert read(found)[0] in ("123", "12")


def test_after_a_finish_reason_nothing_restarts() -> None:
    found = deltas(named("a", "1"), chunk({}, "stop"), named("b", "2", role=True), named("b", "3"))

    assert Restarted() not in found


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (Event({"error": {"message": "x"}}), "error-event"),
        (Event({"error": {"message": "x"}}, is_bare=True), "bare-error"),
        (Event({"choices": [], "error": "x"}), "error-event"),
        (Event({"whatever": 1}, "error"), "error-event"),
    ],
)
def test_an_error_object_is_an_error_delta(event: Event, reason: str) -> None:
    (found,) = deltas(event)

    assert isinstance(found, ErrorDelta)
    assert found.error.reason == reason


def test_a_bare_error_behind_text_says_so() -> None:
    found = deltas(said("a"), Event({"error": "x"}, is_bare=True))

    assert isinstance(found[-1], ErrorDelta)
    assert found[-1].error.reason == "bare-error-mid"


def test_bad_events_are_counted_and_skipped() -> None:
    decoder = OpenAiDecoder(lambda: "")

    decoder.feed(Malformed("{oops"))
    decoder.feed(said("a"))

    assert (decoder.bad_events, decoder.has_token) == (1, True)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["choices", "delta", "content", "tool_calls", "function", "usage", "id", "index",
                 "message", "error", "finish_reason", "role", "arguments", "name"]
            ),
            inner,
            max_size=4,
        ),
        max_leaves=20,
    )
)  # fmt: skip
def test_no_object_raises(value: object) -> None:
    holder = json.loads(json.dumps({"choices": [{"delta": value}, value], "usage": value}))

    deltas(Event(holder), Event({"id": 1, "choices": value}), Event(holder))


PICTURE = "data:image/png;base64,iVBORw0KGgo="
AS_PART = {"type": "image_url", "image_url": {"url": PICTURE}}
AS_MARKDOWN = f"\n\n![image]({PICTURE})\n\n"


@pytest.mark.parametrize(
    "delta",
    [
        {"content": "", "images": [AS_PART]},
        {"content": None, "images": [{"image_url": PICTURE}]},
        {"content": [AS_PART]},
        {"images": [{"b64_json": PICTURE.partition(",")[2]}]},
    ],
)
def test_a_picture_becomes_markdown(delta: dict[str, object]) -> None:
    assert read(deltas(chunk(delta))) == (AS_MARKDOWN, "")


def test_pictures_stand_where_the_answer_has_them() -> None:
    parts = [{"type": "text", "text": "A cat:"}, AS_PART, {"type": "text", "text": "There."}]

    assert read(deltas(chunk({"content": parts}))) == (f"A cat:{AS_MARKDOWN}There.", "")


def test_a_picture_that_is_named_again_comes_once() -> None:
    found = deltas(chunk({"images": [AS_PART]}), chunk({"content": "x", "images": [AS_PART]}))

    assert read(found) == (f"{AS_MARKDOWN}x", "")


def test_a_whole_reply_brings_its_pictures() -> None:
    message = {"role": "assistant", "content": "Here:", "images": [AS_PART]}

    found = deltas(Event({"choices": [{"message": message, "finish_reason": "stop"}]}))

    assert read(found) == (f"Here:{AS_MARKDOWN}", "")


@pytest.mark.parametrize(
    "url",
    [
        "data:image/svg+xml;base64,AAAA",
        "data:image/png,x",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        f"{PICTURE}) [x](y",
        "",
        7,
    ],
)
def test_what_is_no_picture_is_left_out(url: object) -> None:
    assert read(deltas(chunk({"images": [{"image_url": {"url": url}}, 5, None]}))) == ("", "")


def test_the_address_of_a_picture_cannot_leave_its_place() -> None:
    entry = {"image_url": {"url": "https://a.org/x) [y](z\n\n# z"}}

    text, _reasoning = read(deltas(chunk({"images": [entry]})))

    assert text == "\n\n![image](https://a.org/x%29%20[y]%28z%0A%0A#%20z)\n\n"
