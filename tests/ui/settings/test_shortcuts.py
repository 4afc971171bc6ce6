from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLineEdit,
    QTableView,
    QToolButton,
)

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.key_map import key_map
from supertoken_desktop.ui.settings.shortcut_recorder import ShortcutRecorder
from tests.fakes.waiting import until
from tests.ui.settings.room import Room, settings_room

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def table(room: Room) -> QTableView:
    return room.shown(QTableView, "Actions and their keys")


def cell(room: Room, row: int, column: int, role: Qt.ItemDataRole) -> object:
    model = table(room).model()
    assert model is not None
    return model.index(row, column, QModelIndex()).data(role)


def rows(room: Room) -> dict[str, str]:
    """The actions that are listed, and their keys."""
    model = table(room).model()
    assert model is not None
    role = Qt.ItemDataRole.DisplayRole
    return {
        str(cell(room, row, 0, role)): str(cell(room, row, 1, role))
        for row in range(model.rowCount())
    }


def choose(room: Room, action: str) -> None:
    row = list(rows(room)).index(action)
    model = table(room).model()
    assert model is not None
    table(room).setCurrentIndex(model.index(row, 0))


def recorder(room: Room, action: str) -> ShortcutRecorder:
    return room.shown(ShortcutRecorder, f"Keys of “{action}”")


