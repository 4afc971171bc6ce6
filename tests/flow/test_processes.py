"""The program as processes: with no screen, on a real one, twice at once, ended from outside."""

import asyncio
import json
import shutil
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest

from supertoken_desktop.demo.server import DEMO_KEY, DemoOptions, DemoRelay
from supertoken_desktop.log import FILE_NAME
from tests.cli.test_history import ADD_PROVIDER
from tests.flow.test_crash import kept
from tests.programs import Programs, ended, with_secret_service
from tests.secret_service import SecretService

T = TypeVar("T")

LIMIT_S = 30.0
WINDOW = ("-m", "supertoken_desktop")
DRIVER = ("-m", "tests.flow.driver")
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
PAGES = 3


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run processes on a plain loop, as this process shows no window meanwhile."""

    async def limited() -> T:
        async with asyncio.timeout(LIMIT_S):
            return await work

    return asyncio.run(limited())


async def said(process: asyncio.subprocess.Process) -> dict[str, Any]:
    """The next thing a driver tells."""
    assert process.stdout is not None
    line = await process.stdout.readline()
    found = json.loads(line or "{}")
    assert isinstance(found, dict)
    return found


def seen_from_outside(pid: int) -> bytes:
    """The arguments and the environment of a process."""
    return b"".join(Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ"))


def log_of(programs: Programs) -> str:
    return (programs.profile / "logs" / FILE_NAME).read_text(encoding="utf-8")


def test_without_a_screen_it_says_so_in_one_line(tmp_path: Path) -> None:
    programs = Programs(tmp_path)

    async def start() -> tuple[int, str, str]:
        nowhere = await ended(await programs.start(*WINDOW))
        dead = await ended(await programs.having(DISPLAY=":4321").start(*WINDOW, "--demo"))
        assert (dead.status, dead.err) == (nowhere.status, nowhere.err)
        return nowhere.status, nowhere.out, nowhere.err

    status, out, err = run(start())

    assert status == 1
    assert out == ""
    assert err.count("\n") == 1
    assert "display" in err


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb is not installed")
def test_on_an_x_server_the_window_is_shown(tmp_path: Path) -> None:
    programs = Programs(tmp_path)

    async def look() -> tuple[int | None, dict[str, Any]]:
        process = await programs.start(*DRIVER, "glance", before=("xvfb-run", "-a"))
        facts = await said(process)
        return (await ended(process)).status, facts

    status, facts = run(look())

    assert (status, facts) == (0, {"platform": "xcb", "visible": True})


def test_a_second_start_raises_the_first_and_sigterm_ends_it_in_order(tmp_path: Path) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)

    async def start_twice() -> tuple[dict[str, Any], int, str, int]:
        first = await programs.start(*DRIVER, "show")
        assert await said(first) == {"ready": True}
        second = await ended(await programs.start(*WINDOW))
        raised = await said(first)
        first.send_signal(signal.SIGTERM)
        last = await ended(first)
        return raised, second.status, second.err, last.status

    raised, second_status, second_err, first_status = run(start_twice())

    assert raised == {"arguments": []}
    assert (second_status, second_err, first_status) == (0, "", 0)
    assert "ERROR" not in log_of(programs)


def test_sigterm_while_an_answer_streams_saves_it_as_stopped(
    tmp_path: Path, secret_service: SecretService
) -> None:
    programs = with_secret_service(tmp_path, secret_service).having(**OFFSCREEN)

    async def stop_in_the_middle() -> tuple[int, bytes, list[list[tuple[str, str, str | None]]]]:
        async with DemoRelay(DemoOptions(pace_ms=5, limits=None)) as relay:
            process = await programs.start(*DRIVER, "stream", relay.root, "count 4000")
            assert "conversation" in await said(process)
            inside = seen_from_outside(process.pid)
            process.send_signal(signal.SIGTERM)
            status = (await ended(process)).status
        return status, inside, await kept(programs)

    status, inside, ((_question, answer),) = run(stop_in_the_middle())

    assert status == 0
    assert answer[2] == "stopped"
    assert DEMO_KEY.encode() not in inside
    assert "ERROR" not in log_of(programs)


def test_window_and_command_on_one_history_lose_nothing(
    tmp_path: Path, secret_service: SecretService
) -> None:
    programs = with_secret_service(tmp_path, secret_service).having(**OFFSCREEN)

    async def talk_at_once() -> tuple[int, list[list[tuple[str, str, str | None]]]]:
        async with DemoRelay(DemoOptions(pace_ms=20, limits=None)) as relay:
            pipe = asyncio.subprocess.PIPE
            adding = await programs.start("-c", ADD_PROVIDER, "Home", relay.root, stdin=pipe)
            await adding.communicate(DEMO_KEY.encode())
            window = await programs.start(*DRIVER, "chat", relay.root, "8")
            assert await said(window) == {"ready": True}
            for number in range(PAGES):
                ran = await programs.command("ask", "--provider", "Home", f"echo:page {number}")
                assert (ran.status, ran.out) == (0, f"page {number}\n")
            facts = await said(window)
            await ended(window)
        return facts["messages"], await kept(programs)

    messages, conversations = run(talk_at_once())

    assert messages == 16
    by_length = sorted(conversations, key=len)
    assert [len(conversation) for conversation in by_length] == [2] * PAGES + [16]
    assert all(answer[2] == "complete" for c in conversations for answer in c[1::2])
    assert {c[1][1] for c in by_length[:PAGES]} == {f"page {n}" for n in range(PAGES)}
    assert [answer[1] for answer in by_length[-1][1::2]] == [f"window {n}" for n in range(8)]
