import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from supertoken_desktop.demo.cues import SCRIPTS
from supertoken_desktop.demo.scenarios import (
    CATALOGUE,
    PARTIAL_TEXT,
    SAMPLE_PROMPT,
    SAMPLE_TEXT,
    Case,
    Scenario,
)
from supertoken_desktop.demo.server import DemoOptions, DemoRelay, SteppedClock
from tests.demo.raw import ask, connect, control, exchange, fetch, read_to_end, request_bytes, until
from tests.demo.reading import read_answer

CATALOGUE_TEXT = Path(__file__).parents[3] / "shared" / "api" / "streams.md"
PLAYED = {*range(1, 65), *range(86, 93)}
RUNS = [
    pytest.param(scenario, case, id=f"{scenario.id};{case.options}")
    for scenario in CATALOGUE
    for case in scenario.cases
    if scenario.is_on_wire and not case.is_slow and scenario.id != "too-big"
]


def catalogue_text() -> str:
    if not CATALOGUE_TEXT.exists():
        pytest.skip("the catalogue's text is not beside this checkout")
    return CATALOGUE_TEXT.read_text(encoding="utf-8")


def named_in(cell: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+(?:-[a-z0-9*]+)*", cell))


def test_every_heading_of_the_catalogue_is_a_scenario() -> None:
    headings = re.findall(r"^\*\*#(\d+) `([^`]+)`\*\*", catalogue_text(), re.MULTILINE)

    missing = {
        (number, scenario_id)
        for number, scenario_id in ((int(number), name) for number, name in headings)
        if number in PLAYED
        and not any(s.number == number and s.id.startswith(scenario_id) for s in CATALOGUE)
    }

    assert len(headings) == 92
    assert missing == set()


def test_every_scenario_is_named_in_its_entry_of_the_catalogue() -> None:
    entries = re.split(r"^\*\*#", catalogue_text(), flags=re.MULTILINE)
    texts = {int(entry.partition(" ")[0]): entry for entry in entries[1:]}

    strange = {
        s.id
        for s in CATALOGUE
        if f"`{s.id}`" not in texts[s.number] and s.number != 50 and s.id != "529"
    }

    assert strange == set()


def test_every_id_of_the_index_is_a_scenario() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", catalogue_text(), re.MULTILINE)
    known = {s.id for s in CATALOGUE} | {s.id.split("-")[0] for s in CATALOGUE}

    missing = {
        name
        for number, cell in rows
        if int(number) in PLAYED
        for name in named_in(re.sub(r"→[^,)]*", "", cell))
        if name.removesuffix("-*") not in known
    }

    assert missing == set()


def test_the_catalogue_and_the_scripts_know_the_same_variants() -> None:
    listed = {s.id for s in CATALOGUE if s.is_on_wire}
    listed |= {f"{s.id}/{variant}" for s in CATALOGUE for variant in s.variants}

    assert listed == set(SCRIPTS)


def test_every_scenario_on_the_wire_has_a_case() -> None:
    assert [s.id for s in CATALOGUE if s.is_on_wire != bool(s.cases)] == []


@pytest.mark.parametrize(("scenario", "case"), RUNS)
async def test_the_wire_says_what_the_case_expects(scenario: Scenario, case: Case) -> None:
    async with DemoRelay() as relay:
        model = scenario.model(case, "gpt-5.2")
        for _refusal in range(case.requests - 1):
            await ask(relay.root, SAMPLE_PROMPT, model=model, **dict(case.fields))
        fields = {} if case.verdict == "complete" else dict(case.fields)
        reply = await ask(relay.root, SAMPLE_PROMPT, model=model, **fields)

    reading = read_answer(reply)
    if case.error_status is not None:
        assert reply.status == case.error_status
    elif case.verdict != "failed":
        assert reply.status == 200
    if scenario.id not in ("think-tags", "restart"):
        assert reading.text == case.text
        assert reading.reasoning == case.reasoning
        assert reading.refusal == case.refusal
        assert "".join(_names(reading.calls)) == "".join(c.name for c in case.tool_calls)
        assert _arguments(reading.calls) == "".join(c.arguments for c in case.tool_calls)
    if case.error_code is not None and case.requests == 1:
        error = reading.error
        assert isinstance(error, dict)
        assert error["code"] == case.error_code
    if case.usage is not None:
        assert reading.usage == case.usage.as_usage()
    elif not case.is_usage_free:
        assert reading.usage is None
    if case.finish_reason is not None and scenario.number not in (12, 86):
        assert reading.finish_reason == case.finish_reason


def _arguments(calls: list[dict[str, Any]]) -> str:
    pieces = [call["function"].get("arguments", "") for call in calls]
    return "".join(
        piece if isinstance(piece, str) else json.dumps(piece, separators=(",", ":"))
        for piece in pieces
    )


def _names(calls: list[dict[str, object]]) -> list[str]:
    ids = [(c.get("id"), c.get("function")) for c in calls]
    found: dict[object, str] = {}
    for number, (call_id, function) in enumerate(ids):
        if isinstance(function, dict) and "name" in function:
            found.setdefault(call_id or number, function["name"])
    return list(found.values())


@pytest.mark.parametrize(
    ("spec", "is_whole", "is_reset"),
    [
        ("done-no-finish", True, False),
        ("cut-chunk", False, True),
        ("cut-chunk;variant=fin", False, False),
        ("cut-length", False, False),
        ("cut-utf8", False, True),
        ("finish-no-done;variant=reset", False, True),
        ("eof-no-finish", True, False),
        ("net-rst-headers", False, True),
    ],
)
async def test_the_connection_ends_as_the_scenario_says(
    spec: str, is_whole: bool, is_reset: bool
) -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, SAMPLE_PROMPT, model=f"sc:{spec}")

    assert (reply.is_whole, reply.is_reset) == (is_whole, is_reset)


