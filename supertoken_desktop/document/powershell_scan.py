"""Where the comments of a PowerShell script are, and whether all it begins is ended. Pure.

Source: PowerShell, about_Comments, about_Quoting_Rules, about_Requires.
"""

import re

from supertoken_desktop.document.shell_scan import Scan

_TOKEN = re.compile(
    r"""
    (?P<block><\#.*?\#>)
    | (?P<here>@'[ \t]*\n.*?\n'@ | @"[ \t]*\n.*?\n"@)
    | (?P<text>'(?:[^']|'')*' | "(?:[^"`]|`.|"")*")
    | (?P<escaped>`.)
    | (?P<requires>\#requires\b[^\n]*)
    | (?P<comment>(?<![^\s;(){}|&,=])\#[^\n]*)
    | (?P<open><\# | @'[ \t]*\n | @"[ \t]*\n | ' | ")
    | (?P<other>[^\s;(){}|&,=<@'"`\#]+|.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_GOES_ON = re.compile(r"[`|][ \t]*\n?\Z")


def scan_powershell(code: str) -> Scan:
    """Read a whole script; a text or comment that does not end leaves it open, and doubtful."""
    comments: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(code):
        if token.lastgroup == "open":
            return Scan((), is_open=True)
        if token.lastgroup == "text" and "$(" in token[0]:
            # What is quoted within belongs to commands within: where it ends is not certain.
            return Scan((), is_open=True)
        if token.lastgroup in ("block", "comment"):
            comments.append(token.span())
    return Scan(tuple(comments), is_open=bool(_GOES_ON.search(code)))
