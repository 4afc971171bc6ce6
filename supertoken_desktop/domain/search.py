"""A place where a search found its words."""

from dataclasses import dataclass
from datetime import datetime

from supertoken_desktop.domain.ids import ConversationId, MessageId


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit; `message_id` is None where the title holds the words.

    `snippet` is a cut of the text around the first hit, `marks` are (start, end) pairs in it.
    """

    conversation_id: ConversationId
    title: str
    message_id: MessageId | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    created_at: datetime
