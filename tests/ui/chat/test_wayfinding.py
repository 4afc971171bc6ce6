from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTextEdit, QWidget

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.chat.find_bar import FindBar
from supertoken_desktop.ui.chat.turn_navigator import TurnNavigator
from supertoken_desktop.ui.transcript.scrolling import ScrollMode
from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch
from supertoken_desktop.ui.transcript.stack import RowIndex
from tests.fakes.client import answer
from tests.fakes.waiting import until
from tests.ui.chat.room import Room, button_named, chat_room, only

ANSWER = "A needle.\n\n- one needle\n- two\n\n" + "More words to read. " * 300
NONE = Qt.KeyboardModifier.NoModifier


def bar(room: Room) -> FindBar:
    return only(room.page, FindBar)


def field(room: Room) -> QLineEdit:
    return only(bar(room), QLineEdit)


def says(room: Room, words: str) -> bool:
    return any(label.text() == words for label in bar(room).findChildren(QLabel))


def marked(room: Room, colour: QColor) -> list[str]:
    found = []
    for widget in room.transcript.stage.widgets_in_order():
        if isinstance(widget, QTextEdit):
            for selection in widget.extraSelections():
                if selection.format.background().color() == colour:
                    found.append(selection.cursor.selectedText())
    return found


async def look_for(room: Room, words: str) -> None:
    room.actions.action("find").trigger()
    field(room).clear()
    QTest.keyClicks(field(room), words)


