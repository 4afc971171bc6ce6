import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from jeepney import DBusAddress, HeaderFields, new_signal
from jeepney.io.asyncio import open_dbus_connection

from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, Problem
from supertoken_desktop.ui.hotkey.portal import PortalHotkeys
from supertoken_desktop.ui.tasks import Tasks
from tests.fakes.waiting import let_run, until
from tests.session_bus import Bus
from tests.ui.hotkey.bus import PATH, SHORTCUTS, portal_on_bus
from tests.ui.hotkey.heard import Heard, keys

WISH = keys("Ctrl+Alt+Space")


@asynccontextmanager
async def holder(heard: Heard) -> AsyncIterator[PortalHotkeys]:
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    hotkeys = PortalHotkeys(heard.news, tasks, "supertoken-desktop", lambda: "Quick prompt")
    try:
        yield hotkeys
    finally:
        await hotkeys.close()
        await tasks.close()
    assert errors == []


async def refusal_of(hotkeys: PortalHotkeys) -> Problem:
    with pytest.raises(HotkeyRefused) as refused:
        await hotkeys.hold(WISH)
    return refused.value.problem


async def test_the_desktop_is_asked_with_the_wish_and_says_what_it_gave(bus: Bus) -> None:
    async with portal_on_bus(trigger="Super+Space") as portal, holder(Heard()) as hotkeys:
        given = await hotkeys.hold(WISH)

        wish = {"description": ("s", "Quick prompt"), "preferred_trigger": ("s", "CTRL+ALT+space")}
        assert portal.bound == [[("quick", wish)]]
        assert portal.apps == ["supertoken-desktop"]
        assert given == "Super+Space"


