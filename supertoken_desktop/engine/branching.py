"""Make a conversation of its own of one way through another; pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import (
    ConversationId,
    MessageId,
    new_conversation_id,
    new_message_id,
)
from supertoken_desktop.domain.message import Message


def ended_path(path: Sequence[Message]) -> tuple[Message, ...]:
    """Return a path without the answer at its end where that is still running."""
    return tuple(path[:-1] if path and path[-1].is_running else path)


def branched(
    source: Conversation, path: Sequence[Message], title: str, now: datetime
) -> tuple[Conversation, tuple[Message, ...]]:
    """Return a new conversation with copies of a path, root first, and the source's way of asking.

    The copies have ids of their own; what they say and report of themselves stays.
    """
    ident = new_conversation_id()
    copies: list[Message] = []
    for message in path:
        parent_id = copies[-1].id if copies else None
        copies.append(_copy(message, ident, parent_id))
    leaf = copies[-1].id if copies else None
    branch = replace(
        source,
        id=ident,
        created_at=now,
        updated_at=now,
        title=title,
        active_leaf=leaf,
        pinned=False,
        is_quick=False,
    )
    return branch, tuple(copies)


def _copy(
    message: Message, conversation_id: ConversationId, parent_id: MessageId | None
) -> Message:
    return replace(
        message, id=new_message_id(), conversation_id=conversation_id, parent_id=parent_id
    )
