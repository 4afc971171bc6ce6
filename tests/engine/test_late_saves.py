from datetime import UTC, datetime

from supertoken_desktop.domain.errors import StoreError
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.engine.late_saves import INTERVAL_S, LateSaves
from supertoken_desktop.store.database import open_store
from tests.engine.flaky_store import FlakyStore
from tests.fakes.clock import ManualClock
from tests.fakes.waiting import until


class PickyStore(FlakyStore):
    """Never saves one of the messages."""

    refused_id = MessageId("bad")

    async def end_message(self, message: Message) -> None:
        if message.id == self.refused_id:
            self.refused += 1
            raise StoreError("this one cannot be saved")
        await super().end_message(message)


def message(name: str) -> Message:
    now = datetime(2026, 3, 14, tzinfo=UTC)
    return Message(MessageId(name), ConversationId("c"), None, Role.ASSISTANT, (), now)


async def test_a_message_that_cannot_be_saved_keeps_no_other_from_being_saved() -> None:
    store = PickyStore(await open_store(None, None))
    clock = ManualClock()
    saves = LateSaves(store, clock)

    saves.add(message("bad"))
    saves.add(message("good"))
    await until(lambda: len(clock.waiting) == 1)
    clock.advance(INTERVAL_S)
    await until(lambda: store.refused == 1)
    await until(lambda: len(clock.waiting) == 1)
    await saves.close()
    await store.close()

    assert store.ended == ["good"]
