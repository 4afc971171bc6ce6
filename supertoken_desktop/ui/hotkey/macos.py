"""Hold keys on a Mac by Carbon's RegisterEventHotKey, which asks for no permission.

Not run on a Mac so far: the system is behind `CarbonCalls`, and all else is tested with a stand-in.
"""

import ctypes
import logging
import sys
from collections.abc import Callable, Mapping
from typing import Protocol

from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, News, Problem
from supertoken_desktop.ui.hotkey.keys import Combination, Modifier, carbon_key

EVENT_HOT_KEY_EXISTS = -9878
EVENT_NOT_HANDLED = -9874
# In portable sequences Ctrl is the command key, Meta the control key.
_MODIFIERS: Mapping[Modifier, int] = {
    Modifier.CTRL: 0x0100,
    Modifier.SHIFT: 0x0200,
    Modifier.ALT: 0x0800,
    Modifier.META: 0x1000,
}

_log = logging.getLogger(__name__)


class CarbonCalls(Protocol):
    """What is asked of the system."""

    def listen(self, pressed: Callable[[int], bool]) -> bool:
        """Call back with the number of each hotkey of ours that is pressed; tell whether it works.

        The callback tells whether it knew the number.
        """
        ...

    def register(self, number: int, modifiers: int, key: int) -> tuple[int, int | None]:
        """Register a hotkey; return a status, 0 for success, and what unregisters it."""
        ...

    def unregister(self, reference: int) -> None:
        """Unregister a hotkey."""
        ...


class MacHotkeys:
    """Hold a combination on a Mac."""

    def __init__(self, news: News, calls: CarbonCalls) -> None:
        self._news = news
        self._calls = calls
        self._is_listening = False
        self._combination: Combination | None = None
        self._reference: int | None = None
        self._number = 0

    async def hold(self, combination: Combination) -> str | None:
        """Take a combination from all programs, in place of the one before.

        Raises: HotkeyRefused; the one before is still held then.
        """
        if combination == self._combination:
            return None
        found = carbon_key(combination.key)
        if found is None:
            raise HotkeyRefused(Problem.NO_SUCH_KEY)
        if not self._is_listening:
            self._is_listening = self._calls.listen(self._on_pressed)
        if not self._is_listening:
            raise HotkeyRefused(Problem.REFUSED)
        key, needs_shift = found
        modifiers = _MODIFIERS[Modifier.SHIFT] if needs_shift else 0
        for modifier in combination.modifiers:
            modifiers |= _MODIFIERS[modifier]
        status, reference = self._calls.register(self._number + 1, modifiers, key)
        if reference is None:
            _log.info("the system refused a hotkey with status %d", status)
            is_taken = status == EVENT_HOT_KEY_EXISTS
            raise HotkeyRefused(Problem.TAKEN if is_taken else Problem.REFUSED)
        await self.release()
        self._number += 1
        self._combination, self._reference = combination, reference
        return None

    def withdraw(self) -> None:
        """Wait for nobody: the system answers by itself."""

    async def release(self) -> None:
        """Give back what is held."""
        if self._reference is not None:
            self._calls.unregister(self._reference)
        self._combination, self._reference = None, None

    async def close(self) -> None:
        """Give back what is held, and end."""
        await self.release()

    def _on_pressed(self, number: int) -> bool:
        if self._reference is None or number != self._number:
            return False
        self._news.pressed()
        return True


if sys.platform == "darwin":
    _FRAMEWORK = "/System/Library/Frameworks/Carbon.framework/Carbon"
    _SIGNATURE = int.from_bytes(b"STok", "big")
    _KEYBOARD_CLASS = int.from_bytes(b"keyb", "big")
    _HOT_KEY_PRESSED = 5
    _DIRECT_OBJECT = int.from_bytes(b"----", "big")
    _TYPE_HOT_KEY_ID = int.from_bytes(b"hkid", "big")
    # Else the system does not tell that another program holds the keys.
    _EXCLUSIVE = 1

    class _EventTypeSpec(ctypes.Structure):
        _fields_ = (("event_class", ctypes.c_uint32), ("event_kind", ctypes.c_uint32))

    class _HotKeyId(ctypes.Structure):
        _fields_ = (("signature", ctypes.c_uint32), ("id", ctypes.c_uint32))

    # (call, event, what was given on installing) → status
    _Handler = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)

    class Carbon:
        """The calls themselves. Source: CarbonEvents.h and CarbonEventsCore.h of HIToolbox."""

        def __init__(self) -> None:
            self._carbon = ctypes.CDLL(_FRAMEWORK)
            pointer, number = ctypes.c_void_p, ctypes.c_uint32
            hand_out = ctypes.POINTER(pointer)
            declare = {
                "GetApplicationEventTarget": (pointer, []),
                "InstallEventHandler": (
                    ctypes.c_int32,
                    [
                        pointer,
                        _Handler,
                        ctypes.c_ulong,
                        ctypes.POINTER(_EventTypeSpec),
                        pointer,
                        hand_out,
                    ],
                ),
                "GetEventParameter": (
                    ctypes.c_int32,
                    [pointer, number, number, pointer, ctypes.c_ulong, pointer, pointer],
                ),
                "RegisterEventHotKey": (
                    ctypes.c_int32,
                    [number, number, _HotKeyId, pointer, number, hand_out],
                ),
                "UnregisterEventHotKey": (ctypes.c_int32, [pointer]),
            }
            for name, (result, arguments) in declare.items():
                function = getattr(self._carbon, name)
                function.restype, function.argtypes = result, arguments
            # Kept, or the system would call what Python has thrown away.
            self._handler: ctypes._FuncPointer | None = None

        def listen(self, pressed: Callable[[int], bool]) -> bool:
            """Call back with the number of each hotkey of ours that is pressed."""

            def handle(_call: int | None, event: int | None, _given: int | None) -> int:
                found = _HotKeyId()
                status = self._carbon.GetEventParameter(
                    event,
                    _DIRECT_OBJECT,
                    _TYPE_HOT_KEY_ID,
                    None,
                    ctypes.sizeof(found),
                    None,
                    ctypes.byref(found),
                )
                is_ours = status == 0 and found.signature == _SIGNATURE
                return 0 if is_ours and pressed(found.id) else EVENT_NOT_HANDLED

            self._handler = _Handler(handle)
            kind = _EventTypeSpec(_KEYBOARD_CLASS, _HOT_KEY_PRESSED)
            target = self._carbon.GetApplicationEventTarget()
            installed = ctypes.c_void_p()
            status = self._carbon.InstallEventHandler(
                target, self._handler, 1, ctypes.byref(kind), None, ctypes.byref(installed)
            )
            return int(status) == 0

        def register(self, number: int, modifiers: int, key: int) -> tuple[int, int | None]:
            """Register a hotkey; return a status, 0 for success, and what unregisters it."""
            reference = ctypes.c_void_p()
            status = self._carbon.RegisterEventHotKey(
                key,
                modifiers,
                _HotKeyId(_SIGNATURE, number),
                self._carbon.GetApplicationEventTarget(),
                _EXCLUSIVE,
                ctypes.byref(reference),
            )
            return int(status), reference.value if status == 0 else None

        def unregister(self, reference: int) -> None:
            """Unregister a hotkey."""
            self._carbon.UnregisterEventHotKey(reference)
