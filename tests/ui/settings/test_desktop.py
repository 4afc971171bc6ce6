from PySide6.QtWidgets import QCheckBox, QComboBox

from tests.fakes.autostart import MemoryAutostart
from tests.fakes.waiting import until
from tests.ui.settings.room import Room, settings_room


async def start_box(room: Room) -> QCheckBox:
    box = room.shown(QCheckBox, "Start at login")
    await until(box.isEnabled)
    return box


def choose(room: Room, name: str, words: str) -> None:
    field = room.shown(QComboBox, name)
    at = field.findText(words)
    field.setCurrentIndex(at)
    field.activated.emit(at)


async def test_what_closing_does_can_be_chosen_and_asked_again() -> None:
    async with settings_room(page="desktop") as room:
        choose(room, "When the window is closed", "Keep running in the tray")
        await until(lambda: room.settings.closing == "tray")
        choose(room, "When the window is closed", "Ask the next time")
        await until(lambda: room.settings.closing == "ask")


async def test_without_a_tray_the_page_says_so() -> None:
    async with settings_room(page="desktop") as room:
        with_tray = room.words()
        room.trays.append(False)
        room.dialog.hide()
        room.dialog.show()

        assert "no tray now" not in with_tray
        assert "This desktop has no tray now" in room.words()


async def test_notifications_can_be_turned_off() -> None:
    async with settings_room(page="desktop") as room:
        choose(room, "Notifications about answers", "Off")
        await until(lambda: room.settings.notifications == "off")


async def test_start_at_login_is_off_at_first_and_goes_to_the_system() -> None:
    async with settings_room(page="desktop") as room:
        box = await start_box(room)
        was_on = box.isChecked()
        room.click("Start at login")
        await until(lambda: room.autostart.on)

        assert not was_on
        await start_box(room)
        assert box.isChecked()


async def test_what_another_program_switched_is_shown() -> None:
    async with settings_room(page="desktop") as room:
        box = await start_box(room)
        room.autostart.on = True
        room.dialog.hide()
        room.dialog.show()

        await until(box.isChecked)


async def test_a_system_that_refuses_is_told_and_the_box_tells_the_truth() -> None:
    async with settings_room(page="desktop") as room:
        box = await start_box(room)
        room.autostart.refuses = True
        room.click("Start at login")
        await until(lambda: "The system did not take this." in room.words())

        await until(box.isEnabled)
        assert not box.isChecked()


async def test_in_a_sandbox_the_box_is_closed_and_says_why() -> None:
    login = MemoryAutostart(is_possible=False)
    async with settings_room(page="desktop", autostart=login) as room:
        assert "Not possible in a sandbox" in room.words()
        assert not room.shown(QCheckBox, "Start at login").isEnabled()
