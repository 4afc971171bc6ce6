import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QTextBrowser,
)

from supertoken_desktop.domain.errors import ErrorDetail, KeyRefused, WrongAddress
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.action_specs import SPECS
from supertoken_desktop.ui.chat.code_picker import CodePicker
from supertoken_desktop.ui.help.dialog import HelpDialog
from supertoken_desktop.ui.settings.dialog import SettingsDialog
from supertoken_desktop.ui.theme.palette import DARK
from supertoken_desktop.ui.welcome.page import WelcomePage
from tests.fakes.client import Gate, answer
from tests.fakes.waiting import let_run, until
from tests.ui.desk.room import DEMO, Room, desk_room


async def test_without_a_provider_the_welcome_page_comes_first() -> None:
    async with desk_room(has_provider=False) as room:
        assert room.window.findChildren(WelcomePage)[0].isVisible()
        assert room.pages == []


async def test_on_the_welcome_page_nothing_can_be_done_with_a_chat() -> None:
    async with desk_room(has_provider=False) as room:
        usable = {spec.id for spec in SPECS if room.actions.action(spec.id).isEnabled()}

        assert usable == {
            *("quick-prompt", "pause", "settings", "quit"),
            *("help", "shortcuts", "check-updates", "about"),
        }


async def test_in_a_new_chat_there_is_nothing_to_rename_or_delete() -> None:
    async with desk_room() as room:
        at_first = room.actions.action("rename").isEnabled()
        await room.answered("Hello")

        await until(lambda: room.actions.action("rename").isEnabled())
        assert not at_first
        room.actions.action("new").trigger()
        await until(lambda: not room.actions.action("delete").isEnabled())


async def test_the_demo_leads_from_the_welcome_page_to_the_chat() -> None:
    async with desk_room(has_provider=False) as room:
        room.click("Start the demo")
        await until(lambda: bool(room.pages) and room.page.isVisible())

        current = room.scene.profiles.current
        assert current is not None
        assert current.id == DEMO.id


async def test_a_provider_added_in_the_settings_leads_to_the_chat_as_well() -> None:
    async with desk_room(has_provider=False) as room:
        room.scene.profiles.lend(DEMO)

        assert room.page.isVisible()


async def test_the_conversation_of_last_time_is_opened_again() -> None:
    async with desk_room() as room:
        conversation_id = await room.answered("Hello there")
        await room.new_chat()
        await until(lambda: room.scene.preferences.current.open_conversation_id == "")
        await room.scene.preferences.update(open_conversation_id=conversation_id)
        room.desk.begin()
        await until(lambda: room.open_id == conversation_id)


async def test_what_is_open_is_noted_for_the_next_start() -> None:
    async with desk_room() as room:
        conversation_id = await room.answered("Hello there")
        settings = room.scene.preferences
        await until(lambda: settings.current.open_conversation_id == conversation_id)


async def test_an_answer_on_its_way_is_marked_in_the_list() -> None:
    gate = Gate()
    async with desk_room((gate, *answer("Hi"))) as room:
        turn = await room.send("Hello there")
        await until(lambda: "answering" in room.spoken(turn.conversation_id))

        gate.open()
        await turn.wait_ended()
        await until(lambda: "answering" not in room.spoken(turn.conversation_id))


async def test_a_conversation_with_something_unsent_is_marked() -> None:
    async with desk_room() as room:
        conversation_id = await room.answered("Hello there")
        room.page.composer.type_on("half a thought")
        await room.new_chat()
        await until(lambda: "draft" in room.spoken(conversation_id))

        room.panel.conversation_opened.emit(conversation_id)
        await until(lambda: room.page.composer.text() == "half a thought")
        await room.send("half a thought")
        await until(lambda: "draft" not in room.spoken(conversation_id))


async def test_an_answer_that_nobody_has_seen_is_marked_until_it_is_opened() -> None:
    gate = Gate()
    async with desk_room((gate, *answer("Hi"))) as room:
        turn = await room.send("Hello there")
        await room.new_chat()
        gate.open()
        await turn.wait_ended()
        await until(lambda: "new answer" in room.spoken(turn.conversation_id))
        room.panel.conversation_opened.emit(turn.conversation_id)
        await until(lambda: "new answer" not in room.spoken(turn.conversation_id))


async def test_an_answer_that_is_watched_is_not_marked_as_new() -> None:
    async with desk_room() as room:
        conversation_id = await room.answered("Hello there")

        assert "new answer" not in room.spoken(conversation_id)


async def test_a_deleted_conversation_comes_back_by_undo() -> None:
    async with desk_room() as room:
        conversation_id = await room.answered("Hello there")
        room.actions.action("delete").trigger()
        await until(lambda: "The conversation was deleted." in room.window.toasts.texts)
        assert room.scene.library.find(conversation_id) is None
        room.click("Undo")
        await until(lambda: room.scene.library.find(conversation_id) is not None)


async def test_an_undo_that_the_chat_offers_is_a_button() -> None:
    async with desk_room() as room:
        undone: list[bool] = []
        room.page.undo_offered.emit("1 message deleted", lambda: undone.append(True))
        assert room.window.toasts.texts == ("1 message deleted",)
        room.click("Undo")

        assert undone == [True]


