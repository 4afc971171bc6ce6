"""Commands out of what was seen in a terminal. Pure."""

import re
from collections.abc import Iterator

from supertoken_desktop.document.shell_comments import LONGEST_SCRIPT
from supertoken_desktop.document.shell_scan import scan_shell

# What models call a terminal, and not a script: in these "#" at the beginning may be root's prompt.
SESSIONS = frozenset("console terminal shell-session shellsession sh-session bash-session".split())
_SHELLS = SESSIONS | frozenset(
    "bash sh shell zsh fish ksh powershell pwsh ps1 ps1con cmd bat batch doscon".split()
)
_WHO = r"(?:[\w.-]+@[\w.-]+[: ]\S*|\[[\w.-]+@[\w.-]+ [^\]\n]*\])"
_POWERSHELL = re.compile(r"(?:PS(?: [A-Za-z]:[^>\n]*| /[^>\n]*)?> ?)")
_UNIX = re.compile(rf"(?:\(\S+\) )?(?:{_WHO} ?[$%#>]|[$%❯]) ")
_ROOT = re.compile(r"# ")
_QUOTED = re.compile(r"> ")
_PROMPTS = (_POWERSHELL, re.compile(r"(?:[A-Za-z]:\\[^>\n]*> ?)"), _UNIX, _QUOTED)
_GOES_ON = ("\\", "`", "^", "|", "&&")
_OPENS = re.compile(r"(?:^|[;&|\s])(?:for|while|until|if|case|select|begin|function|\{)(?=\s|$)")
_ENDS = re.compile(r"(?:^|[;&|\s])(?:done|fi|esac|end|\})(?=[;&|)\s]|$)")


def without_prompts(code: str, language: str) -> str:
    """Return only what was typed: lines behind a prompt, and those they go on in.

    What the commands printed is left out. "" where there is no prompt, or where the language is
    none of a shell.
    """
    name = language.strip().lower()
    if (name and name not in _SHELLS) or len(code) > LONGEST_SCRIPT:
        return ""
    lines = code.split("\n")
    prompt = next((p for p in _PROMPTS if any(p.match(line) for line in lines)), None)
    if prompt in (None, _QUOTED) and _is_session_of_root(lines, name):
        prompt = _ROOT
    if prompt is None or (not name and prompt is _QUOTED):
        return ""
    is_unix = prompt is _UNIX or prompt is _ROOT
    groups = _groups(lines, prompt)
    typed = (_first_command(group) if is_unix else _joined_lines(group) for group in groups)
    return "\n".join(line for lines in typed for line in lines)


def _is_session_of_root(lines: list[str], name: str) -> bool:
    """Tell "#" as a prompt from comments: only where it comes first, and something is printed."""
    said = [line for line in lines if line.strip()]
    if name not in SESSIONS or not said or not _ROOT.match(said[0]):
        return False
    return any(not _ROOT.match(line) for line in said)


def _groups(lines: list[str], prompt: re.Pattern[str]) -> Iterator[list[str]]:
    """Yield what stands from each prompt to the next, the prompt left out."""
    group: list[str] = []
    for line in lines:
        found = prompt.match(line)
        if found is not None:
            if group:
                yield group
            group = [line[found.end() :]]
        elif group:
            group.append(line)
    if group:
        yield group


def _first_command(group: list[str]) -> list[str]:
    """Return the lines after which a shell asks for no more: of quotes, here-documents, loops."""
    first, *rest = group
    lines = [first, *("" if line == ">" else line.removeprefix("> ") for line in rest)]
    ends = set(scan_shell("\n".join((*lines, ""))).ends)
    open_loops = place = 0
    for count, line in enumerate(lines, 1):
        place += len(line) + 1
        open_loops += len(_OPENS.findall(line)) - len(_ENDS.findall(line))
        if place in ends and open_loops <= 0 and not line.endswith(_GOES_ON):
            return lines[:count]
    asked = next((at for at, line in enumerate(rest) if not line.startswith(">")), len(rest))
    return lines[: asked + 1]


def _joined_lines(group: list[str]) -> list[str]:
    """Return the first line, and what PowerShell's or cmd's own sign joins to it."""
    count = 1
    while count < len(group) and group[count - 1].endswith(_GOES_ON):
        count += 1
    return [group[0], *(line.removeprefix(">> ") for line in group[1:count])]
