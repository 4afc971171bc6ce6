"""Languages that nobody speaks, made of the program's own strings, to try how windows take them."""

import string
from pathlib import Path

from babel.messages.catalog import Catalog

from tests.rules.catalogues import compiled, extracted

# Half as long again: German or French need that for short words.
LONG_TAIL = "äöü"
LONG_SHARE = 0.4
# Letters of a script that is written from right to left.
MIRRORED_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def lengthened(text: str) -> str:
    """Return a text that is longer by two fifths, its fields untouched."""
    extra = max(1, round(len(text) * LONG_SHARE))
    tail = (LONG_TAIL * extra)[:extra]
    words = [tail[at : at + 7] for at in range(0, len(tail), 7)]
    return f"{text} {' '.join(words)}"


def mirrored(text: str) -> str:
    """Return a text of other letters, which runs from right to left, its fields untouched."""
    pieces = []
    for literal, name, spec, conversion in string.Formatter().parse(text):
        pieces.append("".join(_other_letter(letter) for letter in literal))
        if name is not None:
            how = (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            pieces.append(f"{{{name}{how}}}")
    return "\u200f" + "".join(pieces)


def write_catalogues(folder: Path) -> Path:
    """Write `de`, which is long, and `ar`, which is mirrored; return the folder."""
    for language, change in (("de", lengthened), ("ar", mirrored)):
        target = folder / language / "LC_MESSAGES" / "supertoken.mo"
        target.parent.mkdir(parents=True)
        target.write_bytes(compiled(_catalogue(language, change)))
    return folder


def _catalogue(language: str, change: object) -> Catalog:
    assert callable(change)
    made = Catalog(locale=language)
    for message in extracted():
        if not message.id:
            continue
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = [change(form) for form in forms]
        if isinstance(message.id, tuple):
            plural = tuple((texts + [texts[-1]] * made.num_plurals)[: made.num_plurals])
            made.add(message.id, plural, context=message.context)
        else:
            made.add(message.id, texts[0], context=message.context)
    return made


def _other_letter(letter: str) -> str:
    if not letter.isascii() or not letter.isalpha():
        return letter
    return MIRRORED_LETTERS[ord(letter.lower()) % len(MIRRORED_LETTERS)]
