"""The hotkey's field in a window on a real X server, for a person at the keyboard.

Prints a line a step: what is the setting, what the field says in red, and what has been opened.
"""

import asyncio
import os
import sys
from collections.abc import Callable

import qasync
from PySide6.QtWidgets import QApplication, QLabel

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.hotkey.choose import Desk, holder_maker, way_of
from supertoken_desktop.ui.hotkey.hotkey import GlobalHotkey
from supertoken_desktop.ui.hotkey.recorder import HotkeyRecorder
from supertoken_desktop.ui.hotkey.x11 import X11Hotkeys
from supertoken_desktop.ui.settings.hotkey_field import HotkeyField
from supertoken_desktop.ui.tasks import Tasks
from tests.fakes.waiting import until
from tests.ui.hotkey.heard import Heard, keys
from tests.ui.hotkey.screen import Screen

STEPS = ("ctrl+alt+space", "super+q", "ctrl+alt+space", "ctrl+shift+1")


async def run(app: QApplication) -> None:
    async def write(_settings: Settings) -> None:
        return

    screen = Screen(os.environ["DISPLAY"])
    tasks = Tasks(lambda error: say(repr(error)))
    preferences = Preferences(Settings(), write)
    way = way_of(sys.platform, app.platformName(), os.environ)
    hotkey = GlobalHotkey(preferences, holder_maker(way, tasks, "", lambda: ""), tasks)
    opened: list[str] = []
    hotkey.pressed.connect(lambda: opened.append(preferences.current.hotkey))
    others = Heard()
    other = X11Hotkeys(others.news, tasks)
    await other.hold(keys("Meta+Q"))
    field = HotkeyField(hotkey, Desk.OTHER, "")
    field.show()
    field.activateWindow()
    recorder = field.findChildren(HotkeyRecorder)[0]
    for step in STEPS:
        recorder.begin()
        await press_until(screen, step, lambda: not recorder.is_recording)
        await until(lambda: hotkey.state.asked is None)
        say(step, preferences.current.hotkey, red_words(field), ",".join(opened))
    await press_until(screen, "ctrl+shift+1", lambda: bool(opened))
    await press_until(screen, "super+q", lambda: others.presses > 0)
    say("at the end", ",".join(opened), str(others.presses))
    await hotkey.close()
    await other.close()
    await tasks.close()


async def press_until(screen: Screen, names: str, is_done: Callable[[], bool]) -> None:
    """Press keys until they have arrived: a window takes the keyboard in its own time."""
    while not is_done():
        await screen.press(names)
        # What has arrived is told with the next turns of the loop.
        for _turn in range(1500):
            if is_done():
                return
            await asyncio.sleep(0.001)


def say(*words: str) -> None:
    sys.stdout.write("|".join(words) + "\n")


def red_words(field: HotkeyField) -> str:
    labels = [label for label in field.findChildren(QLabel) if label.isVisible()]
    return "".join(label.text() for label in labels if label.property("role") == "error")


if __name__ == "__main__":
    application = QApplication([])
    loop = qasync.QEventLoop(application)
    with loop:
        loop.run_until_complete(run(application))
