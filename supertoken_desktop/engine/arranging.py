"""Change the tree of a conversation without asking a model: choose, delete, pin, branch."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.conversation import Conversation, MessageTree
from supertoken_desktop.domain.errors import StoreError
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.engine.branches import (
    active_leaf,
    all_messages,
    in_order,
    is_below,
    leaf_without,
    message_in,
    shown_leaf,
)
from supertoken_desktop.engine.branching import branched, ended_path
from supertoken_desktop.engine.deletion import deletion_of, leaf_after, tree_after
from supertoken_desktop.engine.errors import AlreadyRunning
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.open_conversations import OpenConversation, OpenConversations
from supertoken_desktop.engine.ports import Store

Undo = Callable[[], Awaitable[None]]


class Arranging:
    """Do what `ChatEngine` promises of these; `tell` hears whose tree has changed."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        library: Library,
        trees: OpenConversations,
        tell: Callable[[OpenConversation], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._library = library
        self._trees = trees
        self._tell = tell

    async def choose(self, conversation_id: ConversationId, message_id: MessageId) -> None:
        """Show the branch that goes through a message, down to its newest answer."""
        async with self._trees.hold(conversation_id) as place:
            message_in(place.tree, message_id)
            await self._move_leaf(place, shown_leaf(place.tree, message_id))

    async def delete(self, conversation_id: ConversationId, message_id: MessageId) -> Undo:
        """Delete a message and all below it."""
        async with self._trees.hold(conversation_id) as place:
            message_in(place.tree, message_id)
            await _stop_below(place, message_id)
            leaf_before = active_leaf(self._library.get(conversation_id), place.tree)
            leaf = leaf_without(place.tree, leaf_before, message_id)
            removed = await self._store.delete_messages(message_id)
            place.tree = place.tree.without(message_id)
            await self._move_leaf(place, leaf)
        return self._undo(conversation_id, removed, leaf_before)

    async def delete_alone(self, conversation_id: ConversationId, message_id: MessageId) -> Undo:
        """Delete one message and keep what follows it."""
        async with self._trees.hold(conversation_id) as place:
            message_in(place.tree, message_id)
            await _stop_below(place, message_id)
            before = place.tree
            leaf_before = active_leaf(self._library.get(conversation_id), before)
            deletion = deletion_of(before, message_id)
            gone = [message.id for message in deletion.gone]
            await self._store.take_out(gone, deletion.moved)
            place.tree = tree_after(before, deletion)
            await self._move_leaf(place, leaf_after(place.tree, leaf_before, deletion))
        # Parents first: a message that is put back may be the old parent of one that moved.
        back = (*deletion.gone, *(before.get(moved) for moved in deletion.moved))
        return self._undo(conversation_id, back, leaf_before)

    async def pin(
        self, conversation_id: ConversationId, message_id: MessageId, *, is_pinned: bool
    ) -> None:
        """Set or take away a message's pin; nothing happens where it is so already."""
        async with self._trees.hold(conversation_id) as place:
            message = message_in(place.tree, message_id)
            if place.turn is not None and place.turn.message_id == message_id:
                raise AlreadyRunning(f"{message_id} is still being written")
            if message.pinned == is_pinned:
                return
            await self._store.pin_message(message_id, pinned=is_pinned)
            place.tree = place.tree.with_message(replace(message, pinned=is_pinned))
            self._tell(place)

    async def branch(
        self, conversation_id: ConversationId, message_id: MessageId, title: str
    ) -> ConversationId:
        """Copy the path to a message into a new conversation; return its id."""
        async with self._trees.hold(conversation_id) as place:
            message_in(place.tree, message_id)
            path = ended_path(place.tree.path(message_id))
            source = self._library.get(conversation_id)
        branch, copies = branched(source, path, title, self._clock.now())
        await self._store.add_messages(branch, copies)
        self._library.keep(branch)
        return branch.id

    def _undo(
        self,
        conversation_id: ConversationId,
        back: tuple[Message, ...],
        leaf: MessageId | None,
    ) -> Undo:
        async def undo() -> None:
            async with self._trees.hold(conversation_id) as place:
                conversation = replace(self._library.get(conversation_id), active_leaf=leaf)
                await self._store.add_messages(conversation, back)
                self._library.keep(conversation)
                place.tree = _with_all(place.tree, back)
                self._tell(place)

        return undo

    async def _move_leaf(self, place: OpenConversation, leaf: MessageId | None) -> None:
        moved: Conversation = replace(self._library.get(place.id), active_leaf=leaf)
        self._library.keep(moved)
        self._tell(place)
        # Where this cannot be saved, the next opening shows the newest leaf: no loss.
        with contextlib.suppress(StoreError):
            await self._store.save_conversation(moved)


def _with_all(tree: MessageTree, back: tuple[Message, ...]) -> MessageTree:
    """Return the tree with messages added, or put in the place of those with their ids."""
    whole = {message.id: message for message in (*all_messages(tree), *back)}
    return MessageTree(in_order(whole.values()))


async def _stop_below(place: OpenConversation, message_id: MessageId) -> None:
    turn = place.turn
    if turn is not None and is_below(place.tree, turn.message_id, message_id):
        turn.stop()
        await turn.wait_ended()