@pytest.mark.parametrize(
    ("error", "button", "page"),
    [
        (KeyRefused("no", reason="401", detail=ErrorDetail(401)), "Open settings", "Providers"),
        (WrongAddress("html", reason="html"), "Edit address", "Providers"),
    ],
)
async def test_an_error_card_leads_to_the_settings(
    error: Exception, button: str, page: str
) -> None:
    async with desk_room((error,)) as room:
        await room.answered("Hello there")
        await until(lambda: button in _buttons(room))
        room.click(button)

        assert room.is_open(SettingsDialog)
        assert _settings_page(room) == page


async def test_settings_open_at_the_provider_of_the_conversation() -> None:
    async with desk_room() as room:
        room.scene.profiles.lend(DEMO)
        await room.scene.preferences.update(default_profile_id=DEMO.id)
        await room.answered("Hello there")
        room.actions.action("settings").trigger()

        chosen = [w for w in room.settings.findChildren(QListWidget) if w.isVisible()]
        assert any("Demo" in w.currentItem().text() for w in chosen)


async def test_settings_hold_no_answer_up() -> None:
    gate = Gate()
    async with desk_room((gate, *answer("Hi"))) as room:
        turn = await room.send("Hello there")
        room.actions.action("settings").trigger()
        gate.open()
        message = await turn.wait_ended()

        assert room.is_open(SettingsDialog)
        assert not room.settings.isModal()
        assert message.text == "Hi"


async def test_what_is_typed_in_the_settings_is_saved_at_the_end_of_the_program() -> None:
    async with desk_room() as room:
        room.desk.open_settings("network")
        fields = room.settings.findChildren(QLineEdit)
        proxy = next(f for f in fields if f.objectName() == "proxy_url")
        proxy.setEnabled(True)
        proxy.setFocus()
        QTest.keyClicks(proxy, "http://proxy.example:3128")
        await room.desk.close()

        assert room.scene.preferences.current.proxy_url == "http://proxy.example:3128"
        assert not room.is_open(SettingsDialog)


async def test_f1_opens_the_guide() -> None:
    async with desk_room() as room:
        await until(room.window.isActiveWindow)
        QTest.keyClick(room.window, Qt.Key.Key_F1)

        assert room.is_open(HelpDialog)


async def test_about_names_the_program_and_closes() -> None:
    async with desk_room() as room:
        room.actions.action("about").trigger()
        box = next(b for b in room.window.findChildren(QMessageBox) if b.isVisible())
        assert "SuperToken Desktop" in box.text()
        QTest.keyClick(box, Qt.Key.Key_Escape)

        assert not room.is_open(QMessageBox)


async def test_search_goes_to_the_field_of_the_list() -> None:
    async with desk_room() as room:
        room.actions.action("search").trigger()

        focused = room.window.focusWidget()
        assert focused is not None
        assert focused.accessibleName() == "Search chats and messages"


async def test_another_look_and_language_are_put_on_at_once() -> None:
    async with desk_room(settings=Settings(theme="light", language="en")) as room:
        await room.scene.preferences.update(theme="dark", language="zh_CN")

        assert room.theme.colours is DARK
        assert room.actions.action("new").text() == "新对话"


async def test_quitting_is_told_and_left_to_the_program() -> None:
    async with desk_room() as room:
        told: list[bool] = []
        room.desk.quit_requested.connect(lambda: told.append(True))
        room.actions.action("quit").trigger()

        assert told == [True]
        assert room.window.isVisible()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (HistoryState.PASSPHRASE_NEEDED, "The history is locked."),
        (HistoryState.DAMAGED, "The history cannot be read."),
        (HistoryState.IN_USE, "Another program has the history open."),
    ],
)
async def test_a_history_that_is_not_kept_is_said_above_the_chat(
    state: HistoryState, said: str
) -> None:
    async with desk_room() as room:
        room.history.tell(state)

        assert said in room.words()


async def test_without_a_keyring_a_history_can_be_chosen_from_the_banner() -> None:
    async with desk_room() as room:
        wanted: list[bool] = []
        room.history.choice_wanted.connect(lambda: wanted.append(True))
        room.history.tell(HistoryState.UNDECIDED)
        room.click("Choose…")

        assert wanted == [True]


async def test_the_banner_of_keys_that_are_forgotten_stays_where_a_history_is_kept() -> None:
    async with desk_room() as room:
        room.history.tell(HistoryState.UNDECIDED)
        room.history.tell(HistoryState.KEPT)

        assert "A passphrase can protect a history." not in room.words()
        assert "keys are forgotten when the program ends" in room.words()


async def test_something_unforeseen_is_said_and_stays() -> None:
    async with desk_room() as room:
        shown: list[bool] = []
        room.desk.tell_problem(lambda: shown.append(True))

        room.click("Report…")
        assert shown == [True]
        room.desk.tell_problem(lambda: None)
        assert room.window.toasts.texts[0].startswith("Something unexpected went wrong again.")


