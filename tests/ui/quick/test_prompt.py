import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from supertoken_desktop.domain.errors import ErrorDetail, KeyRefused
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.chat.error_card import ErrorCard
from supertoken_desktop.ui.chat.model_picker import ModelPicker
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.quick.rules import FRESH_S, Phase
from supertoken_desktop.ui.quick.window import JUST_HIDDEN_S, REPEAT_S
from tests.fakes.client import Gate, Headers, answer
from tests.fakes.waiting import let_run, until
from tests.ui.quick.room import CTRL, SHIFT, Room, quick_room

CODE = "Do this:\n\n```python\nprint('one')\n```\n\nor\n\n```sh\necho two\n```\n"


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


async def test_enter_asks_and_the_answer_stands_below() -> None:
    async with quick_room(answer("Forty", "-two.")) as room:
        low = room.prompt.height()
        await room.answered("what is it?")
        await until(lambda: room.prompt.height() > low)

        assert room.shown_text() == "what is it?\nForty-two."
        assert room.field.text() == ""


async def test_shift_enter_breaks_the_line_whatever_key_sends_in_the_main_window() -> None:
    async with quick_room(settings=Settings(send_key="ctrl_enter")) as room:
        room.type("a")
        room.press(Qt.Key.Key_Return, SHIFT)
        room.type("b")
        assert room.field.text() == "a\nb"

        room.press(Qt.Key.Key_Return)
        await until(lambda: room.phase is Phase.ANSWERED)
        assert room.shown_text().startswith("a\nb\n")


async def test_enter_never_asks_while_a_word_is_composed() -> None:
    async with quick_room() as room:
        room.type("say ")
        room.compose("ni")
        room.press(Qt.Key.Key_Return)
        room.press(Qt.Key.Key_Return, CTRL)
        room.press(Qt.Key.Key_1, CTRL)
        await let_run()
        assert (room.phase, room.continued) == (Phase.IDLE, [])
        assert room.prompt.isVisible()

        room.compose("", "你")
        await room.answered("")
        assert room.shown_text().startswith("say 你")


async def test_esc_stops_first_and_hides_then() -> None:
    gate = Gate()
    async with quick_room((*answer("Half", finish=None)[:1], gate, *answer(" more"))) as room:
        turn = await room.ask("go on")
        await gate.reached.wait()

        room.press(Qt.Key.Key_Escape)
        message = await turn.wait_ended()
        await until(lambda: room.phase is Phase.ANSWERED)
        assert (message.verdict, message.text) == (Verdict.STOPPED, "Half")
        assert room.prompt.isVisible()

        room.press(Qt.Key.Key_Escape)
        assert not room.prompt.isVisible()


async def test_esc_stops_a_question_that_is_still_on_its_way() -> None:
    gate = Gate()
    async with quick_room((gate, Headers(), *answer("never"))) as room:
        room.type("go")
        room.press(Qt.Key.Key_Return)
        room.press(Qt.Key.Key_Escape)
        await until(lambda: room.phase is Phase.ANSWERED)

        assert room.prompt.talk.answer is not None
        assert room.prompt.talk.answer.verdict is Verdict.STOPPED
        assert room.prompt.isVisible()


async def test_a_further_question_goes_on_in_the_same_conversation() -> None:
    async with quick_room(answer("One."), answer("Two.")) as room:
        await room.answered("first")
        await room.answered("second")

        assert len(room.listed) == 1
        asked = [m.parts for m in room.scene.client.requests[1].messages]
        assert asked == [(TextPart(text),) for text in ("first", "One.", "second")]


async def test_ctrl_n_begins_another_conversation() -> None:
    async with quick_room(answer("One."), answer("Two.")) as room:
        await room.answered("first")
        room.press(Qt.Key.Key_N, CTRL)
        assert (room.phase, room.shown_text()) == (Phase.IDLE, "")

        await room.answered("second")
        assert len(room.listed) == 2


