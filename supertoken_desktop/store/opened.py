"""Open the file of the history: key, pragmas, checks, migrations, a copy before the first."""

import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

import apsw

from supertoken_desktop.domain.errors import (
    ErrorDetail,
    StoreDamaged,
    StoreError,
    StoreKeyWrong,
    StoreTooNew,
)
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.store.migrations import MIGRATIONS, Migration, migrate, version_of
from supertoken_desktop.store.search import rebuild_if_stale

BUSY_TIMEOUT_MS = 5000
# Most messages fit into one such page; four times as much is hardly read faster, but a journal
# that grows by a line writes whole pages.
PAGE_BYTES = 8192
_CHECKPOINT_PAGES = 512
_SMALLEST_BYTES = 512
_PRIVATE = 0o600
_PRAGMAS = (
    ("foreign_keys", "ON"),
    ("secure_delete", "ON"),
    ("temp_store", "MEMORY"),
    ("synchronous", "FULL"),
    ("wal_autocheckpoint", _CHECKPOINT_PAGES),
)
_KEY = re.compile("[0-9a-fA-F]{64}")
# Bytes 16 to 23 of an encrypted file stay readable; these three are the same in every SQLite file.
# Source: SQLite's file format, section 1.3; SQLite3MultipleCiphers, ChaCha20 cipher scheme.
_FRACTIONS = slice(21, 24)
_FRACTIONS_VALUE = bytes((64, 32, 32))


def open_connection(
    path: Path | None, key: Secret | None, steps: Sequence[Migration] = MIGRATIONS
) -> apsw.Connection:
    """Return a connection that is ready to use; None as path means memory.

    Raises: StoreKeyWrong, StoreDamaged, StoreTooNew, StoreError; apsw.Error for all else.
    """
    with contextlib.ExitStack() as undo:
        db = apsw.Connection(":memory:") if path is None else _connected(path, key)
        undo.callback(db.close)
        if path is not None:
            _unlock(db, path)
        for name, value in _PRAGMAS:
            db.pragma(name, value)
        _bring_up_to_date(db, path, key, steps)
        undo.pop_all()
    return db


def _connected(path: Path, key: Secret | None) -> apsw.Connection:
    text = _checked(key)
    try:
        path.touch(mode=_PRIVATE)
        size = path.stat().st_size
    except OSError as error:
        raise StoreError(f"{path.name}: {error.strerror}") from error
    if 0 < size < _SMALLEST_BYTES:
        raise _damaged(path, "the file is too short")
    return _keyed(path, text)


def _checked(key: Secret | None) -> str:
    if key is None or not _KEY.fullmatch(key.reveal()):
        # Any other text would count as a passphrase, and none would leave the file plain.
        raise StoreKeyWrong("the key is no key of 256 bits")
    return key.reveal()


def _keyed(path: Path, key: str) -> apsw.Connection:
    db = apsw.Connection(str(path))
    db.set_busy_timeout(BUSY_TIMEOUT_MS)
    db.pragma("cipher", "chacha20")
    db.pragma("page_size", PAGE_BYTES)
    db.pragma("key", f"raw:{key}")
    return db


def _unlock(db: apsw.Connection, path: Path) -> None:
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        db.pragma("journal_mode", "wal")
    except apsw.NotADBError as error:
        if not _has_our_form(path):
            raise _damaged(path, "the file is no history") from error
        raise StoreKeyWrong("the key does not open the history") from error
    except apsw.CorruptError as error:
        raise _damaged(path, str(error)) from error


def _has_our_form(path: Path) -> bool:
    """Tell whether the readable bytes of the header are whole; a wrong key leaves them so."""
    with path.open("rb") as file:
        return file.read(_SMALLEST_BYTES)[_FRACTIONS] == _FRACTIONS_VALUE


def _bring_up_to_date(
    db: apsw.Connection, path: Path | None, key: Secret | None, steps: Sequence[Migration]
) -> None:
    version = version_of(db)
    if version > len(steps):
        raise StoreTooNew(f"the history has version {version}, known are {len(steps)}")
    if path is not None and 0 < version < len(steps):
        _copy(db, path.with_name(f"{path.name}.before-{version + 1}"), key, version)
    migrate(db, steps)
    rebuild_if_stale(db)


def _copy(db: apsw.Connection, target: Path, key: Secret | None, version: int) -> None:
    """Keep the file as it is under another name, with the same key.

    Where another process has taken the next step meanwhile, its copy from before stays.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}")
    part.touch(mode=_PRIVATE)
    with contextlib.ExitStack() as undo:
        undo.callback(part.unlink, missing_ok=True)
        copy = _keyed(part, _checked(key))
        undo.callback(copy.close)
        with copy.backup("main", db, "main") as backup:
            backup.step(-1)
        if version_of(copy) != version:
            return
        copy.close()
        part.replace(target)


def _damaged(path: Path, message: str) -> StoreDamaged:
    return StoreDamaged(message, detail=ErrorDetail(hint=str(path)))
