"""Hold keys on Windows by RegisterHotKey.

The calls are of the thread that Qt's loop runs in; Windows posts WM_HOTKEY to that thread. Not run
on Windows so far: the system is behind `HotkeyCalls`, and all else is tested with a stand-in.
"""

import ctypes
import logging
import sys
from collections.abc import Mapping
from ctypes import wintypes
from typing import Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, News, Problem
from supertoken_desktop.ui.hotkey.keys import Combination, Modifier, windows_key

ERROR_HOTKEY_ALREADY_REGISTERED = 1409
WM_HOTKEY = 0x0312
MOD_SHIFT = 0x0004
MOD_NOREPEAT = 0x4000
_MODIFIERS: Mapping[Modifier, int] = {
    Modifier.ALT: 0x0001,
    Modifier.CTRL: 0x0002,
    Modifier.SHIFT: MOD_SHIFT,
    Modifier.META: 0x0008,
}
_MESSAGE_KINDS = (b"windows_generic_MSG", b"windows_dispatcher_MSG")
# Any two numbers below 0xC000: the one that is held, and the one that is tried.
_IDS = (0x5301, 0x5302)

_log = logging.getLogger(__name__)


class HotkeyCalls(Protocol):
    """What is asked of Windows."""

    def register(self, number: int, modifiers: int, key: int) -> int:
        """Call RegisterHotKey for this thread; return 0, or the error."""
        ...

    def unregister(self, number: int) -> None:
        """Call UnregisterHotKey."""
        ...

    def key_for(self, character: str) -> tuple[int, bool] | None:
        """Return the key that writes a character in the layout in force, and whether with Shift."""
        ...


class WindowsHotkeys:
    """Hold a combination on Windows."""

    def __init__(self, news: News, calls: HotkeyCalls) -> None:
        self._calls = calls
        self._held: tuple[int, int] | None = None
        self._number = _IDS[0]
        self._filter = HotkeyFilter(news, _IDS)

    async def hold(self, combination: Combination) -> str | None:
        """Take a combination from all programs, in place of the one before.

        Raises: HotkeyRefused; the one before is still held then.
        """
        wanted = self._native(combination)
        if wanted == self._held:
            return None
        number = next(other for other in _IDS if other != self._number)
        modifiers, key = wanted
        error = self._calls.register(number, modifiers | MOD_NOREPEAT, key)
        if error:
            _log.info("Windows refused a hotkey with error %d", error)
            is_taken = error == ERROR_HOTKEY_ALREADY_REGISTERED
            raise HotkeyRefused(Problem.TAKEN if is_taken else Problem.REFUSED)
        if self._held is not None:
            self._calls.unregister(self._number)
        else:
            self._filter.install()
        self._number, self._held = number, wanted
        return None

    def withdraw(self) -> None:
        """Wait for nobody: Windows answers by itself."""

    async def release(self) -> None:
        """Give back what is held."""
        if self._held is not None:
            self._calls.unregister(self._number)
            self._held = None
            self._filter.remove()

    async def close(self) -> None:
        """Give back what is held, and end."""
        await self.release()

    def _native(self, combination: Combination) -> tuple[int, int]:
        """Return the modifiers and the key in Windows' numbers. Raises: HotkeyRefused."""
        modifiers = 0
        for modifier in combination.modifiers:
            modifiers |= _MODIFIERS[modifier]
        key = windows_key(combination.key)
        if key is None:
            found = self._calls.key_for(combination.key) if len(combination.key) == 1 else None
            if found is None:
                raise HotkeyRefused(Problem.NO_SUCH_KEY)
            key, needs_shift = found
            modifiers |= MOD_SHIFT if needs_shift else 0
        return modifiers, key


class HotkeyFilter(QAbstractNativeEventFilter):
    """Hear WM_HOTKEY among the messages of the thread, while something is held."""

    def __init__(self, news: News, numbers: tuple[int, ...]) -> None:
        super().__init__()
        self._news = news
        self._numbers = numbers

    def install(self) -> None:
        """Begin to hear."""
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self)

    def remove(self) -> None:
        """Hear nothing more."""
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self)

    def nativeEventFilter(  # noqa: N802  # Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        name = kind.data() if isinstance(kind, QByteArray) else bytes(kind)
        if name not in _MESSAGE_KINDS:
            return False, 0
        found = wintypes.MSG.from_address(int(message))
        if found.message != WM_HOTKEY or found.wParam not in self._numbers:
            return False, 0
        self._news.pressed()
        return True, 0


if sys.platform == "win32":

    class User32:
        """The calls themselves. Source: winuser.h; the documentation of RegisterHotKey."""

        def __init__(self) -> None:
            user = ctypes.WinDLL("user32", use_last_error=True)
            self._register = user.RegisterHotKey
            self._register.argtypes = [wintypes.HWND, ctypes.c_int, wintypes.UINT, wintypes.UINT]
            self._register.restype = wintypes.BOOL
            self._unregister = user.UnregisterHotKey
            self._unregister.argtypes = [wintypes.HWND, ctypes.c_int]
            self._unregister.restype = wintypes.BOOL
            self._scan = user.VkKeyScanW
            self._scan.argtypes = [wintypes.WCHAR]
            self._scan.restype = ctypes.c_short

        def register(self, number: int, modifiers: int, key: int) -> int:
            """Call RegisterHotKey for this thread; return 0, or the error."""
            ctypes.set_last_error(0)
            if self._register(None, number, modifiers, key):
                return 0
            return ctypes.get_last_error() or -1

        def unregister(self, number: int) -> None:
            """Call UnregisterHotKey."""
            self._unregister(None, number)

        def key_for(self, character: str) -> tuple[int, bool] | None:
            """Return the key that writes a character, and whether with Shift, by VkKeyScanW."""
            found = self._scan(character.lower())
            if found == -1 or found >> 8 not in (0, 1):
                return None
            return found & 0xFF, found >> 8 == 1
