"""Open the file of the history: key, pragmas, checks, migrations, a copy before the first."""

from collections.abc import Sequence
from pathlib import Path

import apsw

from supertoken_desktop.domain.errors import ErrorDetail, StoreDamaged, StoreKeyWrong, StoreTooNew
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.store.migrations import MIGRATIONS, Migration, migrate, version_of
from supertoken_desktop.store.search import rebuild_if_stale

BUSY_TIMEOUT_MS = 5000
_PAGE_BYTES = 512
_PRIVATE = 0o600
_PRAGMAS = (
    ("foreign_keys", "ON"),
    ("secure_delete", "ON"),
    ("temp_store", "MEMORY"),
    ("synchronous", "FULL"),
)


def open_connection(
    path: Path | None, key: Secret | None, steps: Sequence[Migration] = MIGRATIONS
) -> apsw.Connection:
    """Return a connection that is ready to use; None as path means memory.

    Raises: StoreKeyWrong, StoreDamaged, StoreTooNew.
    """
    db = apsw.Connection(":memory:") if path is None else _unlocked(path, key)
    db.set_busy_timeout(BUSY_TIMEOUT_MS)
    for name, value in _PRAGMAS:
        db.pragma(name, value)
    try:
        _bring_up_to_date(db, path, key, steps)
    except BaseException:
        db.close()
        raise
    return db


def _unlocked(path: Path, key: Secret | None) -> apsw.Connection:
    is_new = not path.exists()
    if not is_new and 0 < path.stat().st_size < _PAGE_BYTES:
        raise _damaged(path, "the file is too short")
    if is_new:
        path.touch(mode=_PRIVATE)
    db = _keyed(path, key)
    try:
        db.set_busy_timeout(BUSY_TIMEOUT_MS)
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        db.pragma("journal_mode", "wal")
    except apsw.NotADBError as error:
        db.close()
        raise StoreKeyWrong("the key does not open the history") from error
    except apsw.CorruptError as error:
        db.close()
        raise _damaged(path, str(error)) from error
    return db


def _keyed(path: Path, key: Secret | None) -> apsw.Connection:
    db = apsw.Connection(str(path))
    if key is not None:
        db.pragma("key", f"raw:{key.reveal()}")
    return db


def _bring_up_to_date(
    db: apsw.Connection, path: Path | None, key: Secret | None, steps: Sequence[Migration]
) -> None:
    version = version_of(db)
    if version > len(steps):
        raise StoreTooNew(f"the history has version {version}, known are {len(steps)}")
    if path is not None and 0 < version < len(steps):
        _copy(db, path.with_name(f"{path.name}.before-{version + 1}"), key)
    migrate(db, steps)
    with db:
        rebuild_if_stale(db)


def _copy(db: apsw.Connection, target: Path, key: Secret | None) -> None:
    """Keep the file as it is under another name, with the same key."""
    target.unlink(missing_ok=True)
    target.touch(mode=_PRIVATE)
    copy = _keyed(target, key)
    try:
        with copy.backup("main", db, "main") as backup:
            backup.step(-1)
    finally:
        copy.close()


def _damaged(path: Path, message: str) -> StoreDamaged:
    return StoreDamaged(message, detail=ErrorDetail(hint=str(path)))
