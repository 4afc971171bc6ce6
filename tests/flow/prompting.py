"""The program with its quick prompt on a real screen, before a real window manager and keyboard.

Run as a program on an X server of its own; it types and points with xdotool, and prints what it saw
as one JSON object.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QGuiApplication

from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.ui.quick.rules import Phase
from supertoken_desktop.window.run import run_window
from supertoken_desktop.window.session import WindowSession
from tests.fakes.waiting import until
from tests.flow.driver import tell

DRAG = (10, 40, 80)
LIMIT_S = 30


async def play(session: WindowSession) -> None:
    """Ask and copy while the main window is minimised, move the prompt, and click elsewhere."""
    prompt = session.quick.prompt
    session.window.showMinimized()
    await until(session.window.isMinimized)
    session.quick.toggle()
    await until(prompt.field.hasFocus)
    kind = await said_of(int(prompt.winId()))

    await run("xdotool", "type", "--delay", "20", "count 5")
    await until(lambda: prompt.field.text() == "count 5")
    await run("xdotool", "key", "Return")
    await until(lambda: prompt.talk.phase is Phase.ANSWERED)
    await run("xdotool", "key", "ctrl+shift+c")
    await until(lambda: bool(QGuiApplication.clipboard().text()))
    was_minimised = session.window.isMinimized()

    before = prompt.pos()
    await drag(prompt.x() + 22, prompt.y() + 32)
    place = session.program.preferences
    await until(lambda: bool(place.current.quick_place))
    moved = prompt.pos() - before
    stays_after_move = prompt.isVisible()

    session.window.showNormal()
    session.window.activateWindow()
    await until(lambda: not prompt.isVisible())
    tell(
        is_above="_NET_WM_STATE_ABOVE" in kind,
        is_utility="_NET_WM_WINDOW_TYPE_UTILITY" in kind,
        copied=QGuiApplication.clipboard().text().strip(),
        was_minimised=was_minimised,
        moved=[moved.x(), moved.y()],
        stays_after_move=stays_after_move,
    )


async def said_of(window: int) -> str:
    """Return what the window manager knows of a window."""
    return await run("xprop", "-id", str(window), "_NET_WM_STATE", "_NET_WM_WINDOW_TYPE")


async def drag(x: int, y: int) -> None:
    await run("xdotool", "mousemove", str(x), str(y), "mousedown", "1")
    for way in DRAG:
        await run("xdotool", "mousemove", str(x + way), str(y + way))
    await run("xdotool", "mouseup", "1")


async def run(*command: str) -> str:
    process = await asyncio.to_thread(
        subprocess.run, command, check=True, capture_output=True, text=True
    )
    return process.stdout


@contextmanager
def window_manager() -> Iterator[None]:
    with subprocess.Popen(["openbox"]) as running:
        try:
            yield
        finally:
            running.terminate()


def main() -> int:
    async def whole(session: WindowSession) -> None:
        try:
            await asyncio.wait_for(play(session), LIMIT_S)
        finally:
            session.quit()

    def begin(session: WindowSession) -> None:
        session.tasks.spawn(whole(session))

    with window_manager():
        return run_window(StartOptions(demo=True), begin)


if __name__ == "__main__":
    sys.exit(main())
