"""Typing while three answers stream: from the key to the end of the paint that shows it."""

import asyncio
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea

from benchmarks.answers import joined
from benchmarks.report import percentile, say
from benchmarks.sessions import run, use_memory_keyring
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.profile import Limits, ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.window.session import WindowSession

ANSWERS = 3
KEYS = 200
PACE_MS = 12
_KEY_PAUSE_S = 0.04
_SETTLE_S = 2.0
_CHARACTERS = 40_000
_PROFILE_ID = ProfileId("bench")


def measure() -> None:
    """Print the times of all keys; the relay is a process of its own, as it is in life."""
    use_memory_keyring()
    figures: dict[str, float] = {}
    command = [sys.executable, "-m", "supertoken_desktop.cli.main", "demo-relay"]
    with (
        subprocess.Popen(
            [*command, "--port", "0", "--pace", str(PACE_MS)], stdout=subprocess.PIPE, text=True
        ) as relay,
        tempfile.TemporaryDirectory() as home,
    ):
        try:
            assert relay.stdout is not None
            root = _address_in(relay.stdout.readline())
            run(Path(home), lambda session: _type(session, root, figures))
        finally:
            relay.terminate()
    say(bench="typing", answers=ANSWERS, keys=KEYS, **figures)
    say(p99_ms=figures["p99_ms"], max_ms=figures["max_ms"])


def _address_in(line: str) -> str:
    words = line.replace('"', " ").split()
    return next(word for word in words if word.startswith("http")).rstrip(",").removesuffix("/v1")


async def _type(session: WindowSession, root: str, figures: dict[str, float]) -> None:
    program = session.program
    profile = ProviderProfile(
        _PROFILE_ID, "Bench", root, _PROFILE_ID, limits=Limits(None, None, None)
    )
    program.profiles.lend(replace(profile, default_model_id="gpt-5.2"), Secret("sk-demo"))
    page = session.page
    assert page is not None
    for _answer in range(ANSWERS):
        page.open(None)
        await asyncio.sleep(_SETTLE_S / 2)
        page.composer.prompt_submitted.emit(f"echo:{joined(_CHARACTERS)}")
        await asyncio.sleep(_SETTLE_S / 2)
    field = page.composer.focusProxy()
    assert isinstance(field, QAbstractScrollArea)
    paints = _Paints(field.viewport())
    costs: list[float] = []
    cpu_costs: list[float] = []
    for key in range(KEYS):
        letter = " " if key % 6 == 5 else "abcde"[key % 5]
        began, cpu_began = time.monotonic(), time.thread_time()
        QCoreApplication.postEvent(
            field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        )
        await paints.next_one()
        costs.append((time.monotonic() - began) * 1000)
        cpu_costs.append((time.thread_time() - cpu_began) * 1000)
        await asyncio.sleep(_KEY_PAUSE_S)
    running = len(program.chat.running_turns())
    if running != ANSWERS:
        raise SystemExit(f"only {running} answers ran to the end of the measurement")
    figures["median_ms"] = percentile(costs, 0.5)
    figures["p99_ms"] = percentile(costs, 0.99)
    figures["max_ms"] = max(costs)
    figures["cpu_p99_ms"] = percentile(cpu_costs, 0.99)


class _Paints(QObject):
    """Tell when a widget has been painted."""

    def __init__(self, watched: QObject) -> None:
        super().__init__(watched)
        self._seen = asyncio.Event()
        watched.installEventFilter(self)

    async def next_one(self) -> None:
        """Return after the next paint."""
        self._seen.clear()
        await self._seen.wait()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at paints; the loop comes round when the paint is over."""
        if event.type() == QEvent.Type.Paint:
            self._seen.set()
        return False
