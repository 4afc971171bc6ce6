"""Which language a code block is in when nobody says: a cheap guess from tell-tale marks.

No guess is better than a wrong one, which would paint prose or a drawing in colours. Each mark of a
language counts once, however often it stands there; a language needs several or a very sure one,
and a lead over every other.
"""

import json
import re
from dataclasses import dataclass

from supertoken_desktop.document.tell_tales import PROGRAMMING_LANGUAGES
from supertoken_desktop.document.tell_tales_markup import MARKUP_LANGUAGES

# So much of a block is looked at.
LOOKED_AT = 2000
# What a guess needs in all, and more than the next language has.
ENOUGH = 4
LEAD = 2

_LANGUAGES = (*PROGRAMMING_LANGUAGES, *MARKUP_LANGUAGES)
_BASES = {language.name: language.base for language in _LANGUAGES}


def guess_language(code: str) -> str:
    """Return the name of the language that `code` is most likely in, "" where that is unsure.

    The name is one that `highlight` knows. Only the beginning of `code` is looked at.
    """
    beginning = code[:LOOKED_AT].strip("\n")
    if not beginning.strip():
        return ""
    if _FENCE.search(beginning):
        return ""
    if len(code) > LOOKED_AT:
        beginning = beginning.rpartition("\n")[0] or beginning
    if name := _by_first_line(beginning):
        return name
    if name := _by_shape_of_data(beginning, is_whole=len(code) <= LOOKED_AT):
        return name
    return _by_marks(beginning)


def _by_first_line(code: str) -> str:
    line = code.lstrip().partition("\n")[0].strip()
    if shebang := _SHEBANG.match(line):
        return _INTERPRETERS.get(shebang[1], "")
    lowered = line.lower()
    for beginning, name in _BEGINNINGS.items():
        if lowered.startswith(beginning):
            return name
    return ""


def _by_shape_of_data(code: str, *, is_whole: bool) -> str:
    """Recognise what is data throughout: one odd line and it is something else."""
    if _JSON_BEGUN.match(code) and (not is_whole or _is_json(code)):
        return "json"
    lines = [line for line in code.split("\n") if line.strip()]
    for name, shape in _SHAPES.items():
        if len(lines) < shape.fewest_lines or not shape.telling.search(code):
            continue
        if all(map(shape.line.fullmatch, lines)):
            return name
    return ""


def _is_json(code: str) -> bool:
    try:
        json.loads(code)
    except (ValueError, RecursionError):
        return False
    return True


def _by_marks(code: str) -> str:
    scores: dict[str, int] = {}
    for language in _LANGUAGES:
        own = sum(worth for mark, worth in language.marks if mark.search(code))
        if language.refuted_by is not None and language.refuted_by.search(code):
            own = 0
        # A dialect is told from its base by marks of its own alone.
        scores[language.name] = own + scores.get(language.base, 0) if own else 0
    ranked = sorted(scores, key=lambda name: scores[name], reverse=True)
    best = ranked[0]
    rival = next(name for name in ranked[1:] if name != _BASES[best])
    if scores[best] < ENOUGH or scores[best] - scores[rival] < LEAD:
        return ""
    return best


@dataclass(frozen=True, slots=True)
class _Shape:
    """How every line of a format looks, and what must stand somewhere in it."""

    line: re.Pattern[str]
    telling: re.Pattern[str]
    fewest_lines: int


_SHEBANG = re.compile(r"#!\s*/\S*/(?:env\s+(?:-S\s+)?)?([a-z]+)")
_INTERPRETERS = {
    "sh": "bash",
    "bash": "bash",
    "zsh": "bash",
    "dash": "bash",
    "ksh": "bash",
    "python": "python",
    "node": "javascript",
    "deno": "typescript",
    "ruby": "ruby",
    "perl": "perl",
    "php": "php",
    "lua": "lua",
    "fish": "fish",
    "pwsh": "powershell",
}
_BEGINNINGS = {
    "<?xml": "xml",
    "<?php": "php",
    "<!doctype html": "html",
    "<html": "html",
    "<svg ": "xml",
    "diff --git ": "diff",
    'syntax = "proto': "protobuf",
    "\\documentclass": "latex",
    "begin transaction;": "sql",
}
# Markdown with code in it.
_FENCE = re.compile(r"^[ \t]*```", re.MULTILINE)
_JSON_BEGUN = re.compile(r'\s*(?:\[\s*)?[{\[]\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\{\s*")')

_SHAPES = {
    "toml": _Shape(
        re.compile(
            r"\s*(?:#.*|\[\[?[\w.\"-]+\]\]?|[\w.\"-]+\s*=\s*(?:[\"'\[{\d]|true|false).*|[\]\"'].*)"
        ),
        re.compile(
            r"^\[\[?[\w.\"-]+\]\]?$[^=\[]*^[\w.-]+\s*=\s*(?:[\"\[{]|true|false)", re.MULTILINE
        ),
        2,
    ),
    "ini": _Shape(
        re.compile(r"\s*(?:[#;].*|\[[^\]=]+\]|[\w.-]+(?: [\w-]+)?\s*[=:].*)"),
        re.compile(r"^\[[\w .:/-]+\]\n\s*[\w.-]+\s*=", re.MULTILINE),
        2,
    ),
    "yaml": _Shape(
        re.compile(r"\s*(?:#.*|---|(?:- )*[\w./\"'$<-]+:(?: .*)?|- [\w\"'{\[&*$/.].*)"),
        re.compile(r"^[a-z_][\w-]*:[ ]*\n(?:[ ]+[\w./-]+:|[ ]*- )", re.MULTILINE),
        3,
    ),
}
