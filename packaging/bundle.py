"""Make the bundle with PyInstaller, and see that it needs nothing but what every desktop has."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from places import BUILD, BUNDLE, DIST, NAME, PACKAGING, ROOT

# Built with the interpreter, whose symbols nobody needs. Other libraries may break: of Qt's
# multimedia it is known, and nothing says so.
_INTERPRETER = ("libpython3*.so*", "python3*/lib-dynload/*.so")


def build() -> None:
    """Make `dist/supertoken-desktop`, and on macOS `dist/SuperToken Desktop.app`."""
    pyinstaller = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(DIST), "--workpath", str(BUILD / "pyinstaller")]
    run([*pyinstaller, *places, str(PACKAGING / f"{NAME}.spec")])
    if sys.platform.startswith("linux"):
        import libraries

        for file in _interpreter(BUNDLE / "_internal"):
            run(["strip", "--strip-unneeded", str(file)])
            # It looks for others in folders of the build machine.
            run(["patchelf", "--remove-rpath", str(file)])
        libraries.check(BUNDLE)


def _interpreter(folder: Path) -> Iterator[Path]:
    """Yield the interpreter's own libraries: without symbols they are a quarter as large."""
    for pattern in _INTERPRETER:
        yield from (file for file in folder.glob(pattern) if not file.is_symlink())


def run(command: list[str]) -> None:
    """Run a step; a failure ends the build."""
    subprocess.run(command, cwd=ROOT, check=True)
