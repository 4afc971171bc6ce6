"""A session bus of one's own, with nobody on it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

BUS = "DBUS_SESSION_BUS_ADDRESS"


@dataclass(frozen=True)
class Bus:
    """A running session bus."""

    address: str
    daemon: "subprocess.Popen[bytes]"

    def die(self) -> None:
        """End at once, as in a session that breaks down."""
        self.daemon.kill()


@contextmanager
def running_bus() -> Iterator[Bus]:
    """Have a bus for a while; a test is skipped where there can be none."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("not installed: dbus-daemon")
    with tempfile.TemporaryDirectory(prefix="bus-") as home:
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
        # Services of the system's own, such as its real portal, are not to be started here.
        folders = {
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
            "XDG_DATA_HOME": home,
            "XDG_DATA_DIRS": home,
        }
        with subprocess.Popen(
            command,
            env={**os.environ, **folders},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as daemon:
            try:
                assert daemon.stdout is not None
                yield Bus(daemon.stdout.readline().decode().strip(), daemon)
            finally:
                daemon.terminate()
                daemon.wait(10)


@contextmanager
def own_bus(patch: pytest.MonkeyPatch) -> Iterator[Bus]:
    """Have a bus that this process finds where it looks for one."""
    with running_bus() as bus:
        patch.setenv(BUS, bus.address)
        # What is taken into it in a test goes with the test.
        patch.setenv("XDG_ACTIVATION_TOKEN", "")
        yield bus
