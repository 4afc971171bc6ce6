"""The program tries itself out, in its real window: what every package of it must be able to do.

Whoever makes or installs a package runs `supertoken-desktop --self-test FOLDER`. One line of JSON
says what was seen, and stays in the folder as `self-test.json` beside a picture of the window. The
folder gets a history of its own; the keyring is the system's.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

from supertoken_desktop import __version__
from supertoken_desktop.app import open_program
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.domain.errors import SuperTokenError
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.system_clock import SystemClock
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.i18n import _
from supertoken_desktop.paths import folders
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.diagram import DiagramView
from supertoken_desktop.ui.transcript.rows.formula import FormulaView
from supertoken_desktop.window.run import run_window
from supertoken_desktop.window.session import WindowSession

REPORT = "self-test.json"
PICTURE = "window.png"
# A machine that builds packages may be slow; a person would have given up long before.
STEP_LIMIT_S = 60.0
LOOK_EVERY_S = 0.02
EXIT_FAILED = 1
EXIT_NOT_EMPTY = 2
_SECRET_REF = "self-test"  # noqa: S105  # a name
_RETURN = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
# What no database that can be read without its key begins with.
_PLAIN_DATABASE = b"SQLite format 3"


@dataclass
class Report:
    """What was seen; `failed` names the steps that went wrong, each with its reason."""

    seen: dict[str, object] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    async def step(self, name: str, work: Awaitable[object]) -> None:
        """Take note of what a step has seen, or why it failed."""
        try:
            async with asyncio.timeout(STEP_LIMIT_S):
                self.seen[name] = await work
        except (_NotSo, SuperTokenError) as error:
            self.failed[name] = f"{type(error).__name__}: {error}"
        except TimeoutError:
            self.failed[name] = f"not within {STEP_LIMIT_S:g} s"

    def write(self, folder: Path) -> None:
        """Print the report, and leave it in the folder: not every start has an output."""
        line = json.dumps({**self.seen, "failed": self.failed}, ensure_ascii=False) + "\n"
        (folder / REPORT).write_text(line, encoding="utf-8")
        # On Windows a program with a window has none, unless it was given one.
        if sys.stdout is not None:
            sys.stdout.write(line)
            sys.stdout.flush()


def run_self_test(folder: Path) -> int:
    """Run the window on an empty folder, use it, and close it; 0 if all went well."""
    if folder.exists() and any(folder.iterdir()):
        sys.stderr.write(_("The folder for a self-test must be empty.") + "\n")
        return EXIT_NOT_EMPTY
    start = StartOptions(home=folder, demo=True)
    report = Report({"version": __version__})

    def begin(session: WindowSession) -> None:
        session.tasks.spawn(_use(session, report))

    status = run_window(start, begin)
    asyncio.run(report.step("history", _read_again(start)))
    report.write(folder)
    return EXIT_FAILED if report.failed else status


async def _use(session: WindowSession, report: Report) -> None:
    try:
        await report.step("window", _see_window(session))
        await report.step("secret", _keep_secret(session))
        for name, is_drawn in _DRAWN.items():
            await report.step(name, _ask_and_see(session, name, is_drawn))
        session.window.grab().save(str(session.program.folders.data.parent / PICTURE))
    finally:
        session.quit()


async def _see_window(session: WindowSession) -> str:
    """Return on which platform the window has come on screen."""
    handle = session.window.windowHandle()
    await _until(lambda: session.window.isVisible() and handle.isExposed())
    return QGuiApplication.platformName()


async def _keep_secret(session: WindowSession) -> bool:
    """Write a secret, read it and remove it."""
    secrets = session.program.secrets
    _expect(secrets.is_lasting, "this system has no keyring")
    secret = Secret("kept for a moment")
    await secrets.write(_SECRET_REF, secret)
    _expect(await secrets.read(_SECRET_REF) == secret, "the secret came back changed")
    await secrets.forget(_SECRET_REF)
    _expect(await secrets.read(_SECRET_REF) is None, "the secret is still there")
    return True


async def _ask_and_see(
    session: WindowSession, question: str, is_drawn: Callable[[QWidget], bool]
) -> bool:
    """Ask the demo relay for an example, and wait until it is drawn."""
    turn = await _ask(session, question)
    answer = await turn.wait_ended()
    _expect(answer.verdict is Verdict.COMPLETE, f"the answer ended as {answer.verdict}")
    await _until(lambda: any(is_drawn(w) for w in session.window.findChildren(QWidget)))
    return True


async def _ask(session: WindowSession, question: str) -> Turn:
    """Type a question and press Return, as a person does."""
    await _until(lambda: session.page is not None)
    assert session.page is not None
    composer = session.page.composer
    edit = composer.focusProxy()
    assert edit is not None
    turns: list[Turn] = []
    handle = session.program.chat.turn_started.subscribe(turns.append)
    try:
        composer.begin_with(question)
        for kind in _RETURN:
            key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(edit, key)
        await _until(lambda: bool(turns) and not composer.text())
    finally:
        handle.close()
    return turns[0]


async def _read_again(start: StartOptions) -> int:
    """Open the history anew, as the next start does; return how many messages it has."""
    assert start.home is not None
    file = folders(start.home).database
    _expect(file.is_file(), "there is no history")
    _expect(not file.read_bytes().startswith(_PLAIN_DATABASE), "the history is not encrypted")
    async with open_program(start) as program:
        kept = [
            len(await program.history.conversations.messages(conversation.id))
            for conversation in program.library.conversations
        ]
    _expect(sum(kept) == 2 * len(_DRAWN), f"the history has {sum(kept)} messages")
    return sum(kept)


def _is_coloured_code(widget: QWidget) -> bool:
    if not isinstance(widget, CodeView) or not widget.isVisible():
        return False
    document = widget.findChildren(QTextEdit)[0].document()
    return any(
        document.findBlockByNumber(at).layout().formats() for at in range(document.blockCount())
    )


def _is_drawn_formula(widget: QWidget) -> bool:
    return isinstance(widget, FormulaView) and widget.isVisible() and widget.is_drawn


def _is_drawn_diagram(widget: QWidget) -> bool:
    if not isinstance(widget, DiagramView):
        return False
    canvases = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return any(not canvas.pixmap().isNull() for canvas in canvases)


# Examples of the demo relay, by the words that ask for them, and how each is known when drawn.
_DRAWN: Mapping[str, Callable[[QWidget], bool]] = {
    "code": _is_coloured_code,
    "formula": _is_drawn_formula,
    "diagram": _is_drawn_diagram,
}


def _expect(so: bool, otherwise: str) -> None:  # noqa: FBT001  # the fact itself
    if not so:
        raise _NotSo(otherwise)


async def _until(condition: Callable[[], bool]) -> None:
    clock = SystemClock()
    while not condition():
        await clock.wait(LOOK_EVERY_S)


class _NotSo(Exception):
    """Something is not as it must be."""
