"""The real store in memory, with a disk that can be slow or full."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.errors import StoreError
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.model import Model
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.engine.ports import JournalPiece, Store
from supertoken_desktop.store.database import open_store


class FlakyStore:
    """Satisfies Store; while `error` is set writing raises it, until `hold` is set appends wait."""

    def __init__(self, store: Store) -> None:
        self.error: StoreError | None = None
        self.hold: asyncio.Event | None = None
        self.journalled: list[str] = []
        self.ended: list[MessageId] = []
        self.read: list[ConversationId] = []
        self.refused = 0
        self.appending = 0
        self.most_appending = 0
        self._store = store

    @classmethod
    async def in_memory(cls) -> "FlakyStore":
        return cls(await open_store(None, None))

    def _check(self) -> None:
        if self.error is not None:
            self.refused += 1
            raise self.error

    async def conversations(self) -> tuple[Conversation, ...]:
        return await self._store.conversations()

    async def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        return await self._store.conversation(conversation_id)

    async def save_conversation(self, conversation: Conversation) -> None:
        self._check()
        await self._store.save_conversation(conversation)

    async def delete_conversation(self, conversation_id: ConversationId, at: datetime) -> None:
        self._check()
        await self._store.delete_conversation(conversation_id, at)

    async def restore_conversation(self, conversation_id: ConversationId) -> None:
        self._check()
        await self._store.restore_conversation(conversation_id)

    async def purge_deleted(self, before: datetime) -> int:
        return await self._store.purge_deleted(before)

    async def path_end(self, leaf: MessageId, count: int) -> tuple[Message, ...]:
        return await self._store.path_end(leaf, count)

    async def messages(self, conversation_id: ConversationId) -> tuple[Message, ...]:
        self.read.append(conversation_id)
        return await self._store.messages(conversation_id)

    async def add_messages(self, conversation: Conversation, messages: Sequence[Message]) -> None:
        self._check()
        await self._store.add_messages(conversation, messages)

    async def append_journal(self, message_id: MessageId, pieces: Sequence[JournalPiece]) -> None:
        self._check()
        self.appending += 1
        self.most_appending = max(self.most_appending, self.appending)
        if self.hold is not None:
            await self.hold.wait()
        await self._store.append_journal(message_id, pieces)
        self.journalled.append("".join(piece.text for piece in pieces))
        self.appending -= 1

    async def end_message(self, message: Message) -> None:
        self._check()
        await self._store.end_message(message)
        self.ended.append(message.id)

    async def delete_messages(self, message_id: MessageId) -> tuple[Message, ...]:
        self._check()
        return await self._store.delete_messages(message_id)

    async def take_out(
        self, gone: Sequence[MessageId], moved: Mapping[MessageId, MessageId | None]
    ) -> None:
        self._check()
        await self._store.take_out(gone, moved)

    async def pin_message(self, message_id: MessageId, *, pinned: bool) -> None:
        self._check()
        await self._store.pin_message(message_id, pinned=pinned)

    async def recover(self) -> tuple[MessageId, ...]:
        return await self._store.recover()

    async def search(self, query: str, limit: int = 50) -> tuple[SearchHit, ...]:
        return await self._store.search(query, limit)

    async def draft(self, conversation_id: ConversationId | None) -> str:
        return await self._store.draft(conversation_id)

    async def drafts(self) -> frozenset[ConversationId]:
        return await self._store.drafts()

    async def save_draft(self, conversation_id: ConversationId | None, text: str) -> None:
        await self._store.save_draft(conversation_id, text)

    async def profiles(self) -> tuple[ProviderProfile, ...]:
        return await self._store.profiles()

    async def save_profiles(self, profiles: Sequence[ProviderProfile]) -> None:
        self._check()
        await self._store.save_profiles(profiles)

    async def models(self, profile_id: ProfileId) -> tuple[Model, ...]:
        return await self._store.models(profile_id)

    async def save_models(self, profile_id: ProfileId, models: Sequence[Model]) -> None:
        self._check()
        await self._store.save_models(profile_id, models)

    async def close(self) -> None:
        await self._store.close()
