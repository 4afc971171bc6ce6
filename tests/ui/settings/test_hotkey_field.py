from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout

from supertoken_desktop.i18n import use_language
from supertoken_desktop.paths import resource
from supertoken_desktop.ui.hotkey.choose import Desk
from supertoken_desktop.ui.hotkey.holder import Problem
from supertoken_desktop.ui.hotkey.recorder import HotkeyRecorder, combination_of
from supertoken_desktop.ui.settings.hotkey_field import HotkeyField
from tests.fakes.waiting import let_run, until
from tests.ui.hotkey.fake_holder import FakeHolder
from tests.ui.hotkey.heard import keys
from tests.ui.hotkey.room import HotkeyRoom, hotkey_room

Key, Held = Qt.Key, Qt.KeyboardModifier
NONE = Held.NoModifier
COMMAND = "supertoken-desktop --quick"
OLD = "Ctrl+Alt+Space"


@dataclass
class Field:
    """The field in a dialog, over a hotkey."""

    dialog: QDialog
    field: HotkeyField
    room: HotkeyRoom

    @property
    def recorder(self) -> HotkeyRecorder:
        return self.field.findChildren(HotkeyRecorder)[0]

    def words(self) -> str:
        labels = self.field.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def errors(self) -> str:
        labels = self.field.findChildren(QLabel)
        red = [label for label in labels if label.property("role") == "error"]
        return "\n".join(label.text() for label in red if label.isVisible())

    def button(self, text: str) -> QPushButton:
        return next(b for b in self.field.findChildren(QPushButton) if b.text() == text)

    def click(self, text: str) -> None:
        button = self.button(text)
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.dialog.focusWidget(), key, held)


@asynccontextmanager
async def field_room(
    holder: FakeHolder | None = None, *, setting: str = "", desk: Desk = Desk.GNOME
) -> AsyncIterator[Field]:
    async with hotkey_room(holder, setting=setting) as room:
        dialog = QDialog()
        field = HotkeyField(room.hotkey, desk, COMMAND)
        layout = QVBoxLayout(dialog)
        layout.addWidget(QLineEdit())
        layout.addWidget(field)
        dialog.show()
        dialog.activateWindow()
        if setting:
            await until(lambda: room.hotkey.state.asked is None and bool(room.states))
        try:
            yield Field(dialog, field, room)
        finally:
            dialog.hide()
            dialog.deleteLater()


@pytest.mark.parametrize(
    ("key", "held", "text"),
    [
        (Key.Key_Space, Held.ControlModifier | Held.AltModifier, OLD),
        (Key.Key_Q, Held.MetaModifier | Held.ShiftModifier, "Meta+Shift+Q"),
        (Key.Key_F9, NONE, "F9"),
        (Key.Key_Tab, Held.ControlModifier, "Ctrl+Tab"),
        (Key.Key_Backtab, Held.ControlModifier | Held.ShiftModifier, "Ctrl+Shift+Tab"),
        (Key.Key_Escape, Held.ControlModifier, "Ctrl+Esc"),
        (Key.Key_Plus, Held.ControlModifier, "Ctrl++"),
        (Key.Key_5, Held.ControlModifier | Held.KeypadModifier, "Ctrl+Num+5"),
    ],
)
async def test_any_combination_is_taken_as_it_is_pressed(
    key: Qt.Key, held: Qt.KeyboardModifier, text: str
) -> None:
    async with field_room() as field:
        field.click("Set…")
        field.press(key, held)
        await until(lambda: field.room.setting == text)

        assert field.room.holder.held == text
        assert "opens the quick prompt from every program" in field.words()
        assert not field.recorder.is_recording


async def test_keys_that_another_program_holds_are_said_in_red_and_the_old_ones_stay() -> None:
    holder = FakeHolder(problems={"Meta+Q": Problem.TAKEN})
    async with field_room(holder, setting=OLD) as field:
        field.click("Set…")
        field.press(Key.Key_Q, Held.MetaModifier)
        await until(lambda: bool(field.errors()))

        assert field.errors().startswith("Super+Q is held by another program.")
        assert f"{OLD} opens the quick prompt" in field.words()
        assert field.recorder.text() == OLD
        assert field.recorder.accessibleDescription().startswith(field.errors())
        assert (field.room.setting, holder.held) == (OLD, OLD)
        assert COMMAND not in [edit.text() for edit in shown_lines(field)]