async def test_an_answer_left_alone_is_followed_up_for_a_minute_only() -> None:
    async with quick_room(answer("One.")) as room:
        await room.answered("first")
        room.prompt.put_away()
        room.scene.clock.advance(FRESH_S - 1)
        room.prompt.present()
        assert room.phase is Phase.ANSWERED
        assert room.field.textCursor().selectedText() == "first"

        room.prompt.put_away()
        room.scene.clock.advance(FRESH_S)
        room.prompt.present()
        assert (room.phase, room.field.text()) == (Phase.IDLE, "")


async def test_what_was_never_asked_stays_however_old_it_is() -> None:
    async with quick_room() as room:
        room.type("unfinished")
        room.prompt.put_away()
        room.scene.clock.advance(10 * FRESH_S)
        room.prompt.present()

        assert room.field.textCursor().selectedText() == "unfinished"


async def test_toggling_shows_and_hides_and_a_held_key_does_it_once() -> None:
    async with quick_room() as room:
        seen = []
        for wait_s in (1.0, 1.0, REPEAT_S / 3, REPEAT_S / 3, 1.0):
            room.scene.clock.advance(wait_s)
            room.prompt.toggle()
            seen.append(room.prompt.isVisible())

        assert seen == [False, True, True, True, False]


async def test_a_prompt_that_comes_back_at_once_has_the_caret_again() -> None:
    async with quick_room() as room:
        for _time in range(3):
            room.prompt.put_away()
            room.prompt.present()
            await until(lambda: room.prompt.isActiveWindow() and room.field.hasFocus())


async def test_the_key_that_took_the_focus_does_not_open_the_prompt_again() -> None:
    async with quick_room() as room:
        other = await _lose_focus(room)
        assert not room.prompt.isVisible()

        room.scene.clock.advance(JUST_HIDDEN_S / 2)
        room.prompt.toggle()
        assert not room.prompt.isVisible()

        room.scene.clock.advance(JUST_HIDDEN_S)
        room.prompt.toggle()
        assert room.prompt.isVisible()
        other.deleteLater()


async def test_a_pinned_prompt_stays_when_the_focus_goes() -> None:
    async with quick_room() as room:
        room.click("Stay open")
        await until(lambda: room.scene.preferences.current.quick_pinned)
        other = await _lose_focus(room)

        assert room.prompt.isVisible()
        other.deleteLater()


async def test_losing_the_focus_right_after_opening_hides_nothing() -> None:
    async with quick_room() as room:
        other = await _lose_focus(room, after_s=0.05)

        assert room.prompt.isVisible()
        other.deleteLater()


async def test_a_dialog_of_its_own_keeps_the_prompt_open() -> None:
    async with quick_room() as room:
        await until(room.prompt.isActiveWindow)
        room.scene.clock.advance(5)
        dialog = QDialog(room.prompt)
        dialog.show()
        dialog.activateWindow()
        await until(lambda: not room.prompt.isActiveWindow())
        await let_run(50)

        assert room.prompt.isVisible()
        dialog.close()


async def test_choosing_a_model_keeps_the_prompt_open_and_is_remembered() -> None:
    async with quick_room() as room:
        await room.scene.catalogue.add_by_hand(ProfileId("p1"), "claude-y")
        room.scene.clock.advance(5)
        room.press(Qt.Key.Key_M, CTRL | SHIFT)
        picker = room.prompt.findChildren(ModelPicker)[0]
        await let_run(20)
        assert picker.isVisible()
        assert room.prompt.isVisible()

        picker.model_chosen.emit("p1", "claude-y")
        picker.close()
        await until(lambda: room.scene.preferences.current.quick_model_id == "claude-y")
        await room.answered("hello")
        assert room.scene.client.requests[0].model_id == "claude-y"


async def test_tab_takes_the_clipboards_text_and_nothing_is_sent() -> None:
    async with quick_room() as room:
        await room.copied("some text")
        assert room.sees("Use clipboard: “some text”")

        room.press(Qt.Key.Key_Tab)
        await let_run()
        assert (room.field.text(), room.phase) == ("some text", Phase.IDLE)
        assert not room.sees("Use clipboard: “some text”")


