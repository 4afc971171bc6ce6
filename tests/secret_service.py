"""A real Secret Service on a bus of its own, headless: gnome-keyring under a private dbus-daemon.

Import both fixtures into the conftest that needs them. The daemons live as long as the session; a
test that asks for `secret_service` sees them in its environment, and so do its children.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest

_PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon", "gdbus")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")
_FOLDERS = ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
_BUS = "DBUS_SESSION_BUS_ADDRESS"
_NAME = "org.freedesktop.secrets"
_WAIT_S = 10
_MOST_RESTARTS = 2
_FIRST_USE = (
    "import secretstorage as s; "
    "raise SystemExit(s.get_default_collection(s.dbus_init()).is_locked())"
)


@dataclass(frozen=True)
class SecretService:
    """A running service, as what a process must have in its environment to reach it."""

    environment: Mapping[str, str]
    keyring: "subprocess.Popen[bytes]"

    def lock(self) -> None:
        """Lock all that is kept; only a person at a screen could unlock it."""
        self._call("Lock", "[objectpath '/org/freedesktop/secrets/aliases/default']")

    def die(self) -> None:
        """End the keyring, so that only the bus is left."""
        self.keyring.kill()
        self.keyring.wait(_WAIT_S)

    def _call(self, method: str, argument: str) -> None:
        subprocess.run(
            [
                *("gdbus", "call", "--session", f"--dest={_NAME}"),
                "--object-path=/org/freedesktop/secrets",
                f"--method=org.freedesktop.Secret.Service.{method}",
                argument,
            ],
            env=dict(self.environment),
            check=True,
            capture_output=True,
            timeout=_WAIT_S,
        )


@contextmanager
def running_secret_service() -> Iterator[SecretService]:
    """Have a service of one's own, unlocked; nothing of it is left afterwards."""
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    with ExitStack() as undo:
        home = undo.enter_context(tempfile.TemporaryDirectory(prefix="keyring-"))
        environment = {name: value for name, value in os.environ.items() if name not in _SCREENS}
        environment.update(dict.fromkeys(_FOLDERS, home))
        daemons = undo.enter_context(ExitStack())
        service = _started(daemons, environment)
        # Now and then gnome-keyring dies as its first collection is made.
        for _again in range(_MOST_RESTARTS):
            if _keeps_something(service):
                break
            daemons.close()
            service = _started(daemons, environment)
        yield service


def _started(undo: ExitStack, environment: dict[str, str]) -> SecretService:
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    bus = undo.enter_context(_daemon(command, environment))
    assert bus.stdout is not None
    own = {**environment, _BUS: bus.stdout.readline().decode().strip()}
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    keyring = undo.enter_context(_daemon(command, own))
    assert keyring.stdin is not None
    keyring.stdin.write(b"test-password")
    keyring.stdin.close()
    command = ["gdbus", "wait", "--session", f"--timeout={_WAIT_S}", _NAME]
    subprocess.run(command, env=own, check=True, capture_output=True)
    return SecretService(own, keyring)


def _keeps_something(service: SecretService) -> bool:
    """Let the service make its collection, and tell whether it survived that."""
    made = subprocess.run(
        [sys.executable, "-c", _FIRST_USE],
        env=dict(service.environment),
        check=False,
        capture_output=True,
        timeout=_WAIT_S,
    )
    return made.returncode == 0 and service.keyring.poll() is None


@contextmanager
def seen(service: SecretService) -> Iterator[SecretService]:
    """Let this process find a service where it looks for one, and no screen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(_BUS, service.environment[_BUS])
        for name in _SCREENS:
            patch.delenv(name, raising=False)
        yield service


@pytest.fixture(scope="session")
def secret_service_daemons() -> Iterator[SecretService]:
    with running_secret_service() as service:
        yield service


@pytest.fixture
def secret_service(secret_service_daemons: SecretService) -> Iterator[SecretService]:
    with seen(secret_service_daemons) as service:
        yield service


@contextmanager
def _daemon(
    command: list[str], environment: Mapping[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_WAIT_S)