def record(room: Room, action: str, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Choose an action, press Enter in the table, and then the keys."""
    choose(room, action)
    table(room).setFocus()
    QTest.keyClick(table(room), Qt.Key.Key_Return)
    QTest.keyClick(recorder(room, action), key, held)


def can_press(room: Room, name: str) -> bool:
    return room.shown(QAbstractButton, name).isEnabled()


def is_to_be_seen(room: Room, name: str) -> bool:
    buttons = room.dialog.findChildren(QAbstractButton)
    return any(b.isVisible() and b.text() == name for b in buttons)


async def test_all_actions_are_listed_with_their_keys_by_menu() -> None:
    async with settings_room(page="shortcuts") as room:
        listed = rows(room)
        menus = [cell(room, row, 2, Qt.ItemDataRole.DisplayRole) for row in range(len(listed))]

        assert len(listed) == len(key_map(()))
        assert listed["New chat"] == "Ctrl+N, Ctrl+Shift+O"
        assert listed["Pin or unpin"] == ""
        assert list(dict.fromkeys(menus)) == ["File", "Edit", "View", "Conversation", "Help"]


@pytest.mark.parametrize("words", ["search cha", "CTRL + K", "ctrl+k", "Search chats"])
async def test_an_action_is_found_by_its_name_and_by_its_keys(words: str) -> None:
    async with settings_room(page="shortcuts") as room:
        room.type_into("Search actions or keys", words)

        assert "Search chats" in rows(room)
        assert "New chat" not in rows(room)


async def test_an_action_is_found_by_pressing_its_keys() -> None:
    async with settings_room(page="shortcuts") as room:
        button = room.shown(QToolButton, "Find an action by pressing its keys")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.keyClick(room.shown(ShortcutRecorder, "Keys to look for"), Qt.Key.Key_F2)

        assert rows(room) == {"Rename": "F2"}
        field = room.shown(QLineEdit, "Search actions or keys")
        await until(lambda: QApplication.focusWidget() is field)


async def test_a_search_without_a_hit_says_so() -> None:
    async with settings_room(page="shortcuts") as room:
        room.type_into("Search actions or keys", "no such thing")

        assert rows(room) == {}
        assert "No action has this name or these keys." in room.words()
        assert not can_press(room, "Add keys")


async def test_new_keys_are_recorded_and_kept() -> None:
    async with settings_room(page="shortcuts") as room:
        record(room, "New chat", Qt.Key.Key_J, CONTROL)

        await until(lambda: rows(room)["New chat"] == "Ctrl+J")
        assert room.settings.shortcuts == ("new\tCtrl+J",)
        assert not recorder(room, "New chat").is_recording
        accessible = cell(room, 0, 1, Qt.ItemDataRole.AccessibleTextRole)
        assert accessible == "Ctrl+J, changed"


async def test_keys_can_be_added_to_those_that_are_there() -> None:
    async with settings_room(page="shortcuts") as room:
        choose(room, "Rename")
        room.click("Add keys")
        QTest.keyClick(recorder(room, "Rename"), Qt.Key.Key_F9)

        await until(lambda: rows(room)["Rename"] == "F2, F9")


def _cancel(field: ShortcutRecorder) -> None:
    QTest.keyClick(field, Qt.Key.Key_Escape)


def _leave(field: ShortcutRecorder) -> None:
    QTest.keyClick(field, Qt.Key.Key_Tab)


@pytest.mark.parametrize("end", [_cancel, _leave])
async def test_recording_can_be_left_and_changes_nothing(
    end: Callable[[ShortcutRecorder], None],
) -> None:
    async with settings_room(page="shortcuts") as room:
        choose(room, "New chat")
        field = recorder(room, "New chat")
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        began = field.is_recording
        end(field)

        assert began
        assert not field.is_recording
        assert field.text() == "Ctrl+N, Ctrl+Shift+O"
        assert room.dialog.isVisible()
        assert room.settings.shortcuts == ()


async def test_the_focus_alone_records_nothing() -> None:
    async with settings_room(page="shortcuts") as room:
        choose(room, "New chat")
        field = recorder(room, "New chat")
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_J, CONTROL)

        assert not field.is_recording
        assert rows(room)["New chat"] == "Ctrl+N, Ctrl+Shift+O"


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
async def test_keys_can_be_taken_away_from_the_table_and_the_field(key: Qt.Key) -> None:
    async with settings_room(page="shortcuts") as room:
        choose(room, "Rename")
        QTest.keyClick(table(room), key)
        await until(lambda: rows(room)["Rename"] == "")
        record(room, "Help", key)
        await until(lambda: rows(room)["Help"] == "")

        assert room.settings.shortcuts == ("rename", "help")
        assert not can_press(room, "No keys")


async def test_keys_that_write_are_refused_with_the_reason() -> None:
    async with settings_room(page="shortcuts") as room:
        record(room, "New chat", Qt.Key.Key_C, CONTROL)

        assert "Ctrl+C: Text fields need this key." in room.words()
        assert room.settings.shortcuts == ()


async def test_a_conflict_names_the_owner_who_loses_the_keys_when_they_are_taken_over() -> None:
    async with settings_room(page="shortcuts") as room:
        record(room, "New chat", Qt.Key.Key_K, CONTROL)
        said = room.words()
        unchanged = room.settings.shortcuts
        room.click("Take it over")
        await until(lambda: rows(room)["New chat"] == "Ctrl+K")

        assert "Ctrl+K belongs to “Search chats”." in said
        assert unchanged == ()
        assert rows(room)["Search chats"] == ""
        assert not is_to_be_seen(room, "Take it over")


async def test_enter_takes_over_what_a_conflict_offers() -> None:
    async with settings_room(page="shortcuts") as room:
        record(room, "New chat", Qt.Key.Key_K, CONTROL)
        QTest.keyClick(room.shown(QAbstractButton, "Take it over"), Qt.Key.Key_Return)
        await until(lambda: rows(room)["New chat"] == "Ctrl+K")

        assert room.dialog.isVisible()


async def test_an_action_without_keys_is_given_some_by_the_button() -> None:
    async with settings_room(page="shortcuts") as room:
        choose(room, "Pause new requests")
        room.click("Add keys")
        QTest.keyClick(recorder(room, "Pause new requests"), Qt.Key.Key_F9)

        await until(lambda: rows(room)["Pause new requests"] == "F9")


async def test_escape_turns_a_conflict_down_and_the_settings_stay_open() -> None:
    async with settings_room(page="shortcuts") as room:
        record(room, "New chat", Qt.Key.Key_K, CONTROL)
        QTest.keyClick(room.shown(QAbstractButton, "Take it over"), Qt.Key.Key_Escape)

        assert room.dialog.isVisible()
        assert not is_to_be_seen(room, "Take it over")
        assert rows(room)["Search chats"] == "Ctrl+K"


async def test_the_hotkey_is_no_key_of_an_action() -> None:
    async with settings_room(page="shortcuts", settings=Settings(hotkey="Ctrl+J")) as room:
        record(room, "New chat", Qt.Key.Key_J, CONTROL)

        assert "Ctrl+J: The quick prompt has these keys" in room.words()
        assert room.settings.shortcuts == ()


async def test_an_action_has_no_more_than_four_keys() -> None:
    changed = Settings(shortcuts=("rename\tF6\tF7\tF8",))
    async with settings_room(page="shortcuts", settings=changed) as room:
        choose(room, "Rename")
        before = can_press(room, "Add keys")
        room.click("Add keys")
        QTest.keyClick(recorder(room, "Rename"), Qt.Key.Key_F9)
        await until(lambda: rows(room)["Rename"] == "F6, F7, F8, F9")

        assert before
        assert not can_press(room, "Add keys")


async def test_a_conflict_is_forgotten_with_the_row() -> None:
    async with settings_room(page="shortcuts") as room:
        record(room, "New chat", Qt.Key.Key_K, CONTROL)
        choose(room, "Rename")

        assert "belongs to" not in room.words()
        assert not is_to_be_seen(room, "Take it over")


async def test_one_action_is_reset_and_the_others_stay() -> None:
    changed = Settings(shortcuts=("new\tCtrl+J", "rename\tF9"))
    async with settings_room(page="shortcuts", settings=changed) as room:
        choose(room, "New chat")
        room.click("Reset the keys of this action")
        await until(lambda: rows(room)["New chat"] == "Ctrl+N, Ctrl+Shift+O")

        assert rows(room)["Rename"] == "F9"
        assert not can_press(room, "Reset the keys of this action")


async def test_a_reset_asks_for_keys_that_another_action_has_by_now() -> None:
    changed = Settings(shortcuts=("search", "new\tCtrl+K"))
    async with settings_room(page="shortcuts", settings=changed) as room:
        choose(room, "Search chats")
        room.click("Reset the keys of this action")
        said = room.words()
        room.click("Take it over")
        await until(lambda: rows(room)["Search chats"] == "Ctrl+K")

        assert "Ctrl+K belongs to “New chat”." in said
        assert rows(room)["New chat"] == ""


async def test_all_keys_are_reset_after_a_question() -> None:
    changed = Settings(shortcuts=("new\tCtrl+J", "rename"))
    async with settings_room(page="shortcuts", settings=changed) as room:
        room.click("Reset all keys")
        await room.answer_box("Cancel")
        kept = room.settings.shortcuts
        await until(lambda: not room.boxes())
        room.click("Reset all keys")
        await room.answer_box("Reset all keys")
        await until(lambda: room.settings.shortcuts == ())

        assert kept == changed.shortcuts
        assert rows(room)["Rename"] == "F2"
        assert not can_press(room, "Reset all keys")


async def test_all_shortcuts_can_be_switched_off_at_once() -> None:
    async with settings_room(page="shortcuts") as room:
        room.click("Use keyboard shortcuts")
        await until(lambda: not room.settings.use_shortcuts)

        assert not room.shown(QCheckBox, "Use keyboard shortcuts").isChecked()


async def test_keys_behind_shift_are_recorded_as_the_sign_that_they_give() -> None:
    async with settings_room(page="shortcuts") as room:
        record(room, "Pin or unpin", Qt.Key.Key_Exclam, CONTROL | SHIFT)

        await until(lambda: rows(room)["Pin or unpin"] == "Ctrl+!")


async def test_what_changes_elsewhere_is_shown() -> None:
    async with settings_room(page="shortcuts") as room:
        await room.preferences.update(shortcuts=("new\tF9",))

        assert rows(room)["New chat"] == "F9"
