import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit

from supertoken_desktop.domain.delta import FinishDelta, Restarted, TextDelta, UsageDelta
from supertoken_desktop.domain.errors import (
    ErrorDetail,
    KeyRefused,
    RateLimited,
    RetryAdvice,
    RetryClass,
    StreamBroken,
)
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.chat.empty_chat import EmptyChat
from supertoken_desktop.ui.chat.header import ChatHeader
from supertoken_desktop.ui.chat.prompt_edit import PromptEdit
from tests.fakes.client import Gate, answer
from tests.fakes.clock import ManualClock
from tests.fakes.policies import Repeat, WaitFirst
from tests.fakes.waiting import let_run, until
from tests.ui.chat.room import Room, button_named, chat_room, only


def seen(room: Room, message_index: int = -1) -> str:
    """The Markdown of a message as the transcript has it."""
    QGuiApplication.clipboard().clear()
    entries = room.page._entries  # which ids are shown is not for others
    room.transcript.copier.copy_markdown(entries[message_index].message.id)
    return QGuiApplication.clipboard().text()


def status_words(room: Room) -> str:
    return only(room.status, QLabel).text() if room.status.isVisible() else ""


async def test_a_question_is_answered_and_both_are_shown() -> None:
    async with chat_room(answer("Hel", "lo **you**")) as room:
        message = await room.answered("Who is there?")
        await until(lambda: len(room.footers()) == 2)

        assert message.verdict is Verdict.COMPLETE
        assert await room.path_texts() == ["Who is there?", "Hello **you**"]
        assert seen(room) == "Hello **you**"


async def test_the_title_comes_from_the_question() -> None:
    async with chat_room() as room:
        await room.answered("Who is there?")

        assert "Who is there?" in [
            label.text() for label in only(room.page, ChatHeader).findChildren(QLabel)
        ]


async def test_text_appears_while_it_arrives() -> None:
    gate = Gate()
    async with chat_room((TextDelta("Hel"), gate, TextDelta("lo"), FinishDelta("stop"))) as room:
        await room.ask("hi")
        await gate.reached.wait()

        await until(lambda: seen(room) == "Hel")
        gate.open()

        await until(lambda: seen(room) == "Hello")


async def test_stop_keeps_what_arrived() -> None:
    gate = Gate()
    async with chat_room((TextDelta("Hel"), gate)) as room:
        turn = await room.ask("hi")
        await gate.reached.wait()

        room.click(room.page.composer, "Stop the answer")
        message = await turn.wait_ended()

        assert (message.text, message.verdict) == ("Hel", Verdict.STOPPED)
        await until(lambda: button_named(room.page, "Continue") is not None)
        assert button_named(room.page.composer, "Send") is not None


async def test_escape_stops_and_the_action_is_only_there_while_it_runs() -> None:
    gate = Gate()
    async with chat_room((TextDelta("x"), gate)) as room:
        assert not room.actions.action("stop").isEnabled()
        turn = await room.ask("hi")
        await gate.reached.wait()
        assert room.actions.action("stop").isEnabled()

        room.press(Qt.Key.Key_Escape)
        await turn.wait_ended()

        await until(lambda: not room.actions.action("stop").isEnabled())


async def test_regenerate_adds_a_version_and_the_arrows_walk_them() -> None:
    async with chat_room(answer("one"), answer("two")) as room:
        await room.answered("count")

        room.actions.action("regenerate").trigger()
        await until(lambda: len(room.scene.client.requests) == 2)
        await until(lambda: not room.scene.chat.running_turns())
        assert await room.path_texts() == ["count", "two"]

        await until(lambda: button_named(room.page, "Older version") is not None)
        room.click(room.page, "Older version")
        await until(lambda: seen(room) == "one")

        assert await room.path_texts() == ["count", "one"]
        assert len(await room.scene.store.messages(room.conversation_id)) == 3


async def test_up_edits_the_last_question_as_a_new_version() -> None:
    async with chat_room(answer("first"), answer("second")) as room:
        await room.answered("colour?")

        room.press(Qt.Key.Key_Up)
        assert room.page.composer.text() == "colour?"
        QTest.keyClicks(room.field, "!")
        room.press(Qt.Key.Key_Return)
        await until(lambda: len(room.scene.client.requests) == 2)
        await until(lambda: not room.page.composer.is_editing)

        await until(lambda: not room.scene.chat.running_turns())
        assert await room.path_texts() == ["colour?!", "second"]
        assert room.page.composer.text() == ""


