"""A desktop's portal for global shortcuts, on a session bus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
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
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"


@dataclass
class FakePortal:
    """A portal as a desktop's user set it up; what it is asked is kept."""

    connection: DBusConnection
    has_shortcuts: bool = True
    has_registry: bool = True
    wants_app: bool = False
    # How BindShortcuts is answered: a code with the keys in words, or not at all.
    bind_code: int | None = 0
    trigger: str | None = "Ctrl+Alt+Space"
    remembered: str | None = None
    lists_bound: bool = True
    answers_sessions: bool = True
    apps: list[str] = field(default_factory=list)
    bound: list[Any] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    client: str = ""

    async def serve(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                message = await self.connection.receive()
                if message.header.message_type is MessageType.method_call:
                    await self._answer(message)

    async def activate(
        self, *, session: str | None = None, name: str = "quick", token: str = ""
    ) -> None:
        options = {"activation_token": ("s", token)} if token else {}
        body = (session or self.sessions[-1], name, 1, options)
        await self._signal(SHORTCUTS, "Activated", "osta{sv}", body)

    async def change(self, trigger: str) -> None:
        body = (self.sessions[-1], _shortcuts(trigger))
        await self._signal(SHORTCUTS, "ShortcutsChanged", "oa(sa{sv})", body)

    async def close_session(self) -> None:
        session = "org.freedesktop.portal.Session"
        await self._signal(session, "Closed", "a{sv}", ({},), path=self.sessions[-1])

    async def _signal(
        self, interface: str, member: str, signature: str, body: Any, path: str = PATH
    ) -> None:
        message = new_signal(DBusAddress(path, interface=interface), member, signature, body)
        message.header.fields[HeaderFields.destination] = self.client
        await self.connection.send(message)

    async def _answer(self, call: Message) -> None:
        fields = call.header.fields
        self.client = fields[HeaderFields.sender]
        interface, member = fields[HeaderFields.interface], fields[HeaderFields.member]
        if member == "Close":
            self.closed.append(fields[HeaderFields.path])
            await self.connection.send(new_method_return(call))
        elif member == "Register" and self.has_registry:
            self.apps.append(call.body[0])
            await self.connection.send(new_method_return(call))
        elif interface != SHORTCUTS or not self.has_shortcuts:
            await self._refuse(call, "org.freedesktop.DBus.Error.UnknownMethod")
        elif self.wants_app and not self.apps:
            await self._refuse(call, "org.freedesktop.portal.Error.NotAllowed")
        else:
            await self._grant(call, member)

    async def _refuse(self, call: Message, name: str) -> None:
        await self.connection.send(new_error(call, name, "s", ("No.",)))

    async def _grant(self, call: Message, member: str) -> None:
        sender = self.client.removeprefix(":").replace(".", "_")
        request = f"{PATH}/request/{sender}/{call.body[-1]['handle_token'][1]}"
        await self.connection.send(new_method_return(call, "o", (request,)))
        code, results = self._result(member, call, sender)
        if code is not None:
            interface = "org.freedesktop.portal.Request"
            await self._signal(interface, "Response", "ua{sv}", (code, results), path=request)

    def _result(self, member: str, call: Message, sender: str) -> tuple[int | None, Any]:
        if member == "CreateSession":
            session = f"{PATH}/session/{sender}/{call.body[0]['session_handle_token'][1]}"
            self.sessions.append(session)
            return (0 if self.answers_sessions else None), {"session_handle": ("s", session)}
        if member == "ListShortcuts":
            known = self.remembered if not self.bound else self.trigger
            return 0, {"shortcuts": ("a(sa{sv})", _shortcuts(known))}
        self.bound.append(call.body[1])
        listed = {"shortcuts": ("a(sa{sv})", _shortcuts(self.trigger))}
        return self.bind_code, listed if self.lists_bound else {}


def _shortcuts(trigger: str | None) -> list[Any]:
    if trigger is None:
        return []
    facts = {"description": ("s", "Quick prompt"), "trigger_description": ("s", trigger)}
    return [("quick", facts)]


@asynccontextmanager
async def portal_on_bus(**options: Any) -> AsyncIterator[FakePortal]:
    """Have a portal on the session bus for a while; leaving ends it."""
    connection = await open_dbus_connection()
    portal = FakePortal(connection, **options)
    serving = asyncio.create_task(portal.serve())
    await connection.send(message_bus.RequestName(PORTAL))
    try:
        yield portal
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving
        with suppress(OSError):
            await connection.close()
