from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from supertoken_desktop.demo.server import DEMO_KEY, DemoOptions, DemoRelay
from supertoken_desktop.domain.profile import Limits
from supertoken_desktop.domain.turn import Verdict
from tests.fakes.keyring_backend import MemoryBackend
from tests.fakes.waiting import until
from tests.flow.person import Person, at_the_chat

QUICK = DemoOptions(limits=None)


def says(person: Person, words: str) -> Callable[[], bool]:
    """A condition: the line above the composer holds these words."""
    return lambda: person.status.isVisible() and words in person.labels(person.status)


async def test_a_refused_key_is_put_right_and_the_question_asked_again(
    home: Path, ring: MemoryBackend
) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay, key="sk-wrong") as person:
        failed = await person.answered("echo:my question")
        await until(lambda: person.card() is not None)
        card = person.card()
        assert card is not None
        words = person.labels(card)
        person.click("Open settings", card)
        dialog = await person.dialog("Settings")
        (field,) = (f for f in dialog.findChildren(QLineEdit) if f.objectName() == "key")
        person.type(DEMO_KEY, on=field)
        person.press(Qt.Key.Key_Return, on=field)
        await until(lambda: DEMO_KEY in ring.entries.values())
        dialog.close()
        answer = await person.over(await person.started_by("Retry", person.card()))
        await until(lambda: person.card() is None)
        kept = await person.kept()

    assert failed.verdict is Verdict.FAILED
    assert "HTTP status 401" in words
    assert "Request id 2026" in words
    assert (answer.verdict, answer.text) == (Verdict.COMPLETE, "my question")
    assert [message.text for message in kept] == ["echo:my question", "", "my question"]


async def test_a_full_minute_is_waited_for_with_a_countdown_that_can_be_cancelled(
    home: Path,
) -> None:
    limits = Limits(2, None, None)
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay, limits=limits) as person:
        for text in ("echo:1", "echo:2"):
            await person.answered(text)
        turn = await person.ask("echo:3")
        await until(says(person, "Waiting for a free place"))
        words = person.labels(person.status)
        person.click("Cancel", person.status)
        message = await person.over(turn)
        asked = len(relay.requests)

    assert words.endswith((" · 61 s", " · 60 s", " · 59 s"))
    assert message.verdict is Verdict.STOPPED
    assert asked == 2


async def test_the_countdown_after_a_busy_relay_can_be_cut_short(home: Path) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        relay.queue("429-seconds", ra=30)
        turn = await person.ask("echo:patience")
        await until(says(person, "trying again in"))
        words = person.labels(person.status)
        person.click("Try again now", person.status)
        message = await person.over(turn)

    assert words.endswith((" 31 s", " 30 s", " 29 s"))
    assert (message.verdict, message.text, message.attempts) == (
        Verdict.COMPLETE,
        "patience",
        2,
    )


async def test_a_broken_stream_keeps_its_text_and_offers_to_go_on(home: Path) -> None:
    async with DemoRelay(QUICK) as relay, at_the_chat(home, relay) as person:
        relay.queue("cut-chunk", after=20)
        broken = await person.answered("count 60")
        went_on = await person.over(await person.started_by("Continue"))

    assert broken.verdict is Verdict.INTERRUPTED
    assert broken.text.startswith("one two three")
    assert went_on.text.startswith(broken.text)
    assert went_on.verdict is Verdict.COMPLETE
