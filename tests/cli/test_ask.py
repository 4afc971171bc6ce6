import asyncio
import json
import signal
from pathlib import Path

import pytest

from supertoken_desktop.demo.answers import number_word
from supertoken_desktop.demo.server import DemoOptions, DemoRelay
from tests.fakes.waiting import until
from tests.programs import Programs, Ran, ended

MODEL = "claude-sonnet-4-6"
GPT = "gpt-5.2"
FREE_MODEL = "gemini-2.0-flash"  # takes every parameter
PROMPT = "count 30"
FIELDS = {
    "text",
    "verdict",
    "reason",
    "finish_reason",
    "usage",
    "error",
    "attempts",
    "conversation_id",
}
ERROR_FIELDS = {"kind", "status", "code", "message", "request_id"}
# What the relay plays, the exit status, the verdict.
ENDS = (
    ("length", 3, "truncated"),
    ("length;after=0", 4, "truncated"),
    ("cut-chunk", 3, "interrupted"),
    ("504", 4, "failed"),
    ("500-then-ok", 0, "complete"),
)


async def ask(programs: Programs, relay: DemoRelay, *arguments: str) -> Ran:
    return await programs.command("ask", "--base-url", relay.root, *arguments)


async def asked(programs: Programs, relay: DemoRelay, *arguments: str) -> dict[str, object]:
    """Ask with --json and return the one object that was printed."""
    ran = await ask(programs, relay, "--json", *arguments)
    found = json.loads(ran.out)
    assert isinstance(found, dict)
    assert "Traceback" not in ran.err
    return found | {"status": ran.status}


def arguments_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def bodies(relay: DemoRelay) -> list[dict[str, object]]:
    found = [r.body for r in relay.requests if r.path.endswith("/chat/completions")]
    return [body for body in found if isinstance(body, dict)]


async def test_the_answer_is_printed_while_it_arrives(programs: Programs) -> None:
    async with DemoRelay(DemoOptions(pace_ms=20)) as relay:
        process = await programs.start_command(
            "ask", "--base-url", relay.root, "--model", MODEL, PROMPT
        )
        assert process.stdout is not None
        begin = await process.stdout.read(3)
        is_still_sending = relay.requests[0].is_open
        ran = await ended(process)

    assert is_still_sending
    assert begin.decode() + ran.out == f"{' '.join(map(number_word, range(1, 31)))}\n"
    assert ran.status == 0


async def test_the_prompt_may_come_on_standard_input(programs: Programs) -> None:
    async with DemoRelay() as relay:
        arguments = ("ask", "--base-url", relay.root, "--model", MODEL)
        ran = await programs.command(*arguments, stdin="echo:第一行\nsecond")

    assert (ran.status, ran.out) == (0, "第一行\nsecond\n")


async def test_json_prints_one_object_of_the_promised_fields(programs: Programs) -> None:
    async with DemoRelay() as relay:
        good, bad = await asyncio.gather(
            asked(programs, relay, "--model", MODEL, "echo:你好"),
            asked(programs, relay, "--model", f"{MODEL}@403-quota", PROMPT),
        )

    assert set(good) == set(bad) == FIELDS | {"status"}
    assert (good["text"], good["verdict"], good["error"]) == ("你好", "complete", None)
    assert (good["finish_reason"], good["attempts"]) == ("stop", 1)
    assert isinstance(good["usage"], dict)
    assert set(good["usage"]) == {"prompt", "completion", "total", "cached", "reasoning"}
    assert isinstance(bad["error"], dict)
    assert set(bad["error"]) == ERROR_FIELDS
    assert (bad["error"]["kind"], bad["error"]["status"]) == ("quota", 403)
    assert bad["error"]["request_id"]


async def test_the_exit_status_tells_how_the_answer_ended(programs: Programs) -> None:
    async with DemoRelay() as relay:
        runs = (asked(programs, relay, "--model", f"{MODEL}@{s}", PROMPT) for s, *_ in ENDS)
        found = await asyncio.gather(*runs)

    told = [
        (scenario, answer["status"], answer["verdict"])
        for (scenario, *_), answer in zip(ENDS, found, strict=True)
    ]
    assert told == list(ENDS)
    assert all(bool(answer["text"]) == (answer["status"] in (0, 3)) for answer in found)


async def test_wrong_usage_is_told_in_a_line_and_asks_nobody(
    programs: Programs, keyless: Programs
) -> None:
    async with DemoRelay() as relay:
        address = ("--base-url", relay.root)
        runs = await asyncio.gather(
            programs.command("ask", *address, stdin="  \n"),
            programs.command("ask", *address, "--provider", "Home", PROMPT),
            programs.command("ask", *address, "--temperature", "3", PROMPT),
            programs.command("ask", "--provider", "Home", PROMPT),
            keyless.command("ask", PROMPT),
        )

    assert [run.status for run in runs] == [2] * len(runs)
    assert all("Error: " in run.err and "Traceback" not in run.err for run in runs)
    assert [run.out for run in runs] == [""] * len(runs)
    assert not relay.requests


async def test_no_stream_is_obeyed_except_by_gpt_models(programs: Programs) -> None:
    async with DemoRelay() as relay:
        for model in (MODEL, GPT):
            await asked(programs, relay, "--model", model, "--no-stream", "echo:hi")
        sent = {body["model"]: body.get("stream", False) for body in bodies(relay)}

    assert sent == {MODEL: False, GPT: True}


