"""What one row of the conversation list shows; a closed union."""

from dataclasses import dataclass
from datetime import datetime

from supertoken_desktop.domain.ids import ConversationId, MessageId


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A heading; it can be neither chosen nor focused."""

    text: str


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One conversation."""

    id: ConversationId
    title: str
    updated_at: datetime
    is_pinned: bool = False
    is_running: bool = False
    is_unread: bool = False
    has_draft: bool = False


@dataclass(frozen=True, slots=True)
class HitRow:
    """A message that holds the words; `marks` are (start, end) pairs in `snippet`."""

    id: ConversationId
    message_id: MessageId
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    created_at: datetime


Row = SectionRow | ConversationRow | HitRow
