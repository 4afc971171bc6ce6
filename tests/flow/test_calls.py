"""A program that runs is called from outside: by later starts, by links, over the session bus."""

import asyncio
import base64
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from supertoken_desktop.ui.bus_service import BUS_NAME, OBJECT_PATH
from tests.flow.test_processes import (
    DRIVER,
    LIMIT_S,
    OFFSCREEN,
    WINDOW,
    log_of,
    run,
    said,
    seen_from_outside,
)
from tests.programs import Programs, Ran, ended
from tests.session_bus import BUS, running_bus

KEY = "sk-" + "Q7" * 20
ADDRESS = "https://relay.example"
DATA = base64.b64encode(json.dumps({"baseUrl": ADDRESS, "apiKey": KEY}).encode()).decode()
ADD = f"supertoken://provider/add?v=1&data={quote(DATA, safe='')}"
ASK = "supertoken://ask?text=Translate%20%22this%22%20%E5%BF%AB"
ACTIONS = "org.freedesktop.Application.ActivateAction"


@pytest.fixture
def session_bus() -> Iterator[str]:
    """A bus of its own, with nobody on it."""
    if shutil.which("gdbus") is None:
        pytest.skip("not installed: gdbus")
    with running_bus() as bus:
        yield bus.address


async def second(programs: Programs, *arguments: str) -> Ran:
    return await ended(await programs.start(*WINDOW, *arguments))


async def call(address: str, method: str, *arguments: str) -> Ran:
    """Call the program's object with `gdbus`, as a launcher would."""
    process = await asyncio.create_subprocess_exec(
        *("gdbus", "call", "--session", "--dest", BUS_NAME, "--object-path", OBJECT_PATH),
        *("--method", method, *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, BUS: address},
    )
    return await ended(process)


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix only")
def test_what_a_later_start_wants_arrives_as_it_was(tmp_path: Path) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)

    async def start_twice() -> tuple[list[dict[str, Any]], list[Ran]]:
        first = await programs.start(*DRIVER, "show")
        assert await said(first) == {"ready": True}
        ran = [
            await second(programs, "--quick", 'two "words" 快'),
            await second(programs, "--toggle-quick"),
            await second(programs, "--hidden"),
            await second(programs, "--new=a", "supertoken://quick"),
        ]
        facts = [await said(first) for _each in ran]
        first.terminate()
        assert (await ended(first)).status == 0
        return facts, ran

    facts, ran = run(start_twice())

    assert [one["arguments"] for one in facts] == [
        ['--quick=two "words" 快'],
        ["--toggle-quick"],
        ["--hidden"],
        ["--new=a", "supertoken://quick"],
    ]
    assert {(one.status, one.out, one.err) for one in ran} == {(0, "", "")}


def test_a_provider_by_link_is_asked_about_and_its_key_stays_out_of_every_file(
    tmp_path: Path,
) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)

    async def add() -> tuple[list[dict[str, Any]], bytes]:
        first = await programs.start(*DRIVER, "obey")
        assert await said(first) == {"ready": True}
        assert (await second(programs, ADD)).status == 0
        facts = [await said(first) for _what in ("arguments", "asked", "providers")]
        inside = seen_from_outside(first.pid)
        first.terminate()
        last = await ended(first)
        assert last.status == 0
        assert KEY not in last.err
        return facts, inside

    (_handed, asked, after), inside = run(add())

    assert asked["asked"] == "Add a provider"
    assert "relay.example" in asked["words"]
    assert after["providers"] == [["relay.example", ADDRESS]]
    assert KEY not in asked["words"]
    kept = everything_below(tmp_path)
    for secret in (KEY, DATA, DATA[40:80], quote(DATA, safe="")):
        assert secret.encode() not in kept
        assert secret.encode() not in inside
    assert "ERROR" not in log_of(programs)


def test_the_first_start_does_what_its_arguments_say(tmp_path: Path) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)

    async def start() -> dict[str, Any]:
        first = await programs.start(*DRIVER, "--wanted", ADD, "obey")
        facts = await said(first)
        while "asked" not in facts:
            facts = await said(first)
        first.terminate()
        await ended(first)
        return facts

    assert run(start())["asked"] == "Add a provider"