async def test_what_was_refused_is_tried_again_when_asked() -> None:
    holder = FakeHolder(problems={OLD: Problem.TAKEN})
    async with field_room(holder, setting=OLD) as field:
        assert "held by another program" in field.errors()
        holder.problems.clear()
        field.click("Try again")
        await until(lambda: holder.held == OLD)

        assert field.errors() == ""
        assert not field.button("Try again").isVisible()


async def test_keys_that_texts_are_typed_with_are_refused_and_others_are_waited_for() -> None:
    async with field_room() as field:
        field.click("Set…")
        field.press(Key.Key_A, Held.ShiftModifier)
        assert field.errors() == "Shift+A is needed for typing. Hold Ctrl, Alt or Super with it."
        field.press(Key.Key_unknown)
        assert field.recorder.is_recording
        field.press(Key.Key_A, Held.AltModifier)
        await until(lambda: field.room.setting == "Alt+A")

        assert field.errors() == ""


async def test_a_key_without_a_name_is_refused() -> None:
    async with field_room() as field:
        field.click("Set…")
        field.press(Key.Key_Dead_Acute, Held.ControlModifier)

        assert field.errors() == "This key cannot be used here. Choose another one."


async def test_what_is_held_down_is_shown_before_the_key_comes() -> None:
    async with field_room() as field:
        field.click("Set…")
        seen = []
        for kind, key, held in (
            (QEvent.Type.KeyPress, Key.Key_Control, NONE),
            (QEvent.Type.KeyPress, Key.Key_Alt, Held.ControlModifier),
            (QEvent.Type.KeyRelease, Key.Key_Alt, Held.ControlModifier | Held.AltModifier),
            (QEvent.Type.KeyRelease, Key.Key_Control, Held.ControlModifier),
        ):
            QGuiApplication.sendEvent(field.recorder, QKeyEvent(kind, key, held))
            seen.append(field.recorder.text())

        assert seen == ["Ctrl+…", "Ctrl+Alt+…", "Ctrl+…", ""]


async def test_esc_ends_the_recording_and_not_the_dialog() -> None:
    async with field_room(setting=OLD) as field:
        field.click("Set…")
        field.press(Key.Key_Escape)
        assert not field.recorder.is_recording
        assert field.recorder.text() == OLD
        assert field.dialog.isVisible()
        field.press(Key.Key_Escape)

        assert not field.dialog.isVisible()


async def test_the_button_that_began_ends_the_recording() -> None:
    async with field_room() as field:
        field.click("Set…")
        field.click("Cancel")

        assert not field.recorder.is_recording


async def test_another_field_that_takes_the_focus_ends_the_recording() -> None:
    async with field_room(setting=OLD) as field:
        field.click("Set…")
        field.dialog.findChildren(QLineEdit)[0].setFocus()
        field.room.holder.press()

        assert not field.recorder.is_recording
        assert field.room.presses == ["pressed"]


async def test_a_dialog_that_closes_ends_the_recording() -> None:
    async with field_room(setting=OLD) as field:
        field.click("Set…")
        field.dialog.hide()
        field.room.holder.press()

        assert field.room.presses == ["pressed"]


async def test_the_hotkey_itself_opens_nothing_while_it_is_recorded() -> None:
    async with field_room(setting=OLD) as field:
        field.click("Set…")
        field.room.holder.press()

        assert field.room.presses == ["at rest"]
        assert not field.recorder.is_recording


async def test_an_action_of_the_program_does_not_take_keys_that_are_recorded() -> None:
    async with field_room() as field:
        done: list[bool] = []
        action = QAction(field.dialog)
        action.setShortcut("Ctrl+N")
        action.triggered.connect(lambda: done.append(True))
        field.dialog.addAction(action)
        await until(field.dialog.isActiveWindow)
        field.recorder.setFocus()
        field.press(Key.Key_N, Held.ControlModifier)
        assert done == [True]
        field.click("Set…")
        field.press(Key.Key_N, Held.ControlModifier)
        await until(lambda: field.room.setting == "Ctrl+N")

        assert done == [True]


