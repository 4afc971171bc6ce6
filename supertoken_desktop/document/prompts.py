"""Commands out of what was seen in a terminal. Pure."""

import re

_SHELLS = frozenset(
    "bash sh shell zsh fish console terminal shell-session shellsession sh-session bash-session "
    "powershell pwsh ps1 ps1con cmd bat batch doscon".split()
)
_PROMPTS = (
    re.compile(r"(?:PS(?: [A-Za-z]:[^>\n]*| /[^>\n]*)?> ?)"),
    re.compile(r"(?:[A-Za-z]:\\[^>\n]*> ?)"),
    re.compile(r"(?:\(\S+\) )?(?:[\w.-]+@[\w.-]+[: ]\S*)?[$%] "),
    re.compile(r"> "),
)
_GOES_ON = ("\\", "`", "^")


def without_prompts(code: str, language: str) -> str:
    """Return only what was typed: lines behind a prompt, and those they go on in.

    What the commands printed is left out. "" where there is no prompt, or where the language is
    none of a shell.
    """
    if language and language.strip().lower() not in _SHELLS:
        return ""
    lines = code.split("\n")
    prompt = next((p for p in _PROMPTS if any(p.match(line) for line in lines)), None)
    if prompt is None or (not language and prompt is _PROMPTS[-1]):
        return ""
    kept: list[str] = []
    goes_on = False
    for line in lines:
        found = prompt.match(line)
        if found is None and not goes_on:
            continue
        command = line[found.end() :] if found else line.removeprefix("> ")
        kept.append(command)
        goes_on = command.endswith(_GOES_ON)
    return "\n".join(kept)
