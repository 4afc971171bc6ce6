from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from supertoken_desktop.domain.errors import DiskFull
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.secrets import new_database_key
from supertoken_desktop.settings import Settings
from supertoken_desktop.store.database import open_store
from supertoken_desktop.ui.quick.rules import Phase
from tests.engine.flaky_store import FlakyStore
from tests.fakes.client import Gate, answer
from tests.fakes.waiting import let_run, until
from tests.ui.quick.room import CTRL, Room, quick_room

PRIVATE = Settings(quick_keep=False)


async def kept_texts(room: Room, conversation_id: str) -> list[str]:
    return await room.scene.path_texts(ConversationId(conversation_id))


def contents(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


async def test_a_kept_quick_chat_stands_in_the_list() -> None:
    async with quick_room(answer("One.")) as room:
        await room.answered("first")

        assert [c.title for c in room.listed] == ["first"]
        assert await kept_texts(room, room.listed[0].id) == ["first", "One."]


async def test_a_quick_chat_that_is_not_kept_is_in_no_list() -> None:
    async with quick_room(answer("One."), settings=PRIVATE) as room:
        await room.answered("first")

        assert room.listed == ()
        assert await room.scene.store.conversations() == ()


@pytest.mark.parametrize(("is_kept", "folder_holds"), [(False, False), (True, True)])
async def test_what_is_not_kept_reaches_no_file(
    tmp_path: Path, is_kept: bool, folder_holds: bool
) -> None:
    """The kept one grows the encrypted file; of the other the folder does not even hear."""
    planted = "planted-7f3a9 " * 4000
    store = await open_store(tmp_path / "history.db", new_database_key())
    settings = Settings(quick_keep=is_kept)
    async with quick_room(answer(planted), settings=settings, store=store) as room:
        before = sum(map(len, contents(tmp_path)))
        await room.answered("planted-question-51c2")
        found = contents(tmp_path)
        written = [str(settings) for settings in room.scene.written]

    assert not any(b"planted" in content for content in found)
    assert not any("planted" in settings for settings in written)
    assert (sum(map(len, found)) > before) is folder_holds
    await store.close()


async def test_another_question_leaves_nothing_of_a_chat_that_is_not_kept() -> None:
    async with quick_room(answer("One."), settings=PRIVATE) as room:
        await room.answered("first")
        room.press(Qt.Key.Key_N, CTRL)
        await until(lambda: room.private.library.conversations == ())

        assert await room.private_store.conversations() == ()


async def test_a_kept_chat_goes_on_in_the_main_window() -> None:
    async with quick_room(answer("One.")) as room:
        await room.answered("first")
        room.type("and then")
        room.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: bool(room.continued))

        assert room.continued == [(room.listed[0].id, "and then")]
        assert not room.prompt.isVisible()
        assert (room.phase, room.field.text()) == (Phase.IDLE, "")


async def test_a_chat_that_is_not_kept_moves_to_the_main_window_whole() -> None:
    async with quick_room(answer("One."), answer("Two."), settings=PRIVATE) as room:
        await room.answered("first")
        await room.answered("second")
        room.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: bool(room.continued))

        (conversation_id, text), *_more = room.continued
        assert text == ""
        assert [c.id for c in room.listed] == [conversation_id]
        assert await kept_texts(room, conversation_id) == ["first", "One.", "second", "Two."]
        assert room.private.library.conversations == ()


@asynccontextmanager
async def half_answered(rest: str) -> AsyncIterator[tuple[Room, Gate]]:
    """Ctrl+Enter while half an answer is there; the gate lets the rest come."""
    gate = Gate()
    script = (*answer("Half", finish=None)[:1], gate, *answer(rest))
    async with quick_room(script, settings=PRIVATE) as room:
        await room.ask("first")
        await gate.reached.wait()
        room.press(Qt.Key.Key_Return, CTRL)
        yield room, gate


