"""Shell scripts without their comments, exactly as they were otherwise. Pure."""

import re

from supertoken_desktop.document.powershell_scan import scan_powershell
from supertoken_desktop.document.shell_scan import Scan, scan_shell

_POSIX = frozenset("bash sh shell zsh ksh dash ash".split())
_POWERSHELL = frozenset("powershell pwsh ps1 posh".split())
_BATCH = frozenset("cmd bat batch dosbatch winbatch".split())
_REMARK = re.compile(r"[ \t]*(?:@?rem(?:[ \t].*)?|::.*)", re.IGNORECASE)


# Longer ones are no commands to be typed.
LONGEST_SCRIPT = 50_000


def without_comments(code: str, language: str) -> str:
    """Return a script without comments; "" where it has none that are certain to be some.

    Lines that hold nothing else go, but for one that is joined to the line before it. "#!" in the
    first line stays, and "#requires" of PowerShell.
    """
    name = language.strip().lower()
    if len(code) > LONGEST_SCRIPT:
        return ""
    if name in _BATCH:
        bare = _without_remarks(code)
    elif name in _POWERSHELL:
        bare = _cut(code, scan_powershell(code), "`")
    elif name in _POSIX or name == "fish":
        bare = _cut(code, scan_shell(code, is_fish=name == "fish"), "\\")
    else:
        return ""
    return bare if bare != code else ""


def _cut(code: str, scan: Scan, joiner: str) -> str:
    """Cut comments out; a script whose end was not reached in order stays as it is."""
    if scan.is_open:
        return code
    kept: list[str] = []
    for before, after in zip(code.split("\n"), _blanked(code, scan).split("\n"), strict=True):
        if before == after:
            kept.append(before)
        elif after.strip():
            bare = after.rstrip()
            # A blank behind the joiner is part of the command.
            kept.append(after if bare.endswith(joiner) else bare)
        elif kept and kept[-1].endswith(joiner):
            kept.append("")
    return "\n".join(kept)


def _blanked(code: str, scan: Scan) -> str:
    """Return the code with nothing but line breaks in place of its comments."""
    pieces: list[str] = []
    at = 0
    for start, end in scan.comments:
        pieces += (code[at:start], "\n" * code.count("\n", start, end))
        at = end
    return "".join((*pieces, code[at:]))


def _without_remarks(code: str) -> str:
    """Leave out the lines of a batch file that are remarks, but for one that "^" joins."""
    kept: list[str] = []
    for line in code.split("\n"):
        is_joined = bool(kept) and kept[-1].endswith("^")
        if is_joined or not _REMARK.fullmatch(line):
            kept.append(line)
    return "\n".join(kept)
