"""Notifications on Linux, over the desktop's own service on the session bus.

Qt's own way needs a tray, says nothing of which message was clicked, and lets the token go with
which Wayland allows a window to come to the front.
Source: Desktop Notifications Specification 1.3, org.freedesktop.Notifications.
"""

import asyncio
import contextlib
import logging

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.i18n import _
from supertoken_desktop.paths import resource
from supertoken_desktop.ui.activation import use_token
from supertoken_desktop.ui.main_window import PROGRAM_NAME
from supertoken_desktop.ui.notifications.rule import Note
from supertoken_desktop.ui.session_bus import BusFailed, BusSignal, SessionBus, join_session_bus
from supertoken_desktop.ui.tasks import Tasks

BUS_LIMIT_S = 5.0
_SERVICE = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_SIGNALS = f"type='signal',sender='{_SERVICE}',interface='{_SERVICE}'"
_DESKTOP_ENTRY = "supertoken-desktop"
_DEFAULT_ACTION = "default"
_FOREVER_UNTIL_READ = -1
_log = logging.getLogger(__name__)


class BusNotifications(QObject):
    """Show notes and tell which was clicked; connects with the first one."""

    clicked = Signal(str, str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._bus: SessionBus | None = None
        self._connecting = asyncio.Lock()
        self._service = ""
        self._shown: dict[int, Note] = {}

    @property
    def is_showing(self) -> bool:
        """Tell whether a note may still be on the screen."""
        return bool(self._shown)

    async def post(self, note: Note) -> bool:
        """Show a note in place of an earlier one of its conversation; tell whether it is shown."""
        try:
            async with asyncio.timeout(BUS_LIMIT_S):
                return await self._notify(await self._connected(), note)
        except (BusFailed, TimeoutError) as error:
            reason = error.name if isinstance(error, BusFailed) else "too late"
            _log.info("no notification could be shown: %s", reason or "no bus")
            return False

    async def withdraw_all(self) -> None:
        """Take away what is still shown: it has been seen in the window."""
        shown, self._shown = tuple(self._shown), {}
        bus = self._bus
        if bus is None:
            return
        # One that is gone already, or a service that is, needs no taking away.
        with contextlib.suppress(BusFailed, TimeoutError):
            async with asyncio.timeout(BUS_LIMIT_S):
                for number in shown:
                    method = f"{_SERVICE}.CloseNotification"
                    await bus.call(self._service, _PATH, method, "u", (number,))

    async def close(self) -> None:
        """Take away what is still shown, and leave the bus."""
        await self.withdraw_all()
        bus, self._bus = self._bus, None
        if bus is not None:
            await bus.close()

    async def _connected(self) -> SessionBus:
        async with self._connecting:
            if self._bus is None:
                self._bus = await join_session_bus(
                    self._tasks, self._on_signal, self._on_bus_closed, (_SIGNALS,)
                )
            return self._bus

    async def _notify(self, bus: SessionBus, note: Note) -> bool:
        earlier = next(
            (n for n, old in self._shown.items() if old.conversation_id == note.conversation_id), 0
        )
        hints = {"urgency": ("y", 1), "desktop-entry": ("s", _DESKTOP_ENTRY)}
        body = (
            *(PROGRAM_NAME, earlier, resource("icons/app.svg").as_uri(), note.title, note.text),
            *([_DEFAULT_ACTION, _("Open")], hints, _FOREVER_UNTIL_READ),
        )
        self._service = await bus.owner_of(_SERVICE)
        found = await bus.call(self._service, _PATH, f"{_SERVICE}.Notify", "susssasa{sv}i", body)
        match found:
            case (int(number),):
                self._shown.pop(earlier, None)
                self._shown[number] = note
                return True
            case _:
                return False

    def _on_bus_closed(self) -> None:
        _log.info("the session bus has gone")
        self._bus = None

    def _on_signal(self, signal: BusSignal) -> None:
        # Anybody on the bus may send a signal straight to us.
        if (signal.sender, signal.interface) != (self._service, _SERVICE):
            return
        match signal.member, signal.body:
            case "ActivationToken", (int(number), token) if number in self._shown:
                use_token(token)
            case "ActionInvoked", (int(number), action) if action == _DEFAULT_ACTION:
                note = self._shown.pop(number, None)
                if note is not None:
                    self.clicked.emit(note.conversation_id, note.message_id)
            case "NotificationClosed", (int(number), *_reason):
                self._shown.pop(number, None)
            case _:
                return
