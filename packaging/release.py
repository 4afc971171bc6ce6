"""What a release asks before it goes out: `python packaging/release.py check TAG`, or `notes`.

The tag says the version that the program says, and the list of changes has a dated section for it.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from places import ROOT, version

CHANGES = ROOT / "CHANGELOG.md"


class NotReadyError(Exception):
    """Why it cannot go out; the text is for people."""


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says; return the exit status."""
    try:
        match arguments:
            case ["check", tag]:
                check(tag, version(), CHANGES)
            case ["notes"]:
                print(notes(version(), CHANGES))
            case _:
                raise NotReadyError("usage: release.py check TAG | notes")
    except NotReadyError as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def check(tag: str, made: str, changes: Path) -> None:
    """See that a tag may become a release. Raises: NotReadyError."""
    if tag != f"v{made}":
        raise NotReadyError(
            f"The tag {tag} and the version {made} in supertoken_desktop/__init__.py differ."
        )
    heading, _text = _section(made, changes)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", heading):
        raise NotReadyError(f"CHANGELOG.md has no date for {made}, but ({heading}).")


def notes(made: str, changes: Path) -> str:
    """Return what CHANGELOG.md says about a version. Raises: NotReadyError."""
    return _section(made, changes)[1]


def _section(made: str, changes: Path) -> tuple[str, str]:
    """Return what stands in brackets behind the version, and the text below it."""
    text = changes.read_text(encoding="utf-8")
    section = rf"(?ms)^## {re.escape(made)} \(([^)\n]*)\)\n(.*?)(?=^## |\Z)"
    found = re.search(section, text)
    if found is None:
        raise NotReadyError(f"CHANGELOG.md has no section for {made}.")
    return found[1], found[2].strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
