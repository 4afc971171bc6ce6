"""Small values by hand; also for processes that must start fast."""

from datetime import UTC, datetime

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import (
    ConversationId,
    MessageId,
    new_conversation_id,
    new_message_id,
)
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.turn import Verdict

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def conversation(title: str = "", *, at: datetime = NOW, pinned: bool = False) -> Conversation:
    return Conversation(new_conversation_id(), at, at, title=title, pinned=pinned)


def question(
    of: ConversationId, text: str, parent: MessageId | None = None, at: datetime = NOW
) -> Message:
    return Message(new_message_id(), of, parent, Role.USER, (TextPart(text),), at)


def answer(
    of: ConversationId,
    text: str = "",
    parent: MessageId | None = None,
    *,
    verdict: Verdict | None = Verdict.COMPLETE,
) -> Message:
    body = (TextPart(text),) if text else ()
    return Message(new_message_id(), of, parent, Role.ASSISTANT, body, NOW, verdict=verdict)
