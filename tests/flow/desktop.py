"""A desktop without a person: an X server and a session bus of one's own, panels on demand."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.session_bus import BUS, running_bus

END_LIMIT_S = 5.0


@dataclass(frozen=True)
class Desktop:
    """What a program must have in its environment to be on this desktop."""

    display: str
    bus: str
    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        return {
            "DISPLAY": self.display,
            BUS: self.bus,
            "QT_QPA_PLATFORM": "xcb",
        }

    @asynccontextmanager
    async def program(self, *command: str) -> AsyncIterator[None]:
        """Have another program on this desktop."""
        own = {name: value for name, value in self.variables.items() if not name.startswith("QT_")}
        async with running(command, {"PATH": os.environ["PATH"], "HOME": str(self.folder), **own}):
            yield

    async def tool(self, *command: str) -> str:
        """Run a tool to its end and return what it writes."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], **self.variables},
        )
        try:
            out, _err = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()
        return out.decode()


@asynccontextmanager
async def desktop(folder: Path) -> AsyncIterator[Desktop]:
    """Have an X server and a bus, with nothing on either."""
    async with AsyncExitStack() as undo:
        read, write = os.pipe()
        plain = {"PATH": os.environ["PATH"], "HOME": str(folder)}
        x_server = ("Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten")
        try:
            await undo.enter_async_context(running((*x_server, "tcp"), plain, (write,)))
        finally:
            os.close(write)
        display = await asyncio.to_thread(_first_line, read)
        bus = undo.enter_context(running_bus())
        yield Desktop(f":{display}", bus.address, folder)


@asynccontextmanager
async def running(
    command: Sequence[str], environment: Mapping[str, str], files: Sequence[int] = ()
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Have a program run for a while; nothing of it is left afterwards."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=dict(environment),
        pass_fds=tuple(files),
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), END_LIMIT_S)
        except TimeoutError:
            process.kill()
            await process.wait()


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip a test where a program of the system is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def _first_line(file: int) -> str:
    with os.fdopen(file) as stream:
        return stream.readline().strip()