async def test_clearing_turns_it_off() -> None:
    async with field_room(setting=OLD) as field:
        field.click("Clear")
        await until(lambda: field.room.setting == "")

        assert "Off: no keys are taken" in field.words()
        assert not field.button("Clear").isEnabled()


async def test_keys_that_the_desktop_chose_are_shown_in_its_words() -> None:
    holder = FakeHolder(triggers={OLD: "Super+Q"})
    async with field_room(holder, setting=OLD) as field:
        assert field.recorder.text() == "Super+Q"
        assert "Your desktop chose these keys" in field.words()
        assert holder.news is not None
        holder.news.trigger_changed("")

        assert "has given it no keys yet" in field.words()


@pytest.mark.parametrize(
    ("desk", "place"),
    [
        (Desk.GNOME, "Custom Shortcuts"),
        (Desk.KDE, "System Settings"),
        (Desk.XFCE, "Application Shortcuts"),
        (Desk.WINDOWS, "Properties"),
        (Desk.MACOS, "app Shortcuts"),
        (Desk.OTHER, "keyboard settings of your desktop"),
    ],
)
async def test_where_no_keys_can_be_had_the_way_to_bind_the_command_is_shown(
    desk: Desk, place: str
) -> None:
    holder = FakeHolder(problems={OLD: Problem.NO_PORTAL})
    async with field_room(holder, desk=desk) as field:
        assert place not in field.words()
        field.click("Set…")
        field.press(Key.Key_Space, Held.ControlModifier | Held.AltModifier)
        await until(lambda: bool(field.errors()))

        assert place in field.words()
        assert COMMAND in [edit.text() for edit in shown_lines(field)]


async def test_the_command_is_copied() -> None:
    holder = FakeHolder(problems={OLD: Problem.NO_WAY})
    async with field_room(holder, setting=OLD) as field:
        field.click("Copy command")

        assert QGuiApplication.clipboard().text() == COMMAND
        assert field.button("Copied").isVisible()


@pytest.mark.parametrize("problem", list(Problem))
async def test_every_problem_has_words(problem: Problem) -> None:
    async with field_room(FakeHolder(problems={OLD: problem}), setting=OLD) as field:
        assert field.errors().endswith(".")
        assert "{" not in field.errors()


async def test_a_change_of_the_language_changes_all_words() -> None:
    holder = FakeHolder(problems={OLD: Problem.NO_PORTAL})
    async with field_room(holder, setting=OLD) as field:
        use_language("zh_CN", resource("locale"))
        QGuiApplication.sendEvent(field.field, QEvent(QEvent.Type.LanguageChange))
        words = field.words()
        use_language("en", resource("locale"))

        assert "此桌面环境不允许程序使用全局快捷键。" in words
        assert "Off" not in words


async def test_nothing_is_taken_without_being_asked_for() -> None:
    async with field_room() as field:
        field.recorder.setFocus()
        field.press(Key.Key_A, Held.ControlModifier)
        await let_run()

        assert field.room.setting == ""


@pytest.mark.parametrize(
    ("key", "held", "text"),
    [
        (Key.Key_Exclam, Held.ControlModifier | Held.ShiftModifier, "Ctrl+Shift+!"),
        (Key.Key_Enter, Held.AltModifier | Held.KeypadModifier, "Alt+Enter"),
        (Key.Key_Adiaeresis, Held.ControlModifier, "Ctrl+Ä"),
        (Key.Key_VolumeUp, NONE, "Volume Up"),
        (Key.Key_Home, Held.ControlModifier | Held.KeypadModifier, None),
        (Key.Key_Hiragana, Held.ControlModifier, None),
    ],
)
def test_a_key_is_named_as_qt_names_it(
    key: Qt.Key, held: Qt.KeyboardModifier, text: str | None
) -> None:
    found = combination_of(QKeyEvent(QEvent.Type.KeyPress, key, held))

    assert found == (None if text is None else keys(text))


def shown_lines(field: Field) -> list[QLineEdit]:
    return [edit for edit in field.field.findChildren(QLineEdit) if edit.isVisible()]
