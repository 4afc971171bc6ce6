"""Conversations and the tree of their messages."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parameters import Parameters


class TitleSource(enum.StrEnum):
    """Who gave the title; a user's title is never overwritten."""

    DERIVED = "derived"
    MODEL = "model"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A tree of messages with an active leaf, and how to ask; it holds no messages itself.

    One that `is_quick` began in the quick prompt.
    """

    id: ConversationId
    created_at: datetime
    updated_at: datetime
    title: str = ""
    title_source: TitleSource = TitleSource.DERIVED
    profile_id: ProfileId | None = None
    model_id: str | None = None
    system_prompt: str | None = None
    parameters: Parameters = field(default_factory=Parameters)
    active_leaf: MessageId | None = None
    pinned: bool = False
    is_quick: bool = False


class MessageTree:
    """Read-only view over the messages of one conversation.

    Messages come parents first; siblings are in order of creation. Raises ValueError for a parent
    that is not there, a message that is there twice, and messages of several conversations.
    """

    def __init__(self, messages: Iterable[Message]) -> None:
        self._messages: dict[MessageId, Message] = {}
        self._children: dict[MessageId | None, list[MessageId]] = {}
        for message in messages:
            if message.parent_id is not None and message.parent_id not in self._messages:
                raise ValueError(f"message {message.id} comes before its parent")
            if message.id in self._messages:
                raise ValueError(f"message {message.id} is there twice")
            self._messages[message.id] = message
            self._children.setdefault(message.parent_id, []).append(message.id)
        if len({m.conversation_id for m in self._messages.values()}) > 1:
            raise ValueError("messages of several conversations")

    def __contains__(self, message_id: object) -> bool:
        return message_id in self._messages

    def __len__(self) -> int:
        return len(self._messages)

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages.values())

    def get(self, message_id: MessageId) -> Message:
        """Return a message. Raises KeyError where it is not in this tree."""
        return self._messages[message_id]

    def path(self, leaf: MessageId | None) -> tuple[Message, ...]:
        """Return the messages from the root down to `leaf`; none for None."""
        way: list[Message] = []
        at = leaf
        while at is not None:
            message = self._messages[at]
            way.append(message)
            at = message.parent_id
        return tuple(reversed(way))

    def children(self, message_id: MessageId | None) -> tuple[MessageId, ...]:
        """Return who answers a message, oldest first; the roots for None."""
        return tuple(self._children.get(message_id, ()))

    def siblings(self, message_id: MessageId) -> tuple[MessageId, ...]:
        """Return all messages with this one's parent, itself among them, oldest first."""
        return self.children(self._messages[message_id].parent_id)

    def leaf_below(self, message_id: MessageId) -> MessageId:
        """Return the newest leaf under a message, itself where it has no children."""
        at = message_id
        while below := self._children.get(at):
            at = below[-1]
        return at

    def newest_leaf(self) -> MessageId | None:
        """Return the newest leaf of the whole tree."""
        roots = self._children.get(None)
        return self.leaf_below(roots[-1]) if roots else None

    def subtree(self, message_id: MessageId) -> tuple[Message, ...]:
        """Return a message and all below it, parents before their children."""
        found: list[Message] = []
        waiting = [message_id]
        while waiting:
            at = waiting.pop()
            found.append(self._messages[at])
            waiting.extend(reversed(self._children.get(at, ())))
        return tuple(found)

    def with_message(self, message: Message) -> "MessageTree":
        """Return the tree with one message added, or put in the place of the one with its id."""
        kept = dict(self._messages)
        kept[message.id] = message
        return MessageTree(kept.values())

    def without(self, message_id: MessageId) -> "MessageTree":
        """Return the tree without a message and all below it."""
        gone = {message.id for message in self.subtree(message_id)}
        return MessageTree(m for m in self._messages.values() if m.id not in gone)
