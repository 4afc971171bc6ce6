"""A panel on a real bus: a StatusNotifier watcher and host, and a service for notifications.

Sources: the specifications StatusNotifierItem and Desktop Notifications; com.canonical.dbusmenu.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Properties,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.asyncio import DBusConnection, open_dbus_connection

from tests.fakes.waiting import until

WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
_NOTES = DBusAddress("/org/freedesktop/Notifications", interface=NOTIFICATIONS)
_INTERFACES = "<node/>"


@dataclass(frozen=True)
class Posted:
    """A notification as it arrived."""

    number: int
    replaces: int
    title: str
    text: str
    actions: tuple[str, ...]


@dataclass
class Panel:
    """What the panel knows; `items` are the bus names of the icons in it."""

    connection: DBusConnection
    items: list[str] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    replies: dict[int, asyncio.Future[Message]] = field(default_factory=dict)

    async def property(self, name: str) -> Any:
        """A property of the icon."""
        reply = await self._ask(Properties(self._item("/StatusNotifierItem", ITEM)).get(name))
        return reply.body[0][1]

    async def tip(self) -> str:
        """What the icon says when the pointer rests on it."""
        return str((await self.property("ToolTip"))[2])

    async def picture(self) -> bytes:
        """The icon as it is sent, whichever size comes first."""
        return bytes((await self.property("IconPixmap"))[0][2])

    async def activate(self) -> None:
        """Click on the icon."""
        item = self._item("/StatusNotifierItem", ITEM)
        await self._ask(new_method_call(item, "Activate", "ii", (0, 0)))

    async def entries(self) -> dict[str, dict[str, Any]]:
        """The menu's visible entries by their words, each with its number and properties."""
        call = new_method_call(await self._menu(), "GetLayout", "iias", (0, -1, []))
        _revision, (_root, _properties, children) = (await self._ask(call)).body
        found = {}
        for _signature, (number, properties, _children) in children:
            values = {name: value for name, (_kind, value) in properties.items()}
            if values.get("visible", True) and values.get("label"):
                found[values["label"]] = {"number": number, **values}
        return found

    async def choose(self, label: str) -> None:
        """Choose an entry of the menu."""
        number = (await self.entries())[label]["number"]
        body = (number, "clicked", ("s", ""), 0)
        await self._ask(new_method_call(await self._menu(), "Event", "isvu", body))

    async def click(self, number: int, token: str = "") -> None:
        """Click on a notification, as a person does."""
        if token:
            await self._tell("ActivationToken", "us", (number, token))
        await self._tell("ActionInvoked", "us", (number, "default"))
        await self._tell("NotificationClosed", "uu", (number, 2))

    async def leave(self) -> None:
        """Go away, as a panel that crashes."""
        await self._ask(message_bus.ReleaseName(WATCHER))

    def _item(self, path: str, interface: str) -> DBusAddress:
        return DBusAddress(path, bus_name=self.items[-1], interface=interface)

    async def _menu(self) -> DBusAddress:
        return self._item(str(await self.property("Menu")), MENU)

    async def _tell(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        await self.connection.send(new_signal(_NOTES, member, signature, body))

    async def _ask(self, message: Message) -> Message:
        serial = next(self.connection.outgoing_serial)
        reply: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self.replies[serial] = reply
        await self.connection.send(message, serial=serial)
        answered = await reply
        assert answered.header.message_type is MessageType.method_return, answered.body
        return answered


@asynccontextmanager
async def panel(
    bus: str, *, has_tray: bool = True, has_notifications: bool = True
) -> AsyncIterator[Panel]:
    """Have a panel on a bus."""
    connection = await open_dbus_connection(bus)
    made = Panel(connection)
    serving = asyncio.create_task(_serve(made))
    try:
        for name, is_there in ((WATCHER, has_tray), (NOTIFICATIONS, has_notifications)):
            if is_there:
                await made._ask(message_bus.RequestName(name))
        yield made
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving
        await connection.close()


async def has_icon(shown: Panel) -> None:
    """Wait for an icon in the panel."""
    await until(lambda: bool(shown.items))


async def _serve(shown: Panel) -> None:
    while True:
        message = await shown.connection.receive()
        fields = message.header.fields
        if message.header.message_type is MessageType.method_call:
            answer = _answer(shown, fields.get(HeaderFields.member), message)
            await shown.connection.send(answer)
        elif HeaderFields.reply_serial in fields:
            shown.replies.pop(fields[HeaderFields.reply_serial]).set_result(message)


def _answer(shown: Panel, member: str, message: Message) -> Message:
    match member:
        case "RegisterStatusNotifierItem":
            name = message.body[0]
            sender = message.header.fields[HeaderFields.sender]
            shown.items.append(sender if name.startswith("/") else name)
            return new_method_return(message)
        case "Get":
            values = {
                "IsStatusNotifierHostRegistered": ("b", True),
                "ProtocolVersion": ("i", 0),
                "RegisteredStatusNotifierItems": ("as", shown.items),
            }
            return new_method_return(message, "v", (values[message.body[1]],))
        case "Introspect":
            return new_method_return(message, "s", (_INTERFACES,))
        case "Notify":
            _app, replaces, _icon, title, text, actions, _hints, _until = message.body
            number = replaces or len(shown.posted) + 1
            shown.posted.append(Posted(number, replaces, title, text, tuple(actions)))
            return new_method_return(message, "u", (number,))
        case "CloseNotification":
            shown.closed.append(message.body[0])
            return new_method_return(message)
        case _:
            return new_method_return(message)