async def test_an_action_is_shown_before_it_is_sent_and_can_be_undone() -> None:
    actions = ("Explain\tExplain <{clipboard}> for {input}", "Fix\tFix {clipboard}")
    async with quick_room(settings=Settings(quick_actions=actions)) as room:
        await room.copied("a {input} b")
        room.type("children")
        room.press(Qt.Key.Key_1, CTRL)
        assert room.field.text() == "Explain <a {input} b> for children"
        assert room.phase is Phase.IDLE

        room.press(Qt.Key.Key_2, CTRL)
        assert room.field.text() == "Fix a {input} b"

        room.field.undo()
        room.field.undo()
        assert room.field.text() == "children"


async def test_an_action_without_clipboard_takes_what_is_written() -> None:
    async with quick_room(settings=Settings(quick_actions=("Fix\tFix {clipboard}",))) as room:
        room.press(Qt.Key.Key_1, CTRL)
        assert room.field.text() == ""

        room.type("teh")
        room.press(Qt.Key.Key_1, CTRL)
        assert room.field.text() == "Fix teh"


@pytest.mark.timeout_s(40)
async def test_a_hostile_clipboard_is_only_text() -> None:
    async with quick_room() as room:
        await room.copied("\0\u202e& <b>dlrow</b> <img src='file:///etc/passwd'>")
        chip = room.prompt._offers._chip
        assert "“&& <b>dlrow</b>" in chip.text()
        assert "\u202e" not in chip.text()
        assert ">&amp; &lt;b&gt;dlrow" in chip.toolTip()

        await room.copied("x" * 1_000_000)
        assert not room.prompt._offers.isVisible()

        picture = QMimeData()
        picture.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
        await room.copied_data(picture)
        assert not room.prompt._offers.isVisible()

        await room.copied("word " * 30_000)
        room.press(Qt.Key.Key_Tab)
        assert len(room.field.text()) == 150_000


async def test_nothing_of_the_clipboard_is_kept_while_the_prompt_is_away() -> None:
    async with quick_room() as room:
        await room.copied("secret words")
        room.prompt.put_away()

        assert "secret" not in room.prompt._offers._chip.text()
        assert "secret" not in room.prompt._offers._chip.toolTip()


async def test_arrows_recall_earlier_questions() -> None:
    async with quick_room(answer("One."), answer("Two.")) as room:
        await room.answered("first")
        await room.answered("second")

        room.type("draft")
        room.press(Qt.Key.Key_Up)
        await until(lambda: room.field.text() == "second")
        room.press(Qt.Key.Key_Up)
        assert room.field.text() == "first"
        room.press(Qt.Key.Key_Down)
        room.press(Qt.Key.Key_Down)
        assert room.field.text() == "draft"


async def test_ctrl_c_copies_the_answer_unless_something_is_selected() -> None:
    async with quick_room(answer("The **answer**.")) as room:
        await room.answered("question")
        room.press(Qt.Key.Key_C, CTRL)
        assert clipboard() == "The **answer**."

        room.type("mine")
        room.field.selectAll()
        room.press(Qt.Key.Key_C, CTRL)
        assert clipboard() == "mine"


async def test_one_key_copies_the_last_code_block_and_another_the_answer() -> None:
    async with quick_room(answer(CODE)) as room:
        await room.answered("how?")
        room.press(Qt.Key.Key_Semicolon, CTRL | SHIFT)
        assert clipboard().strip() == "echo two"

        room.press(Qt.Key.Key_C, CTRL | SHIFT)
        assert clipboard() == CODE.strip()


