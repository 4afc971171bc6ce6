"""Transactions: all of it or nothing; and reading while others write."""

import contextlib
from collections.abc import Iterator

import apsw


@contextlib.contextmanager
def transaction(db: apsw.Connection) -> Iterator[None]:
    """Write all that follows, or nothing.

    The right to write is taken at once: processes then wait for each other, where one that had
    only read so far would be refused.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


@contextlib.contextmanager
def snapshot(db: apsw.Connection) -> Iterator[None]:
    """Read as of one moment, whatever other processes write meanwhile."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("COMMIT")
