"""What languages are called by people."""

from functools import cache

from pygments.lexers import get_all_lexers

# A name that a model made up may be of any length.
LONGEST_LABEL = 40

_OWN = {
    "text": "Text",
    "txt": "Text",
    "plaintext": "Text",
    "plain": "Text",
    "make": "Makefile",
    "docker": "Dockerfile",
    "shell": "Shell",
    "sh": "Shell",
    "shellscript": "Shell",
    "console": "Terminal",
    "shell-session": "Terminal",
    "tsql": "SQL",
    "jsonc": "JSON",
    "svelte": "Svelte",
    "mermaid": "Mermaid",
    "patch": "Diff",
    "zsh": "Zsh",
}


def language_label(language: str) -> str:
    """Return the name for people of the language that a code block names; "" for none.

    A name that nobody knows stays as it is, cut where it is very long.
    """
    name = language.strip().lower()
    return _OWN.get(name) or _names().get(name) or language.strip()[:LONGEST_LABEL]


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for name, aliases, patterns, _ in get_all_lexers(plugins=False):
        for alias in (name, *aliases):
            names.setdefault(alias.lower(), name)
        for pattern in patterns:
            if pattern.startswith("*."):
                names.setdefault(pattern.removeprefix("*.").lower(), name)
    return names
