"""One message of a conversation."""

import enum
from dataclasses import dataclass
from datetime import datetime

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.parts import Part, ReasoningPart, RefusalPart, TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage


class Role(enum.StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    DEVELOPER = "developer"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


@dataclass(frozen=True, slots=True)
class Message:
    """One node of a conversation's tree.

    `verdict` is None while the answer streams, and for messages that no model wrote. `attempts`
    counts requests made for it, `first_token_s` the seconds until the first token. Times are UTC.
    `pinned` messages are those that the user wants to find again.
    """

    id: MessageId
    conversation_id: ConversationId
    parent_id: MessageId | None
    role: Role
    parts: tuple[Part, ...]
    created_at: datetime
    model_id: str | None = None
    profile_id: ProfileId | None = None
    verdict: Verdict | None = None
    reason: str | None = None
    finish_reason: str | None = None
    usage: Usage | None = None
    error: ErrorRecord | None = None
    request_id: str | None = None
    served_by: str | None = None
    attempts: int = 0
    first_token_s: float | None = None
    ended_at: datetime | None = None
    pinned: bool = False

    @property
    def text(self) -> str:
        """Return what the message says, without reasoning."""
        return "".join(p.text for p in self.parts if isinstance(p, TextPart | RefusalPart))

    @property
    def reasoning(self) -> str:
        """Return what the model thought."""
        return "".join(p.text for p in self.parts if isinstance(p, ReasoningPart))

    @property
    def is_running(self) -> bool:
        """Tell whether this is an answer without a verdict."""
        return self.role is Role.ASSISTANT and self.verdict is None
