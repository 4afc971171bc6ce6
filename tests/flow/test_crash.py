"""`kill -9` while an answer streams: what a quarter of a second old or older is, is there."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from supertoken_desktop.demo.server import DEMO_KEY, DemoOptions, DemoRelay
from tests.cli.test_history import ADD_PROVIDER
from tests.fakes.waiting import until
from tests.flow.recording_proxy import RecordingProxy, recording_proxy
from tests.programs import Programs, ended, with_secret_service
from tests.secret_service import SecretService

PROMISE_S = 0.25
# What the measuring itself may cost where other programs share the processors: the time between
# our note of a byte and the moment at which the system lets the other process run to read it.
SLACK_S = 0.05
LIMIT_S = 60.0
PROMPT = "count 4000"
# Seconds from the first text to the kill: before the first save, about it, and on and on.
WINDOW_MOMENTS_S = (0.02, 0.15, 0.29, 0.43, 0.57, 0.71, 0.85, 0.99)
COMMAND_MOMENTS_S = (0.05, 0.11, 0.18, 0.24, 0.31, 0.37, 0.44, 0.5, 0.63, 0.76, 0.89, 1.02)
READ_ALL = """
import asyncio, json
from supertoken_desktop.app import open_program
from supertoken_desktop.arguments import StartOptions

async def read():
    async with open_program(StartOptions()) as program:
        for conversation in reversed(program.library.conversations):
            messages = await program.history.conversations.messages(conversation.id)
            print(json.dumps([[m.role, m.text, m.verdict] for m in messages]))

asyncio.run(read())
"""


@dataclass(frozen=True)
class Kill:
    """What had gone to the program by the time that counts, and by the kill."""

    promised: str
    sent: str


async def killed_at(
    programs: Programs, proxy: RecordingProxy, arguments: Sequence[str], moment_s: float
) -> Kill:
    """Start a process that asks, and kill it so long after the first text went to it."""
    proxy.forget()
    process = await programs.start(*arguments)
    await until(lambda: proxy.text_until(time.monotonic()) != "" or process.returncode is not None)
    assert process.returncode is None, await ended(process)
    moment = time.monotonic() + moment_s
    await until(lambda: time.monotonic() >= moment)
    killed_at = time.monotonic()
    process.kill()
    await process.communicate()
    # What the proxy read while the process died was never in its reach.
    return Kill(
        proxy.text_until(killed_at - PROMISE_S - SLACK_S), proxy.text_until(time.monotonic())
    )


async def kept(programs: Programs) -> list[list[tuple[str, str, str | None]]]:
    """All conversations as the next start finds them, the oldest first."""
    ran = await ended(await programs.start("-c", READ_ALL))
    assert ran.status == 0, ran.err
    return [[tuple(message) for message in json.loads(line)] for line in ran.out.splitlines()]


def check(conversations: list[list[tuple[str, str, str | None]]], kills: list[Kill]) -> None:
    assert len(conversations) == len(kills)
    for messages, kill in zip(conversations, kills, strict=True):
        (_user, question, _none), (_assistant, text, verdict) = messages
        assert question == PROMPT
        assert verdict == "interrupted"
        assert text.startswith(kill.promised)
        assert kill.sent.startswith(text)


async def crash_windows(programs: Programs, relay: DemoRelay) -> list[Kill]:
    programs = programs.having(QT_QPA_PLATFORM="offscreen")
    driver = ("-m", "tests.flow.driver")
    async with recording_proxy(relay.root) as proxy:
        arguments = (*driver, "stream", proxy.root, PROMPT)
        kills = [await killed_at(programs, proxy, arguments, m) for m in WINDOW_MOMENTS_S]
    check(await kept(programs), kills)
    async with DemoRelay(DemoOptions(limits=None)) as quick:
        ran = await ended(await programs.start(*driver, "go-on", quick.root))
    went_on = json.loads(ran.out.splitlines()[-1])
    assert went_on["verdict"] == "interrupted", ran
    assert went_on["after"].startswith(went_on["before"])
    assert len(went_on["after"]) > len(went_on["before"])
    assert went_on["ended"] == "complete"
    return kills


async def crash_commands(programs: Programs, relay: DemoRelay) -> list[Kill]:
    async with recording_proxy(relay.root) as proxy:
        pipe = asyncio.subprocess.PIPE
        adding = await programs.start("-c", ADD_PROVIDER, "Home", proxy.root, stdin=pipe)
        await adding.communicate(DEMO_KEY.encode())
        arguments = ("-m", "supertoken_desktop.cli.main", "ask", PROMPT)
        kills = [await killed_at(programs, proxy, arguments, m) for m in COMMAND_MOMENTS_S]
    check(await kept(programs), kills)
    return kills


def test_killed_at_twenty_moments_it_keeps_all_but_the_last_quarter_second(
    tmp_path: Path, secret_service: SecretService
) -> None:
    async def run() -> tuple[list[Kill], list[Kill]]:
        homes = [tmp_path / name for name in ("window", "command")]
        for home in homes:
            home.mkdir()
        first, second = (with_secret_service(home, secret_service) for home in homes)
        async with (
            asyncio.timeout(LIMIT_S),
            DemoRelay(DemoOptions(pace_ms=4, limits=None)) as relay,
        ):
            return await asyncio.gather(crash_windows(first, relay), crash_commands(second, relay))

    windows, commands = asyncio.run(run())

    moments = [*windows, *commands]
    assert len(moments) == 20
    # Most moments must be late enough for the promise to hold something.
    assert sum(kill.promised != "" for kill in moments) >= 10
