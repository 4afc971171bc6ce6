"""Hold keys on an X server by passive grabs."""

import asyncio
import logging
import threading
from collections.abc import Iterable
from typing import assert_never

from PySide6.QtCore import QSocketNotifier

from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, News, Problem
from supertoken_desktop.ui.hotkey.keys import NAMED_KEYS, Combination, Modifier, x_keysym
from supertoken_desktop.ui.hotkey.xcb import (
    Grab,
    Keyboard,
    KeyEvent,
    LayoutChanged,
    XConnection,
    XFailed,
)
from supertoken_desktop.ui.tasks import Tasks

SHIFT_BIT, LOCK_BIT, CONTROL_BIT, MOD1_BIT, MOD4_BIT = 0x01, 0x02, 0x04, 0x08, 0x40
LONGEST_REPEAT_DELAY_MS = 1500
_ALT_KEYS = (0xFFE9, 0xFFEA)
_SUPER_KEYS = (0xFFEB, 0xFFEC)
_NUM_LOCK = (0xFF7F,)
_SCROLL_LOCK = (0xFF14,)
# In which columns of a keyboard a key is looked for: plain and with Shift, for two layouts.
_PLAIN_COLUMNS = (0, 2)
_SHIFTED_COLUMNS = (1, 3)

_log = logging.getLogger(__name__)


