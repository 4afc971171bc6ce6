from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QToolButton

from supertoken_desktop.domain.message import Message
from supertoken_desktop.ui.chat.header import ChatHeader
from supertoken_desktop.ui.chat.quotation import quotation
from supertoken_desktop.ui.transcript.top_button import TopButton
from tests.fakes.client import Gate, answer
from tests.fakes.waiting import until
from tests.ui.chat.room import Room, button_named, chat_room, only


async def footers(room: Room, count: int) -> None:
    await until(lambda: len(room.footers()) == count)


def item(menu: QMenu, words: str) -> QAction:
    """The entry of a menu, or of a menu inside it, that people would call by these words."""
    menus = (menu, *menu.findChildren(QMenu))
    return next(action for m in menus for action in m.actions() if action.text() == words)


def open_menu(room: Room, message: int) -> QMenu:
    footer = room.footers()[message]
    room.click(footer, "More actions")
    return next(m for m in footer.findChildren(QMenu) if m.isVisible())


def choose(room: Room, message: int, words: str) -> None:
    footer = room.footers()[message]
    footer.set_hovered(True)
    menu = open_menu(room, message)
    item(menu, words).trigger()
    menu.close()


def undo_of(room: Room) -> list[Callable[[], None]]:
    offers: list[Callable[[], None]] = []
    room.page.undo_offered.connect(lambda _words, undo: offers.append(undo))
    return offers


async def asked_box() -> QMessageBox:
    def boxes() -> list[QMessageBox]:
        shown = QApplication.topLevelWidgets()
        return [w for w in shown if isinstance(w, QMessageBox) and w.isVisible()]

    await until(lambda: bool(boxes()))
    return boxes()[-1]


async def press(words: str) -> None:
    box = await asked_box()
    button = button_named(box, words)
    assert button is not None, words
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def talk(room: Room) -> tuple[Message, Message]:
    first = await room.answered("One")
    second = await room.answered("Two")
    await footers(room, 4)
    return first, second


TWO = (answer("Alpha **bold**"), answer("Beta"))


async def test_a_branch_opens_as_a_chat_of_its_own() -> None:
    async with chat_room(*TWO, answer("Gamma")) as room:
        await talk(room)
        source = room.conversation_id

        choose(room, 1, "Branch into a new chat")
        await until(lambda: room.page.conversation_id not in (None, source))
        await footers(room, 2)

        assert await room.path_texts() == ["One", "Alpha **bold**"]
        assert room.scene.library.get(room.conversation_id).title == "One (branch)"
        assert await room.scene.path_texts(source) == ["One", "Alpha **bold**", "Two", "Beta"]


async def test_a_message_is_quoted_behind_the_draft() -> None:
    async with chat_room(answer("Alpha **bold**\n\nand more")) as room:
        await room.answered("One")
        await footers(room, 2)
        room.page.composer.set_text("As you say:")

        choose(room, 1, "Quote")

        quoted = "As you say:\n\n> Alpha **bold**\n>\n> and more\n\n"
        assert room.page.composer.text() == quoted
        assert room.field.textCursor().position() == len(quoted)
        assert room.field.hasFocus()


async def test_only_what_is_selected_is_quoted_where_the_selection_touches_the_message() -> None:
    async with chat_room(*TWO) as room:
        first, _second = await talk(room)
        room.transcript.select_message(first.id)

        choose(room, 3, "Quote")
        whole = room.page.composer.text()
        room.page.composer.set_text("")
        room.actions.action("quote-answer").trigger()

        assert whole == "> Beta\n\n"
        assert room.page.composer.text() == "> Alpha **bold**\n\n"


async def test_q_quotes_a_selection_and_is_a_letter_otherwise() -> None:
    async with chat_room(*TWO) as room:
        first, _second = await talk(room)
        room.transcript.setFocus()
        QTest.keyClick(room.transcript, Qt.Key.Key_Q)
        typed = room.page.composer.text()
        room.page.composer.set_text("")

        room.transcript.select_message(first.id)
        room.transcript.setFocus()
        QTest.keyClick(room.transcript, Qt.Key.Key_Q)

        assert typed == "q"
        assert room.page.composer.text() == "> Alpha **bold**\n\n"


def test_every_line_of_a_quotation_has_its_mark() -> None:
    assert quotation("\na\n\n- b\n") == "> a\n>\n> - b\n\n"


