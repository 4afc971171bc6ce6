"""The program with a real input method, a real keyboard and a real screen.

Run as a program in a session of its own (X server and bus); it starts IBus with the engine for
Pinyin, types with xdotool, and prints what it saw as one JSON object.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.ui.chat.prompt_edit import PromptEdit
from supertoken_desktop.window.run import run_window
from supertoken_desktop.window.session import WindowSession
from tests.fakes.waiting import until
from tests.flow.driver import tell
from tests.flow.person import Person

ENGINE = "libpinyin"
READY_S = 15
KEY_MS = "60"
CARET_SLACK = 8


async def compose(person: Person) -> None:
    """Write a Chinese word in the composer and in the search field."""
    started: list[Turn] = []
    person.program.chat.turn_started.subscribe(started.append)
    await keyboard("type", "--delay", KEY_MS, "nihao")
    await until(lambda: preedit(person.field) == "你好")
    beside = is_told_of_the_caret(person.field)

    # Where the method lets Enter pass or takes the letters over, nothing must be sent.
    await keyboard("key", "Return")
    await until(lambda: preedit(person.field) == "")
    sent_while_composing = len(started)
    taken_by_enter = person.field.text()
    person.field.clear()

    await keyboard("type", "--delay", KEY_MS, "nihao")
    await until(lambda: preedit(person.field) == "你好")
    await keyboard("key", "space")
    await until(lambda: person.field.text() == "你好")
    await keyboard("key", "Return")
    await until(lambda: bool(started))
    await started[0].wait_ended()

    person.session._actions.action("search").trigger()
    await keyboard("type", "--delay", KEY_MS, "nihao")
    await keyboard("key", "space")
    field = person.window.focusWidget()
    assert isinstance(field, QLineEdit)
    await until(lambda: field.text() == "你好")
    question = (await person.kept())[0].text
    tell(
        sent_while_composing=sent_while_composing,
        taken_by_enter=taken_by_enter,
        question=question,
        searched=field.text(),
        candidates_beside_caret=beside,
    )


def preedit(field: PromptEdit) -> str:
    """Return what is being composed in a field and is not yet its text."""
    return field.textCursor().block().layout().preeditAreaText()


def is_told_of_the_caret(field: PromptEdit) -> bool:
    """Tell whether the method opens its window where the field paints the caret."""
    told = QGuiApplication.inputMethod().cursorRectangle().toRect()
    painted = field.viewport().mapTo(field.window(), field.cursorRect().topLeft())
    return (told.topLeft() - painted).manhattanLength() <= CARET_SLACK


async def keyboard(*arguments: str) -> None:
    process = await asyncio.create_subprocess_exec("xdotool", *arguments)
    await process.wait()


@contextmanager
def input_method() -> Iterator[None]:
    """Run IBus with the engine for Pinyin; the environment makes Qt use it."""
    os.environ["QT_IM_MODULE"] = "ibus"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    daemon = subprocess.Popen(["ibus-daemon", "-x", "-r", "--panel=disable"], **quiet)  # type: ignore[call-overload]
    manager = subprocess.Popen(["openbox"], **quiet)  # type: ignore[call-overload]
    try:
        subprocess.run(["sh", "-c", WAIT], check=True, timeout=READY_S, **quiet)  # type: ignore[call-overload]
        yield
    finally:
        for process in (daemon, manager):
            process.terminate()
            process.wait()


# It sets the engine and then complains of a keyboard layout that a bare X server does not have.
WAIT = f'until ibus engine {ENGINE}; test "$(ibus engine)" = {ENGINE}; do sleep 0.1; done'


def main() -> int:
    def begin(session: WindowSession) -> None:
        async def play() -> None:
            person = Person(session)
            try:
                await until(lambda: person.window.isActiveWindow() and session.page is not None)
                await compose(person)
            finally:
                session.quit()

        session.tasks.spawn(play())

    with input_method():
        return run_window(StartOptions(demo=True), begin)


if __name__ == "__main__":
    sys.exit(main())
