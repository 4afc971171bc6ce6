"""The archive for every Linux, as it was built: unpacked, installed, used, removed."""

import subprocess
import tarfile
from pathlib import Path

import pytest

from supertoken_desktop import __version__
from tests.packaging.built import Desktop

TOP = f"supertoken-desktop-{__version__}"


@pytest.mark.parametrize("package", [".tar.xz"], indirect=True)
def test_what_is_unpacked_installs_itself_and_goes_again(
    package: Path, desktop: Desktop, tmp_path: Path
) -> None:
    with tarfile.open(package) as archive:
        assert {member.name.split("/")[0] for member in archive} == {TOP}
        archive.extractall(tmp_path, filter="data")
    prefix = tmp_path / "a place of its own"

    installed = desktop.run(tmp_path / TOP / "install.sh", "--prefix", prefix)
    versions = [desktop.run(path, "--version") for path in sorted((prefix / "bin").iterdir())]
    asked = desktop.run(prefix / "bin/supertoken", "doctor")
    removed = desktop.run(
        prefix / "lib/supertoken-desktop/install.sh", "--uninstall", "--prefix", prefix
    )

    assert (installed.returncode, installed.stderr) == (0, "")
    assert [done.stdout.split()[-1] for done in versions] == [__version__, __version__]
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert removed.returncode == 0
    assert list(prefix.rglob("*")) == []


@pytest.mark.parametrize("package", [".deb", ".tar.xz"], indirect=True)
def test_the_sums_tell_that_a_package_is_whole(package: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=package.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert f"{package.name}: OK" in done.stdout
