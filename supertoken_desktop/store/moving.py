"""Take everything from one database to another: from memory to a file, once the user wants one."""

import apsw

from supertoken_desktop.store.search import rebuild_if_stale
from supertoken_desktop.store.transaction import transaction

# Parents before children; the index is made anew, for it holds no text that could be copied.
TABLES = (
    "profiles",
    "models",
    "conversations",
    "messages",
    "parts",
    "usage",
    "attachments",
    "chunks",
    "journal",
    "drafts",
)


def copy_all(source: apsw.Connection, target: apsw.Connection, owner: str) -> None:
    """Copy all rows into a target that has none yet, in one transaction.

    Answers that are running belong to `owner` there.
    """
    with transaction(target):
        target.pragma("defer_foreign_keys", "ON")
        for table in TABLES:
            rows = source.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # constants
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                target.executemany(f"INSERT INTO {table} VALUES({marks})", rows)  # constants
        target.execute("UPDATE messages SET owner = ? WHERE owner IS NOT NULL", (owner,))
        target.execute("DELETE FROM meta WHERE key = 'folding'")
        rebuild_if_stale(target)
