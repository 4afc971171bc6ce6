"""Identifiers: UUIDs of version 7, so that sorting them sorts by time of making."""

import secrets
import time
import uuid
from typing import NewType

ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
ProfileId = NewType("ProfileId", str)
AttachmentId = NewType("AttachmentId", str)

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def new_conversation_id() -> ConversationId:
    """Return an identifier that no conversation has yet."""
    return ConversationId(_uuid7())


def new_message_id() -> MessageId:
    """Return an identifier that no message has yet."""
    return MessageId(_uuid7())


def new_profile_id() -> ProfileId:
    """Return an identifier that no provider profile has yet."""
    return ProfileId(_uuid7())


def _uuid7() -> str:
    """Return a time-ordered UUID as text.

    The time has sub-millisecond bits in the first random field, so that identifiers made one after
    the other in one process sort in that order.

    Source: RFC 9562, section 5.7 and method 3 of 6.2.
    """
    now_ns = time.time_ns()
    millis, rest_ns = divmod(now_ns, 1_000_000)
    fraction = rest_ns * 4096 // 1_000_000
    value = (millis & ((1 << 48) - 1)) << 80
    value |= _VERSION_7 | (fraction << 64)
    value |= _VARIANT | secrets.randbits(62)
    return str(uuid.UUID(int=value))
