"""Make the messages that a person's actions and a relay's oddities call for; pure."""

from dataclasses import replace
from datetime import datetime

from supertoken_desktop.domain.ids import ConversationId, MessageId, new_message_id
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.asking import Addressee
from supertoken_desktop.engine.branches import RESTART

# Why an answer is complete that no model wrote.
EDITED = "edited"


def new_question(
    conversation_id: ConversationId, parent_id: MessageId | None, text: str, now: datetime
) -> Message:
    """Return a user's message."""
    return Message(
        id=new_message_id(),
        conversation_id=conversation_id,
        parent_id=parent_id,
        role=Role.USER,
        parts=(TextPart(text),),
        created_at=now,
    )


def new_answer(
    conversation_id: ConversationId,
    parent_id: MessageId | None,
    addressee: Addressee,
    now: datetime,
) -> Message:
    """Return an answer of which nothing has come yet."""
    return Message(
        id=new_message_id(),
        conversation_id=conversation_id,
        parent_id=parent_id,
        role=Role.ASSISTANT,
        parts=(),
        created_at=now,
        model_id=addressee.model_id,
        profile_id=addressee.profile.id,
    )


def rewritten(message: Message, text: str, now: datetime) -> Message:
    """Return another wording of a message, by the user.

    Of an answer only the model is kept: thoughts, token counts and times belong to what it wrote.
    """
    return Message(
        id=new_message_id(),
        conversation_id=message.conversation_id,
        parent_id=message.parent_id,
        role=message.role,
        parts=(TextPart(text),),
        created_at=now,
        model_id=message.model_id,
        profile_id=message.profile_id,
        verdict=Verdict.COMPLETE if message.role is Role.ASSISTANT else None,
        reason=EDITED if message.role is Role.ASSISTANT else None,
    )


def going_on(message: Message) -> Message:
    """Return an ended answer as a running one that keeps what it has."""
    return replace(
        message, verdict=None, reason=None, finish_reason=None, error=None, ended_at=None
    )


def other_version(answer: Message, text: str, reason: str) -> Message:
    """Return what a relay sent beside an answer as a sibling of it."""
    verdict = Verdict.INTERRUPTED if reason == RESTART else Verdict.COMPLETE
    return replace(
        answer,
        id=new_message_id(),
        parts=(TextPart(text),),
        verdict=verdict,
        reason=reason,
        finish_reason=None,
        usage=None,
        error=None,
    )