async def test_parameters_reach_the_relay_and_unset_ones_are_absent(programs: Programs) -> None:
    async with DemoRelay() as relay:
        await asked(programs, relay, "--model", FREE_MODEL, "echo:plain")
        options = ["--temperature", "0.5", "--top-p", "0.25", "--max-tokens", "50"]
        options += ["--stop", "END", "--stop", "FIN"]
        await asked(
            programs, relay, "--model", FREE_MODEL, *options, "--system", "Be kind.", "echo:all"
        )
        plain, full = bodies(relay)

    messages = full.pop("messages")
    assert set(plain) == {"model", "messages", "stream", "stream_options"}
    assert messages == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "echo:all"},
    ]
    assert full == {
        "model": FREE_MODEL,
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
        "top_p": 0.25,
        "max_tokens": 50,
        "stop": ["END", "FIN"],
    }


async def test_silence_is_the_time_without_a_data_event(programs: Programs) -> None:
    scenarios = ("stall-pings;ms=100", "stall", "timeout-headers")
    async with DemoRelay() as relay:
        runs = (
            asked(programs, relay, "--model", f"{MODEL}@{s}", "--silence-timeout", "0.6", PROMPT)
            for s in scenarios
        )
        found = await asyncio.gather(*runs)
        bound = [r.client_closed_early for r in relay.requests]

    assert [(f["reason"], f["status"]) for f in found] == [
        ("stall-pings", 3),
        ("stall", 3),
        ("timeout-headers", 4),
    ]
    assert bound == [True] * 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_interrupting_stops_the_answer_and_keeps_its_text(
    programs: Programs, number: signal.Signals
) -> None:
    async with DemoRelay(DemoOptions(pace_ms=10)) as relay:
        process = await programs.start_command(
            "ask", "--base-url", relay.root, "--model", MODEL, "count 5000"
        )
        assert process.stdout is not None
        begin = await process.stdout.read(3)
        process.send_signal(number)
        ran = await ended(process)
        was_left = relay.requests[0].client_closed_early

    assert ran.status == 3
    assert (begin.decode() + ran.out).startswith("one")
    assert "Traceback" not in ran.err
    assert was_left


async def test_an_interrupted_question_tells_in_json_that_it_was_stopped(
    programs: Programs,
) -> None:
    async with DemoRelay() as relay:
        process = await programs.start_command(
            "ask", "--base-url", relay.root, "--model", f"{MODEL}@stall", "--json", PROMPT
        )
        await until(lambda: bool(relay.requests))
        process.send_signal(signal.SIGINT)
        ran = await ended(process)

    answer = json.loads(ran.out)
    assert (answer["verdict"], answer["error"]) == ("stopped", None)
    assert ran.status == (3 if answer["text"] else 4)


async def test_a_reader_that_leaves_ends_the_command_quietly(programs: Programs) -> None:
    async with DemoRelay(DemoOptions(pace_ms=5)) as relay:
        process = await programs.start_command(
            "ask", "--base-url", relay.root, "--model", MODEL, "count 5000"
        )
        assert process.stdout is not None
        assert process.stderr is not None
        await process.stdout.read(3)
        process._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]  # as `head` does
        status = await process.wait()
        said = (await process.stderr.read()).decode()

    assert status == 1
    assert "Traceback" not in said
    assert relay.requests[0].client_closed_early


async def test_the_environment_names_relay_and_key(programs: Programs) -> None:
    async with DemoRelay() as relay:
        named = programs.having(SUPERTOKEN_BASE_URL=f" {relay.root}/v1/chat/completions ")
        ran = await named.command("ask", "--model", MODEL, "echo:by environment")

    assert (ran.status, ran.out) == (0, "by environment\n")


async def test_without_a_key_nothing_is_sent(keyless: Programs) -> None:
    async with DemoRelay() as relay:
        answer = await asked(keyless, relay, "--model", MODEL, PROMPT)

    assert (answer["status"], answer["reason"], answer["attempts"]) == (4, "no-key", 1)
    assert not relay.requests


async def test_the_key_is_in_no_output_no_argument_and_no_file(keyless: Programs) -> None:
    planted = "sk-planted-4f9aQ7Zk21"
    programs = keyless.having(SUPERTOKEN_API_KEY=planted)
    async with DemoRelay() as relay:
        process = await programs.start_command(
            "ask", "--base-url", relay.root, "--model", MODEL, PROMPT
        )
        arguments = arguments_of(process.pid)
        ran = await ended(process)
        doctor = await programs.having(SUPERTOKEN_BASE_URL=relay.root).command("doctor")

    written = b"".join(path.read_bytes() for path in programs.home.rglob("*") if path.is_file())
    assert [r.status for r in relay.requests] == [401] * len(relay.requests)
    said = "".join(run.out + run.err for run in (ran, doctor))
    assert planted[:9] not in said
    assert planted.encode() not in arguments
    assert planted.encode() not in written


async def test_words_are_in_the_language_of_the_settings(programs: Programs) -> None:
    settings = programs.profile / "config" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"language": "zh_CN"}', encoding="utf-8")

    ran = await programs.command("ask", "--provider", "Home", PROMPT)

    assert ran.status == 2
    assert "没有" in ran.err
