"""Which language code is written in, where its author did not say. Pure and quick."""

import re

# So much of the code is looked at.
LOOKED_AT = 4_000

_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("diff", re.compile(r"\A(?:diff --git |--- .*\n\+\+\+ |@@ -\d+(?:,\d+)? \+\d+)", re.MULTILINE)),
    ("bash", re.compile(r"\A#!.*\b(?:ba|z|da)?sh\b")),
    ("python", re.compile(r"\A#!.*\bpython")),
    ("html", re.compile(r"\A\s*<(?:!doctype html|html)\b", re.IGNORECASE)),
    ("xml", re.compile(r"\A\s*<\?xml\b")),
    ("json", re.compile(r"\A\s*(?:\{\s*\"[^\"\n]*\"\s*:|\[\s*\{\s*\")")),
    ("cpp", re.compile(r"^#include\s*[<\"]", re.MULTILINE)),
    ("go", re.compile(r"^package \w+\s*$", re.MULTILINE)),
    ("rust", re.compile(r"^\s*(?:pub )?fn \w+[^\n]*\{\s*$", re.MULTILINE)),
    ("python", re.compile(r"^\s*(?:def|class) \w+[^\n]*:\s*$", re.MULTILINE)),
    ("python", re.compile(r"^(?:from [\w.]+ import \w+|import [\w.]+)\s*$", re.MULTILINE)),
    ("javascript", re.compile(r"^\s*(?:const|let) \w+ = |=> \{\s*$", re.MULTILINE)),
    ("sql", re.compile(r"\A\s*(?:SELECT|INSERT INTO|CREATE TABLE|UPDATE)\s", re.IGNORECASE)),
)


def guess_language(code: str) -> str:
    """Return a name that `highlight` knows, "" if it isn't clear."""
    start = code[:LOOKED_AT]
    return next((language for language, sign in _SIGNS if sign.search(start)), "")
