"""What running answers brought so far, and what a dead process left behind."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import apsw

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.store import messages
from supertoken_desktop.store.rows import from_ms, storable

CRASHED = "app-crash"


def append(
    db: apsw.Connection, message_id: MessageId, owner: str, pieces: Sequence[tuple[str, str]]
) -> None:
    """Put pieces behind those already there; a message that is gone takes none.

    An answer that goes on after its end keeps its verdict; that it has an owner says that it runs.
    """
    query = "SELECT seq, owner FROM messages WHERE id = ?"
    found = db.execute(query, (message_id,)).fetchone()
    if found is None:
        return
    seq, owner_before = found
    if owner_before != owner:
        db.execute("UPDATE messages SET owner = ? WHERE seq = ?", (owner, seq))
    last = db.execute(
        "SELECT coalesce(max(ordinal), -1) FROM journal WHERE message_seq = ?", (seq,)
    ).get
    rows = [(seq, last + at, kind, storable(text)) for at, (kind, text) in enumerate(pieces, 1)]
    db.executemany("INSERT INTO journal VALUES(?, ?, ?, ?)", rows)


def recover(
    db: apsw.Connection, is_alive: Callable[[str], bool], now_ms: int
) -> tuple[MessageId, ...]:
    """Turn answers whose process is dead into interrupted ones with all that was kept.

    `is_alive` tells of an owner whether its process still runs; those answers stay as they are.
    """
    running = db.execute("SELECT id, owner FROM messages WHERE owner IS NOT NULL ORDER BY seq")
    dead = tuple(MessageId(ident) for ident, owner in list(running) if not is_alive(owner))
    for message_id in dead:
        _interrupt(db, message_id, now_ms)
    return dead


def _interrupt(db: apsw.Connection, message_id: MessageId, now_ms: int) -> None:
    ended = replace(
        messages.one(db, message_id),
        verdict=Verdict.INTERRUPTED,
        reason=CRASHED,
        finish_reason=None,
        error=None,
        ended_at=from_ms(now_ms),
    )
    messages.save(db, ended, owner=None)
