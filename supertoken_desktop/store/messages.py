"""Messages and their parts in the database."""

from collections.abc import Sequence

import apsw

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parts import Part
from supertoken_desktop.store import search
from supertoken_desktop.store.rows import (
    MESSAGE_COLUMNS,
    USAGE_COLUMNS,
    Row,
    grown,
    message_of,
    message_row,
    part_of,
    part_row,
    usage_row,
)

_NAMES = [name.strip() for name in MESSAGE_COLUMNS.split(",")]
_SAVE = (
    f"INSERT INTO messages({MESSAGE_COLUMNS}, owner) "  # constants
    f"VALUES({', '.join('?' * len(_NAMES))}, ?) "
    f"ON CONFLICT(id) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in _NAMES[1:])}, "
    "owner = excluded.owner RETURNING seq"
)
_READ = (
    f"SELECT m.seq, {', '.join('m.' + name for name in _NAMES)}, "  # noqa: S608  # constants
    f"{', '.join('u.' + name.strip() for name in USAGE_COLUMNS.split(','))} "
    "FROM messages m LEFT JOIN usage u ON u.message_seq = m.seq "
)
_BELOW = (
    "WITH RECURSIVE below(id) AS (SELECT ? UNION ALL "
    "SELECT m.id FROM messages m JOIN below ON m.parent_id = below.id) "
)


def of_conversation(db: apsw.Connection, conversation_id: ConversationId) -> tuple[Message, ...]:
    """Return all messages, parents before their children, with what the journal holds."""
    where = "WHERE m.conversation_id = ?"
    rows = list(db.execute(f"{_READ} {where} ORDER BY m.seq", (conversation_id,)))
    return _with_parts(db, rows, where, (conversation_id,))


def save(db: apsw.Connection, message: Message, owner: str) -> None:
    """Insert or replace one with its parts and usage, and index its text.

    A running answer belongs to `owner`, the process that streams it.
    """
    own = owner if message.is_running else None
    seq = int(db.execute(_SAVE, (*message_row(message), own)).get)
    db.execute("DELETE FROM parts WHERE message_seq = ?", (seq,))
    db.executemany(
        "INSERT INTO parts VALUES(?, ?, ?, ?)",
        [(seq, at, *part_row(part)) for at, part in enumerate(message.parts)],
    )
    db.execute("DELETE FROM usage WHERE message_seq = ?", (seq,))
    if message.usage is not None:
        db.execute(
            "INSERT INTO usage VALUES(?, ?, ?, ?, ?, ?, ?)", (seq, *usage_row(message.usage))
        )
    if not message.is_running:
        db.execute("DELETE FROM journal WHERE message_seq = ?", (seq,))
        search.index_message(db, seq, message.text)


def end(db: apsw.Connection, message: Message) -> None:
    """Write an answer's final state; one that was deleted meanwhile stays deleted."""
    if db.execute("SELECT 1 FROM messages WHERE id = ?", (message.id,)).fetchone() is not None:
        save(db, message, "")


def delete(db: apsw.Connection, message_id: MessageId) -> tuple[Message, ...]:
    """Remove a message and all below it; return them, parents first."""
    where = "WHERE m.id IN (SELECT id FROM below)"
    rows = list(db.execute(f"{_BELOW}{_READ} {where} ORDER BY m.seq", (message_id,)))
    removed = _with_parts(db, rows, where, (message_id,), _BELOW)
    for row in rows:
        search.forget_message(db, int(row[0]))
    db.execute("DELETE FROM messages WHERE id = ?", (message_id,))
    return removed


def _with_parts(
    db: apsw.Connection, rows: Sequence[Row], where: str, bindings: Row, before: str = ""
) -> tuple[Message, ...]:
    parts = _grouped(
        db.execute(
            f"{before}SELECT p.message_seq, p.kind, p.body FROM messages m "  # noqa: S608  # constants
            f"JOIN parts p ON p.message_seq = m.seq {where} ORDER BY p.message_seq, p.ordinal",
            bindings,
        )
    )
    pieces = _pieces(
        db.execute(
            f"{before}SELECT j.message_seq, j.kind, j.text FROM journal j "  # noqa: S608  # constants
            f"JOIN messages m ON j.message_seq = m.seq {where} ORDER BY j.message_seq, j.ordinal",
            bindings,
        )
    )
    return tuple(
        message_of(row[1:], grown(parts.get(row[0], ()), pieces.get(row[0], ()))) for row in rows
    )


def _grouped(rows: apsw.Cursor) -> dict[object, tuple[Part, ...]]:
    found: dict[object, tuple[Part, ...]] = {}
    for seq, kind, body in rows:
        part = part_of(kind, body)
        found[seq] = (*found[seq], part) if seq in found else (part,)
    return found


def _pieces(rows: apsw.Cursor) -> dict[object, list[tuple[str, str]]]:
    found: dict[object, list[tuple[str, str]]] = {}
    for seq, kind, text in rows:
        found.setdefault(seq, []).append((kind, text))
    return found
