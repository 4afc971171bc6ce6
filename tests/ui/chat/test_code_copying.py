from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from supertoken_desktop.ui.chat.answer_code import codes_of
from supertoken_desktop.ui.chat.code_picker import CodePicker
from tests.fakes.client import Gate, answer
from tests.fakes.waiting import until
from tests.ui.chat.room import Room, chat_room

THREE = (
    "```python\na = 1\nb = 2\n```\n\nor\n\n- ```bash\n  # note\n  ls\n  ```\n\n> ```\n> x\n> ```\n"
)
ELEVEN = "\n".join(f"```\nblock {number}\n```\n" for number in range(1, 12))


@asynccontextmanager
async def copying_room(*scripts: object) -> AsyncIterator[tuple[Room, list[tuple[str, bool]]]]:
    """A chat, and what it tells of copies."""
    async with chat_room(*scripts) as room:
        told: list[tuple[str, bool]] = []
        room.page.copied.connect(lambda words, has_others: told.append((words, has_others)))
        yield room, told


def copied() -> str:
    return QGuiApplication.clipboard().text()


def do(room: Room, action_id: str) -> None:
    room.actions.action(action_id).trigger()


async def picker(room: Room) -> QListWidget:
    do(room, "copy-code-pick")
    found = [p for p in room.page.findChildren(CodePicker) if p.isVisible()]
    assert len(found) == 1
    return found[0].findChildren(QListWidget)[0]


async def gone(room: Room) -> None:
    await until(lambda: not [p for p in room.page.findChildren(CodePicker) if p.isVisible()])


def test_blocks_are_found_in_lists_and_quotes_in_their_order() -> None:
    found = codes_of(THREE)

    assert [code.language for code in found] == ["python", "bash", ""]
    assert [code.line_count for code in found] == [2, 2, 1]
    assert [code.first_line for code in found] == ["a = 1", "# note", "x"]


def test_of_an_answer_on_its_way_only_complete_blocks_count() -> None:
    unfinished = "```\ndone\n```\n\n```\nnot yet"

    assert len(codes_of(unfinished)) == 2
    assert [code.code for code in codes_of(unfinished, is_running=True)] == ["done"]


async def test_a_copy_of_the_last_block_tells_what_it_is_and_that_there_are_others() -> None:
    async with copying_room(answer(THREE)) as (room, told):
        await room.answered("code")
        do(room, "copy-code")

        assert copied() == "x"
        assert told == [("Copied the last of 3 code blocks (1 line).", True)]


async def test_a_copy_of_the_only_block_says_so() -> None:
    async with copying_room(answer("```python\na = 1\nb = 2\n```\n")) as (room, told):
        await room.answered("code")
        do(room, "copy-code")

        assert told == [("Copied the code block (Python, 2 lines).", False)]


async def test_without_code_nothing_is_copied_and_that_is_said() -> None:
    async with copying_room(answer("words")) as (room, told):
        await room.answered("code")
        QGuiApplication.clipboard().setText("before")
        for action_id in ("copy-code", "copy-code-pick", "copy-commands"):
            do(room, action_id)

        assert copied() == "before"
        assert told == [("There is no code block in this chat.", False)] * 3


async def test_while_an_answer_is_written_its_last_complete_block_is_copied() -> None:
    gate = Gate()
    script = (*answer("```\none\n```\n\n```\ntw", finish=None, marker=False)[:1], gate)
    async with copying_room((*script, *answer("o\n```\n"))) as (room, told):
        await room.ask("code")
        await until(lambda: "tw" in room.turn.text)
        do(room, "copy-code")
        early = copied()
        gate.open()
        await until(lambda: not room.scene.chat.running_turns())
        do(room, "copy-code")

        assert early == "one"
        assert copied() == "two"
        assert [words for words, _more in told] == [
            "Copied the code block (1 line).",
            "Copied the last of 2 code blocks (1 line).",
        ]


