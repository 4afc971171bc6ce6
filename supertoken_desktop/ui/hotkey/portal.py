"""Hold keys through the desktop's portal for global shortcuts, as Wayland asks for.

A desktop shows the wish to its user, who may choose other keys or none; it remembers the answer.
Source: the portals org.freedesktop.portal.GlobalShortcuts, version 2, .Request and .Session, and
org.freedesktop.host.portal.Registry, version 1.
"""

import asyncio
import logging
import uuid
from collections.abc import Callable, Mapping

from supertoken_desktop.ui.activation import use_token
from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, News, Problem
from supertoken_desktop.ui.hotkey.keys import Combination, portal_trigger
from supertoken_desktop.ui.portal import PORTAL, PORTAL_PATH, text_in, value_in
from supertoken_desktop.ui.session_bus import (
    NO_REPLY,
    THE_BUS,
    BusFailed,
    BusSignal,
    SessionBus,
    join_session_bus,
    owner_rule,
)
from supertoken_desktop.ui.tasks import Tasks

SHORTCUT_ID = "quick"
ANSWER_LIMIT_S = 15.0
PERSON_LIMIT_S = 300.0
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"
REGISTER = "org.freedesktop.host.portal.Registry.Register"
_ERRORS = "org.freedesktop.DBus.Error."
_ABSENT = (
    *(_ERRORS + name for name in ("ServiceUnknown", "NameHasNoOwner", "UnknownMethod")),
    *(_ERRORS + name for name in ("UnknownInterface", "UnknownObject")),
)
_NOT_ALLOWED = "org.freedesktop.portal.Error.NotAllowed"
# KDE remembers keys by this name where it knows no application; the other is for the change.
_SESSION_NAMES = ("supertoken_1", "supertoken_2")
_LONGEST_TRIGGER = 80

_log = logging.getLogger(__name__)

# A response with its code and results as they came, or why there will be none.
_Answer = tuple[object, object] | Problem


