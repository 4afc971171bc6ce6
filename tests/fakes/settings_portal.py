"""A portal of a Linux desktop that knows settings, on a real bus."""

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
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.asyncio import DBusConnection, open_dbus_connection

PORTAL = "org.freedesktop.portal.Desktop"
SETTINGS = "org.freedesktop.portal.Settings"
ANIMATIONS = ("org.gnome.desktop.interface", "enable-animations")
REDUCED = ("org.freedesktop.appearance", "reduced-motion")
_PLACE = DBusAddress("/org/freedesktop/portal/desktop", interface=SETTINGS)

# A signature and a value.
Variant = tuple[str, Any]


@dataclass
class SettingsPortal:
    """A portal; `values` are the settings it has, by name space and key."""

    connection: DBusConnection
    values: dict[tuple[str, str], Variant]
    version: int = 2
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def change(self, place: tuple[str, str], value: Variant) -> None:
        """Change a setting and tell all who listen."""
        self.values[place] = value
        await self.connection.send(new_signal(_PLACE, "SettingChanged", "ssv", (*place, value)))

    def answer_to(self, call: Message) -> Message:
        member = call.header.fields[HeaderFields.member]
        if member == "ReadOne" and self.version < 2:  # the version that has it
            return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod", "s", ("No.",))
        place = (call.body[0], call.body[1])
        self.asked.append(place)
        if place not in self.values:
            return new_error(call, "org.freedesktop.portal.Error.NotFound", "s", ("No.",))
        value = self.values[place]
        return new_method_return(call, "v", (value if member == "ReadOne" else ("v", value),))


@asynccontextmanager
async def settings_portal(
    values: dict[tuple[str, str], Variant], *, version: int = 2
) -> AsyncIterator[SettingsPortal]:
    """Have a portal on the session bus for a while."""
    connection = await open_dbus_connection()
    portal = SettingsPortal(connection, dict(values), version)
    serving = asyncio.create_task(_serve(portal))
    await connection.send(message_bus.RequestName(PORTAL))
    try:
        yield portal
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving
        with contextlib.suppress(OSError):
            await connection.close()


async def _serve(portal: SettingsPortal) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            message = await portal.connection.receive()
            if message.header.message_type is MessageType.method_call:
                await portal.connection.send(portal.answer_to(message))
