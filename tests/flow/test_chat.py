"""The main job, from the key that is pressed to the row that is stored."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from supertoken_desktop.demo.answers import number_word
from supertoken_desktop.demo.drawing import drawn_picture
from supertoken_desktop.demo.example_texts import MARKDOWN
from supertoken_desktop.demo.server import DemoOptions, DemoRelay
from supertoken_desktop.domain.turn import TurnState, Verdict
from supertoken_desktop.ui.chat.sibling_switch import SiblingSwitch
from supertoken_desktop.ui.transcript.rows.tile import Tile
from tests.fakes.waiting import until
from tests.flow.person import Person, at_the_chat
from tests.ui.chat.room import only

PACED = DemoOptions(pace_ms=4, limits=None)
QUICK = DemoOptions(limits=None)


def counted(number: int) -> str:
    """What the relay answers to `count N`."""
    return " ".join(map(number_word, range(1, number + 1)))


def bodies(relay: DemoRelay) -> list[dict[str, list[dict[str, str]]]]:
    found = [r.body for r in relay.requests if r.path.endswith("/chat/completions")]
    return [body for body in found if isinstance(body, dict)]


def switch_of(person: Person, at: int) -> SiblingSwitch:
    """The versions of the message so many from the top."""
    return only(person.footers()[at], SiblingSwitch)


async def test_an_answer_is_stored_as_the_relay_sent_it_and_shown_rendered(home: Path) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        answer = await person.answered("md")
        person.window.resize(1180, 4000)
        await until(lambda: "Ctrl" in person.shown_text() or "def " in person.shown_text())
        shown = person.shown_text()
        question, kept = await person.kept()

    assert question.text == "md"
    assert kept == answer
    assert kept.text == MARKDOWN["en"]
    assert kept.verdict is Verdict.COMPLETE
    assert kept.usage is not None
    assert "**" not in shown
    assert "```" not in shown


async def test_escape_stops_and_continue_goes_on_in_the_same_message(home: Path) -> None:
    async with DemoRelay(PACED) as relay, at_the_chat(home, relay) as person:
        turn = await person.ask("count 400")
        await until(lambda: turn.state is TurnState.STREAMING)
        await until(lambda: "one two three" in person.shown_text())
        person.press(Qt.Key.Key_Escape)
        stopped = await person.over(turn)
        went_on = await person.started_by("Continue")
        await until(lambda: len(went_on.text) > len(stopped.text))
        person.click("Stop the answer")
        again = await person.over(went_on)
        kept = await person.kept()
        sent = bodies(relay)[-1]["messages"]

    assert stopped.verdict is Verdict.STOPPED
    assert counted(400).startswith(stopped.text)
    assert (again.id, again.verdict) == (stopped.id, Verdict.STOPPED)
    assert again.text.startswith(stopped.text)
    assert [message.id for message in kept][1:] == [stopped.id]
    assert sent[1]["content"] == stopped.text


async def test_answering_again_and_editing_add_versions_and_the_arrows_walk_them(
    home: Path,
) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        first = await person.answered("count 5")
        second = await person.over(await person.started_by("Answer again", person.footers()[1]))
        await until(lambda: switch_of(person, 1).isVisible())
        place = person.labels(switch_of(person, 1))
        person.click("Older version", switch_of(person, 1))
        await until(lambda: person.conversation.active_leaf == first.id)
        person.click("Edit", person.footers()[0])
        await until(lambda: person.field.text() == "count 5")
        person.field.selectAll()
        person.type("count 7")
        third = await person.over(await person.started_by("Save and ask"))
        await until(lambda: "seven" in person.shown_text())
        await until(lambda: switch_of(person, 0).isVisible())
        person.click("Older version", switch_of(person, 0))
        await until(lambda: "seven" not in person.shown_text() and bool(person.shown_text()))
        kept = await person.kept()

    assert place == "2/2"
    assert (first.text, second.text, third.text) == (counted(5), counted(5), counted(7))
    assert [message.text for message in kept] == [
        "count 5",
        counted(5),
        counted(5),
        "count 7",
        counted(7),
    ]
    assert len({message.id for message in kept}) == 5


async def test_several_answers_stream_at_once_while_one_looks_elsewhere(home: Path) -> None:
    lengths = (80, 90, 99)
    async with DemoRelay(PACED) as relay, at_the_chat(home, relay) as person:
        turns = []
        for length in lengths:
            await person.open_new()
            turns.append(await person.ask(f"count {length}"))
        await until(lambda: len(bodies(relay)) == len(lengths))
        were_running = len(person.program.chat.running_turns())
        for length in (*lengths, *reversed(lengths)):
            await person.open_row(f"count {length}")
        answers = [await person.over(turn) for turn in turns]
        await person.open_row("count 90")
        await until(lambda: "eighty-nine ninety" in person.shown_text())
        stored = [(await person.kept(turn.conversation_id))[1].text for turn in turns]

    assert were_running == 3
    assert [answer.verdict for answer in answers] == [Verdict.COMPLETE] * 3
    assert stored == [counted(length) for length in lengths]


async def test_what_was_typed_and_said_is_there_after_a_restart(home: Path) -> None:
    async with DemoRelay(QUICK) as relay:
        async with at_the_chat(home, relay) as person:
            await person.answered("count 9")
            person.type("half a thou")
            await person.open_new()
            person.type("a new ide")
            await person.open_row("count 9")
            await until(lambda: person.field.text() == "half a thou")
            person.type("ght")
        async with at_the_chat(home, relay) as person:
            await until(lambda: "nine" in person.shown_text())
            await until(lambda: bool(person.field.text()))
            draft = person.field.text()
            await person.open_new()
            await until(lambda: person.field.text() not in ("", draft))
            new_draft = person.field.text()

    assert (draft, new_draft) == ("half a thought", "a new ide")


async def test_the_model_names_the_chat_where_the_user_wants_it(home: Path) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        await person.program.preferences.update(model_titles=True)
        await person.answered("Tell me, please, how one goes about changing the theme of it all")
        await until(lambda: len(bodies(relay)) == 2)
        await until(lambda: person.conversation.title_source.value == "model")
        title = person.conversation.title
        await until(lambda: person.titles == [title])

    assert 0 < len(title) <= 60


async def test_the_raw_exchange_of_the_last_answer_is_shown_without_the_key(home: Path) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        await person.answered("count 3")
        more = person.footers()[1]
        person.click("More actions", more)
        menu = next(m for m in more.findChildren(QMenu) if m.isVisible())
        next(a for a in menu.actions() if a.text() == "Raw request and answer…").trigger()
        menu.close()
        dialog = await person.dialog("Raw request and answer")
        edit = only(dialog, QPlainTextEdit)
        await until(lambda: "data: [DONE]" in edit.toPlainText())
        person.click("Headers", dialog)
        await until(lambda: "authorization: Bearer …" in edit.toPlainText())
        dialog.close()

        assert person.program.exchanges.size_bytes > 0
    assert person.program.exchanges.size_bytes == 0


async def test_a_picture_is_shown_and_only_mentioned_to_the_model_afterwards(home: Path) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        answer = await person.answered("show me a picture")
        await until(lambda: any(tile.is_shown for tile in person.window.findChildren(Tile)))
        await person.answered("and what is it?")
        sent = bodies(relay)[-1]["messages"]

    assert f"![image]({drawn_picture()})" in answer.text
    assert "[image]" in sent[1]["content"]
    assert "base64" not in sent[1]["content"]