async def test_save_keeps_the_wording_without_asking() -> None:
    async with chat_room() as room:
        await room.answered("colour?")
        room.press(Qt.Key.Key_Up)
        QTest.keyClicks(room.field, "!")

        room.click(room.page.composer, "Save")
        await until(lambda: not room.page.composer.is_editing)

        assert await room.path_texts() == ["colour?!"]
        assert len(room.scene.client.requests) == 1


async def test_a_cancelled_edit_is_there_when_it_is_opened_again() -> None:
    async with chat_room() as room:
        await room.answered("colour?")
        room.press(Qt.Key.Key_Up)
        QTest.keyClicks(room.field, " red")
        room.press(Qt.Key.Key_Escape)
        assert room.page.composer.text() == ""

        room.press(Qt.Key.Key_Up)

        assert room.page.composer.text() == "colour? red"


async def test_continue_adds_to_the_same_answer() -> None:
    async with chat_room(answer("Once", finish="length"), answer(" upon a time")) as room:
        first = await room.answered("tell")
        await until(lambda: button_named(room.page, "Continue") is not None)

        room.click(room.page, "Continue")
        await until(lambda: len(room.scene.client.requests) == 2)
        await until(lambda: not room.scene.chat.running_turns())

        await until(lambda: seen(room) == "Once upon a time")
        (_, kept) = await room.scene.store.messages(room.conversation_id)
        assert (kept.id, kept.verdict) == (first.id, Verdict.COMPLETE)


async def test_an_answer_goes_on_while_another_chat_is_open_and_is_exact_afterwards() -> None:
    pieces = ["start", *(f"\nword{n} 你好" for n in range(200))]
    gate = Gate()
    script = (
        *(TextDelta(p) for p in pieces[:50]),
        gate,
        *(TextDelta(p) for p in pieces[50:]),
        FinishDelta("stop"),
    )
    async with chat_room(script, answer("other")) as room:
        turn = await room.ask("long")
        first = room.conversation_id
        await gate.reached.wait()
        await until(lambda: seen(room) == "".join(pieces[:50]))

        await room.open(None)
        other = await room.answered("meanwhile")
        gate.open()
        await turn.wait_ended()
        await room.open(first)

        assert seen(room) == "".join(pieces)
        assert (await turn.wait_ended()).text == "".join(pieces)
        assert other.text == "other"


async def test_coming_back_in_the_middle_shows_all_of_it_once() -> None:
    gates = (Gate(), Gate(), Gate())
    script = (
        TextDelta("a"),
        gates[0],
        TextDelta("b"),
        gates[1],
        TextDelta("c"),
        gates[2],
        FinishDelta("stop"),
    )
    async with chat_room(script) as room:
        turn = await room.ask("go")
        conversation_id = room.conversation_id
        await gates[0].reached.wait()
        await room.open(None)
        gates[0].open()
        await gates[1].reached.wait()

        await room.open(conversation_id)
        assert seen(room) == "ab"
        gates[1].open()
        await until(lambda: seen(room) == "abc")
        gates[2].open()

        assert (await turn.wait_ended()).text == "abc"


async def test_a_hidden_page_has_the_whole_text_when_it_is_shown() -> None:
    gate = Gate()
    async with chat_room((gate, TextDelta("hidden"), Gate())) as room:
        turn = await room.ask("go")
        await gate.reached.wait()
        room.page.hide()
        gate.open()
        await until(lambda: turn.text == "hidden")

        room.page.show()

        assert seen(room) == "hidden"
        turn.stop()
        await turn.wait_ended()


async def test_a_restarted_answer_shows_the_last_version_only() -> None:
    script = (TextDelta("wrong"), Restarted(), TextDelta("right"), FinishDelta("stop"))
    async with chat_room(script) as room:
        await room.answered("go")

        assert seen(room) == "right"


async def test_drafts_stay_with_their_conversation() -> None:
    async with chat_room() as room:
        await room.answered("first chat")
        first = room.conversation_id
        QTest.keyClicks(room.field, "unfinished")

        await room.open(None)
        assert room.page.composer.text() == ""
        QTest.keyClicks(room.field, "for a new chat")
        await room.open(first)

        await until(lambda: room.page.composer.text() == "unfinished")
        await room.open(None)
        await until(lambda: room.page.composer.text() == "for a new chat")


async def test_a_draft_is_saved_soon_and_survives_a_restart() -> None:
    async with chat_room() as room:
        QTest.keyClicks(room.field, "half a thought")
        saved: list[str] = []

        async def look() -> None:
            while saved[-1:] != ["half a thought"]:
                saved.append(await room.scene.store.draft(None))

        await look()

        assert saved[-1] == "half a thought"