class X11Hotkeys:
    """Hold a combination on the X server of the session.

    What waits for the server runs in a thread, one at a time. A connection is ended only when
    nobody in the window's thread can be using it: after `_deafen`, and in turn.
    """

    def __init__(self, news: News, tasks: Tasks, display: str | None = None) -> None:
        self._news = news
        self._tasks = tasks
        self._display = display
        self._turn = asyncio.Lock()
        # A call that was cancelled goes on in its thread until the server has answered.
        self._thread_turn = threading.Lock()
        self._connection: XConnection | None = None
        self._notifier: QSocketNotifier | None = None
        self._combination: Combination | None = None
        self._grabs: frozenset[Grab] = frozenset()
        self._presses = Presses()
        self._is_layout_old = False

    async def hold(self, combination: Combination) -> str | None:
        """Take a combination from all programs, in place of the one before.

        Raises: HotkeyRefused; the one before is still held then.
        """
        async with self._turn:
            try:
                await asyncio.to_thread(self._take, combination)
                self._combination = combination
            except XFailed as error:
                _log.warning("no hotkey from the X server: %s", error)
                raise HotkeyRefused(Problem.REFUSED) from error
            finally:
                await self._listen_or_leave()
        return None

    def withdraw(self) -> None:
        """Wait for nobody: servers answer by themselves."""

    async def release(self) -> None:
        """Give back what is held, and leave the server."""
        async with self._turn:
            await self._let_go()

    async def close(self) -> None:
        """Give back what is held, and end."""
        await self.release()

    def _take(self, combination: Combination) -> None:
        """Grab in place of what is held; blocks.

        Raises: HotkeyRefused, XFailed; then all is as before.
        """
        with self._thread_turn:
            if self._connection is None:
                self._connection = XConnection(self._display)
            grabs = grabs_for(combination, self._connection.keyboard())
            if not grabs:
                raise HotkeyRefused(Problem.NO_SUCH_KEY)
            if not self._connection.grab(sorted(grabs - self._grabs)):
                raise HotkeyRefused(Problem.TAKEN)
            self._connection.ungrab(sorted(self._grabs - grabs))
            self._grabs = grabs

    def _leave(self) -> None:
        """End the connection, and all grabs with it; blocks."""
        with self._thread_turn:
            connection, self._connection = self._connection, None
            self._grabs = frozenset()
            if connection is not None:
                connection.close()

    async def _let_go(self) -> None:
        self._combination = None
        self._deafen()
        await asyncio.to_thread(self._leave)

    async def _listen_or_leave(self) -> None:
        """Hear of keys while some are held; else have no connection at all."""
        if self._combination is None or self._connection is None:
            await self._let_go()
            return
        if self._notifier is None:
            self._presses = Presses()
            read = QSocketNotifier.Type.Read
            self._notifier = QSocketNotifier(self._connection.fd, read)
            self._notifier.activated.connect(self._on_readable)
        # Waiting for an answer may have read events as well: the socket will not tell of those.
        self._on_readable()

    def _deafen(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None

    def _on_readable(self) -> None:
        connection = self._connection
        if connection is None:
            return
        while (event := connection.next_event()) is not None:
            match event:
                case KeyEvent():
                    if self._presses.is_new(event) and event.grab in self._grabs:
                        self._news.pressed()
                case LayoutChanged():
                    self._follow_layout()
                case _:
                    assert_never(event)
        if connection.is_broken:
            # The socket of a server that is gone would be readable for ever.
            self._deafen()
            self._tasks.spawn(self._lose_server())

    def _follow_layout(self) -> None:
        """Grab anew, once for all news of a layout that come together."""
        if not self._is_layout_old:
            self._is_layout_old = True
            self._tasks.spawn(self._grab_anew())

    async def _grab_anew(self) -> None:
        async with self._turn:
            self._is_layout_old = False
            if self._combination is None:
                return
            try:
                await asyncio.to_thread(self._take, self._combination)
            except HotkeyRefused as refusal:
                problem = refusal.problem
            except XFailed as error:
                _log.warning("the hotkey was lost with a change of the keyboard: %s", error)
                problem = Problem.LOST
            else:
                await self._listen_or_leave()
                return
            await self._let_go()
        self._news.lost(problem)

    async def _lose_server(self) -> None:
        async with self._turn:
            was_held = self._combination is not None
            await self._let_go()
        if was_held:
            self._news.lost(Problem.LOST)


class Presses:
    """Tell presses from repetitions of a key that stays down; pure.

    An X server lets a key that is held go up and down again in the same millisecond; remote ones
    may let it go down again and again. A key whose way up went to another program is not held for
    ever.
    """

    def __init__(self) -> None:
        self._down_at_ms: dict[int, int] = {}
        self._up_at_ms: dict[int, int] = {}

    def is_new(self, event: KeyEvent) -> bool:
        """Take note of an event; True for one by which a person pressed a key."""
        keycode, now_ms = event.grab.keycode, event.time_ms
        if not event.is_press:
            self._down_at_ms.pop(keycode, None)
            self._up_at_ms[keycode] = now_ms
            return False
        down_at_ms = self._down_at_ms.get(keycode)
        is_held = down_at_ms is not None and now_ms - down_at_ms < LONGEST_REPEAT_DELAY_MS
        self._down_at_ms[keycode] = now_ms
        return not is_held and self._up_at_ms.get(keycode) != now_ms


def grabs_for(combination: Combination, keyboard: Keyboard) -> frozenset[Grab]:
    """Return what to grab for a combination: its keys, in every state of the locks; pure.

    Empty where the keyboard has no such key.
    """
    keysym = x_keysym(combination.key)
    keycodes, needs_shift = _keys_with(keysym, keyboard, is_typed=combination.key not in NAMED_KEYS)
    bits = {
        Modifier.SHIFT: SHIFT_BIT,
        Modifier.CTRL: CONTROL_BIT,
        Modifier.ALT: _bit_of(_ALT_KEYS, keyboard) or MOD1_BIT,
        Modifier.META: _bit_of(_SUPER_KEYS, keyboard) or MOD4_BIT,
    }
    held = SHIFT_BIT if needs_shift else 0
    for modifier in combination.modifiers:
        held |= bits[modifier]
    locks = {LOCK_BIT, _bit_of(_NUM_LOCK, keyboard), _bit_of(_SCROLL_LOCK, keyboard)}
    return frozenset(
        Grab(keycode, held | state) for keycode in keycodes for state in _sums(locks - {0, held})
    )


def _keys_with(keysym: int, keyboard: Keyboard, *, is_typed: bool) -> tuple[list[int], bool]:
    """Return the keys that give a keysym, and whether Shift has to be held for it.

    The layout that comes first wins: a key that another layout has elsewhere stays free.
    """
    for column in (*_PLAIN_COLUMNS, *_SHIFTED_COLUMNS):
        found = [
            code
            for code, symbols in keyboard.keysyms.items()
            if column < len(symbols) and symbols[column] == keysym
        ]
        if found:
            # The keypad's digits stand behind the other lock, not behind Shift.
            return found, is_typed and column in _SHIFTED_COLUMNS
    return [], False


def _bit_of(keysyms: Iterable[int], keyboard: Keyboard) -> int:
    """Return the bit of the modifier that a key with one of these keysyms sets, 0 for none."""
    wanted = set(keysyms)
    for place, keycodes in enumerate(keyboard.modifiers):
        for keycode in keycodes:
            if keycode and wanted & set(keyboard.keysyms.get(keycode, ())):
                return 1 << place
    return 0


def _sums(bits: Iterable[int]) -> set[int]:
    """Return what each selection of bits makes together."""
    sums = {0}
    for bit in bits:
        sums |= {total | bit for total in sums}
    return sums