async def test_the_copying_keys_are_those_of_the_main_window() -> None:
    async with quick_room(answer("Yes.")) as room:
        room.actions.action("copy-answer").setShortcut("Ctrl+Shift+Y")
        await room.answered("really?")
        room.press(Qt.Key.Key_C, CTRL | SHIFT)
        assert clipboard() == ""

        room.press(Qt.Key.Key_Y, CTRL | SHIFT)
        assert clipboard() == "Yes."


async def test_a_refused_key_is_told_by_the_usual_card() -> None:
    refusal = KeyRefused("refused", detail=ErrorDetail(status=401, message="<b>Invalid</b>"))
    async with quick_room((refusal,)) as room:
        await room.answered("hello")
        cards = [c for c in room.prompt.findChildren(ErrorCard) if c.isVisible()]

        assert len(cards) == 1
        assert "<b>Invalid</b>" in room.words()


async def test_without_a_provider_the_text_stays_and_a_button_leads_on() -> None:
    async with quick_room(has_provider=False) as room:
        room.type("hello")
        room.press(Qt.Key.Key_Return)
        await let_run()
        assert room.field.text() == "hello"

        room.click("Set up a provider")
        assert room.set_up_wanted == [True]


async def test_a_text_given_from_outside_is_put_there_and_not_sent() -> None:
    async with quick_room() as room:
        room.prompt.present("asked from outside")
        await let_run()

        assert (room.field.text(), room.phase) == ("asked from outside", Phase.IDLE)


async def test_a_text_given_from_outside_stands_below_what_is_being_written() -> None:
    async with quick_room() as room:
        room.type("half a thought")
        room.prompt.present("asked from outside")

        assert room.field.text() == "half a thought\n\nasked from outside"


async def test_the_same_text_from_outside_is_put_there_once() -> None:
    async with quick_room() as room:
        room.prompt.present("asked from outside")
        room.prompt.present("asked from outside")

        assert room.field.text() == "asked from outside"


async def test_a_text_from_outside_brings_no_control_characters_and_no_flood() -> None:
    async with quick_room() as room:
        room.prompt.present("a\0b\x1b[31mc")
        assert room.field.text() == "ab[31mc"

        room.prompt.present("x" * 1_000_000)
        assert room.field.text() == "ab[31mc"


async def test_a_double_click_with_ctrl_brings_the_prompt_back_to_the_middle() -> None:
    async with quick_room(settings=Settings(quick_place=(5, 5, 500))) as room:
        assert (room.prompt.x(), room.prompt.width()) == (5, 500)
        QTest.mouseDClick(room.prompt, Qt.MouseButton.LeftButton, CTRL, QPoint(300, 4))
        QTest.mouseRelease(room.prompt, Qt.MouseButton.LeftButton, CTRL, QPoint(300, 4))
        await until(lambda: room.scene.preferences.current.quick_place == ())

        screen = room.prompt.screen().availableGeometry()
        assert abs(room.prompt.geometry().center().x() - screen.center().x()) <= 1


async def test_a_question_is_edited_and_asked_in_other_words() -> None:
    async with quick_room(answer("One."), answer("Two.")) as room:
        await room.answered("first")
        room.click("Edit")
        assert room.field.text() == "first"

        room.field.selectAll()
        await room.answered("better")
        assert room.shown_text() == "better\nTwo."
        assert len(room.listed) == 1


async def test_another_language_reaches_all_of_the_prompt() -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    spoken = Language(app)
    async with quick_room() as room:
        await room.copied("text")
        try:
            spoken.apply("zh_CN")
            assert room.sees("解释")
            assert room.sees("使用剪贴板：“text”")
            assert room.prompt.windowTitle() == "快速提问"
        finally:
            spoken.apply("en")

        assert room.sees("Explain")


async def _lose_focus(room: Room, after_s: float = 5.0) -> QWidget:
    """Let another window of the desktop take the focus."""
    await until(room.prompt.isActiveWindow)
    room.scene.clock.advance(after_s)
    other = QWidget()
    other.show()
    other.activateWindow()
    await until(lambda: QApplication.activeWindow() is not None)
    await let_run(50)
    return other
