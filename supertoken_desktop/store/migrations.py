"""The schema, as numbered steps from an empty file to the present."""

from collections.abc import Callable, Sequence

import apsw

from supertoken_desktop.domain.errors import StoreDamaged
from supertoken_desktop.store.transaction import transaction

# Parts have a rowid: rows then lie in pages of their own kind up to a whole page long, where the
# other kind of table sends everything over a quarter of a page elsewhere (a fifth slower to read).
_VERSION_1 = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE profiles(id TEXT PRIMARY KEY, position INTEGER, body TEXT);
CREATE TABLE models(profile_id, model_id, body TEXT, seen_at INTEGER, position INTEGER,
    PRIMARY KEY(profile_id, model_id)) WITHOUT ROWID;
CREATE TABLE conversations(seq INTEGER PRIMARY KEY, id TEXT UNIQUE, title, title_source,
    profile_id, model_id, system_prompt, parameters TEXT, active_leaf, pinned INTEGER,
    created_at INTEGER, updated_at INTEGER, deleted_at INTEGER);
CREATE TABLE messages(seq INTEGER PRIMARY KEY, id TEXT UNIQUE,
    conversation_id TEXT REFERENCES conversations(id) ON DELETE CASCADE,
    parent_id TEXT REFERENCES messages(id) ON DELETE CASCADE, role, model_id, profile_id,
    verdict, reason, finish_reason, error TEXT, request_id, served_by, attempts INTEGER,
    first_token_s REAL, created_at INTEGER, ended_at INTEGER, owner TEXT);
CREATE TABLE parts(message_seq INTEGER REFERENCES messages(seq) ON DELETE CASCADE,
    ordinal INTEGER, kind TEXT, body TEXT, PRIMARY KEY(message_seq, ordinal));
CREATE TABLE usage(message_seq INTEGER PRIMARY KEY REFERENCES messages(seq) ON DELETE CASCADE,
    prompt, completion, total, cached, reasoning, origin);
CREATE TABLE attachments(id TEXT PRIMARY KEY, sha256 TEXT, media_type, name, size INTEGER,
    width INTEGER, height INTEGER);
CREATE TABLE chunks(sha256 TEXT, ordinal INTEGER, bytes BLOB,
    PRIMARY KEY(sha256, ordinal)) WITHOUT ROWID;
CREATE TABLE journal(message_seq INTEGER REFERENCES messages(seq) ON DELETE CASCADE,
    ordinal INTEGER, kind TEXT, text TEXT, PRIMARY KEY(message_seq, ordinal)) WITHOUT ROWID;
CREATE TABLE drafts(conversation_id TEXT PRIMARY KEY, text TEXT, attachments TEXT,
    updated_at INTEGER);
CREATE VIRTUAL TABLE search USING fts5(body, title, content='', contentless_delete=1,
    tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE INDEX messages_of ON messages(conversation_id);
CREATE INDEX messages_running ON messages(owner) WHERE owner IS NOT NULL;
CREATE INDEX messages_parent ON messages(parent_id);
CREATE INDEX conversations_listed ON conversations(deleted_at, pinned, updated_at);
"""

_VERSION_2 = "ALTER TABLE messages ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0"

_VERSION_3 = "ALTER TABLE conversations ADD COLUMN quick INTEGER NOT NULL DEFAULT 0"

Migration = Callable[[apsw.Connection], None]


def _create(db: apsw.Connection) -> None:
    db.execute(_VERSION_1)


def _add_pins(db: apsw.Connection) -> None:
    db.execute(_VERSION_2)


def _mark_quick_ones(db: apsw.Connection) -> None:
    db.execute(_VERSION_3)


# A shipped step is never edited; a change of the schema is a new one.
MIGRATIONS: tuple[Migration, ...] = (_create, _add_pins, _mark_quick_ones)


def version_of(db: apsw.Connection) -> int:
    """Return how many steps a file has behind it."""
    return int(db.pragma("user_version") or 0)


def migrate(db: apsw.Connection, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Take a file to the present, each step in one transaction of its own.

    References are not followed meanwhile, so that a step may build a table anew without emptying
    those that refer to it; they are checked before the step counts.

    Raises: StoreDamaged where a step leaves references that lead nowhere; that step is undone.
    """
    db.pragma("foreign_keys", "OFF")
    try:
        while version_of(db) < len(steps):
            with transaction(db):
                _take_step(db, steps)
    finally:
        db.pragma("foreign_keys", "ON")


def _take_step(db: apsw.Connection, steps: Sequence[Migration]) -> None:
    # Another process may have taken it while this one waited for the right to write.
    number = version_of(db)
    if number >= len(steps):
        return
    steps[number](db)
    if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise StoreDamaged(f"step {number + 1} broke references", reason="migration")
    db.pragma("user_version", number + 1)