@pytest.mark.parametrize(
    ("words", "copied"),
    [
        ("Markdown", "Alpha **bold**"),
        ("Plain text", "Alpha bold"),
        ("HTML source", "<p>Alpha <strong>bold</strong></p>"),
    ],
)
async def test_a_message_is_copied_in_the_form_that_was_chosen(words: str, copied: str) -> None:
    async with chat_room(*TWO) as room:
        await room.answered("One")
        await footers(room, 2)

        choose(room, 1, words)

        assert QGuiApplication.clipboard().text() == copied


async def test_a_pinned_message_is_listed_and_found_from_its_other_branch() -> None:
    async with chat_room(*TWO) as room:
        await room.answered("One")
        await footers(room, 2)
        pins = only(room.page, ChatHeader).findChild(QToolButton)
        assert isinstance(pins, QToolButton)
        assert not pins.isVisible()

        choose(room, 1, "Pin message")
        await until(pins.isVisible)
        assert button_named(room.footers()[1], "Pinned; click to unpin") is not None
        room.click(room.footers()[1], "Answer again")
        await until(lambda: room.page._entries[-1].message.text == "Beta")
        QTest.mouseClick(pins, Qt.MouseButton.LeftButton)
        menu = next(m for m in pins.findChildren(QMenu) if m.isVisible())
        item(menu, "Alpha **bold**").trigger()
        menu.close()

        tree = await room.scene.tree(room.conversation_id)
        await until(lambda: room.page._entries[-1].message.text == "Alpha **bold**")
        assert sum(m.pinned for m in tree) == 1


async def test_unpinning_can_be_undone() -> None:
    async with chat_room(*TWO) as room:
        await room.answered("One")
        await footers(room, 2)
        offers = undo_of(room)
        room.actions.action("pin-answer").trigger()
        await until(lambda: room.page._entries[-1].message.pinned)

        room.click(room.footers()[1], "Pinned; click to unpin")
        await until(lambda: bool(offers))
        assert not room.page._entries[-1].message.pinned
        offers[0]()

        await until(lambda: room.page._entries[-1].message.pinned)


async def test_the_last_message_is_deleted_without_a_question() -> None:
    async with chat_room(*TWO) as room:
        await talk(room)
        offers = undo_of(room)

        choose(room, 3, "Delete")
        await until(lambda: bool(offers))

        assert await room.path_texts() == ["One", "Alpha **bold**", "Two"]


async def test_an_answer_can_be_deleted_without_what_follows_and_brought_back() -> None:
    async with chat_room(*TWO) as room:
        await talk(room)
        offers = undo_of(room)

        choose(room, 1, "Delete")
        await press("Delete only this answer")
        await until(lambda: bool(offers))
        left = await room.path_texts()
        offers[0]()
        await until(lambda: len(room.page._entries) == 4)

        assert left == ["One", "Two", "Beta"]
        assert await room.path_texts() == ["One", "Alpha **bold**", "Two", "Beta"]


async def test_a_question_can_be_deleted_with_all_that_follows() -> None:
    async with chat_room(*TWO) as room:
        await talk(room)
        offers = undo_of(room)

        choose(room, 0, "Delete")
        await press("Delete it and all that follow")
        await until(lambda: bool(offers))

        assert await room.path_texts() == []


async def test_cancel_deletes_nothing() -> None:
    async with chat_room(*TWO) as room:
        await talk(room)
        offers = undo_of(room)

        choose(room, 0, "Delete")
        await press("Cancel")

        assert offers == []
        assert len(await room.path_texts()) == 4


async def test_an_answer_is_edited_into_a_version_and_enter_asks_nobody() -> None:
    async with chat_room(*TWO) as room:
        await room.answered("One")
        await footers(room, 2)

        choose(room, 1, "Edit")
        assert room.page.composer.text() == "Alpha **bold**"
        assert button_named(room.page.composer, "Save and ask") is None
        room.page.composer.set_text("My words")
        room.press(Qt.Key.Key_Return)
        await until(lambda: room.page._entries[-1].message.text == "My words")

        assert await room.path_texts() == ["One", "My words"]
        assert room.page._entries[-1].count == 2
        assert len(room.scene.client.requests) == 1
        assert room.page.composer.text() == ""


