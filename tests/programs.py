"""Our own programs as processes of their own, apart from the developer's keyring and settings."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.secret_service import SecretService
from tests.session_bus import BUS

ROOT = Path(__file__).resolve().parents[1]
COMMAND = ("-m", "supertoken_desktop.cli.main")
OWN_PREFIXES = ("SUPERTOKEN_", "XDG_", "DBUS_", "KEYRING_", "PYTHON_KEYRING", "GNOME_KEYRING")
OWN_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANG", "LANGUAGE")
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@dataclass(frozen=True)
class Ran:
    """A process that has ended: its exit status and what it wrote."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Programs:
    """Start processes whose files all lie below one folder, by default without a keyring."""

    home: Path
    extra: Mapping[str, str] = field(default_factory=lambda: NO_KEYRING)

    @property
    def profile(self) -> Path:
        """The profile's folder."""
        return self.home / "profile"

    def having(self, **variables: str) -> "Programs":
        return replace(self, extra={**self.extra, **variables})

    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(OWN_PREFIXES)
            and not name.startswith("LC_")
            and not name.lower().endswith("_proxy")
            and name not in OWN_NAMES
        }
        own = {
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "SUPERTOKEN_HOME": str(self.profile),
        }
        return kept | own | dict(self.extra)

    async def start(
        self,
        *arguments: str | bytes,
        stdin: int = asyncio.subprocess.DEVNULL,
        before: tuple[str, ...] = (),
    ) -> asyncio.subprocess.Process:
        """Start Python with these arguments, `before` being what starts it.

        A process never outlives the task that started it, however that ends.
        """
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *before,
            sys.executable,
            *arguments,
            stdin=stdin,
            stdout=pipe,
            stderr=pipe,
            env=self.environment(),
            cwd=self.home,
        )
        task = asyncio.current_task()
        assert task is not None
        task.add_done_callback(lambda _task: _end(process))
        return process

    async def start_command(
        self, *arguments: str | bytes, stdin: int = asyncio.subprocess.DEVNULL
    ) -> asyncio.subprocess.Process:
        """Start `supertoken` with these arguments."""
        return await self.start(*COMMAND, *arguments, stdin=stdin)

    async def command(self, *arguments: str | bytes, stdin: str | None = None) -> Ran:
        """Run `supertoken` with these arguments to its end."""
        source = asyncio.subprocess.DEVNULL if stdin is None else asyncio.subprocess.PIPE
        process = await self.start_command(*arguments, stdin=source)
        return await ended(process, stdin)


async def ended(process: asyncio.subprocess.Process, stdin: str | None = None) -> Ran:
    """Wait for the end of a process; one that the test's time limit overtakes is killed."""
    try:
        out, err = await process.communicate(None if stdin is None else stdin.encode())
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode is not None
    return Ran(process.returncode, out.decode(), err.decode())


def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()


def with_secret_service(home: Path, service: SecretService) -> Programs:
    """Programs that find a real keyring, and on its bus nothing else of the developer's."""
    return Programs(home, {BUS: service.environment[BUS]})
