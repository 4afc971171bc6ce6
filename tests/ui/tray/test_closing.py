from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.settings.dialog import SettingsDialog
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.tray.closing import Closing
from tests.fakes.waiting import until
from tests.ui.desk.room import Room, desk_room


@dataclass
class Shut:
    """A window that can be closed, and whether the program was to end."""

    room: Room
    trays: list[bool]
    quits: list[bool] = field(default_factory=list)

    @property
    def choice(self) -> str:
        return self.room.scene.preferences.current.closing

    @property
    def boxes(self) -> list[QMessageBox]:
        return [box for box in self.room.window.findChildren(QMessageBox) if box.isVisible()]

    async def answer(self, button: str) -> None:
        await until(lambda: bool(self.boxes))
        box = self.boxes[0]
        named = next(b for b in box.buttons() if b.text() == button)
        QTest.mouseClick(named, Qt.MouseButton.LeftButton)
        await until(lambda: not self.boxes)


@asynccontextmanager
async def shut(closing: str, *, has_tray: bool = True) -> AsyncIterator[Shut]:
    errors: list[BaseException] = []
    async with desk_room(settings=Settings(closing=closing)) as room:
        tasks = Tasks(errors.append)
        made = Shut(room, [has_tray])
        preferences = room.scene.preferences
        decides = Closing(room.window, preferences, tasks, lambda: made.trays[-1])
        decides.quit_chosen.connect(lambda: made.quits.append(True))
        room.window.closed.connect(decides.decide)
        room.window.close()
        yield made
        room.window.closed.disconnect(decides.decide)
        await tasks.close(1)
    assert errors == []


async def test_the_question_is_asked_once_and_keeping_is_remembered() -> None:
    async with shut("ask") as made:
        await made.answer("Keep running in the tray")
        await until(lambda: not made.room.window.isVisible())

        assert (made.choice, made.quits) == ("tray", [])


async def test_quitting_is_remembered_as_well() -> None:
    async with shut("ask") as made:
        await made.answer("Quit")
        await until(lambda: made.choice == "quit")

        assert made.quits == [True]


async def test_esc_leaves_the_window_and_the_question_for_the_next_time() -> None:
    async with shut("ask") as made:
        await until(lambda: bool(made.boxes))
        QTest.keyClick(made.boxes[0], Qt.Key.Key_Escape)
        await until(lambda: not made.boxes)

        assert made.room.window.isVisible()
        assert (made.choice, made.quits) == ("ask", [])


async def test_closing_twice_asks_one_question() -> None:
    async with shut("ask") as made:
        await until(lambda: bool(made.boxes))
        made.room.window.close()
        await until(lambda: bool(made.boxes))

        assert len(made.boxes) == 1
        await made.answer("Cancel")


async def test_without_a_tray_nothing_is_asked_and_the_program_ends() -> None:
    async with shut("ask", has_tray=False) as made:
        assert (made.boxes, made.quits, made.choice) == ([], [True], "ask")


async def test_a_remembered_tray_that_is_gone_ends_the_program() -> None:
    async with shut("tray", has_tray=False) as made:
        assert made.quits == [True]


async def test_a_tray_that_vanishes_during_the_question_leaves_the_window() -> None:
    async with shut("ask") as made:
        await until(lambda: bool(made.boxes))
        made.trays.append(False)
        await made.answer("Keep running in the tray")
        await until(lambda: made.choice == "tray")

        assert made.room.window.isVisible()
        assert made.quits == []


async def test_dialogs_go_with_the_window() -> None:
    async with shut("quit") as made:
        room = made.room
        room.desk.open_settings("desktop")
        assert room.is_open(SettingsDialog)
        await room.scene.preferences.update(closing="tray")
        room.window.close()

        assert not room.window.isVisible()
        assert not room.is_open(SettingsDialog)
