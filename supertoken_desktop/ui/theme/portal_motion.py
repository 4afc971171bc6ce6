"""What the desktop of a Linux session says about motion, through its portal's settings.

Desktops tell it by two keys: the newer one is the portal's own, the older one GNOME's, which others
have taken over.
Source: the portal org.freedesktop.portal.Settings, versions 1 and 2.
"""

import asyncio
import logging
from collections.abc import Callable

from supertoken_desktop.ui.portal import PORTAL, PORTAL_PATH
from supertoken_desktop.ui.session_bus import (
    THE_BUS,
    BusFailed,
    BusSignal,
    SessionBus,
    join_session_bus,
    owner_rule,
)
from supertoken_desktop.ui.tasks import Tasks

SETTINGS = "org.freedesktop.portal.Settings"
_UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"
# Keys, each with the name space it is in, and the value with which it asks for rest.
_KEYS: dict[tuple[str, str], int | bool] = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
}

_log = logging.getLogger(__name__)


class PortalMotion:
    """Ask the portal whether nothing is to move, and tell `on_told` its answer, now and later."""

    def __init__(self, tasks: Tasks, on_told: Callable[[bool], None]) -> None:
        self._tasks = tasks
        self._on_told = on_told
        self._turn = asyncio.Lock()
        self._bus: SessionBus | None = None
        self._portal = ""

    async def begin(self) -> None:
        """Ask, and hear of changes from then on; without a portal there is nothing to hear."""
        try:
            self._bus = await join_session_bus(
                self._tasks, self._on_signal, self._on_bus_closed, _signals()
            )
        except BusFailed as error:
            _log.info("no wish about motion: %s", error)
            return
        await self._ask()

    async def close(self) -> None:
        """Hear nothing more."""
        bus, self._bus = self._bus, None
        if bus is not None:
            await bus.close()

    async def _ask(self) -> None:
        """Ask for all keys, after each change anew: no answer is older than what it replaces."""
        async with self._turn:
            if self._bus is None:
                return
            try:
                self._portal = await self._bus.owner_of(PORTAL)
            except BusFailed as error:
                _log.info("no wish about motion: %s", error)
                return
            answers = [await self._wants_rest(self._bus, *key) for key in _KEYS]
        self._on_told(any(answers))

    async def _wants_rest(self, bus: SessionBus, space: str, key: str) -> bool:
        try:
            found = await self._read(bus, space, key)
        except BusFailed as error:
            # A key that this desktop does not have, or a portal without settings.
            _log.info("%s is not said: %s", key, error.name)
            return False
        match found:
            case ((str(), value),):
                rest = _KEYS[space, key]
                # On the bus a truth is not a number.
                return type(value) is type(rest) and value == rest
            case _:
                return False

    async def _read(self, bus: SessionBus, space: str, key: str) -> tuple[object, ...]:
        """Return a value as a variant. Raises: BusFailed."""
        place = (self._portal, PORTAL_PATH)
        try:
            return await bus.call(*place, f"{SETTINGS}.ReadOne", "ss", (space, key))
        except BusFailed as error:
            if error.name != _UNKNOWN_METHOD:
                raise
        # The first version wraps its variant in another.
        match await bus.call(*place, f"{SETTINGS}.Read", "ss", (space, key)):
            case (("v", variant),):
                return (variant,)
            case found:
                return found

    def _on_signal(self, signal: BusSignal) -> None:
        match signal.member, signal.body:
            case "NameOwnerChanged", (str(name), str(), str(owner)) if (
                signal.sender,
                name,
            ) == (THE_BUS, PORTAL):
                if owner not in ("", self._portal):
                    self._tasks.spawn(self._ask())
            case "SettingChanged", (str(space), str(key), _value) if (
                # Any program may send us signals; those of the portal alone count.
                signal.sender == self._portal and signal.interface == SETTINGS
            ):
                if (space, key) in _KEYS:
                    self._tasks.spawn(self._ask())
            case _:
                return

    def _on_bus_closed(self) -> None:
        """Stay with what was said last; sessions end with their bus."""
        self._bus = None


def _signals() -> tuple[str, ...]:
    """Return the match rules for all that is heard of."""
    changed = f"type='signal',sender='{PORTAL}',interface='{SETTINGS}',member='SettingChanged'"
    return (
        *(f"{changed},arg0='{space}',arg1='{key}'" for space, key in _KEYS),
        owner_rule(PORTAL),
    )
