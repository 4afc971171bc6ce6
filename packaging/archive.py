"""The archive for every Linux: the bundle, what belongs to the desktop, and a script to install."""

import platform
import shutil
from pathlib import Path

from bundle import run
from places import BUILD, BUNDLE, DIST, NAME, PACKAGING, ROOT, version
from share import made_at

# What the archive holds, and what a Flatpak is made of.
STAGE = BUILD / "stage"


def build(share: Path) -> Path:
    """Return the archive, made of the bundle and of `share`."""
    stage(share)
    top = f"{NAME}-{version()}"
    archive = DIST / f"{top}-linux-{platform.machine()}.tar.xz"
    same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner"]
    # The letter keeps where links lead as it is.
    same += [f"--mtime=@{int(made_at().timestamp())}", f"--transform=s,^{STAGE.name},{top},S"]
    place = ["-C", str(STAGE.parent), STAGE.name]
    run(["tar", "--create", *same, "--xz", "--file", str(archive), *place])
    return archive


def stage(share: Path) -> None:
    """Lay out what the archive holds."""
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(BUNDLE, STAGE / "bundle", symlinks=True)
    shutil.copytree(share, STAGE / "share")
    shutil.copy2(PACKAGING / "linux" / "install.sh", STAGE)
    shutil.copy2(ROOT / "LICENSE", STAGE)
