"""The Debian package: installed, used and removed, as root alone can."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from supertoken_desktop import __version__
from tests.packaging.built import ALL_IS_WELL, Desktop

NAME = "supertoken-desktop"
PROGRAM = Path("/usr/bin") / NAME
COMMAND = Path("/usr/bin/supertoken")
IS_POSSIBLE = shutil.which("apt-get") is not None and os.geteuid() == 0
APT = ("apt-get", "-y", "-q", "--no-install-recommends")

pytestmark = [
    pytest.mark.skipif(not IS_POSSIBLE, reason="installs a package, which root alone can, by apt"),
    pytest.mark.parametrize("package", [".deb"], indirect=True),
]


@pytest.fixture
def installed(package: Path) -> None:
    if PROGRAM.exists():
        pytest.skip(f"{NAME} is installed here already, and would be removed")


def test_installed_it_does_all_that_it_must_and_removed_it_leaves_nothing(
    package: Path, installed: None, desktop: Desktop
) -> None:
    try:
        apt("install", str(package))
        listed = subprocess.check_output(["dpkg", "--listfiles", NAME], text=True).split("\n")
        seen = desktop.try_out(PROGRAM)
        version = desktop.run(COMMAND, "--version")
        entry = desktop.run("desktop-file-validate", f"/usr/share/applications/{NAME}.desktop")
    finally:
        apt("purge", NAME)

    assert seen == {"version": __version__, "window": "xcb", **ALL_IS_WELL}
    assert version.stdout.split()[-1] == __version__
    assert (entry.returncode, entry.stdout) == (0, "")
    ours = [path for path in listed if NAME in path or path == str(COMMAND)]
    assert len(ours) > 100
    assert [path for path in ours if Path(path).exists() or Path(path).is_symlink()] == []


def test_nobody_but_root_can_write_to_what_it_installs(package: Path) -> None:
    listed = subprocess.check_output(["dpkg-deb", "--contents", str(package)], text=True)

    modes = {line.split()[0]: line.split()[1] for line in listed.splitlines()}
    assert set(modes.values()) == {"root/root"}
    assert {mode for mode in modes if not mode.startswith("l")} <= {
        *("drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--")
    }


def apt(what: str, package: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        [*APT, what, package],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
