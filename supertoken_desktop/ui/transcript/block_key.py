"""Names for blocks of a conversation, for what is remembered of them while the program runs."""

from typing import NamedTuple

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.section import Section


class BlockKey(NamedTuple):
    """Which block of a conversation: its first row, counted from the answer's first.

    Rows of what the model thought count from the top and are negative.
    """

    message_id: MessageId
    place: int


def key_of(section: Section, row: int) -> BlockKey:
    """Return the key under which the choices for a row of a message are kept."""
    first = section.first_block_row
    return BlockKey(section.message.id, row - first if row >= first else -row)


def row_of(section: Section, key: BlockKey) -> int:
    """Return the row that has a key."""
    return section.first_block_row + key.place if key.place >= 0 else -key.place