async def test_a_question_edited_after_an_answer_can_be_asked_again() -> None:
    async with chat_room(*TWO) as room:
        await room.answered("One")
        await footers(room, 2)
        choose(room, 1, "Edit")
        room.press(Qt.Key.Key_Escape)

        room.actions.action("edit-question").trigger()

        assert button_named(room.page.composer, "Save and ask") is not None


async def test_a_question_is_asked_again_unchanged() -> None:
    async with chat_room(*TWO) as room:
        await room.answered("One")
        await footers(room, 2)

        choose(room, 0, "Ask again")
        await until(lambda: room.page._entries[-1].message.text == "Beta")

        first, second = (request.messages for request in room.scene.client.requests)
        assert first == second
        assert room.page._entries[-1].count == 2


async def test_the_raw_exchange_is_asked_for_by_menu_and_action() -> None:
    async with chat_room(*TWO) as room:
        message = await room.answered("One")
        await footers(room, 2)
        wanted: list[Message] = []
        room.page.raw_requested.connect(wanted.append)

        choose(room, 1, "Raw request and answer…")
        room.actions.action("raw-answer").trigger()

        assert [m.id for m in wanted] == [message.id, message.id]


async def test_the_menu_key_opens_the_menu_of_a_message() -> None:
    async with chat_room(*TWO) as room:
        await room.answered("One")
        await footers(room, 2)
        middle = QPoint(room.transcript.viewport().width() // 2, 60)
        reason = QContextMenuEvent.Reason.Keyboard

        event = QContextMenuEvent(reason, middle, room.transcript.mapToGlobal(middle))
        QApplication.sendEvent(room.transcript.viewport(), event)
        menu = next(m for m in room.transcript.findChildren(QMenu) if m.isVisible())
        words = [action.text() for action in menu.actions()]
        menu.close()
        footer = room.footers()[1]
        QApplication.sendEvent(footer, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
        of_footer = next(m for m in footer.findChildren(QMenu) if m.isVisible())
        of_footer.close()

        assert "Select message" in words
        assert {"Edit", "Delete", "Branch into a new chat"} <= set(words)
        assert item(of_footer, "Raw request and answer…") is not None


async def test_shift_f10_opens_the_menu_in_the_middle_and_of_the_focused_foot() -> None:
    async with chat_room(*TWO) as room:
        await room.answered("One")
        await footers(room, 2)
        footer = room.footers()[0]
        edit = button_named(footer, "Edit")
        assert edit is not None

        QTest.keyClick(room.transcript, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        in_middle = next(m for m in room.transcript.findChildren(QMenu) if m.isVisible())
        assert item(in_middle, "Select message") is not None
        in_middle.close()
        QTest.keyClick(edit, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        of_footer = next(m for m in footer.findChildren(QMenu) if m.isVisible())
        of_footer.close()

        assert item(of_footer, "Ask again") is not None


async def test_a_running_answer_has_no_menu_of_its_own() -> None:
    gate = Gate()
    async with chat_room((*answer("Half")[:1], gate, *answer())) as room:
        await room.ask("One")
        await gate.reached.wait()
        await footers(room, 2)
        footer = room.footers()[1]

        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(footer, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))

        assert footer.findChildren(QMenu) == []
        gate.open()


async def test_a_message_taller_than_the_window_has_its_actions_at_the_top() -> None:
    paragraphs = "\n\n".join(f"Paragraph {number}." for number in range(60))
    async with chat_room(answer(paragraphs)) as room:
        message = await room.answered("One")
        button = only(room.transcript, TopButton)
        await until(lambda: not room.transcript.verticalScrollBar().isHidden())
        at_end = button.isVisible()

        room.transcript.show_message(message.id)
        await until(button.isVisible)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        menu = next(m for m in room.transcript.findChildren(QMenu) if m.isVisible())
        item(menu, "Pin message").trigger()
        menu.close()

        await until(lambda: room.page._entries[-1].message.pinned)
        assert not at_end


async def test_the_whole_chat_is_copied_as_markdown() -> None:
    async with chat_room(*TWO) as room:
        await talk(room)

        room.actions.action("copy-chat").trigger()

        text = QGuiApplication.clipboard().text()
        assert text.startswith("## You\n\nOne\n\n## ")
        assert text.endswith("\n\nBeta\n")
