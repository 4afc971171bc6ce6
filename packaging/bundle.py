"""Make the bundle with PyInstaller, and see that it needs nothing but what every desktop has."""

import subprocess
import sys
from pathlib import Path

from places import BUILD, BUNDLE, DIST, NAME, PACKAGING, ROOT

# Built with the interpreter, whose symbols nobody needs. Other libraries may break: of Qt's
# multimedia it is known, and nothing says so.
_STRIPPED = ("libpython3*.so*", "python3*/lib-dynload/*.so")


def build() -> None:
    """Make `dist/supertoken-desktop`, and on macOS `dist/SuperToken Desktop.app`."""
    pyinstaller = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(DIST), "--workpath", str(BUILD / "pyinstaller")]
    run([*pyinstaller, *places, str(PACKAGING / f"{NAME}.spec")])
    if sys.platform.startswith("linux"):
        import libraries

        strip(BUNDLE / "_internal")
        libraries.check(BUNDLE)


def strip(folder: Path) -> None:
    """Take the symbols out of the interpreter: three quarters of it."""
    for pattern in _STRIPPED:
        for file in folder.glob(pattern):
            if not file.is_symlink():
                run(["strip", "--strip-unneeded", str(file)])


def run(command: list[str]) -> None:
    """Run a step; a failure ends the build."""
    subprocess.run(command, cwd=ROOT, check=True)