async def test_a_shortcut_that_fires_is_heard(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        await portal.activate()
        await until(lambda: heard.presses == 1)


async def test_the_token_that_lets_a_window_come_to_the_front_is_kept(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        await portal.activate(token="front-1")
        await until(lambda: heard.presses == 1)

    assert os.environ.pop("XDG_ACTIVATION_TOKEN") == "front-1"


async def test_what_belongs_to_other_sessions_or_shortcuts_is_not_heard(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        await portal.activate(session=f"{PATH}/session/other/one")
        await portal.activate(name="another")
        await portal.activate()
        await until(lambda: heard.presses > 0)

    assert heard.presses == 1


async def test_another_program_cannot_fire_it(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        stranger = await open_dbus_connection()
        address = DBusAddress(PATH, interface=SHORTCUTS)
        forged = new_signal(address, "Activated", "osta{sv}", (portal.sessions[-1], "quick", 1, {}))
        forged.header.fields[HeaderFields.destination] = portal.client
        await stranger.send(forged)
        await stranger.close()
        await portal.change("after it")
        await until(lambda: heard.triggers == ["after it"])

    assert heard.presses == 0


async def test_keys_that_the_user_changes_in_the_desktop_are_told(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        await portal.change("Super+\x1bQ" + "x" * 500)
        await until(lambda: bool(heard.triggers))

    assert heard.triggers[0].startswith("Super+Qx")
    assert len(heard.triggers[0]) <= 80


async def test_a_shortcut_that_the_desktop_remembers_is_not_asked_for_again(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus(remembered="Super+Q") as portal, holder(heard) as hotkeys:
        assert await hotkeys.hold(WISH) == "Super+Q"
        assert portal.bound == []
        await portal.activate()
        await until(lambda: heard.presses == 1)


async def test_a_portal_that_does_not_say_what_it_gave_is_asked(bus: Bus) -> None:
    async with portal_on_bus(lists_bound=False) as portal, holder(Heard()) as hotkeys:
        assert await hotkeys.hold(WISH) == portal.trigger


async def test_other_keys_take_a_new_session_and_the_old_one_is_closed(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        await hotkeys.hold(keys("Meta+Q"))
        first, second = portal.sessions
        await portal.activate()
        await until(lambda: heard.presses == 1)

    assert first != second
    assert portal.closed == [first]
    assert portal.bound[1][0][1]["preferred_trigger"] == ("s", "LOGO+q")


async def test_a_user_who_says_no_keeps_the_old_keys(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        portal.bind_code = 1
        with pytest.raises(HotkeyRefused) as refused:
            await hotkeys.hold(keys("Meta+Q"))
        await portal.activate(session=portal.sessions[0])
        await until(lambda: heard.presses == 1)

    assert refused.value.problem is Problem.DECLINED
    assert portal.closed[-1] == portal.sessions[1]


@pytest.mark.parametrize(
    ("portal", "problem"),
    [
        ({"has_shortcuts": False}, Problem.NO_PORTAL),
        ({"has_registry": False, "wants_app": True}, Problem.NOT_INSTALLED),
        ({"bind_code": 1}, Problem.DECLINED),
        ({"bind_code": 2}, Problem.REFUSED),
        ({"trigger": None}, Problem.DECLINED),
    ],
)
async def test_what_cannot_be_had_is_told_by_its_reason(
    bus: Bus, portal: dict[str, object], problem: Problem
) -> None:
    async with portal_on_bus(**portal), holder(Heard()) as hotkeys:
        assert await refusal_of(hotkeys) is problem


async def test_an_older_portal_without_a_registry_is_enough(bus: Bus) -> None:
    async with portal_on_bus(has_registry=False), holder(Heard()) as hotkeys:
        assert await hotkeys.hold(WISH) == "Ctrl+Alt+Space"


async def test_a_desktop_without_a_portal_is_told(bus: Bus) -> None:
    async with holder(Heard()) as hotkeys:
        assert await refusal_of(hotkeys) is Problem.NO_PORTAL


async def test_a_session_without_a_bus_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("", "unix:path=/nowhere/bus", "tcp:host=localhost,port=1"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        async with holder(Heard()) as hotkeys:
            assert await refusal_of(hotkeys) is Problem.NO_PORTAL


async def test_a_question_that_is_still_open_is_taken_back(bus: Bus) -> None:
    async with portal_on_bus(bind_code=None) as portal, holder(Heard()) as hotkeys:
        asking = asyncio.create_task(refusal_of(hotkeys))
        await until(lambda: bool(portal.bound))
        await let_run()
        hotkeys.withdraw()

        assert await asking is Problem.DECLINED
        assert any("/request/" in path for path in portal.closed)


async def test_a_portal_that_starts_anew_is_asked_anew(bus: Bus) -> None:
    heard = Heard()
    async with holder(heard) as hotkeys, AsyncExitStack() as later:
        async with portal_on_bus():
            await hotkeys.hold(WISH)
            # It waits in the queue for the name, and has it as soon as the first one is gone.
            second = await later.enter_async_context(portal_on_bus(remembered="Super+Q"))
        await until(lambda: heard.triggers == ["Super+Q"])
        await second.activate()
        await until(lambda: heard.presses == 1)


async def test_the_end_of_the_bus_is_told(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus(), holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        bus.die()
        await until(lambda: heard.losses == [Problem.LOST])


async def test_the_end_of_the_bus_ends_a_question(bus: Bus) -> None:
    async with portal_on_bus(bind_code=None) as portal, holder(Heard()) as hotkeys:
        asking = asyncio.create_task(refusal_of(hotkeys))
        await until(lambda: bool(portal.bound))
        bus.die()

        assert await asking is Problem.LOST


async def test_the_end_of_a_portal_is_told(bus: Bus) -> None:
    heard = Heard()
    async with holder(heard) as hotkeys:
        async with portal_on_bus():
            await hotkeys.hold(WISH)
        await until(lambda: heard.losses == [Problem.NO_PORTAL])


async def test_a_session_that_the_portal_closes_is_told(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        await portal.close_session()
        await until(lambda: heard.losses == [Problem.LOST])
        assert await hotkeys.hold(WISH) == "Ctrl+Alt+Space"


async def test_nothing_stays_on_the_bus_after_the_release(bus: Bus) -> None:
    heard = Heard()
    async with portal_on_bus() as portal, holder(heard) as hotkeys:
        await hotkeys.hold(WISH)
        await hotkeys.release()
        await portal.activate()
        assert await hotkeys.hold(WISH) == "Ctrl+Alt+Space"

    assert heard.presses == 0
