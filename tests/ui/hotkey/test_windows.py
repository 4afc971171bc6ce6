import ctypes
from ctypes import wintypes

import pytest
from PySide6.QtCore import QByteArray

from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, Problem
from supertoken_desktop.ui.hotkey.windows import HotkeyFilter, WindowsHotkeys
from tests.ui.hotkey.fake_systems import FakeWindows
from tests.ui.hotkey.heard import Heard, keys

NO_REPEAT = 0x4000


async def test_a_combination_is_registered_without_repetition() -> None:
    windows = FakeWindows()
    hotkeys = WindowsHotkeys(Heard().news, windows)

    await hotkeys.hold(keys("Meta+Shift+Q"))
    held = list(windows.registered.values())
    await hotkeys.close()

    assert held == [(0x0008 | 0x0004 | NO_REPEAT, 0x51)]
    assert windows.registered == {}


async def test_signs_are_looked_up_in_the_layout() -> None:
    windows = FakeWindows()
    hotkeys = WindowsHotkeys(Heard().news, windows)

    await hotkeys.hold(keys("Ctrl+:"))
    held = list(windows.registered.values())
    await hotkeys.close()

    assert held == [(0x0002 | 0x0004 | NO_REPEAT, 0xBA)]


async def test_new_keys_take_the_place_of_the_old() -> None:
    windows = FakeWindows()
    hotkeys = WindowsHotkeys(Heard().news, windows)

    for text in ("Ctrl+Alt+Q", "Ctrl+Alt+W", "Ctrl+Alt+W", "Ctrl+Alt+Q"):
        await hotkeys.hold(keys(text))
    held = list(windows.registered.values())
    await hotkeys.close()

    assert held == [(0x0003 | NO_REPEAT, 0x51)]


@pytest.mark.parametrize(
    ("wish", "error", "problem"),
    [
        ("Ctrl+Alt+W", 0, Problem.TAKEN),
        ("Ctrl+Alt+E", 5, Problem.REFUSED),
        ("Ctrl+Ä", 0, Problem.NO_SUCH_KEY),
        ("Ctrl+Enter", 0, Problem.NO_SUCH_KEY),
    ],
)
async def test_what_cannot_be_had_is_told_and_the_old_keys_stay(
    wish: str, error: int, problem: Problem
) -> None:
    windows = FakeWindows(of_others={(0x0003, 0x57)})
    hotkeys = WindowsHotkeys(Heard().news, windows)
    await hotkeys.hold(keys("Ctrl+Alt+Q"))
    windows.error = error

    with pytest.raises(HotkeyRefused) as refused:
        await hotkeys.hold(keys(wish))
    held = list(windows.registered.values())
    await hotkeys.close()

    assert refused.value.problem is problem
    assert held == [(0x0003 | NO_REPEAT, 0x51)]


def test_only_the_message_of_our_hotkey_is_heard() -> None:
    heard = Heard()
    messages = HotkeyFilter(heard.news, (0x5301,))

    def send(kind: bytes, message: int, number: int) -> bool:
        posted = wintypes.MSG(message=message, wParam=number)
        return messages.nativeEventFilter(QByteArray(kind), ctypes.addressof(posted))[0]

    assert not send(b"windows_generic_MSG", 0x0312, 7)
    assert not send(b"windows_generic_MSG", 0x0100, 0x5301)
    assert not send(b"xcb_generic_event_t", 0x0312, 0x5301)
    assert heard.presses == 0
    assert send(b"windows_generic_MSG", 0x0312, 0x5301)
    assert heard.presses == 1
