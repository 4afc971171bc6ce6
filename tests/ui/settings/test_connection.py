from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from supertoken_desktop.api.client import RelayClients
from supertoken_desktop.api.network import NetworkOptions
from supertoken_desktop.demo.options import DemoOptions
from supertoken_desktop.demo.server import DEMO_KEY, DemoRelay
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.engine.system_clock import SystemClock
from tests.fakes.client import Gate, answer
from tests.fakes.waiting import until
from tests.ui.settings.room import SUPERTOKEN, Room, settings_room


@asynccontextmanager
async def room_on_demo(root: str | None = None) -> AsyncIterator[Room]:
    """The settings with one provider on a running demo relay, or at another address."""
    keys: list[Profiles] = []

    async def read_key(profile: ProviderProfile) -> Secret | None:
        return await keys[0].key_of(profile)

    relay = DemoRelay(DemoOptions())
    await relay.start()
    clients = RelayClients(read_key, SystemClock(), NetworkOptions, "0")
    profile = replace(SUPERTOKEN, root=root or relay.root)
    try:
        async with settings_room(providers=(profile,), clients=clients) as room:
            keys.append(room.profiles)
            yield room
    finally:
        await clients.close()
        await relay.stop()


async def verdict(room: Room) -> tuple[str, str]:
    """Press the button, and return the role and the words of what comes of it."""
    room.click("Test the connection")
    await until(lambda: bool(_said(room)))
    label = _said(room)[0]
    return str(label.property("role")), label.text()


def _said(room: Room) -> list[QLabel]:
    """What stands below the button, once it is a verdict."""
    button = room.shown(QPushButton, "Test the connection")
    labels = [w for w in room.dialog.findChildren(QLabel) if w.isVisible()]
    roles = ("success", "error")
    return [w for w in labels if w.property("role") in roles and w.y() > button.y()]


async def test_a_good_key_is_told_with_the_number_of_models() -> None:
    async with room_on_demo() as room:
        await room.profiles.set_key(SUPERTOKEN.id, Secret(DEMO_KEY))

        role, words = await verdict(room)

        assert role == "success"
        assert words.startswith("It works")
        assert "9 models" in words


async def test_a_key_that_is_still_in_its_field_is_the_one_that_is_tested() -> None:
    async with room_on_demo() as room:
        room.type_into("Key", DEMO_KEY)

        role, _words = await verdict(room)

        assert role == "success"


async def test_a_bad_key_is_told_with_what_the_relay_says() -> None:
    async with room_on_demo() as room:
        role, words = await verdict(room)

        assert role == "error"
        assert "key" in words
        assert "401" in words


async def test_a_wrong_address_is_told_as_one() -> None:
    async with room_on_demo() as room:
        root = room.profiles.profiles[0].root
        room.enter("Address", f"{root}/panel")

        role, words = await verdict(room)

        assert role == "error"
        assert "address" in words.lower()


async def test_a_relay_that_is_not_there_is_told() -> None:
    async with room_on_demo(root="http://127.0.0.1:9") as room:
        role, words = await verdict(room)

        assert role == "error"
        assert "127.0.0.1" in words


async def test_without_a_key_nothing_is_asked() -> None:
    async with settings_room() as room:
        room.choose_provider("Token502")

        role, words = await verdict(room)

        assert (role, words) == ("error", "Enter a key first.")
        assert room.client.requests == []


async def test_a_verdict_belongs_to_the_provider_that_was_tested() -> None:
    async with settings_room() as room:
        gate = Gate()
        room.client.play((gate, *answer("OK")))
        room.click("Test the connection")
        await gate.reached.wait()
        room.choose_provider("Token502")
        gate.open()
        await until(lambda: room.shown(QPushButton, "Test the connection").isEnabled())

        assert "It works" not in room.words()


async def test_enter_in_a_field_does_not_test() -> None:
    async with settings_room() as room:
        field = room.type_into("Name", "Mine")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: room.profiles.profiles[0].name == "Mine")

        assert room.client.requests == []
        assert room.dialog.isVisible()
