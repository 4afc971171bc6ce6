"""The index over messages and titles, and what a search in it gives."""

import contextlib
import re
from collections.abc import Iterator

import apsw

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.pictures import without_pictures
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.store.folding import (
    FOLDING_VERSION,
    folded,
    hit_pattern,
    match_expression,
    unaccented,
)
from supertoken_desktop.store.rows import from_ms, storable
from supertoken_desktop.store.transaction import snapshot, transaction

SNIPPET_BEFORE = 30
SNIPPET_LENGTH = 160
_TEXT_OF = (
    "SELECT body FROM parts WHERE message_seq = ? AND kind IN ('text', 'refusal') ORDER BY ordinal"
)


def index_message(db: apsw.Connection, seq: int, text: str) -> None:
    """Index a message's text in place of what was there; of pictures their names alone."""
    _replace(db, seq, folded(storable(_words_of(text))), "")


def index_title(db: apsw.Connection, conversation_seq: int, title: str) -> None:
    """Index a conversation's title; titles live below zero in the index."""
    _replace(db, -conversation_seq, "", folded(storable(title)))


def forget_messages(db: apsw.Connection, query: str, ident: str) -> None:
    """Take messages out of the index; `query` finds their numbers by `ident`."""
    db.execute(f"DELETE FROM search WHERE rowid IN ({query})", (ident,))  # noqa: S608  # constants


def forget_title(db: apsw.Connection, conversation_seq: int) -> None:
    """Take a conversation's title out of the index."""
    db.execute("DELETE FROM search WHERE rowid = ?", (-conversation_seq,))


def rebuild_if_stale(db: apsw.Connection) -> None:
    """Index everything anew where another folding made the index."""
    row = db.execute("SELECT value FROM meta WHERE key = 'folding'").fetchone()
    if row is not None and row[0] == str(FOLDING_VERSION):
        return
    with contextlib.nullcontext() if db.in_transaction else transaction(db):
        _rebuild(db)


def find(db: apsw.Connection, query: str, limit: int) -> tuple[SearchHit, ...]:
    """Return titles and messages that hold all words of a query, the newest first."""
    query = storable(query)
    expression = match_expression(query)
    if not expression:
        return ()
    words = hit_pattern(query)
    with snapshot(db):
        hits = [*_titles(db, expression, limit, words), *_messages(db, expression, limit, words)]
    hits.sort(key=lambda hit: hit.created_at, reverse=True)
    return tuple(hits[:limit])


def _rebuild(db: apsw.Connection) -> None:
    db.execute("DELETE FROM search")
    for seq, title in list(db.execute("SELECT seq, title FROM conversations")):
        index_title(db, seq, title)
    ended = "SELECT seq FROM messages WHERE verdict IS NOT NULL OR role != 'assistant'"
    for (seq,) in list(db.execute(ended)):
        index_message(db, seq, _text_of(db, seq))
    db.execute("INSERT OR REPLACE INTO meta VALUES('folding', ?)", (str(FOLDING_VERSION),))


def _text_of(db: apsw.Connection, seq: int) -> str:
    return _words_of("".join(body for (body,) in db.execute(_TEXT_OF, (seq,))))


def _words_of(text: str) -> str:
    return without_pictures(text, lambda name: name)


def _titles(
    db: apsw.Connection, expression: str, limit: int, words: re.Pattern[str]
) -> Iterator[SearchHit]:
    rows = db.execute(
        "SELECT c.id, c.title, c.updated_at FROM search s JOIN conversations c ON c.seq = -s.rowid "
        "WHERE search MATCH ? AND s.rowid < 0 AND c.deleted_at IS NULL ORDER BY s.rowid LIMIT ?",
        (expression, limit),
    )
    for ident, title, changed in rows:
        snippet, marks = _cut(title, words)
        yield SearchHit(ConversationId(ident), title, None, snippet, marks, from_ms(changed))


def _messages(
    db: apsw.Connection, expression: str, limit: int, words: re.Pattern[str]
) -> Iterator[SearchHit]:
    rows = db.execute(
        "SELECT m.seq, m.id, c.id, c.title, m.created_at FROM search s "
        "JOIN messages m ON m.seq = s.rowid JOIN conversations c ON c.id = m.conversation_id "
        "WHERE search MATCH ? AND s.rowid > 0 AND c.deleted_at IS NULL "
        "ORDER BY s.rowid DESC LIMIT ?",
        (expression, limit),
    )
    for seq, ident, conversation, title, made in list(rows):
        snippet, marks = _cut(_text_of(db, seq), words)
        yield SearchHit(
            ConversationId(conversation), title, MessageId(ident), snippet, marks, from_ms(made)
        )


def _replace(db: apsw.Connection, rowid: int, body: str, title: str) -> None:
    db.execute("DELETE FROM search WHERE rowid = ?", (rowid,))
    if body or title:
        db.execute("INSERT INTO search(rowid, body, title) VALUES(?, ?, ?)", (rowid, body, title))


def _cut(text: str, words: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a stretch of text around the first hit, and where in it the hits are."""
    first = words.search(text) or words.search(unaccented(text))
    begin = max(0, first.start() - SNIPPET_BEFORE) if first else 0
    snippet = text[begin : begin + SNIPPET_LENGTH]
    return snippet, tuple(found.span() for found in words.finditer(unaccented(snippet)))
