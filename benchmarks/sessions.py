"""The whole program in this process, with a history of its own and a keyring in memory."""

from collections.abc import Callable, Coroutine
from pathlib import Path

import keyring

from benchmarks.memory_keyring import MemoryKeyring
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.window.run import run_window
from supertoken_desktop.window.session import WindowSession

Work = Callable[[WindowSession], Coroutine[None, None, None]]


def use_memory_keyring() -> MemoryKeyring:
    """Let the program in this process find a keyring in memory."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def run(home: Path, work: Work, *, demo: bool = False) -> None:
    """Run the window on a folder of its own until `work` has quit it."""

    async def whole(session: WindowSession) -> None:
        try:
            await work(session)
        finally:
            session.quit()

    def begin(session: WindowSession) -> None:
        session.tasks.spawn(whole(session))

    run_window(StartOptions(home=home, demo=demo), begin)
