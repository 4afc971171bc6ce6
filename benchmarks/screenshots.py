"""Take pictures of the running program, each scene in both themes and both languages.

The scene "constructs" is one tall page for each look, with everything that answers contain. Then
comes a picture of every window there is; these are for looking at, and not kept with the code.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from benchmarks import contact_sheet
from benchmarks.sessions import run, use_memory_keyring
from supertoken_desktop.domain.turn import TurnState
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.ui.chat.page import ChatPage
from supertoken_desktop.ui.quick.field import QuickField
from supertoken_desktop.window.session import WindowSession

ROOT = Path(__file__).resolve().parents[1]
THEMES = ("light", "dark")
LANGUAGES = ("en", "zh_CN")
SCENES = ("welcome", "chat", "quick", "error", "settings")
ALL_WINDOWS = ROOT / "dist" / "windows"
_WATCH_S = 0.05
_SETTLE_S = 0.4
_PART_OF_ANSWER = 560
_QUESTIONS = {
    "en": ("Show me code", "How are my keys kept?", "Give me a long answer"),
    "zh_CN": ("写一段快速排序", "密钥存放在哪里？", "给我一个长回答"),
}

Scene = Callable[[WindowSession, str], Awaitable[QWidget]]


def main() -> int:
    """Take all pictures, each scene in a process of its own."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--one", nargs=3, metavar=("SCENE", "THEME", "LANGUAGE"))
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if asked.one:
        _take(*asked.one, to=asked.to)
        return 0
    asked.to.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        for theme in THEMES:
            for language in LANGUAGES:
                again = [sys.executable, "-m", "benchmarks.screenshots", "--to", str(asked.to)]
                subprocess.run([*again, "--one", scene, theme, language], check=True)
    ALL_WINDOWS.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        for language in LANGUAGES:
            tour = [sys.executable, "-m", "benchmarks.tour", theme, language]
            subprocess.run([*tour, "--to", str(ALL_WINDOWS)], check=True)
    for look in contact_sheet.LOOKS:
        sheet = [sys.executable, "-m", "benchmarks.contact_sheet", look, "--to", str(asked.to)]
        subprocess.run(sheet, check=True)
    return 0


def _take(scene: str, theme: str, language: str, *, to: Path) -> None:
    use_memory_keyring()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        target = to / f"{scene}-{theme}-{language}.png"
        run(
            home,
            lambda session: _shoot(session, scene, theme, language, target),
            demo=scene != "welcome",
        )


async def _shoot(
    session: WindowSession, scene: str, theme: str, language: str, target: Path
) -> None:
    await session.program.preferences.update(theme=theme, language=language)
    shown = await _SCENES[scene](session, language)
    await asyncio.sleep(_SETTLE_S)
    shown.grab().save(str(target))
    sys.stdout.write(f"{target}\n")


async def _welcome(session: WindowSession, _language: str) -> QWidget:
    return session.window


async def _chat(session: WindowSession, language: str) -> QWidget:
    first, second, streamed = _QUESTIONS[language]
    for question in (first, second):
        turn = await _ask(session, question)
        turn.skip_wait()
        await turn.wait_ended()
        if question == first:
            _page(session).open(None)
            await asyncio.sleep(_SETTLE_S)
    _page(session).open(None)
    await asyncio.sleep(_SETTLE_S)
    turn = await _ask(session, streamed)
    while turn.state is not TurnState.ENDED and len(turn.text) < _PART_OF_ANSWER:
        await session.program.clock.wait(_WATCH_S)
    return session.window


async def _quick(session: WindowSession, language: str) -> QWidget:
    """Show the quick prompt with an answer that holds code."""
    session.quick.present(_QUESTIONS[language][0])
    prompt = session.quick.prompt
    field = prompt.findChild(QuickField)
    assert field is not None
    started: asyncio.Queue[Turn] = asyncio.Queue()
    handle = session.program.chat.turn_started.subscribe(started.put_nowait)
    field.submitted.emit()
    turn = await started.get()
    handle.close()
    turn.skip_wait()
    await turn.wait_ended()
    await asyncio.sleep(_SETTLE_S)
    prompt.fit()
    return prompt


async def _error(session: WindowSession, language: str) -> QWidget:
    turn = await _ask(session, _QUESTIONS[language][1])
    await turn.wait_ended()
    question = "/sc 403-quota\n" + _QUESTIONS[language][0]
    turn = await _ask(session, question)
    await turn.wait_ended()
    return session.window


async def _settings(session: WindowSession, _language: str) -> QWidget:
    session.open_settings("providers")
    await asyncio.sleep(_SETTLE_S)
    return next(d for d in session.window.findChildren(QDialog) if d.isVisible())


async def _ask(session: WindowSession, question: str) -> Turn:
    started: asyncio.Queue[Turn] = asyncio.Queue()
    handle = session.program.chat.turn_started.subscribe(started.put_nowait)
    _page(session).composer.prompt_submitted.emit(question)
    turn = await started.get()
    handle.close()
    return turn


def _page(session: WindowSession) -> ChatPage:
    assert session.page is not None
    return session.page


_SCENES: dict[str, Scene] = {
    "welcome": _welcome,
    "chat": _chat,
    "quick": _quick,
    "error": _error,
    "settings": _settings,
}

if __name__ == "__main__":
    sys.exit(main())
