"""A real X server without a screen, and a person at its keyboard."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

_PROGRAMS = ("Xvfb", "xdotool", "setxkbmap")


@dataclass(frozen=True)
class Screen:
    """An X server; keys go down and up by its own test extension, as from a keyboard."""

    display: str

    async def press(self, *names: str) -> None:
        await self._run("xdotool", "key", *names)

    async def hold_down(self, *names: str) -> None:
        for name in names:
            await self._run("xdotool", "keydown", name)

    async def let_go(self, *names: str) -> None:
        for name in names:
            await self._run("xdotool", "keyup", name)

    async def use_layout(self, name: str) -> None:
        await self._run("setxkbmap", "-layout", name)

    async def _run(self, *command: str) -> None:
        process = await asyncio.create_subprocess_exec(
            *command,
            env={**os.environ, "DISPLAY": self.display},
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert await process.wait() == 0, command


@contextmanager
def running_screen() -> Iterator[Screen]:
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    # Without -noreset it begins anew, deaf for a while, whenever its last client leaves.
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-noreset"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        try:
            assert server.stdout is not None
            number = server.stdout.readline().decode().strip()
            yield Screen(f":{number}")
        finally:
            server.terminate()
            server.wait(10)