async def test_a_moved_window_is_noted() -> None:
    async with desk_room() as room:
        room.window.resize(1000, 700)
        room.window.close()
        await until(lambda: bool(room.scene.preferences.current.window_geometry))


async def test_the_page_of_keys_opens_by_key() -> None:
    async with desk_room() as room:
        room.window.activateWindow()
        await until(room.window.isActiveWindow)
        QTest.keyClick(room.window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)

        await until(room.settings.isActiveWindow)
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, "pin")

        assert _settings_page(room) == "Keyboard"
        assert [e.text() for e in room.settings.findChildren(QLineEdit, "search")] == ["pin"]


async def test_keys_of_the_settings_count_at_once_and_from_the_start() -> None:
    async with desk_room(settings=Settings(shortcuts=("new\tCtrl+J",))) as room:
        at_first = room.actions.tooltip("new")
        await room.scene.preferences.update(shortcuts=("new\tF9",))
        later = room.actions.tooltip("new")
        await room.scene.preferences.update(use_shortcuts=False)

        assert at_first == "New chat (Ctrl+J)"
        assert later == "New chat (F9)"
        assert room.actions.tooltip("new") == "New chat"
        assert next(b for b in _all_buttons(room) if b.text() == "New chat").toolTip() == "New chat"


async def test_a_copy_by_key_is_told_in_the_window_in_front() -> None:
    async with desk_room(answer("```\none\n```\n\n```\ntwo\n```\n")) as room:
        await room.answered("code")
        room.actions.action("copy-code").trigger()
        room.desk.open_settings()
        await until(room.settings.isActiveWindow)
        room.actions.action("copy-answer").trigger()

        words = [label.text() for label in room.settings.findChildren(QLabel)]
        assert room.window.toasts.texts == ("Copied the last of 2 code blocks (1 line).",)
        assert "Copied the last answer as Markdown." in words


async def test_another_block_can_be_chosen_after_a_copy() -> None:
    async with desk_room(answer("```\none\n```\n\n```\ntwo\n```\n")) as room:
        await room.answered("code")
        room.actions.action("copy-code").trigger()
        room.click("Choose another")
        pickers = room.window.findChildren(CodePicker)
        QTest.keyClick(pickers[0].findChildren(QListWidget)[0], Qt.Key.Key_1)

        assert room.window.toasts.texts == ("Copied code block 1 of 2 (1 line).",)


def _all_buttons(room: Room) -> list[QAbstractButton]:
    return [b for b in room.window.findChildren(QAbstractButton) if b.isVisible()]


def _buttons(room: Room) -> set[str]:
    return {button.text() for button in _all_buttons(room)}


def _settings_page(room: Room) -> str:
    names = room.settings.findChildren(QListWidget)[0]
    return names.currentItem().text()


async def test_f1_opens_the_guide_from_any_window_and_in_the_settings_at_their_page() -> None:
    async with desk_room() as room:
        await until(lambda: QApplication.activeWindow() is room.window)
        QTest.keyClick(room.window, Qt.Key.Key_F1)
        await until(lambda: room.is_open(HelpDialog))
        guide = room.window.findChildren(HelpDialog)[0]
        first = guide.findChildren(QTextBrowser)[0].toPlainText()
        guide.close()
        room.desk.open_settings("network")
        await until(lambda: QApplication.activeWindow() is room.settings)
        QTest.keyClick(room.settings, Qt.Key.Key_F1)
        await until(lambda: room.is_open(HelpDialog))
        second = guide.findChildren(QTextBrowser)[0].toPlainText()

        assert first.startswith("First steps")
        assert second.startswith("Settings")


async def test_a_new_chat_asked_for_twice_keeps_what_was_just_typed() -> None:
    async with desk_room() as room:
        await room.answered("Hello there")
        await room.new_chat()
        room.page.composer.type_on("just typed")
        room.panel.new_requested.emit()
        await let_run(100)

        assert room.page.composer.text() == "just typed"


async def test_a_conversation_is_taken_up_with_what_was_not_yet_asked() -> None:
    async with desk_room() as room:
        first = await room.answered("Hello there")
        await room.new_chat()
        room.desk.take_up(first, "and then?")
        await until(lambda: room.page.composer.text() == "and then?")

        assert room.open_id == first


async def test_a_text_is_taken_up_in_a_new_chat_below_what_is_written_there() -> None:
    async with desk_room() as room:
        await room.answered("Hello there")
        await room.new_chat()
        room.page.composer.type_on("just typed")
        room.desk.take_up("", "brought along")
        await until(lambda: "brought along" in room.page.composer.text())

        assert room.page.composer.text() == "just typed\n\nbrought along"


async def test_an_answer_that_was_read_elsewhere_is_no_longer_marked_as_new() -> None:
    async with desk_room() as room:
        turn = await room.scene.chat.send(None, "Asked elsewhere")
        await turn.wait_ended()
        await until(lambda: not room.scene.chat.running_turns())
        marked = room.spoken(turn.conversation_id)
        room.desk.mark_read(turn.conversation_id)

        assert len(room.spoken(turn.conversation_id)) < len(marked)
