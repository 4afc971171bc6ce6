"""Messages and their parts in the database."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

import apsw

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parts import Part, TextPart
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
from supertoken_desktop.store.transaction import snapshot

_NAMES = [name.strip() for name in MESSAGE_COLUMNS.split(",")]
# An answer that is saved late knows nothing of a pin that was set meanwhile.
_CHANGED = [name for name in _NAMES if name not in ("id", "pinned")]
_SAVE = (
    f"INSERT INTO messages({MESSAGE_COLUMNS}, owner) "  # constants
    f"VALUES({', '.join('?' * len(_NAMES))}, ?) "
    f"ON CONFLICT(id) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in _CHANGED)}, "
    "owner = excluded.owner RETURNING seq"
)
# A cross join is read from left to right, so that rows come in order and need no sorting.
_READ = (
    f"SELECT {', '.join('m.' + name for name in _NAMES)}, "  # noqa: S608  # constants
    f"{', '.join('u.' + name.strip() for name in USAGE_COLUMNS.split(','))}, m.seq "
    "FROM messages m LEFT JOIN usage u ON u.message_seq = m.seq "
)
_READ_PARTS = (
    "SELECT p.message_seq, p.kind, p.body "
    "FROM messages m CROSS JOIN parts p ON p.message_seq = m.seq "
)
_READ_JOURNAL = (
    "SELECT j.message_seq, j.kind, j.text "
    "FROM journal j CROSS JOIN messages m ON m.seq = j.message_seq "
)
# UNION without ALL goes nowhere twice: in a damaged file parents could go in a circle.
_BELOW = (
    "WITH RECURSIVE below(id) AS (SELECT ? UNION "
    "SELECT m.id FROM messages m JOIN below ON m.parent_id = below.id) "
)
_ABOVE = (
    "WITH RECURSIVE above(id, parent_id, step) AS ("
    "SELECT id, parent_id, 1 FROM messages WHERE id = ? UNION ALL "
    "SELECT m.id, m.parent_id, step + 1 FROM messages m JOIN above ON m.id = above.parent_id "
    "WHERE step < ?) "
)
_SEQS_BELOW = f"{_BELOW}SELECT seq FROM messages JOIN below USING(id)"  # noqa: S608  # constants

_SEQ = "SELECT seq FROM messages WHERE id = ?"


def of_conversation(db: apsw.Connection, conversation_id: ConversationId) -> tuple[Message, ...]:
    """Return all messages, parents before their children, with what the journal holds."""
    return _found(db, "WHERE m.conversation_id = ?", (conversation_id,))


def one(db: apsw.Connection, message_id: MessageId) -> Message:
    """Return a message that is there, with what the journal holds."""
    return _found(db, "WHERE m.id = ?", (message_id,))[0]


def path_end(db: apsw.Connection, leaf: MessageId, count: int) -> tuple[Message, ...]:
    """Return the last messages of the path to a leaf, parents first."""
    return _found(db, "WHERE m.id IN (SELECT id FROM above)", (leaf, count), _ABOVE)


def save(db: apsw.Connection, message: Message, owner: str | None) -> None:
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
        save(db, message, owner=None)


def delete(db: apsw.Connection, message_id: MessageId) -> tuple[Message, ...]:
    """Remove a message and all below it; return them, parents first."""
    removed = _found(db, "WHERE m.id IN (SELECT id FROM below)", (message_id,), _BELOW)
    remove(db, _SEQS_BELOW, message_id)
    return removed


def take_out(
    db: apsw.Connection,
    gone: Sequence[MessageId],
    moved: Mapping[MessageId, MessageId | None],
) -> None:
    """Give some messages other parents, then remove others for good."""
    parents = [(parent_id, message_id) for message_id, parent_id in moved.items()]
    db.executemany("UPDATE messages SET parent_id = ? WHERE id = ?", parents)
    for message_id in reversed(gone):
        remove(db, _SEQ, message_id)


def pin(db: apsw.Connection, message_id: MessageId, *, pinned: bool) -> None:
    """Set or take away the pin of one."""
    db.execute("UPDATE messages SET pinned = ? WHERE id = ?", (int(pinned), message_id))


def remove(db: apsw.Connection, query: str, ident: str) -> None:
    """Remove messages for good and from the index; `query` finds their numbers by `ident`.

    The youngest go first: down a conversation a thousand messages deep SQLite does not follow
    references ("triggers nested too deep").
    """
    seqs = sorted((int(seq) for (seq,) in db.execute(query, (ident,))), reverse=True)
    search.forget_messages(db, query, ident)
    db.executemany("DELETE FROM messages WHERE seq = ?", [(seq,) for seq in seqs])


def _found(db: apsw.Connection, where: str, bindings: Row, before: str = "") -> tuple[Message, ...]:
    with snapshot(db):
        parts = _parts(db, f"{before}{_READ_PARTS}{where} ORDER BY m.seq, p.ordinal", bindings)
        pieces = _pieces(db, f"{before}{_READ_JOURNAL}{where} ORDER BY m.seq, j.ordinal", bindings)
        for seq, grew in pieces.items():
            parts[seq] = grown(parts.get(seq, ()), grew)
        # Row by row: thousands of rows at once would only give the garbage collector work.
        rows = db.execute(f"{before}{_READ}{where} ORDER BY m.seq", bindings)
        names: dict[str, str] = {}
        return _in_order(tuple([message_of(row, parts.get(row[-1], ()), names) for row in rows]))


def _in_order(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return messages parents first, siblings by age, also where undo brought an old one back."""
    if all(earlier.id < later.id for earlier, later in pairwise(messages)):
        return messages
    return tuple(_from_the_roots(messages))


def _from_the_roots(messages: tuple[Message, ...]) -> Iterator[Message]:
    here = {message.id for message in messages}
    children: defaultdict[MessageId | None, list[Message]] = defaultdict(list)
    by_age = sorted(messages, key=attrgetter("created_at"))
    for message in reversed(by_age):
        children[message.parent_id if message.parent_id in here else None].append(message)
    waiting = children[None]
    while waiting:
        message = waiting.pop()
        yield message
        waiting.extend(children[message.id])


def _parts(db: apsw.Connection, query: str, bindings: Row) -> dict[int, tuple[Part, ...]]:
    found: dict[int, tuple[Part, ...]] = {}
    for seq, kind, body in db.execute(query, bindings):
        part = TextPart(body) if kind == "text" else part_of(kind, body)
        found[seq] = (*found[seq], part) if seq in found else (part,)
    return found


def _pieces(
    db: apsw.Connection, query: str, bindings: Row
) -> Mapping[int, Sequence[tuple[str, str]]]:
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for seq, kind, text in db.execute(query, bindings):
        found[seq].append((kind, text))
    return found
