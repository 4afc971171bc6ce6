"""A connection to the session's D-Bus: calls, their replies, and signals.

jeepney comes with the keyring's own library on Linux. QtDBus is of no use here: from Python it
cannot make the nested types that portals take, and a wrong one ends the whole program.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jeepney import (
    AuthenticationError,
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    Message,
    MessageType,
    SizeLimitError,
    new_method_call,
)
from jeepney.io.asyncio import DBusConnection, open_dbus_connection

from supertoken_desktop.ui.tasks import Tasks

REPLY_LIMIT_S = 25.0
THE_BUS = "org.freedesktop.DBus"
_BUS_PATH = "/org/freedesktop/DBus"
_NO_OWNER = "org.freedesktop.DBus.Error.NameHasNoOwner"
# A reply that never came, as the reference library calls it.
NO_REPLY = "org.freedesktop.DBus.Error.NoReply"


class BusFailed(Exception):
    """A call ended in an error, by its D-Bus name; "" where there is no bus any more."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(f"{name or 'no bus'}: {text}")
        self.name = name


@dataclass(frozen=True, slots=True)
class BusSignal:
    """A signal that arrived; its body is as its sender made it."""

    sender: str
    path: str
    interface: str
    member: str
    body: tuple[object, ...]


class SessionBus:
    """A connection to the session bus, with a task that reads from it.

    `on_signal` hears of signals in their order, `on_closed` of an end that nobody asked for.
    """

    def __init__(
        self,
        connection: DBusConnection,
        tasks: Tasks,
        on_signal: Callable[[BusSignal], None],
        on_closed: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._on_signal = on_signal
        self._on_closed = on_closed
        self._replies: dict[int, asyncio.Future[Message | None]] = {}
        self._reading = tasks.watch(self._read())

    @property
    def own_name(self) -> str:
        """Return the unique name of this connection."""
        return str(self._connection.unique_name)

    async def call(
        self,
        service: str,
        path: str,
        method: str,
        signature: str = "",
        body: tuple[object, ...] = (),
    ) -> tuple[object, ...]:
        """Call a method, given with its interface, and return what it returns.

        Raises: BusFailed, also where no reply comes in time.
        """
        interface, _dot, member = method.rpartition(".")
        address = DBusAddress(path, bus_name=service, interface=interface)
        message = new_method_call(address, member, signature or None, body)
        serial = next(self._connection.outgoing_serial)
        reply: asyncio.Future[Message | None] = asyncio.get_running_loop().create_future()
        self._replies[serial] = reply
        try:
            if self._reading.done():
                raise BusFailed("", "closed")
            async with asyncio.timeout(REPLY_LIMIT_S):
                await self._connection.send(message, serial=serial)
                found = await reply
        except TimeoutError as error:
            raise BusFailed(NO_REPLY, method) from error
        except OSError as error:
            raise BusFailed("", str(error)) from error
        finally:
            del self._replies[serial]
        if found is None:
            raise BusFailed("", "closed")
        if found.header.message_type is MessageType.error:
            name = found.header.fields.get(HeaderFields.error_name, "")
            raise BusFailed(str(name), str(DBusErrorResponse(found)))
        return tuple(found.body)

    async def call_bus(self, member: str, *texts: str) -> tuple[object, ...]:
        """Call a method of the bus itself that takes texts. Raises: BusFailed."""
        method = f"{THE_BUS}.{member}"
        return await self.call(THE_BUS, _BUS_PATH, method, "s" * len(texts), texts)

    async def owner_of(self, service: str) -> str:
        """Return the unique name behind a service, which is started where need be.

        Raises: BusFailed.
        """
        try:
            (owner,) = await self.call_bus("GetNameOwner", service)
        except BusFailed as error:
            if error.name != _NO_OWNER:
                raise
            start = f"{THE_BUS}.StartServiceByName"
            await self.call(THE_BUS, _BUS_PATH, start, "su", (service, 0))
            (owner,) = await self.call_bus("GetNameOwner", service)
        return str(owner)

    async def close(self) -> None:
        """End the connection; who waits for a reply hears that it will not come."""
        self._on_closed = _nothing
        self._reading.cancel()
        await asyncio.wait([self._reading])
        await self._disconnect()

    async def _read(self) -> None:
        try:
            while True:
                self._take(await self._connection.receive())
        except (EOFError, OSError, ValueError, SizeLimitError):
            # Who writes what the bus does not check is the bus itself: it is gone, or of no use.
            on_closed, self._on_closed = self._on_closed, _nothing
            await self._disconnect()
            on_closed()
        finally:
            self._connection.writer.close()
            for reply in self._replies.values():
                if not reply.done():
                    reply.set_result(None)

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is MessageType.signal:
            self._on_signal(
                BusSignal(
                    str(fields.get(HeaderFields.sender, "")),
                    str(fields.get(HeaderFields.path, "")),
                    str(fields.get(HeaderFields.interface, "")),
                    str(fields.get(HeaderFields.member, "")),
                    tuple(message.body),
                )
            )
            return
        reply = self._replies.get(fields.get(HeaderFields.reply_serial, -1))
        if reply is not None and not reply.done():
            reply.set_result(message)

    async def _disconnect(self) -> None:
        try:
            await self._connection.close()
        except OSError:
            # It was broken already.
            return


async def join_session_bus(
    tasks: Tasks,
    on_signal: Callable[[BusSignal], None],
    on_closed: Callable[[], None],
    rules: Sequence[str],
) -> SessionBus:
    """Connect to the session's bus, to hear of the signals that match the rules.

    Raises: BusFailed, where there is no bus, or none that can be spoken to.
    """
    bus = SessionBus(await _connection(), tasks, on_signal, on_closed)
    try:
        for rule in rules:
            await bus.call_bus("AddMatch", rule)
    except (BusFailed, asyncio.CancelledError):
        await bus.close()
        raise
    return bus


def owner_rule(service: str) -> str:
    """Return the match rule for the coming and going of who is behind a service."""
    return (
        f"type='signal',sender='{THE_BUS}',interface='{THE_BUS}',"
        f"member='NameOwnerChanged',arg0='{service}'"
    )


async def _connection() -> DBusConnection:
    try:
        async with asyncio.timeout(REPLY_LIMIT_S):
            return await open_dbus_connection("SESSION")
    except (KeyError, ValueError, RuntimeError) as error:
        raise BusFailed("", "no address") from error
    except (OSError, EOFError, DBusErrorResponse, AuthenticationError) as error:
        raise BusFailed("", str(error)) from error


def _nothing() -> None:
    """Hear of nothing more."""
