"""Which processes are at work on a history: each holds a lock that ends with it."""

import contextlib
from pathlib import Path

import apsw

from supertoken_desktop.domain.errors import StoreError, StoreLocked
from supertoken_desktop.domain.ids import new_message_id

# The owner of what runs in a history without a file; nobody else can see it.
IN_MEMORY = "memory"
_SUFFIX = ".owner"
_WAIT_MS = 5000


class FileLock:
    """Hold an empty file for this process alone.

    The lock is SQLite's own: it works on every system and ends with the process, however that
    ends. Waits at most `wait_ms` for another process. Raises: StoreLocked, StoreError.
    """

    def __init__(self, path: Path, wait_ms: int = _WAIT_MS) -> None:
        with contextlib.ExitStack() as undo:
            try:
                self._db = apsw.Connection(str(path))
                undo.callback(self._db.close)
                self._db.set_busy_timeout(wait_ms)
                self._db.execute("BEGIN EXCLUSIVE")
            except apsw.BusyError as error:
                raise StoreLocked(f"{path.name}: {error}") from error
            except apsw.Error as error:
                raise StoreError(f"{path.name}: {error}") from error
            undo.pop_all()

    def close(self) -> None:
        """Give the lock back; the file stays."""
        self._db.close()


class Owner:
    """Hold a lock file beside the history, so that others see that this process lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._take()
        while not self._path.is_file():
            # Somebody who looked for the dead came between the making of the file and its lock.
            self._lock.close()
            self._take()

    def is_alive(self, token: str) -> bool:
        """Tell whether the process with a token still runs; a dead one's file is removed."""
        path = self._file_of(token)
        if token == self.token:
            return True
        if not path.is_file():
            return False
        try:
            lock = FileLock(path, wait_ms=0)
        except StoreError:
            return True
        _remove(path)
        lock.close()
        _remove(path)
        return False

    def remove_dead(self) -> None:
        """Remove the files of processes that are gone."""
        for path in self._folder.glob(f"*{_SUFFIX}"):
            self.is_alive(path.name.removesuffix(_SUFFIX))

    def close(self) -> None:
        """Give the lock back."""
        _remove(self._path)
        self._lock.close()
        _remove(self._path)

    def _take(self) -> None:
        self.token = str(new_message_id())
        self._path = self._file_of(self.token)
        self._lock = FileLock(self._path)

    def _file_of(self, token: str) -> Path:
        return self._folder / f"{token}{_SUFFIX}"


def _remove(path: Path) -> None:
    # Removed while it is locked, nobody can lock a file that is about to go. Windows removes no
    # open file: there the second try, after closing, succeeds, or another process has it open.
    with contextlib.suppress(PermissionError):
        path.unlink(missing_ok=True)