async def test_a_sent_question_leaves_no_draft() -> None:
    async with chat_room() as room:
        await room.answered("gone")
        await let_run()

        assert await room.scene.library.draft(None) == ""
        assert await room.scene.library.draft(room.conversation_id) == ""


async def test_a_refused_key_becomes_a_card_that_leads_to_the_settings() -> None:
    detail = ErrorDetail(status=401, message="Invalid token", request_id="r-1")
    refused = KeyRefused(reason="401-invalid", detail=detail)
    async with chat_room((refused,), answer("now it works")) as room:
        message = await room.answered("hi")
        assert message.verdict is Verdict.FAILED
        await until(lambda: button_named(room.page, "Open settings") is not None)
        wanted: list[str] = []
        room.page.settings_requested.connect(wanted.append)

        room.click(room.page, "Open settings")
        room.click(room.page, "Retry")
        await until(lambda: len(room.scene.client.requests) == 2)
        await until(lambda: not room.scene.chat.running_turns())

        assert wanted == ["providers"]
        assert await room.path_texts() == ["hi", "now it works"]


async def test_a_broken_answer_keeps_its_text_above_the_card() -> None:
    async with chat_room((TextDelta("Hel"), StreamBroken(reason="cut-chunk"))) as room:
        await room.answered("hi")

        await until(lambda: button_named(room.page, "Details") is not None)
        assert seen(room) == "Hel"


async def test_the_retry_countdown_is_shown_and_now_skips_it() -> None:
    busy = RateLimited(reason="429-none", advice=RetryAdvice(RetryClass.RATE))
    async with chat_room((busy,), answer("at last"), retry=Repeat(12.0)) as room:
        turn = await room.ask("hi")
        await until(lambda: "trying again in 12 s" in status_words(room))
        assert "Too many requests" in status_words(room)
        room.scene.clock.advance(4)
        room.status.refresh()
        assert "trying again in 8 s" in status_words(room)

        room.click(room.status, "Now")
        message = await turn.wait_ended()

        assert message.text == "at last"
        await until(lambda: status_words(room) == "")


async def test_a_countdown_can_be_cancelled() -> None:
    busy = RateLimited(reason="429-none", advice=RetryAdvice(RetryClass.RATE))
    async with chat_room((busy,), retry=Repeat(12.0)) as room:
        turn = await room.ask("hi")
        await until(lambda: "trying again" in status_words(room))

        room.click(room.status, "Cancel")
        message = await turn.wait_ended()

        assert message.verdict is Verdict.STOPPED
        assert len(room.scene.client.requests) == 1


async def test_the_wait_for_a_place_is_shown_with_its_countdown() -> None:
    clock = ManualClock()
    async with chat_room(limiter=WaitFirst(clock, 30.0)) as room:
        turn = await room.ask("hi")

        await until(lambda: status_words(room) == "Waiting for a free place · 30 s")
        assert button_named(room.status, "Now") is None
        clock.advance(30)

        await turn.wait_ended()


async def test_a_long_silence_is_said() -> None:
    gate = Gate()
    async with chat_room((gate, TextDelta("x"), FinishDelta("stop"))) as room:
        turn = await room.ask("hi")
        await gate.reached.wait()
        await until(lambda: status_words(room) == "Waiting for the answer…")

        room.scene.clock.advance(21)
        room.status.refresh()
        assert status_words(room) == "Still waiting (21 s)"

        gate.open()
        await turn.wait_ended()
        await until(lambda: status_words(room) == "")


async def test_without_a_provider_the_text_stays_and_the_settings_are_asked_for() -> None:
    async with chat_room() as room:
        for profile in room.scene.profiles.profiles:
            await room.scene.profiles.remove(profile.id)
        wanted: list[str] = []
        room.page.settings_requested.connect(wanted.append)
        QTest.keyClicks(room.field, "hello")

        room.press(Qt.Key.Key_Return)

        assert wanted == ["providers"]
        assert room.page.composer.text() == "hello"


async def test_a_deleted_message_can_be_brought_back() -> None:
    async with chat_room() as room:
        await room.answered("hi")
        offers: list[tuple[str, object]] = []
        room.page.undo_offered.connect(lambda words, undo: offers.append((words, undo)))
        await until(lambda: len(room.footers()) == 2)
        footer = room.footers()[-1]
        delete = next(a for a in footer._make_menu().actions() if a.text() == "Delete")

        delete.trigger()
        await until(lambda: bool(offers))
        assert await room.path_texts() == ["hi"]
        words, undo = offers[0]
        assert callable(undo)
        undo()

        assert words == "1 message deleted"
        tree = await room.scene.tree(room.conversation_id)
        while len(tree) != 2:
            await let_run()
            tree = await room.scene.tree(room.conversation_id)


