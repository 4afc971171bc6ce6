from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from jeepney import DBusAddress, new_signal
from jeepney.io.asyncio import open_dbus_connection
from PySide6.QtWidgets import QApplication

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.motion import system_wants_rest
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.theme.portal_motion import PortalMotion
from supertoken_desktop.window.motion import SystemMotion
from tests.fakes.settings_portal import (
    ANIMATIONS,
    REDUCED,
    SETTINGS,
    Variant,
    settings_portal,
)
from tests.fakes.waiting import let_run, until
from tests.session_bus import BUS, Bus, own_bus


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with own_bus(monkeypatch) as bus:
        yield bus


@asynccontextmanager
async def asked(told: list[bool]) -> AsyncIterator[PortalMotion]:
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    motion = PortalMotion(tasks, told.append)
    await motion.begin()
    try:
        yield motion
    finally:
        await motion.close()
        await tasks.close()
    assert errors == []


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    ("values", "wants_rest"),
    [
        ({}, False),
        ({ANIMATIONS: ("b", True)}, False),
        ({ANIMATIONS: ("b", False)}, True),
        ({REDUCED: ("u", 0)}, False),
        ({REDUCED: ("u", 1)}, True),
        ({REDUCED: ("u", 0), ANIMATIONS: ("b", False)}, True),
        ({REDUCED: ("b", True), ANIMATIONS: ("u", 0)}, False),
        ({REDUCED: ("s", "1"), ANIMATIONS: ("a{sv}", {})}, False),
    ],
)
async def test_the_desktop_says_whether_it_wants_rest(
    bus: Bus, values: dict[tuple[str, str], Variant], version: int, *, wants_rest: bool
) -> None:
    told: list[bool] = []
    async with settings_portal(values, version=version), asked(told):
        assert told == [wants_rest]


async def test_a_change_is_heard(bus: Bus) -> None:
    told: list[bool] = []
    async with settings_portal({ANIMATIONS: ("b", True)}) as portal, asked(told):
        await portal.change(ANIMATIONS, ("b", False))
        await until(lambda: told[-1])
        await portal.change(ANIMATIONS, ("b", True))
        await until(lambda: not told[-1])


async def test_other_settings_and_other_programs_are_not_heard(bus: Bus) -> None:
    told: list[bool] = []
    async with settings_portal({ANIMATIONS: ("b", True)}) as portal, asked(told) as motion:
        count = len(portal.asked)
        assert motion._bus is not None
        place = DBusAddress("/x", interface=SETTINGS, bus_name=motion._bus.own_name)
        stranger = await open_dbus_connection(bus.address)
        body = (*ANIMATIONS, ("b", False))
        await stranger.send(new_signal(place, "SettingChanged", "ssv", body))
        await stranger.close()
        await portal.change(("org.gnome.desktop.interface", "clock-format"), ("s", "24h"))
        await let_run()

        assert len(portal.asked) == count


async def test_a_portal_that_comes_back_is_asked_anew(bus: Bus) -> None:
    told: list[bool] = []
    async with settings_portal({ANIMATIONS: ("b", True)}) as first, asked(told):
        assert not told[-1]
        await first.connection.close()
        async with settings_portal({ANIMATIONS: ("b", False)}):
            await until(lambda: told[-1])


async def test_without_a_portal_or_a_bus_nothing_is_told(
    bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    async with asked(told):
        pass
    monkeypatch.setenv(BUS, "unix:path=/nowhere")
    async with asked(told):
        pass

    assert told == []


async def test_the_theme_obeys_at_once_and_as_often_as_the_desktop_changes(
    bus: Bus, qapp: QApplication
) -> None:
    tasks = Tasks(lambda _error: None)
    motion = SystemMotion()
    theme = Theme(system_wants_rest=motion.wants_rest)
    theme.apply(Settings(motion="system"))
    looks: list[bool] = []
    theme.changed.connect(lambda: looks.append(theme.is_still))
    async with settings_portal({ANIMATIONS: ("b", False)}) as portal:
        await motion.follow_desktop(theme, tasks)
        await until(lambda: looks == [True])
        still_ms = QApplication.cursorFlashTime()
        await portal.change(ANIMATIONS, ("b", True))
        await until(lambda: looks == [True, False])
    await motion.close()
    await tasks.close()

    assert still_ms == 0
    assert QApplication.cursorFlashTime() > 0


def test_every_system_can_be_asked() -> None:
    assert system_wants_rest() in (True, False)