async def test_a_cut_event_is_no_json_and_a_cut_character_no_utf8() -> None:
    async with DemoRelay() as relay:
        event = await ask(relay.root, SAMPLE_PROMPT, model="sc:cut-chunk")
        character = await ask(relay.root, SAMPLE_PROMPT, model="sc:cut-utf8")

    assert event.body.rpartition(b"\n\n")[2].startswith(b'data: {"id":"')
    with pytest.raises(UnicodeDecodeError):
        character.body.decode()


async def test_the_line_that_is_too_big_is_longer_than_16_mib() -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, SAMPLE_PROMPT, model="sc:too-big")

    assert max(map(len, reply.body.split(b"\n"))) > 16 << 20


@pytest.mark.parametrize("after", [0, 1, 5])
async def test_after_counts_the_tokens_before_the_event(after: int) -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, SAMPLE_PROMPT, model=f"sc:done-no-finish;after={after}")

    assert reply.body.count(b'"delta":{"content":') == after


async def test_a_retried_scenario_misbehaves_once_for_each_body() -> None:
    async with DemoRelay() as relay:
        statuses = [
            (await ask(relay.root, question, model="gpt-5.2@429-seconds")).status
            for question in ("echo:a", "echo:a", "echo:b", "echo:b", "echo:a")
        ]

    assert statuses == [429, 200, 429, 200, 200]


async def test_the_first_place_that_names_a_scenario_wins() -> None:
    sent = json.dumps(
        {
            "model": "gpt-5.2@422",
            "messages": [{"role": "user", "content": "/sc 410\necho:rest"}],
            "stream": True,
        }
    ).encode()
    bare = sent.replace(b"@422", b"")
    path = "/v1/chat/completions"
    async with DemoRelay(DemoOptions(default_scenario="501")) as relay:
        relay.queue("402")
        replies = [
            await exchange(relay.root, request_bytes("POST", path, sent, X_Demo_Scenario="504")),
            await exchange(relay.root, request_bytes("POST", path, sent, X_Demo_Scenario="504")),
            await exchange(relay.root, request_bytes("POST", path, sent)),
            await exchange(relay.root, request_bytes("POST", path, bare)),
            await ask(relay.root),
        ]

    assert [reply.status for reply in replies] == [402, 504, 422, 410, 501]


async def test_a_queue_is_played_in_order_and_then_over() -> None:
    async with DemoRelay() as relay:
        relay.queue("503", times=2)
        relay.queue("500-always")
        statuses = [(await ask(relay.root)).status for _ in range(4)]

    assert statuses == [503, 503, 500, 200]


async def test_the_model_list_can_be_queued_by_itself() -> None:
    async with DemoRelay() as relay:
        relay.queue("401-invalid", route="models")
        chat = await ask(relay.root)
        listed = await fetch(relay.root, "/v1/models")
        again = await fetch(relay.root, "/v1/models")

    assert (chat.status, listed.status, again.status) == (200, 401, 200)


