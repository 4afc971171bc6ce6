from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.errors import AlreadyRunning, NotThere
from supertoken_desktop.engine.exchanges import Exchanges
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.private_chat import PrivateChat
from supertoken_desktop.store.database import open_store
from tests.engine.scene import Scene, scene
from tests.engine.test_exchanges import exchange
from tests.fakes.client import Gate, answer
from tests.fakes.policies import NoLimits, Repeat

EXCHANGES = Exchanges()


@asynccontextmanager
async def private(*scripts: object) -> AsyncIterator[tuple[PrivateChat, Scene]]:
    async with scene(*scripts) as kept:
        store = await open_store(None, None)
        library = Library(store, kept.clock)
        chat = ChatEngine(
            store,
            kept.clients,
            NoLimits(),
            Repeat(),
            kept.clock,
            library,
            kept.profiles,
            kept.catalogue,
            kept.preferences,
        )
        made = PrivateChat(store, chat, library, kept.clock, EXCHANGES)
        try:
            yield made, kept
        finally:
            EXCHANGES.clear()
            await made.close()


async def test_a_moved_conversation_keeps_everything_and_leaves_nothing() -> None:
    async with private(answer("One."), answer("Two.")) as (hidden, kept):
        turn = await hidden.chat.send(None, "first")
        first = await turn.wait_ended()
        await (await hidden.chat.regenerate(turn.conversation_id, first.id)).wait_ended()
        before = await hidden.chat.open(turn.conversation_id)

        await hidden.move_to(turn.conversation_id, kept.store, kept.library)

        after = await kept.chat.open(turn.conversation_id)
        assert after.conversation == before.conversation
        everything = [m for root in before.tree.children(None) for m in before.tree.subtree(root)]
        assert await kept.store.messages(turn.conversation_id) == tuple(everything)
        assert len(everything) == 3
        assert hidden.library.conversations == ()
        with pytest.raises(NotThere):
            await hidden.chat.open(turn.conversation_id)


async def test_a_moved_conversation_goes_on_where_it_is_now() -> None:
    async with private(answer("One."), answer("Two.")) as (hidden, kept):
        turn = await hidden.chat.send(None, "first")
        await turn.wait_ended()
        await hidden.move_to(turn.conversation_id, kept.store, kept.library)

        await kept.said(await kept.chat.send(turn.conversation_id, "second"))

        texts = await kept.path_texts(turn.conversation_id)
        assert texts == ["first", "One.", "second", "Two."]


async def test_what_is_being_written_does_not_move() -> None:
    gate = Gate()
    async with private((gate, *answer("One."))) as (hidden, kept):
        turn = await hidden.chat.send(None, "first")

        with pytest.raises(AlreadyRunning):
            await hidden.move_to(turn.conversation_id, kept.store, kept.library)

        assert kept.library.conversations == ()
        gate.open()


async def test_forgetting_stops_the_answer_and_leaves_nothing() -> None:
    gate = Gate()
    async with private((gate, *answer("One."))) as (hidden, kept):
        turn = await hidden.chat.send(None, "first")
        await gate.reached.wait()

        await hidden.forget(turn.conversation_id)
        await hidden.forget(turn.conversation_id)

        assert hidden.library.conversations == ()
        assert hidden.chat.running_turns() == ()
        assert kept.client.open_streams == 0


@pytest.mark.parametrize("is_moved", [True, False])
async def test_what_went_over_the_wire_is_forgotten_unless_the_conversation_is_kept(
    is_moved: bool,
) -> None:
    async with private(answer("One.")) as (hidden, kept):
        turn = await hidden.chat.send(None, "first")
        await turn.wait_ended()
        EXCHANGES.keep(exchange(turn.message_id, 10))
        EXCHANGES.keep(exchange("of somebody else", 10))

        if is_moved:
            await hidden.move_to(turn.conversation_id, kept.store, kept.library)
        else:
            await hidden.forget(turn.conversation_id)

        assert bool(EXCHANGES.of(turn.message_id)) is is_moved
        assert EXCHANGES.of(MessageId("of somebody else"))
