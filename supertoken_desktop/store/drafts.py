"""What was typed and not sent."""

import apsw

from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.store.rows import storable

_NEW = ""


def read(db: apsw.Connection, conversation_id: ConversationId | None) -> str:
    """Return a draft; None names the new conversation."""
    row = db.execute(
        "SELECT text FROM drafts WHERE conversation_id = ?", (conversation_id or _NEW,)
    ).fetchone()
    return "" if row is None else str(row[0])


def owners(db: apsw.Connection) -> frozenset[ConversationId]:
    """Return the conversations that have a draft, but for the new one."""
    rows = db.execute("SELECT conversation_id FROM drafts WHERE conversation_id <> ?", (_NEW,))
    return frozenset(ConversationId(str(row[0])) for row in rows)


def save(
    db: apsw.Connection, conversation_id: ConversationId | None, text: str, now_ms: int
) -> None:
    """Keep a draft; an empty text removes it."""
    key = conversation_id or _NEW
    if not text:
        db.execute("DELETE FROM drafts WHERE conversation_id = ?", (key,))
        return
    db.execute("INSERT OR REPLACE INTO drafts VALUES(?, ?, '[]', ?)", (key, storable(text), now_ms))