async def test_what_is_typed_is_found_counted_and_stepped_through() -> None:
    async with chat_room(answer(ANSWER)) as room:
        await room.answered("where is the needle")

        await look_for(room, "needle")
        await until(lambda: says(room, "1 of 3"))
        QTest.keyClick(field(room), Qt.Key.Key_Return)
        second = says(room, "2 of 3")
        QTest.keyClick(field(room), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        room.actions.action("find-previous").trigger()

        assert second
        assert says(room, "3 of 3")
        assert marked(room, room.theme.colours.current_hit) == ["needle"]


async def test_what_is_not_there_is_said_to_be_not_there() -> None:
    async with chat_room(answer(ANSWER)) as room:
        await room.answered("go")

        await look_for(room, "haystack")

        await until(lambda: says(room, "No hits"))
        assert button_named(bar(room), "Next hit (Enter)").isEnabled() is False  # type: ignore[union-attr]  # it is there


async def test_case_and_whole_words_narrow_the_search() -> None:
    async with chat_room(answer("Needles and needle and NEEDLE")) as room:
        await room.answered("go")
        await look_for(room, "needle")
        await until(lambda: says(room, "1 of 3"))

        room.click(bar(room), "Whole words")
        await until(lambda: says(room, "1 of 2"))
        room.click(bar(room), "Match case")

        await until(lambda: says(room, "1 of 1"))


async def test_esc_closes_the_bar_and_gives_the_focus_back() -> None:
    async with chat_room(answer(ANSWER)) as room:
        await room.answered("go")
        room.page.activateWindow()
        room.field.setFocus()
        await until(lambda: QApplication.focusWidget() is room.field)
        await look_for(room, "needle")
        await until(lambda: says(room, "1 of 2"))

        QTest.keyClick(field(room), Qt.Key.Key_Escape)

        assert bar(room).isHidden()
        assert QApplication.focusWidget() is room.field
        assert marked(room, room.theme.colours.hit) == []


async def test_the_bar_keeps_its_words_for_the_next_time() -> None:
    async with chat_room(answer(ANSWER)) as room:
        await room.answered("go")
        await look_for(room, "needle")
        QTest.keyClick(field(room), Qt.Key.Key_Escape)

        room.actions.action("find-next").trigger()

        await until(lambda: says(room, "1 of 2"))


async def test_hits_on_other_branches_are_told_and_led_to() -> None:
    async with chat_room(answer("a needle, a needle"), answer("two")) as room:
        old = await room.answered("count")
        turn = await room.scene.chat.regenerate(room.conversation_id, old.id)
        await turn.wait_ended()
        await look_for(room, "needle")
        await until(lambda: button_named(bar(room), "2 more on other branches") is not None)

        room.click(bar(room), "2 more on other branches")

        await until(lambda: says(room, "1 of 2"))
        assert await room.path_texts() == ["count", "a needle, a needle"]
        assert marked(room, room.theme.colours.current_hit) == ["needle"]


async def test_the_words_that_found_a_message_are_marked_in_it() -> None:
    async with chat_room(answer(ANSWER)) as room:
        found = await room.answered("needle")
        conversation_id = room.conversation_id
        await room.open(None)

        room.page.open_message(conversation_id, found.id, "two needle")

        await until(lambda: bool(marked(room, room.theme.colours.current_hit)))
        hits = marked(room, room.theme.colours.hit) + marked(room, room.theme.colours.current_hit)
        assert sorted(hits) == ["needle", "needle", "two"]
        QTest.mouseClick(room.transcript.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(9, 9))
        assert marked(room, room.theme.colours.hit) == []


async def test_another_conversation_closes_the_bar() -> None:
    async with chat_room(answer(ANSWER), answer("two")) as room:
        await room.answered("go")
        first = room.conversation_id
        await room.open(None)
        await room.answered("again")
        await look_for(room, "needle")

        await room.open(first)

        assert bar(room).isHidden()


async def test_keys_go_from_message_to_message_and_to_the_ends() -> None:
    async with chat_room(*[answer(ANSWER)] * 4) as room:
        for number in range(4):
            await room.answered(f"question {number}")
        view = room.transcript

        room.actions.action("go-top").trigger()
        top = view.verticalScrollBar().value()
        room.actions.action("next-message").trigger()
        room.actions.action("next-message").trigger()
        after_two = view.stack.at(view.verticalScrollBar().value() + 2).message
        room.actions.action("previous-message").trigger()
        after_one = view.stack.at(view.verticalScrollBar().value() + 2).message
        room.actions.action("go-end").trigger()

        assert top == 0
        assert (after_two, after_one) == (2, 1)
        assert view.is_at_end


async def test_an_empty_message_field_leaves_the_keys_of_the_ends_to_the_chat() -> None:
    async with chat_room(*[answer(ANSWER)] * 2) as room:
        for number in range(2):
            await room.answered(f"question {number}")
        room.page.activateWindow()
        room.field.setFocus()
        await until(lambda: QApplication.focusWidget() is room.field)
        control = Qt.KeyboardModifier.ControlModifier

        QTest.keyClick(room.field, Qt.Key.Key_Home, control)
        when_empty = room.transcript.verticalScrollBar().value()
        QTest.keyClick(room.field, Qt.Key.Key_End, control)
        at_end = room.transcript.is_at_end
        QTest.keyClicks(room.field, "ab")
        QTest.keyClick(room.field, Qt.Key.Key_Home, control)

        assert (when_empty, at_end) == (0, True)
        assert room.field.textCursor().position() == 0
        assert room.transcript.is_at_end


def hover(widget: QWidget, y: int) -> None:
    QTest.mouseMove(widget, QPoint(widget.width() // 2, y))


async def test_the_navigator_has_a_tick_for_each_question() -> None:
    async with chat_room(*[answer(ANSWER)] * 5) as room:
        for number in range(5):
            await room.answered(f"question {number}")
        navigator = only(room.page, TurnNavigator)
        step = navigator.height() / 5
        middles = [round((n + 0.5) * step) for n in range(5)]

        QTest.mouseClick(navigator, Qt.MouseButton.LeftButton, NONE, QPoint(5, middles[1]))

        view = room.transcript
        assert navigator.isVisible()
        assert [navigator.question_at(y) for y in middles] == [0, 1, 2, 3, 4]
        assert (navigator.question_at(-50), navigator.question_at(5000)) == (0, 4)
        assert view.stack.top(2) == view.verticalScrollBar().value()
        assert navigator.current == 1


async def test_the_navigator_shows_the_question_under_the_mouse() -> None:
    async with chat_room(*[answer("yes")] * 3) as room:
        for number in range(3):
            await room.answered(f"question {number}")
        navigator = only(room.page, TurnNavigator)

        hover(navigator, round(navigator.height() * 0.5))

        words = {label.text() for label in room.page.findChildren(QLabel) if label.isVisible()}
        assert {"Question 2 of 3", "question 1"} <= words


async def test_the_navigator_follows_the_reader() -> None:
    async with chat_room(*[answer(ANSWER)] * 3) as room:
        for number in range(3):
            await room.answered(f"question {number}")
        navigator = only(room.page, TurnNavigator)
        at_end = navigator.current

        room.actions.action("go-top").trigger()

        await until(lambda: navigator.current == 0)
        assert at_end == 2


async def test_two_questions_need_no_navigator() -> None:
    async with chat_room(*[answer("yes")] * 2) as room:
        for number in range(2):
            await room.answered(f"question {number}")

        assert not only(room.page, TurnNavigator).isVisible()


async def test_a_narrow_window_has_no_navigator() -> None:
    async with chat_room(*[answer("yes")] * 3) as room:
        for number in range(3):
            await room.answered(f"question {number}")

        room.page.resize(500, 700)
        await until(lambda: not only(room.page, TurnNavigator).isVisible())
        room.page.resize(900, 700)

        await until(lambda: only(room.page, TurnNavigator).isVisible())


async def test_the_scroll_mode_of_the_settings_is_obeyed_at_once() -> None:
    async with chat_room(answer("one"), settings=Settings(scroll_mode="free")) as room:
        await room.answered("go")
        before = room.transcript.scrolling.mode

        await room.scene.preferences.update(scroll_mode="one_screen")

        assert before is ScrollMode.FREE
        assert room.transcript.scrolling.mode is ScrollMode.ONE_SCREEN


async def test_the_reading_place_is_written_down_when_one_leaves() -> None:
    async with chat_room(*[answer(ANSWER)] * 3) as room:
        for number in range(3):
            await room.answered(f"question {number}")
        conversation_id = room.conversation_id
        room.actions.action("go-top").trigger()
        room.actions.action("next-message").trigger()
        read = room.transcript.stack.entries[1].message.id

        await room.open(None)

        wanted = (f"{conversation_id} {read} 0 0",)
        await until(lambda: room.scene.preferences.current.reading_places == wanted)


async def test_what_is_selected_is_looked_for() -> None:
    async with chat_room(answer("A needle here and a needle there.")) as room:
        found = await room.answered("go")
        index = room.transcript.stack.index_of(found.id)
        assert index is not None
        row = RowIndex(index, room.transcript.stack.section(index).first_block_row)
        word = Stretch(Position(*row, 2), Position(*row, 8))
        room.transcript.pointer.select(Selection(word, word))

        room.actions.action("find").trigger()

        assert field(room).text() == "needle"
        await until(lambda: says(room, "1 of 2"))


async def test_of_very_many_questions_the_ticks_keep_within_the_rail() -> None:
    async with chat_room(*[answer("yes")] * 3) as room:
        for number in range(3):
            await room.answered(f"question {number}")
        navigator = only(room.page, TurnNavigator)
        asked = room.transcript.stack.entries[0]

        navigator.show_entries([asked] * 1000)

        ends = [navigator.question_at(0), navigator.question_at(navigator.height() - 1)]
        assert navigator.height() < room.transcript.height()
        assert ends[0] == 0
        assert ends[1] >= 997