def test_a_link_that_the_system_opens_with_an_event_is_taken(tmp_path: Path) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)

    async def start() -> tuple[dict[str, Any], int]:
        process = await programs.start(*DRIVER, "opened", ADD)
        facts = await said(process)
        return facts, (await ended(process)).status

    assert run(start()) == ({"asked": "Add a provider"}, 0)


def test_who_is_on_the_bus_can_be_called_by_launchers(tmp_path: Path, session_bus: str) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN, **{BUS: session_bus})

    async def talk() -> tuple[list[dict[str, Any]], list[Ran]]:
        first = await programs.start(*DRIVER, "obey", "http://127.0.0.1:9")
        assert await said(first) == {"ready": True}
        ran = [
            await call(session_bus, "org.freedesktop.Application.Activate", "{}"),
            await call(session_bus, ACTIONS, "quick", "[<'hi 快'>]", "{}"),
            await call(session_bus, ACTIONS, "toggle-quick", "[]", "{'x': <{'a': <1>}>}"),
            await call(session_bus, ACTIONS, "new", "[<@av [<5>]>]", "{'activation-token': <7>}"),
            await call(session_bus, ACTIONS, "format-disk", "[]", "{}"),
            await call(session_bus, ACTIONS, "quick", f"[<'{'x' * 20_000}'>]", "{}"),
            await call(
                session_bus, "org.freedesktop.Application.Open", f"['--new=x', '{ASK}']", "{}"
            ),
        ]
        facts: list[dict[str, Any]] = []
        while not facts or "providers" not in facts[-1]:
            facts.append(await said(first))
        first.terminate()
        assert (await ended(first)).status == 0
        return facts, ran

    facts, ran = run(talk())

    assert [(one.status, one.out) for one in ran] == [(0, "()\n")] * 7
    assert [fact["called"] for fact in facts if "called" in fact] == [
        *("ShowWindow", "QuickPrompt", "ToggleQuick", "NewChat", "Refused", "Refused"),
        *("Refused", "PrefillPrompt"),
    ]
    assert facts[1]["text"] == "hi 快"
    assert [fact["asked"] for fact in facts if "asked" in fact] == ["Text from a link"]
    assert "ERROR" not in log_of(programs)


def test_a_second_profile_runs_without_the_name_on_the_bus(
    tmp_path: Path, session_bus: str
) -> None:
    (tmp_path / "other").mkdir()
    programs = Programs(tmp_path).having(**OFFSCREEN, **{BUS: session_bus})
    others = Programs(tmp_path / "other").having(**OFFSCREEN, **{BUS: session_bus})

    async def start() -> tuple[dict[str, Any], dict[str, Any]]:
        first = await programs.start(*DRIVER, "obey")
        assert await said(first) == {"ready": True}
        other = await others.start(*DRIVER, "obey")
        assert await said(other) == {"ready": True}
        await call(session_bus, ACTIONS, "toggle-quick", "[]", "{}")
        on_bus = await said(first)
        assert (await second(others, "--toggle-quick")).status == 0
        on_socket = await said(other)
        for process in (first, other):
            process.terminate()
            assert (await ended(process)).status == 0
        return on_bus, on_socket

    on_bus, on_socket = run(start())

    assert on_bus["called"] == "ToggleQuick"
    assert on_socket["arguments"] == ["--toggle-quick"]


def test_a_running_program_that_hangs_is_said_in_one_line(tmp_path: Path) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)

    async def start() -> Ran:
        async with asyncio.timeout(LIMIT_S):
            first = await programs.start(*DRIVER, "show")
            assert await said(first) == {"ready": True}
            first.send_signal(signal.SIGSTOP)
            try:
                return await second(programs, "--toggle-quick")
            finally:
                first.send_signal(signal.SIGCONT)
                first.terminate()
                await ended(first)

    ran = run(start())

    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "does not answer" in ran.err
