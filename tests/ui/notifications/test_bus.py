import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from jeepney import DBusAddress, new_signal
from jeepney.io.asyncio import open_dbus_connection

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.ui.notifications.bus import BusNotifications
from supertoken_desktop.ui.notifications.rule import Note
from supertoken_desktop.ui.tasks import Tasks
from tests.fakes.panel import NOTIFICATIONS, Panel, panel
from tests.fakes.waiting import let_run, until
from tests.session_bus import BUS, Bus, own_bus

SORTING = Note(ConversationId("c1"), MessageId("m1"), "Sorting", "The answer is ready.")
CHESS = Note(ConversationId("c2"), MessageId("m2"), "Chess", "The answer is ready.")


@asynccontextmanager
async def notifications() -> AsyncIterator[tuple[BusNotifications, list[tuple[str, str]]]]:
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    made = BusNotifications(tasks)
    clicked: list[tuple[str, str]] = []
    made.clicked.connect(lambda *where: clicked.append(where))
    try:
        yield made, clicked
    finally:
        await made.close()
        await tasks.close()
    assert errors == []


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with own_bus(monkeypatch) as bus:
        yield bus


@asynccontextmanager
async def shown(
    bus: Bus,
) -> AsyncIterator[tuple[Panel, BusNotifications, list[tuple[str, str]]]]:
    async with (
        panel(bus.address, has_tray=False) as service,
        notifications() as (made, clicked),
    ):
        yield service, made, clicked


async def test_a_note_arrives_and_a_click_tells_where_it_leads(bus: Bus) -> None:
    async with shown(bus) as (service, made, clicked):
        is_shown = [await made.post(SORTING), await made.post(CHESS)]
        await service.click(2, token="token-1")
        await until(lambda: bool(clicked))
        token = os.environ["XDG_ACTIVATION_TOKEN"]

    assert is_shown == [True, True]
    assert [note.title for note in service.posted] == ["Sorting", "Chess"]
    assert clicked == [("c2", "m2")]
    assert token == "token-1"


async def test_a_second_note_of_a_conversation_takes_the_place_of_the_first(bus: Bus) -> None:
    async with shown(bus) as (service, made, _clicked):
        await made.post(SORTING)
        await made.post(SORTING)

    assert [note.replaces for note in service.posted] == [0, 1]


async def test_what_was_seen_in_the_window_is_taken_away(bus: Bus) -> None:
    async with shown(bus) as (service, made, _clicked):
        await made.post(SORTING)
        await made.withdraw_all()
        await until(lambda: bool(service.closed))
        is_showing = made.is_showing

    assert (service.closed, is_showing) == ([1], False)


async def test_a_stranger_on_the_bus_clicks_nothing(bus: Bus) -> None:
    notes = DBusAddress("/org/freedesktop/Notifications", interface=NOTIFICATIONS)
    async with shown(bus) as (service, made, clicked):
        await made.post(SORTING)
        stranger = await open_dbus_connection(bus.address)
        await stranger.send(new_signal(notes, "ActionInvoked", "us", (1, "default")))
        await stranger.close()
        await service.click(7)
        await service._tell("ActionInvoked", "s", ("1",))
        await service._tell("ActivationToken", "us", (1, "x" * 300))
        await made.post(CHESS)
        await let_run()

    assert clicked == []
    assert os.environ["XDG_ACTIVATION_TOKEN"] == ""


async def test_without_a_service_nothing_is_shown(bus: Bus) -> None:
    async with notifications() as (made, _clicked):
        is_shown = await made.post(SORTING)

    assert not is_shown


@pytest.mark.parametrize("address", [None, "", "tcp:host=localhost", "unix:path=/nowhere", "x"])
async def test_without_a_bus_nothing_is_shown(
    monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    monkeypatch.delenv(BUS, raising=False)
    if address is not None:
        monkeypatch.setenv(BUS, address)
    async with notifications() as (made, _clicked):
        assert not await made.post(SORTING)


async def test_a_bus_that_comes_back_is_found_again() -> None:
    async with notifications() as (made, _clicked):
        for _time in range(2):
            with pytest.MonkeyPatch.context() as patch, own_bus(patch) as bus:
                async with panel(bus.address, has_tray=False) as service:
                    assert await made.post(SORTING)
                    assert len(service.posted) == 1
            await let_run(200)
