"""Conversations in the database."""

from collections.abc import Sequence

import apsw

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.store import messages, search
from supertoken_desktop.store.rows import CONVERSATION_COLUMNS, conversation_of, conversation_row

_NAMES = [name.strip() for name in CONVERSATION_COLUMNS.split(",")]
_SAVE = (
    f"INSERT INTO conversations({CONVERSATION_COLUMNS}) "  # constants
    f"VALUES({', '.join('?' * len(_NAMES))}) "
    f"ON CONFLICT(id) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in _NAMES[1:])} "
    "RETURNING seq"
)
_INSIDE = "SELECT seq FROM messages WHERE conversation_id = ?"


def listed(db: apsw.Connection) -> tuple[Conversation, ...]:
    """Return all that are not deleted, pinned first, then the newest."""
    rows = db.execute(
        f"SELECT {CONVERSATION_COLUMNS} FROM conversations WHERE deleted_at IS NULL "  # noqa: S608  # constants
        "ORDER BY pinned DESC, updated_at DESC, seq DESC"
    )
    return tuple(conversation_of(row) for row in rows)


def find(db: apsw.Connection, conversation_id: ConversationId) -> Conversation | None:
    """Return one, None where it is gone or deleted."""
    row = db.execute(
        f"SELECT {CONVERSATION_COLUMNS} FROM conversations "  # noqa: S608  # constants
        "WHERE id = ? AND deleted_at IS NULL",
        (conversation_id,),
    ).fetchone()
    return None if row is None else conversation_of(row)


def save(db: apsw.Connection, conversation: Conversation) -> None:
    """Insert or replace one, and index its title."""
    before = db.execute(
        "SELECT title FROM conversations WHERE id = ?", (conversation.id,)
    ).fetchone()
    seq = int(db.execute(_SAVE, conversation_row(conversation)).get)
    if before is None or before[0] != conversation.title:
        search.index_title(db, seq, conversation.title)


def mark_deleted(db: apsw.Connection, conversation_id: ConversationId, at_ms: int | None) -> None:
    """Mark one as deleted at a time; None takes the mark away."""
    db.execute("UPDATE conversations SET deleted_at = ? WHERE id = ?", (at_ms, conversation_id))


def purge(db: apsw.Connection, before_ms: int) -> int:
    """Remove for good what was deleted before a time; return how many."""
    query = "SELECT seq, id FROM conversations WHERE deleted_at < ?"
    gone: Sequence[tuple[int, str]] = list(db.execute(query, (before_ms,)))
    for seq, conversation_id in gone:
        search.forget_title(db, seq)
        messages.remove(db, _INSIDE, conversation_id)
        db.execute("DELETE FROM drafts WHERE conversation_id = ?", (conversation_id,))
        db.execute("DELETE FROM conversations WHERE seq = ?", (seq,))
    return len(gone)