@pytest.mark.parametrize(
    "spec", ["nonsense", "drip;variant=nonsense", "drip;speed=2", "stall;after=x"]
)
async def test_a_scenario_that_does_not_exist_is_a_bad_request(spec: str) -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, model=f"sc:{spec}")

    assert reply.status == 400
    assert reply.error["param"] == "scenario"


async def test_a_stream_scenario_refuses_a_request_without_stream() -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, model="sc:tool-split", stream=False)

    assert reply.status == 400


async def test_a_whole_answer_can_be_cut_too() -> None:
    async with DemoRelay() as relay:
        reply = await ask(relay.root, model="claude-haiku-4-5@cut-chunk", stream=False)

    assert reply.status == 200
    assert not reply.is_whole


async def test_a_stall_lasts_until_the_client_leaves_and_is_recorded() -> None:
    async with DemoRelay() as relay:
        reader, writer = await connect(relay.root)
        body = json.dumps(
            {
                "model": "sc:stall",
                "messages": [{"role": "user", "content": SAMPLE_PROMPT}],
                "stream": True,
            }
        ).encode()
        writer.write(request_bytes("POST", "/v1/chat/completions", body))
        await reader.readuntil(SAMPLE_TEXT[:3].encode())
        while_open = relay.requests[0]
        writer.close()
        await until(lambda: not relay.requests[0].is_open)

    assert while_open.is_open
    assert relay.requests[0].client_closed_early
    assert relay.requests[0].scenario == "stall"


async def test_late_headers_wait_for_the_relays_clock() -> None:
    clock = SteppedClock()
    async with DemoRelay(clock=clock) as relay:
        asked = asyncio.create_task(ask(relay.root, model="sc:slow-headers"))
        await until(lambda: clock.sleepers > 0)
        clock.advance(29)
        await asyncio.sleep(0)
        waits_on = not asked.done()
        clock.advance(1)
        reply = await asked

    assert waits_on
    assert reply.status == 200


async def test_pings_alone_go_on_and_on() -> None:
    clock = SteppedClock()
    async with DemoRelay(clock=clock) as relay:
        reader, writer = await connect(relay.root)
        body = (
            b'{"model":"sc:stall-pings","stream":true,"messages":[{"role":"user","content":"hi"}]}'
        )
        writer.write(request_bytes("POST", "/v1/chat/completions", body))
        for _ in range(3):
            await until(lambda: clock.sleepers > 0)
            clock.advance(10)
            await reader.readuntil(b": PING\n\n")
        writer.close()


async def test_one_byte_a_write_is_one_byte_a_chunk() -> None:
    async with DemoRelay() as relay:
        reader, writer = await connect(relay.root)
        body = b'{"model":"sc:drip;ms=0","stream":true,"messages":[{"role":"user","content":"hi"}]}'
        writer.write(request_bytes("POST", "/v1/chat/completions", body))
        data, _ = await read_to_end(reader)
        writer.close()

    sizes = {chunk.partition(b"\r\n")[0] for chunk in data.partition(b"\r\n\r\n")[2].split(b"\r\n")}
    assert b"2" not in sizes


async def test_the_same_requests_get_the_same_bytes() -> None:
    async def play(relay: DemoRelay) -> list[bytes]:
        specs = ("normal", "tool-split", "bare-error", "401-invalid", "gzip", "restart")
        return [(await ask(relay.root, SAMPLE_PROMPT, model=f"sc:{s}")).body for s in specs]

    async with DemoRelay() as relay:
        first = await play(relay)
        await control(relay.root, "reset")
        again = await play(relay)

    assert first == again


async def test_scenarios_are_listed_in_machine_form() -> None:
    async with DemoRelay() as relay:
        reply = await fetch(relay.root, "/demo/scenarios", key="")

    listed = reply.json
    assert isinstance(listed, list)
    by_id = {entry["id"]: entry for entry in listed}
    assert len(listed) == len(CATALOGUE) == len(by_id)
    cut = by_id["cut-chunk"]
    assert (cut["number"], cut["protocol"], cut["retry_class"]) == (7, "any", "net")
    assert (cut["verdict_with_tokens"], cut["verdict_without"]) == ("interrupted", "failed")
    assert cut["expected_text"] == PARTIAL_TEXT
    assert by_id["user-stop"]["is_on_wire"] is False
