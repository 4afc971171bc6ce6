from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.quick.templates import QuickAction, actions_of, usual_actions
from supertoken_desktop.ui.settings.dialog import SettingsDialog
from supertoken_desktop.ui.settings.quick import QuickPage
from tests.fakes.waiting import until
from tests.ui.settings.room import Room, settings_room

OWN = Settings(quick_actions=("One\tDo {clipboard}", "Two\tAnd {input}"))


def chosen_template(room: Room) -> QPlainTextEdit:
    return room.shown(QPlainTextEdit, "Template")


def listed(room: Room) -> list[str]:
    names = room.list_named("Actions")
    return [names.item(at).text() for at in range(names.count())]


async def test_the_usual_actions_are_there_and_nothing_is_saved_of_them() -> None:
    async with settings_room(page="quick") as room:
        assert listed(room)[0] == "Explain  (Ctrl+1)"
        assert len(listed(room)) == len(usual_actions())
        assert room.settings.quick_actions == ()


async def test_a_rewritten_action_is_saved_when_the_typing_pauses() -> None:
    async with settings_room(page="quick", settings=OWN) as room:
        chosen_template(room).setFocus()
        chosen_template(room).selectAll()
        QTest.keyClicks(chosen_template(room), "Say {clipboard}")
        room.type_into("Name", "Say it")
        await room.dialog.settle()

        assert actions_of(room.settings.quick_actions) == (
            QuickAction("Say it", "Say {clipboard}"),
            QuickAction("Two", "And {input}"),
        )


async def test_an_action_without_a_name_is_not_saved_and_says_so() -> None:
    async with settings_room(page="quick", settings=OWN) as room:
        field = room.shown(QLineEdit, "Name")
        field.clear()
        await room.dialog.settle()

        assert "needs a name" in room.words()
        assert room.settings.quick_actions == OWN.quick_actions


async def test_actions_are_added_moved_and_removed() -> None:
    async with settings_room(page="quick", settings=OWN) as room:
        room.click("Move the action down")
        assert listed(room) == ["Two  (Ctrl+1)", "One  (Ctrl+2)"]

        room.click("Add an action")
        room.click("Remove the action")
        room.list_named("Actions").setCurrentRow(0)
        room.click("Remove the action")
        await room.dialog.settle()

        assert actions_of(room.settings.quick_actions) == (QuickAction("One", "Do {clipboard}"),)


async def test_all_actions_can_be_removed_and_the_usual_ones_brought_back() -> None:
    async with settings_room(page="quick", settings=OWN) as room:
        room.click("Remove the action")
        room.click("Remove the action")
        await room.dialog.settle()
        assert actions_of(room.settings.quick_actions) == ()

        room.click("Back to the usual ones")
        await room.dialog.settle()
        assert room.settings.quick_actions == ()
        assert len(listed(room)) == len(usual_actions())


async def test_usual_actions_follow_the_language() -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    spoken = Language(app)
    async with settings_room(page="quick") as room:
        try:
            spoken.apply("zh_CN")
            names = room.list_named("操作")
            assert names.item(0).text() == "解释（Ctrl+1）"
        finally:
            spoken.apply("en")
        assert room.settings.quick_actions == ()


async def test_a_model_of_its_own_is_chosen_and_given_up() -> None:
    async with settings_room(page="quick") as room:
        box = room.shown(QComboBox, "Model")
        place = next(at for at in range(box.count()) if " of Token502" in box.itemText(at))
        box.setCurrentIndex(place)
        box.activated.emit(place)
        await room.dialog.settle()
        assert room.settings.quick_profile_id == "p2"
        assert room.settings.quick_model_id

        box.setCurrentIndex(0)
        box.activated.emit(0)
        await room.dialog.settle()
        assert (room.settings.quick_profile_id, room.settings.quick_model_id) == ("", "")


async def test_keeping_and_staying_open_are_switched() -> None:
    async with settings_room(page="quick") as room:
        room.click("Keep quick chats")
        room.click("Stay open when another window is used")
        await until(lambda: not room.settings.quick_keep and room.settings.quick_pinned)


async def test_the_page_has_room_for_the_block_of_the_hotkey() -> None:
    async with settings_room(page="quick") as room:
        parts = room.parts
        page = QuickPage(
            parts.preferences,
            parts.profiles,
            parts.catalogue,
            parts.tasks,
            lambda: QLabel("the hotkey"),
        )

        assert any(label.text() == "the hotkey" for label in page.findChildren(QLabel))
        assert isinstance(room.dialog, SettingsDialog)
        page.deleteLater()