class PortalHotkeys:
    """Hold one shortcut through the portal.

    `app_id` is the name of the program's desktop file, `description` what the desktop shows.
    """

    def __init__(
        self, news: News, tasks: Tasks, app_id: str, description: Callable[[], str]
    ) -> None:
        self._news = news
        self._tasks = tasks
        self._app_id = app_id
        self._description = description
        self._turn = asyncio.Lock()
        self._bus: SessionBus | None = None
        self._portal = ""
        self._session = ""
        self._combination: Combination | None = None
        self._answers: dict[str, asyncio.Future[_Answer]] = {}

    async def hold(self, combination: Combination) -> str | None:
        """Ask the desktop for a combination, in place of the one before; waits for its user.

        Raises: HotkeyRefused; the one before is still held then.
        """
        async with self._turn:
            try:
                return await self._hold(combination)
            finally:
                if not self._session:
                    await self._leave()

    def withdraw(self) -> None:
        """Stop waiting for answers, and take the question off the screen."""
        self._end_answers(Problem.DECLINED)

    async def release(self) -> None:
        """Give the shortcut back, and leave the bus."""
        async with self._turn:
            await self._leave()

    async def close(self) -> None:
        """Give the shortcut back, and end."""
        self.withdraw()
        await self.release()

    async def _hold(self, combination: Combination) -> str:
        try:
            bus = await self._connected()
            session = await self._new_session(bus)
            try:
                trigger = await self._bound(bus, session, combination)
            except (BusFailed, HotkeyRefused):
                await self._close_object(bus, session, SESSION)
                raise
        except BusFailed as error:
            _log.info("no hotkey from the portal: %s", error)
            raise HotkeyRefused(_problem_of(error)) from error
        before, self._session = self._session, session
        self._combination = combination
        if before:
            await self._close_object(bus, before, SESSION)
        return trigger

    async def _connected(self) -> SessionBus:
        """Return the bus, with the portal running and told who we are. Raises: BusFailed."""
        if self._bus is None:
            self._bus = await join_session_bus(
                self._tasks, self._on_signal, self._on_bus_closed, _signals()
            )
        if not self._portal:
            self._portal = await self._bus.owner_of(PORTAL)
            await self._register(self._bus)
        return self._bus

    async def _register(self, bus: SessionBus) -> None:
        """Tell the portal which application this is, before anything else is asked of it."""
        try:
            await bus.call(PORTAL, PORTAL_PATH, REGISTER, "sa{sv}", (self._app_id, {}))
        except BusFailed as error:
            # Older portals have no such call, and some know us already; what follows will tell.
            _log.info("the portal took no application: %s", error)

    async def _new_session(self, bus: SessionBus) -> str:
        """Return the path of a new session. Raises: BusFailed, HotkeyRefused."""
        taken = self._session.rpartition("/")[2]
        name = next(name for name in _SESSION_NAMES if name != taken)
        options = {"session_handle_token": ("s", name)}
        found = await self._asked(bus, "CreateSession", "", (), options, ANSWER_LIMIT_S)
        session = text_in(found, "session_handle")
        if not session.startswith("/"):
            raise HotkeyRefused(Problem.REFUSED)
        return session

    async def _bound(self, bus: SessionBus, session: str, combination: Combination) -> str:
        """Return the keys of our shortcut in the desktop's words. Raises: BusFailed, HotkeyRefused.

        A desktop that remembers it for a new session is not asked: it would ask its user again.
        """
        if not self._session:
            remembered = await self._trigger_in(bus, session)
            if remembered is not None:
                return remembered
        wish = {
            "description": ("s", self._description()),
            "preferred_trigger": ("s", portal_trigger(combination)),
        }
        body = (session, [(SHORTCUT_ID, wish)], "")
        found = await self._asked(bus, "BindShortcuts", "oa(sa{sv})s", body, {}, PERSON_LIMIT_S)
        if "shortcuts" in found:
            trigger = _trigger_of(value_in(found, "shortcuts"))
        else:
            trigger = await self._trigger_in(bus, session)
        if trigger is None:
            raise HotkeyRefused(Problem.DECLINED)
        return trigger

    async def _trigger_in(self, bus: SessionBus, session: str) -> str | None:
        found = await self._asked(bus, "ListShortcuts", "o", (session,), {}, ANSWER_LIMIT_S)
        return _trigger_of(value_in(found, "shortcuts"))

    async def _asked(
        self,
        bus: SessionBus,
        member: str,
        signature: str,
        body: tuple[object, ...],
        options: Mapping[str, tuple[str, object]],
        limit_s: float,
    ) -> Mapping[object, object]:
        """Make a request of the portal and return its results. Raises: BusFailed, HotkeyRefused."""
        token = f"supertoken_{uuid.uuid4().hex}"
        sender = bus.own_name.removeprefix(":").replace(".", "_")
        path = f"{PORTAL_PATH}/request/{sender}/{token}"
        answer: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        self._answers[path] = answer
        arguments = (*body, {**options, "handle_token": ("s", token)})
        try:
            method = f"{SHORTCUTS}.{member}"
            await bus.call(PORTAL, PORTAL_PATH, method, f"{signature}a{{sv}}", arguments)
            async with asyncio.timeout(limit_s):
                return _results_of(await answer)
        except TimeoutError as error:
            await self._close_object(bus, path, REQUEST)
            raise HotkeyRefused(Problem.NO_ANSWER) from error
        except HotkeyRefused:
            await self._close_object(bus, path, REQUEST)
            raise
        finally:
            del self._answers[path]

    async def _close_object(self, bus: SessionBus, path: str, interface: str) -> None:
        """Close a request or a session; one that is gone already is no error."""
        try:
            await bus.call(PORTAL, path, f"{interface}.Close")
        except BusFailed as error:
            _log.info("%s was closed already: %s", interface, error)

    async def _leave(self) -> None:
        """Leave the bus; sessions end with their connection."""
        bus, self._bus = self._bus, None
        self._session, self._portal, self._combination = "", "", None
        if bus is not None:
            await bus.close()

    def _on_signal(self, signal: BusSignal) -> None:
        body = signal.body
        match (signal.interface, signal.member, body):
            case (str(), "NameOwnerChanged", (str(name), str(), str(owner))):
                if (signal.sender, name) == (THE_BUS, PORTAL):
                    self._on_portal_changed(owner)
            case _ if signal.sender != self._portal:
                # Any program may send us signals; those of the portal alone count.
                return
            case (str(interface), "Response", (code, results)) if interface == REQUEST:
                answer = self._answers.get(signal.path)
                if answer is not None and not answer.done():
                    answer.set_result((code, results))
            case (str(interface), "Activated", (str(path), str(name), _time, options)):
                if (interface, path, name) == (SHORTCUTS, self._session, SHORTCUT_ID):
                    use_token(value_in(options, "activation_token"))
                    self._news.pressed()
            case (str(interface), "ShortcutsChanged", (str(path), shortcuts)):
                trigger = _trigger_of(shortcuts)
                if (interface, path) == (SHORTCUTS, self._session) and trigger is not None:
                    self._news.trigger_changed(trigger)
            case (str(interface), "Closed", _) if (interface, signal.path) == (
                SESSION,
                self._session,
            ):
                self._tasks.spawn(self._lose(Problem.LOST))
            case _:
                return

    def _end_answers(self, problem: Problem) -> None:
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result(problem)

    def _on_portal_changed(self, owner: str) -> None:
        """Ask anew for what the portal's end has ended."""
        if owner != self._portal:
            self._portal = ""
            self._end_answers(Problem.LOST)
            if self._combination is not None:
                self._tasks.spawn(self._hold_anew())

    async def _hold_anew(self) -> None:
        async with self._turn:
            combination = self._combination
            if combination is None or self._portal:
                return
            self._session = ""
            try:
                trigger = await self._hold(combination)
            except HotkeyRefused as refusal:
                await self._leave()
                self._news.lost(refusal.problem)
                return
        self._news.trigger_changed(trigger)

    def _on_bus_closed(self) -> None:
        self._end_answers(Problem.LOST)
        self._tasks.spawn(self._lose(Problem.LOST))

    async def _lose(self, problem: Problem) -> None:
        async with self._turn:
            was_held = self._combination is not None
            await self._leave()
        if was_held:
            self._news.lost(problem)


