"""What was built, and a desktop to try it on; without either, tests are skipped and say why."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.built import DIST, Bundle, Desktop
from tests.secret_service import SecretService, secret_service_daemons

__all__ = ["secret_service_daemons"]

SOCKET = "wayland-test"
NOT_BUILT = "nothing is built: python3 dev.py package"


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    found = Bundle.in_dist()
    if not found.window.is_file():
        pytest.skip(NOT_BUILT)
    return found


@pytest.fixture
def package(request: pytest.FixtureRequest) -> Path:
    """The package whose name ends so; of several, the newest."""
    found = sorted(DIST.glob(f"*{request.param}"), key=lambda path: path.stat().st_mtime)
    if not found:
        pytest.skip(NOT_BUILT)
    return found[-1]


@pytest.fixture
def desktop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desktop]:
    """A screen and a keyring: of its own on Linux, elsewhere those of the system."""
    home = tmp_path / "home"
    home.mkdir()
    profile = {"SUPERTOKEN_HOME": str(tmp_path / "profile")}
    if not sys.platform.startswith("linux"):
        yield Desktop(home, {**os.environ, **profile}, ())
        return
    if shutil.which("xvfb-run") is None:
        pytest.skip("not installed: xvfb")
    service: SecretService = request.getfixturevalue("secret_service_daemons")
    own = {**profile, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "LC_ALL": "C.UTF-8"}
    kept = {name: value for name, value in service.environment.items() if name != "QT_QPA_PLATFORM"}
    yield Desktop(home, {**kept, **own}, ("xvfb-run", "-a"))


@pytest.fixture
def wayland(desktop: Desktop) -> Iterator[Desktop]:
    """A Wayland compositor that shows nothing to anybody."""
    if shutil.which("weston") is None:
        pytest.skip("not installed: weston")
    command = ["weston", "--backend=headless-backend.so", f"--socket={SOCKET}", "--width=1400"]
    with subprocess.Popen(
        [*command, "--height=900", "--log=weston.log"],
        env=dict(desktop.environment),
        cwd=desktop.home,
    ) as weston:
        until_there(desktop.home / SOCKET)
        yield Desktop(desktop.home, {**desktop.environment, "WAYLAND_DISPLAY": SOCKET}, ())
        weston.terminate()


def until_there(path: Path) -> None:
    limit = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < limit, f"{path.name} never came"
        time.sleep(0.05)
