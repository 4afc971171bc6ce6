"""Notifications on Linux, over the desktop's own service on the session bus.

Qt's own way needs a tray, says nothing of which message was clicked, and lets the token go with
which Wayland allows a window to come to the front.
Source: Desktop Notifications Specification 1.3, org.freedesktop.Notifications.
"""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.auth import AuthenticationError
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, open_dbus_connection
from PySide6.QtCore import QObject, Signal

from supertoken_desktop.i18n import _
from supertoken_desktop.paths import resource
from supertoken_desktop.ui.instance import use_token
from supertoken_desktop.ui.main_window import PROGRAM_NAME
from supertoken_desktop.ui.notifications.rule import Note
from supertoken_desktop.ui.tasks import Tasks

BUS_LIMIT_S = 5.0
_SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_DESKTOP_ENTRY = "supertoken-desktop"
_DEFAULT_ACTION = "default"
_FOREVER_UNTIL_READ = -1
# No bus, none that can be spoken to, or one that goes away.
_BUS_FAULTS = (
    *(KeyError, ValueError, RuntimeError, OSError, EOFError),
    *(AuthenticationError, TimeoutError),
)
_log = logging.getLogger(__name__)


@dataclass
class _Line:
    """A connection, and who waits for replies on it."""

    connection: DBusConnection
    replies: dict[int, asyncio.Future[Message]] = field(default_factory=dict)


class BusNotifications(QObject):
    """Show notes and tell which was clicked; connects with the first one."""

    clicked = Signal(str, str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._line: _Line | None = None
        self._connecting = asyncio.Lock()
        self._service_name = ""
        self._shown: dict[int, Note] = {}

    @property
    def is_showing(self) -> bool:
        """Tell whether a note may still be on the screen."""
        return bool(self._shown)

    async def post(self, note: Note) -> bool:
        """Show a note in place of an earlier one of its conversation; tell whether it is shown."""
        try:
            async with asyncio.timeout(BUS_LIMIT_S):
                return await self._notify(note)
        except _BUS_FAULTS as error:
            _log.info("no notification could be shown: %s", type(error).__name__)
            return False

    async def withdraw_all(self) -> None:
        """Take away what is still shown: it has been seen in the window."""
        shown, self._shown = tuple(self._shown), {}
        if self._line is None:
            return
        with contextlib.suppress(*_BUS_FAULTS):
            async with asyncio.timeout(BUS_LIMIT_S):
                for number in shown:
                    close = new_method_call(_SERVICE, "CloseNotification", "u", (number,))
                    await self._line.connection.send(close)

    async def _notify(self, note: Note) -> bool:
        line = await self._connected()
        earlier = next(
            (n for n, old in self._shown.items() if old.conversation_id == note.conversation_id), 0
        )
        hints = {"urgency": ("y", 1), "desktop-entry": ("s", _DESKTOP_ENTRY)}
        body = (
            *(PROGRAM_NAME, earlier, resource("icons/app.svg").as_uri(), note.title, note.text),
            *([_DEFAULT_ACTION, _("Open")], hints, _FOREVER_UNTIL_READ),
        )
        reply = await _ask(line, new_method_call(_SERVICE, "Notify", "susssasa{sv}i", body))
        number = reply.body[0] if reply.body else None
        if reply.header.message_type is not MessageType.method_return or type(number) is not int:
            return False
        self._service_name = str(reply.header.fields.get(HeaderFields.sender, ""))
        self._shown.pop(earlier, None)
        self._shown[number] = note
        return True

    async def _connected(self) -> _Line:
        async with self._connecting:
            if self._line is None:
                line = _Line(await open_dbus_connection("SESSION"))
                self._line = line
                self._tasks.spawn(self._listen(line))
                rule = MatchRule(
                    type="signal", sender=_SERVICE.bus_name, interface=_SERVICE.interface
                )
                await _ask(line, message_bus.AddMatch(rule))
            return self._line

    async def _listen(self, line: _Line) -> None:
        try:
            while True:
                self._take(line, await line.connection.receive())
        except (OSError, EOFError):
            _log.info("the session bus has gone")
        finally:
            self._line = None
            for reply in line.replies.values():
                if not reply.done():
                    reply.set_exception(EOFError())
            line.connection.writer.close()

    def _take(self, line: _Line, message: Message) -> None:
        fields = message.header.fields
        waiting = line.replies.get(fields.get(HeaderFields.reply_serial, -1))
        if waiting is not None and not waiting.done():
            waiting.set_result(message)
        elif (
            message.header.message_type is MessageType.signal
            # Anybody on the bus may send a signal straight to us.
            and fields.get(HeaderFields.sender) == self._service_name
            and fields.get(HeaderFields.interface) == _SERVICE.interface
            and fields.get(HeaderFields.signature, "")[:1] == "u"
        ):
            self._on_signal(fields.get(HeaderFields.member, ""), message.body)

    def _on_signal(self, member: str, body: tuple[object, ...]) -> None:
        number = body[0]
        note = self._shown.get(number) if isinstance(number, int) else None
        if note is None or not isinstance(number, int):
            return
        match member, body[1:]:
            case "ActivationToken", (str(token),):
                use_token(token)
            case "ActionInvoked", (str(action),) if action == _DEFAULT_ACTION:
                self._shown.pop(number)
                self.clicked.emit(note.conversation_id, note.message_id)
            case "NotificationClosed", _rest:
                self._shown.pop(number)
            case _:
                return


async def _ask(line: _Line, message: Message) -> Message:
    serial = next(line.connection.outgoing_serial)
    reply: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    line.replies[serial] = reply
    try:
        await line.connection.send(message, serial=serial)
        return await reply
    finally:
        line.replies.pop(serial, None)