def _signals() -> tuple[str, ...]:
    """Return the match rules for all that is heard of."""
    portal = f"type='signal',sender='{PORTAL}'"
    return (
        f"{portal},interface='{REQUEST}',member='Response'",
        f"{portal},interface='{SESSION}',member='Closed'",
        f"{portal},interface='{SHORTCUTS}'",
        owner_rule(PORTAL),
    )


def _problem_of(error: BusFailed) -> Problem:
    """Return what a failed call means."""
    if error.name in ("", *_ABSENT) or error.name.startswith(_ERRORS + "Spawn."):
        return Problem.NO_PORTAL
    if error.name == _NOT_ALLOWED:
        # Since 1.21 a portal wants to know the application, by a desktop file that is installed.
        return Problem.NOT_INSTALLED
    return Problem.NO_ANSWER if error.name == NO_REPLY else Problem.REFUSED


def _results_of(answer: _Answer) -> Mapping[object, object]:
    """Return the results of a request that was granted. Raises: HotkeyRefused."""
    match answer:
        case Problem():
            raise HotkeyRefused(answer)
        case (0, dict(results)):
            return results
        case (1, _):
            raise HotkeyRefused(Problem.DECLINED)
        case _:
            raise HotkeyRefused(Problem.REFUSED)


def _trigger_of(shortcuts: object) -> str | None:
    """Return the keys of our shortcut in the desktop's words, None where it is not among them."""
    if not isinstance(shortcuts, list):
        return None
    for shortcut in shortcuts:
        match shortcut:
            case (str(name), dict(facts)) if name == SHORTCUT_ID:
                text = text_in(facts, "trigger_description")
                return "".join(c for c in text if c.isprintable())[:_LONGEST_TRIGGER].strip()
    return None
