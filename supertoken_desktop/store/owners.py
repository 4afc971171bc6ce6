"""Which processes are at work on a history: each holds a lock that ends with it."""

from pathlib import Path

import apsw

from supertoken_desktop.domain.ids import new_message_id

_SUFFIX = ".owner"


class Owner:
    """Hold a lock file beside the history, so that others see that this process lives.

    The lock is SQLite's own, on an empty file: it works on every system and ends with the
    process, however that ends.
    """

    def __init__(self, folder: Path) -> None:
        self.token = str(new_message_id())
        self._folder = folder
        self._path = _path(folder, self.token)
        self._lock = apsw.Connection(str(self._path))
        self._lock.execute("BEGIN EXCLUSIVE")

    def is_alive(self, token: str) -> bool:
        """Tell whether the process with a token still runs; a dead one's file is removed."""
        path = _path(self._folder, token)
        if token == self.token:
            return True
        if not path.is_file():
            return False
        probe = apsw.Connection(str(path))
        try:
            probe.execute("BEGIN EXCLUSIVE")
        except apsw.BusyError:
            return True
        finally:
            probe.close()
        path.unlink(missing_ok=True)
        return False

    def remove_dead(self) -> None:
        """Remove the files of processes that are gone."""
        for path in self._folder.glob(f"*{_SUFFIX}"):
            self.is_alive(path.name.removesuffix(_SUFFIX))

    def close(self) -> None:
        """Give the lock back."""
        self._lock.close()
        self._path.unlink(missing_ok=True)


def _path(folder: Path, token: str) -> Path:
    return folder / f"{token}{_SUFFIX}"
