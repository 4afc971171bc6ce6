"""The message trees at hand: of conversations that are open or have a running answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from supertoken_desktop.domain.conversation import MessageTree
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.engine.ports import Store

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn

KEPT_OPEN = 4


class OpenConversation:
    """One conversation's tree and running answer; changed only while it is held."""

    def __init__(self, conversation_id: ConversationId) -> None:
        self.id = conversation_id
        self.tree = MessageTree(())
        self.turn: Turn | None = None
        self._is_loaded = False
        self._holders = 0
        self._lock = asyncio.Lock()

    @property
    def is_needed(self) -> bool:
        """Tell whether somebody works with it right now."""
        return self.turn is not None or self._holders > 0

    @asynccontextmanager
    async def held(self, store: Store) -> AsyncIterator[None]:
        """Keep everybody else from changing it; the first time its messages are read."""
        self._holders += 1
        try:
            async with self._lock:
                if not self._is_loaded:
                    self.tree = MessageTree(await store.messages(self.id))
                    self._is_loaded = True
                yield
        finally:
            self._holders -= 1


class OpenConversations:
    """Keep the trees of running conversations and of the few that were used last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._open: dict[ConversationId, OpenConversation] = {}

    @asynccontextmanager
    async def hold(self, conversation_id: ConversationId) -> AsyncIterator[OpenConversation]:
        """Hold a conversation's tree, read from the store where it is not at hand."""
        place = self._open.pop(conversation_id, None) or OpenConversation(conversation_id)
        self._open[conversation_id] = place
        try:
            async with place.held(self._store):
                yield place
        finally:
            self._let_go()

    def is_at_hand(self, conversation_id: ConversationId) -> bool:
        """Tell whether a conversation's tree need not be read."""
        return conversation_id in self._open

    def turn(self, conversation_id: ConversationId) -> Turn | None:
        """Return the running answer of a conversation."""
        place = self._open.get(conversation_id)
        return place.turn if place is not None else None

    def turns(self) -> tuple[Turn, ...]:
        """Return all running answers."""
        return tuple(place.turn for place in self._open.values() if place.turn is not None)

    def _let_go(self) -> None:
        idle = [place.id for place in self._open.values() if not place.is_needed]
        for conversation_id in idle[: max(0, len(idle) - KEPT_OPEN)]:
            del self._open[conversation_id]
