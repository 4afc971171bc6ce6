"""What running answers brought so far, and what a dead process left behind."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import apsw

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.store import messages

CRASHED = "app-crash"


def append(
    db: apsw.Connection, message_id: MessageId, owner: str, pieces: Sequence[tuple[str, str]]
) -> None:
    """Put pieces behind those already there; a message that is gone takes none."""
    found = db.execute(
        "UPDATE messages SET owner = ? WHERE id = ? RETURNING seq", (owner, message_id)
    ).fetchone()
    if found is None:
        return
    seq = found[0]
    last = int(
        db.execute(
            "SELECT coalesce(max(ordinal), -1) FROM journal WHERE message_seq = ?", (seq,)
        ).get
    )
    rows = [(seq, last + at, kind, text) for at, (kind, text) in enumerate(pieces, 1)]
    db.executemany("INSERT INTO journal VALUES(?, ?, ?, ?)", rows)


def recover(
    db: apsw.Connection, is_alive: Callable[[str], bool], now_ms: int
) -> tuple[MessageId, ...]:
    """Turn answers whose process is dead into interrupted ones with all that was kept.

    `is_alive` tells of an owner whether its process still runs; those answers stay as they are.
    """
    rows = list(
        db.execute(
            "SELECT id, conversation_id, coalesce(owner, '') FROM messages m "
            "WHERE (m.role = 'assistant' AND m.verdict IS NULL) "
            "OR EXISTS (SELECT 1 FROM journal j WHERE j.message_seq = m.seq)"
        )
    )
    dead = [(row[0], row[1]) for row in rows if not (row[2] and is_alive(row[2]))]
    for message_id, conversation_id in dead:
        _interrupt(db, MessageId(message_id), ConversationId(conversation_id), now_ms)
    return tuple(MessageId(message_id) for message_id, _conversation in dead)


def _interrupt(
    db: apsw.Connection, message_id: MessageId, conversation_id: ConversationId, now_ms: int
) -> None:
    whole = messages.of_conversation(db, conversation_id)
    message = next(m for m in whole if m.id == message_id)
    ended = replace(message, verdict=Verdict.INTERRUPTED, reason=CRASHED)
    messages.save(db, ended, "")
    db.execute(
        "UPDATE messages SET ended_at = coalesce(ended_at, ?) WHERE id = ?", (now_ms, message_id)
    )
