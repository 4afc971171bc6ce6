"""The whole program in this process, with a history of its own and a keyring in memory."""

from collections.abc import Callable, Coroutine
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend

from supertoken_desktop.app import StartOptions
from supertoken_desktop.window import WindowSession, run_window

Work = Callable[[WindowSession], Coroutine[None, None, None]]


class MemoryKeyring(KeyringBackend):
    """A keyring that ends with the process."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types here
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept."""
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self._kept[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        self._kept.pop((service, username), None)


def use_memory_keyring() -> MemoryKeyring:
    """Let the program in this process find a keyring in memory."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def run(home: Path, work: Work, *, demo: bool = False) -> None:
    """Run the window on a folder of its own until `work` has quit it."""

    def begin(session: WindowSession) -> None:
        session.tasks.spawn(work(session))

    run_window(StartOptions(home=home, demo=demo), begin)
