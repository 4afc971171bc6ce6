"""The list of conversations: rename, pin, delete with undo, search, drafts."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.conversation import Conversation, TitleSource
from supertoken_desktop.domain.errors import StoreError
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.engine.errors import NotThere
from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.engine.ports import Store


class Library:
    """Know every conversation, without its messages; a change shows at once and is then saved.

    `changed` tells the whole list anew, pinned ones first, then the newest; `drafts_changed` which
    conversations have something typed and not sent. All methods that save may raise StoreError; the
    list then stands as before.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self.changed: Feed[tuple[Conversation, ...]] = Feed()
        self.drafts_changed: Feed[frozenset[ConversationId]] = Feed()
        self._drafts: frozenset[ConversationId] = frozenset()
        self._store = store
        self._clock = clock
        self._conversations: dict[ConversationId, Conversation] = {}
        self._sorted: tuple[Conversation, ...] | None = ()

    @property
    def conversations(self) -> tuple[Conversation, ...]:
        """Return all, pinned ones first, then the newest."""
        if self._sorted is None:
            self._sorted = tuple(sorted(self._conversations.values(), key=_rank))
        return self._sorted

    @property
    def drafts(self) -> frozenset[ConversationId]:
        """Return the conversations that have something typed and not sent."""
        return self._drafts

    def find(self, conversation_id: ConversationId) -> Conversation | None:
        """Return one, None where it is not in the list."""
        return self._conversations.get(conversation_id)

    def get(self, conversation_id: ConversationId) -> Conversation:
        """Return one. Raises: NotThere."""
        conversation = self._conversations.get(conversation_id)
        if conversation is None:
            raise NotThere(f"no conversation {conversation_id}", reason="conversation")
        return conversation

    async def load(self) -> None:
        """Read the list from the store."""
        found = await self._store.conversations()
        self._conversations = {conversation.id: conversation for conversation in found}
        self._tell()
        self._know_drafts(await self._store.drafts())

    async def rename(self, conversation_id: ConversationId, title: str) -> None:
        """Give a title that nothing but the user will change again; a blank one changes nothing."""
        title = " ".join(title.split())
        if title:
            named = replace(self.get(conversation_id), title=title, title_source=TitleSource.USER)
            await self.update(named)

    async def pin(self, conversation_id: ConversationId, pinned: bool) -> None:  # noqa: FBT001  # reads as said
        """Put a conversation on top of the list, or let it go."""
        await self.update(replace(self.get(conversation_id), pinned=pinned))

    async def update(self, conversation: Conversation) -> None:
        """Save a changed conversation; its active leaf stays as it is, that is the engine's."""
        before = self.get(conversation.id)
        after = replace(conversation, active_leaf=before.active_leaf)
        self.keep(after)
        try:
            await self._store.save_conversation(after)
        except StoreError:
            if self.find(after.id) is after:
                self.keep(before)
            raise

    async def delete(self, conversation_id: ConversationId) -> Callable[[], Awaitable[None]]:
        """Take a conversation out of the list; the returned call brings it back."""
        gone = self.get(conversation_id)
        await self._store.delete_conversation(conversation_id, self._clock.now())
        self._conversations.pop(conversation_id, None)
        self._tell()

        async def undo() -> None:
            await self._store.restore_conversation(gone.id)
            self.keep(await self._store.conversation(gone.id) or gone)

        return undo

    async def search(self, query: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Return messages and titles that hold all words of `query`, newest first."""
        return await self._store.search(query, limit) if query.strip() else ()

    async def draft(self, conversation_id: ConversationId | None) -> str:
        """Return what was typed and not sent; None names the new conversation."""
        return await self._store.draft(conversation_id)

    async def save_draft(self, conversation_id: ConversationId | None, text: str) -> None:
        """Keep what was typed; an empty text removes the draft."""
        await self._store.save_draft(conversation_id, text)
        if conversation_id is not None:
            own = frozenset({conversation_id})
            self._know_drafts(self._drafts | own if text else self._drafts - own)

    def keep(self, conversation: Conversation) -> None:
        """Show a conversation as it is now; saving it is the caller's business."""
        self._conversations[conversation.id] = conversation
        self._tell()

    def forget(self, conversation_id: ConversationId) -> None:
        """Take a conversation that was never saved out of the list."""
        self._conversations.pop(conversation_id, None)
        self._tell()

    def _know_drafts(self, drafts: frozenset[ConversationId]) -> None:
        if drafts != self._drafts:
            self._drafts = drafts
            self.drafts_changed.tell(drafts)

    def _tell(self) -> None:
        self._sorted = None
        self.changed.tell(self.conversations)


def _rank(conversation: Conversation) -> tuple[bool, float, str]:
    return (not conversation.pinned, -conversation.updated_at.timestamp(), conversation.id)