async def test_a_prompt_card_fills_the_composer_and_sends_nothing() -> None:
    async with chat_room() as room:
        empty = only(room.page, EmptyChat)
        assert empty.isVisible()
        cards = [w for w in empty.findChildren(QFrame) if w.accessibleName().startswith("Compare")]

        QTest.keyClick(cards[0], Qt.Key.Key_Return)

        assert room.page.composer.text().startswith("Compare three ways")
        assert not room.scene.client.requests


async def test_a_long_question_is_seen_to_its_end_in_a_small_window() -> None:
    async with chat_room() as room:
        room.page.resize(720, 400)

        room.page.composer.set_text("\n".join("line" for _ in range(20)))

        await until(lambda: room.page.composer.height() > 200)
        foot = room.page.composer.geometry().bottom()
        assert foot < room.page.height()
        field = only(room.page, PromptEdit)
        frame = field.parentWidget()
        assert frame is not None
        assert frame.rect().contains(field.geometry())


async def test_typing_anywhere_writes_into_the_composer() -> None:
    async with chat_room() as room:
        await room.answered("hi")
        room.transcript.setFocus()

        QTest.keyClicks(room.page, "Who")

        assert room.page.composer.text() == "Who"


async def test_a_double_click_on_the_title_renames() -> None:
    async with chat_room() as room:
        await room.answered("hi")
        header = only(room.page, ChatHeader)
        title = next(label for label in header.findChildren(QLabel) if label.text() == "hi")

        QTest.mouseDClick(title, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(title, Qt.MouseButton.LeftButton)
        entry = only(header, QLineEdit)
        entry.selectAll()
        QTest.keyClicks(entry, "Greetings")
        QTest.keyClick(entry, Qt.Key.Key_Return)

        await until(lambda: room.scene.library.conversations[0].title == "Greetings")
        assert title.text() == "Greetings"


async def test_the_send_key_follows_the_settings_at_once() -> None:
    async with chat_room(settings=Settings(send_key="ctrl_enter")) as room:
        QTest.keyClicks(room.field, "a")
        room.press(Qt.Key.Key_Return)
        assert room.page.composer.text() == "a\n"

        await room.scene.preferences.update(send_key="enter")
        room.press(Qt.Key.Key_Return)

        await until(lambda: room.page.composer.text() == "")


async def test_copy_last_code_takes_the_code_alone() -> None:
    text = "First:\n\n```python\nprint(1)\n```\n\nand\n\n- in a list\n\n  ```\n  x = 2\n  ```\n"
    async with chat_room(answer(text)) as room:
        await room.answered("code")

        room.actions.action("copy-code").trigger()

        assert QGuiApplication.clipboard().text().strip() == "x = 2"


async def test_usage_is_shown_under_the_answer() -> None:
    script = (TextDelta("hi"), UsageDelta(Usage(9, 2, 11)), FinishDelta("stop"))
    async with chat_room(script) as room:
        await room.answered("go")

        def line() -> bool:
            labels = [label.text() for label in room.footers()[-1].findChildren(QLabel)]
            return any(text.startswith("prompt 9 · answer 2 · total 11 tokens") for text in labels)

        await until(lambda: len(room.footers()) == 2 and line())


async def test_deleting_the_open_conversation_leads_to_a_new_chat() -> None:
    async with chat_room() as room:
        await room.answered("hi")

        await room.scene.library.delete(room.conversation_id)

        await until(lambda: room.page.conversation_id is None)
        assert only(room.page, EmptyChat).isVisible()


async def test_a_hit_on_another_branch_is_brought_to_the_screen() -> None:
    async with chat_room(answer("one"), answer("two")) as room:
        old = await room.answered("count")
        turn = await room.scene.chat.regenerate(room.conversation_id, old.id)
        await turn.wait_ended()
        conversation_id = room.conversation_id
        await room.open(None)

        room.page.open_message(conversation_id, old.id)

        await until(lambda: room.page.conversation_id == conversation_id)
        await until(lambda: len(room.footers()) == 2)
        await until(lambda: seen(room) == "one")


@pytest.mark.parametrize("text", ["héllo <b>", "你好，世界", "a\u00a0b\tc\n🦉"])
async def test_what_was_typed_is_what_is_asked(text: str) -> None:
    async with chat_room() as room:
        room.page.composer.set_text(text)
        room.press(Qt.Key.Key_Return)
        await until(lambda: bool(room.scene.client.requests))
        await until(lambda: not room.scene.chat.running_turns())

        asked = room.scene.client.requests[0].messages[-1]
        assert asked.role is Role.USER
        assert "".join(getattr(part, "text", "") for part in asked.parts) == text
