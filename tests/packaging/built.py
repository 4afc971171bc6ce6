"""The programs that were built, and how they are tried out."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
LIMIT_S = 180
SUFFIX = ".exe" if sys.platform == "win32" else ""


@dataclass(frozen=True)
class Bundle:
    """The window and the command, as built."""

    folder: Path

    @classmethod
    def in_dist(cls) -> "Bundle":
        if sys.platform == "darwin":
            return cls(DIST / "SuperToken Desktop.app" / "Contents" / "MacOS")
        return cls(DIST / "supertoken-desktop")

    @property
    def window(self) -> Path:
        return self.folder / f"supertoken-desktop{SUFFIX}"

    @property
    def command(self) -> Path:
        return self.folder / f"supertoken{SUFFIX}"

    @property
    def content(self) -> Path:
        """The folder with all that comes along."""
        return self.folder.parent if sys.platform == "darwin" else self.folder

    @property
    def files(self) -> list[Path]:
        found = self.content.rglob("*")
        return [path for path in found if path.is_file() and not path.is_symlink()]


@dataclass(frozen=True)
class Desktop:
    """Where programs find a screen and a keyring; their files lie below `home`."""

    home: Path
    environment: Mapping[str, str]
    before: tuple[str, ...]

    def run(self, *command: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self.before, *map(str, command)],
            env={**self.environment, **variables},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT_S,
            check=False,
        )

    def try_out(self, window: Path) -> dict[str, Any]:
        """Let a program try itself out; return what it has seen, and its exit status."""
        folder = self.home / "self-test"
        done = self.run(window, "--self-test", folder)
        report = folder / "self-test.json"
        assert report.is_file(), done.stderr
        seen: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return {**seen, "status": done.returncode}


# Three questions and three answers.
ALL_IS_WELL = {
    "secret": True,
    "code": True,
    "formula": True,
    "diagram": True,
    "history": 6,
    "failed": {},
    "status": 0,
}
