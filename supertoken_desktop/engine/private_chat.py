"""Conversations that are not kept: an engine of their own over a store in memory."""

from datetime import timedelta

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.errors import AlreadyRunning
from supertoken_desktop.engine.exchanges import Exchanges
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.ports import Store


class PrivateChat:
    """Hold conversations that no list shows, and let one of them be kept after all."""

    def __init__(
        self,
        store: Store,
        chat: ChatEngine,
        library: Library,
        clock: Clock,
        exchanges: Exchanges,
    ) -> None:
        self.chat = chat
        self.library = library
        self._store = store
        self._clock = clock
        self._exchanges = exchanges

    async def move_to(
        self, conversation_id: ConversationId, store: Store, library: Library
    ) -> None:
        """Take a conversation with all its messages to another store; here it is gone then.

        Raises: NotThere, AlreadyRunning while an answer is being written, StoreError where the
        other store has no room; the conversation then stays here.
        """
        conversation = self.library.get(conversation_id)
        if self.chat.running(conversation_id) is not None:
            raise AlreadyRunning(f"an answer runs in {conversation_id}")
        messages = await self._store.messages(conversation_id)
        await store.add_messages(conversation, messages)
        library.keep(conversation)
        await self._remove(conversation_id)

    async def forget(self, conversation_id: ConversationId) -> None:
        """Remove a conversation for good, with what went over the wire for it.

        One that is not there is no error.
        """
        if self.library.find(conversation_id) is None:
            return
        turn = self.chat.running(conversation_id)
        if turn is not None:
            turn.stop()
            await turn.wait_ended()
        messages = await self._store.messages(conversation_id)
        self._exchanges.forget({message.id for message in messages})
        await self._remove(conversation_id)

    async def close(self) -> None:
        """Stop answers and forget everything."""
        await self.chat.stop_all()
        await self._store.close()

    async def _remove(self, conversation_id: ConversationId) -> None:
        await self.library.delete(conversation_id)
        await self._store.purge_deleted(self._clock.now() + timedelta(seconds=1))