async def test_an_answer_without_code_leaves_the_one_before_it_meant() -> None:
    async with copying_room(answer("```\nold\n```\n"), answer("words")) as (room, _told):
        await room.answered("code")
        await room.answered("words")
        do(room, "copy-code")

        assert copied() == "old"


@pytest.mark.parametrize(("key", "code"), [(Qt.Key.Key_1, "a = 1\nb = 2"), (Qt.Key.Key_3, "x")])
async def test_a_number_picks_a_block(key: Qt.Key, code: str) -> None:
    async with copying_room(answer(THREE)) as (room, told):
        await room.answered("code")
        QTest.keyClick(await picker(room), key)
        await gone(room)

        assert copied() == code
        assert told[0][0].startswith(f"Copied code block {1 if code != 'x' else 3} of 3 (")


async def test_arrows_and_enter_pick_a_block_as_well() -> None:
    async with copying_room(answer(THREE)) as (room, _told):
        await room.answered("code")
        listed = await picker(room)
        QTest.keyClick(listed, Qt.Key.Key_Up)
        QTest.keyClick(listed, Qt.Key.Key_Return)
        await gone(room)

        assert copied() == "# note\nls"


async def test_escape_and_a_number_without_a_block_copy_nothing() -> None:
    async with copying_room(answer(THREE)) as (room, told):
        await room.answered("code")
        QGuiApplication.clipboard().setText("before")
        listed = await picker(room)
        QTest.keyClick(listed, Qt.Key.Key_7)
        is_open = listed.isVisible()
        QTest.keyClick(listed, Qt.Key.Key_Escape)
        await gone(room)

        assert is_open
        assert copied() == "before"
        assert told == []


async def test_digits_go_into_the_message_field_again_after_a_pick() -> None:
    async with copying_room(answer(THREE)) as (room, _told):
        await room.answered("code")
        room.page.activateWindow()
        room.field.setFocus()
        await until(lambda: QApplication.focusWidget() is room.field)
        QTest.keyClick(await picker(room), Qt.Key.Key_1)
        await gone(room)
        await until(lambda: QApplication.focusWidget() is room.field)
        QTest.keyClicks(room.field, "12")

        assert room.page.composer.text() == "12"


async def test_more_blocks_than_numbers_are_reached_with_the_arrows() -> None:
    async with copying_room(answer(ELEVEN)) as (room, _told):
        await room.answered("code")
        listed = await picker(room)
        count = listed.count()
        QTest.keyClick(listed, Qt.Key.Key_Return)
        await gone(room)

        assert count == 11
        assert copied() == "block 11"


async def test_screen_readers_hear_number_first_line_and_length() -> None:
    async with copying_room(answer(THREE)) as (room, _told):
        await room.answered("code")
        listed = await picker(room)
        spoken = [listed.item(row).text() for row in range(listed.count())]
        QTest.keyClick(listed, Qt.Key.Key_Escape)

        assert spoken == [
            "1: a = 1 (Python, 2 lines)",
            "2: # note (Bash, 2 lines)",
            "3: x (1 line)",
        ]


async def test_the_last_block_is_copied_without_prompts_and_comments() -> None:
    script = answer("```console\n$ ls # all\nfile\n```\n")
    async with copying_room(script, answer("```\nplain\n```\n")) as (room, told):
        await room.answered("code")
        do(room, "copy-commands")
        bare = copied()
        await room.answered("again")
        do(room, "copy-commands")

        assert bare == "ls"
        assert copied() == "plain"
        assert [words for words, _more in told] == [
            "Copied the last code block without prompts and comments.",
            "Copied the code block (1 line).",
        ]


async def test_copies_of_the_answer_and_of_the_chat_are_told() -> None:
    async with copying_room(answer("words")) as (room, told):
        await room.answered("go")
        do(room, "copy-answer")
        do(room, "copy-chat")

        assert [words for words, _more in told] == [
            "Copied the last answer as Markdown.",
            "Copied the chat as Markdown.",
        ]
