from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from supertoken_desktop.domain.errors import RelayFault
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.notifications.rule import Note
from supertoken_desktop.ui.notifications.unseen import UnseenAnswers
from supertoken_desktop.ui.tasks import Tasks
from tests.engine.scene import Scene, scene
from tests.fakes.client import Gate, answer
from tests.fakes.waiting import let_run


@dataclass
class Away:
    """A user who looks elsewhere, and what they are told."""

    scene: Scene
    unseen: UnseenAnswers
    in_front: list[bool]
    posted: list[Note] = field(default_factory=list)


@asynccontextmanager
async def away(*scripts: object, notifications: str = "always") -> AsyncIterator[Away]:
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    posted: list[Note] = []
    in_front = [False]

    async def post(note: Note) -> None:
        posted.append(note)

    async with scene(*scripts, settings=Settings(notifications=notifications)) as s:
        owner = QObject()
        ports = (s.chat, s.library, s.preferences, s.clock, tasks)
        unseen = UnseenAnswers(*ports, lambda: in_front[-1], post, owner)
        yield Away(s, unseen, in_front, posted)
        await tasks.close(1)
        owner.deleteLater()
    assert errors == []


async def test_an_answer_that_ends_unseen_is_counted_and_told_of() -> None:
    async with away(answer("Hello")) as a:
        turn = await a.scene.chat.send(None, "Hi")
        await a.scene.said(turn)
        await let_run()

        assert a.unseen.count == 1
        assert a.posted == [
            Note(turn.conversation_id, turn.message_id, "Hi", "The answer is ready.")
        ]


async def test_one_that_ends_in_front_is_not() -> None:
    async with away(answer("Hello")) as a:
        a.in_front.append(True)
        await a.scene.said(await a.scene.chat.send(None, "Hi"))
        await let_run()

        assert (a.unseen.count, a.posted) == (0, [])


async def test_a_stopped_answer_is_not_told_of() -> None:
    async with away((Gate(),)) as a:
        turn = await a.scene.chat.send(None, "Hi")
        await let_run()
        turn.stop()
        await a.scene.said(turn)
        await let_run()

        assert (a.unseen.count, a.posted) == (0, [])


async def test_a_failure_is_told_of_however_soon_it_comes() -> None:
    async with away((RelayFault(reason="busy"),), notifications="long") as a:
        await a.scene.said(await a.scene.chat.send(None, "Hi"))
        await let_run()

        assert [note.text for note in a.posted] == ["The answer needs your attention."]


async def test_with_notifications_off_the_tray_alone_knows() -> None:
    async with away(answer("Hello"), notifications="off") as a:
        await a.scene.said(await a.scene.chat.send(None, "Hi"))
        await let_run()

        assert (a.unseen.count, a.posted) == (1, [])


async def test_a_long_answer_is_measured_from_its_question() -> None:
    gate = Gate()
    async with away((gate, *answer("Hello")), notifications="long") as a:
        turn = await a.scene.chat.send(None, "Hi")
        await gate.reached.wait()
        a.scene.clock.advance(10)
        gate.open()
        await a.scene.said(turn)
        await let_run()

        assert len(a.posted) == 1


async def test_looking_at_the_window_clears_the_count() -> None:
    async with away(answer("Hello")) as a:
        await a.scene.said(await a.scene.chat.send(None, "Hi"))
        a.unseen.see_all()

        assert a.unseen.count == 0


async def test_a_deleted_conversation_needs_no_attention() -> None:
    async with away(answer("Hello")) as a:
        turn = await a.scene.chat.send(None, "Hi")
        await a.scene.said(turn)
        await let_run()
        await a.scene.library.delete(turn.conversation_id)

        assert a.unseen.count == 0


async def test_opening_one_leaves_the_others_counted() -> None:
    async with away(answer("Hello")) as a:
        first = await a.scene.chat.send(None, "Hi")
        await a.scene.said(first)
        await a.scene.said(await a.scene.chat.send(None, "Hello"))
        a.unseen.see(first.conversation_id)

        assert a.unseen.count == 1
