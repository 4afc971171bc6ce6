"""Where the pieces of a package lie while it is made, and what it is called."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
BUILD = ROOT / "build"
DIST = ROOT / "dist"
ICONS = BUILD / "icons"
NAME = "supertoken-desktop"
COMMAND = "supertoken"
TITLE = "SuperToken Desktop"
APP_ID = "cc.supertoken.client"
# The folder that PyInstaller makes; on macOS an application of it as well.
BUNDLE = DIST / NAME


def version() -> str:
    """Return the program's version, from the one place that has it."""
    source = (ROOT / "supertoken_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', source, re.MULTILINE)
    assert found is not None
    return found[1]


def version_numbers() -> str:
    """Return the version as Windows and macOS take it: up to four numbers, without letters."""
    found = re.match(r"\d+(?:\.\d+){0,3}", version())
    assert found is not None
    return found[0]