async def test_a_running_answer_ends_before_its_chat_moves() -> None:
    async with half_answered(" and half") as (room, gate):
        await let_run()
        assert room.continued == []
        assert "opens in the main window" in room.words()

        gate.open()
        await until(lambda: bool(room.continued))
        assert await kept_texts(room, room.continued[0][0]) == ["first", "Half and half"]


async def test_a_new_question_waits_for_the_chat_that_is_about_to_move() -> None:
    async with half_answered(".") as (room, gate):
        room.press(Qt.Key.Key_N, CTRL)
        gate.open()
        await until(lambda: bool(room.continued))

        assert await kept_texts(room, room.continued[0][0]) == ["first", "Half."]


async def test_esc_ends_the_wait_and_what_has_come_moves() -> None:
    async with half_answered(" and half") as (room, _gate):
        room.press(Qt.Key.Key_Escape)
        await until(lambda: bool(room.continued))

        change = await room.scene.chat.open(ConversationId(room.continued[0][0]))
        last = change.tree.path(change.conversation.active_leaf)[-1]
        assert (last.text, last.verdict) == ("Half", Verdict.STOPPED)


async def test_a_kept_running_answer_goes_over_at_once() -> None:
    gate = Gate()
    async with quick_room((*answer("Half", finish=None)[:1], gate, *answer("."))) as room:
        turn = await room.ask("first")
        await gate.reached.wait()
        room.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: bool(room.continued))
        assert room.scene.chat.running(turn.conversation_id) is turn

        gate.open()
        message = await turn.wait_ended()
        assert message.text == "Half."


async def test_where_there_is_no_room_the_chat_stays_and_says_so() -> None:
    store = await FlakyStore.in_memory()
    async with quick_room(answer("One."), settings=PRIVATE, store=store) as room:
        await room.answered("first")
        store.error = DiskFull("full")
        room.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: "disk" in room.words())

        assert room.continued == []
        assert room.shown_text() == "first\nOne."
        assert room.prompt.isVisible()
        store.error = None
    await store.close()


async def test_a_text_without_a_question_goes_into_a_new_chat() -> None:
    async with quick_room() as room:
        room.type("to be asked there")
        room.press(Qt.Key.Key_Return, CTRL)
        await until(lambda: bool(room.continued))

        assert room.continued == [("", "to be asked there")]
        assert room.scene.client.requests == []


async def test_a_chat_that_is_deleted_elsewhere_leaves_the_prompt() -> None:
    async with quick_room(answer("One.")) as room:
        await room.answered("first")
        await room.scene.library.delete(room.listed[0].id)

        assert (room.phase, room.shown_text()) == (Phase.IDLE, "")


async def test_whether_a_chat_is_kept_is_decided_with_its_first_question() -> None:
    async with quick_room(answer("One."), answer("Two."), answer("Three.")) as room:
        await room.answered("first")
        await room.scene.preferences.update(quick_keep=False)
        await room.answered("second")
        assert await kept_texts(room, room.listed[0].id) == ["first", "One.", "second", "Two."]

        room.press(Qt.Key.Key_N, CTRL)
        await room.answered("third")
        assert len(room.listed) == 1
        assert room.shown_text() == "third\nThree."


async def test_questions_of_kept_quick_chats_are_recalled_on_another_day() -> None:
    store = await open_store(None, None)
    async with quick_room(answer("One."), store=store) as room:
        await room.scene.chat.send(None, "asked in the main window")
        await room.answered("first")
        await room.answered("second")

    async with quick_room(store=store) as room:
        room.press(Qt.Key.Key_Up)
        await until(lambda: room.field.text() == "second")
        room.press(Qt.Key.Key_Up)
        assert room.field.text() == "first"
        room.press(Qt.Key.Key_Up)
        assert room.field.text() == "first"
    await store.close()


async def test_questions_of_a_deleted_quick_chat_are_recalled_no_more() -> None:
    store = await open_store(None, None)
    async with quick_room(answer("One."), store=store) as room:
        await room.answered("first")
        await room.scene.library.delete(room.listed[0].id)

    async with quick_room(store=store) as room:
        room.press(Qt.Key.Key_Up)
        await let_run(50)
        assert room.field.text() == ""
    await store.close()
