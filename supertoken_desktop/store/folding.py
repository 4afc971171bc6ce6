"""Text as the search index reads it: one blank around every character that is a word by itself."""

import re
import unicodedata
from functools import cache

# Bump when `folded` gives other text: the index is then rebuilt at the next start.
FOLDING_VERSION = 1
# Han with its extensions, kana, hangul: written without blanks between words.
_LONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# What the index takes for a word; everything else only separates words.
_IN_WORD = rf"[^\W_{_LONE}]"
_ACCENTS = "[\u0300-\u036f]*"
_GAP = r"[\W_]*"


def folded(text: str) -> str:
    """Return text for the index: words stay, each Han, kana and hangul character stands alone."""
    return _lone_character().sub(r" \g<0> ", text)


def terms(query: str) -> tuple[str, ...]:
    """Return the pieces of a query that must all be found, as typed; marks alone are left out."""
    pieces = (piece for word in query.split() for piece in _lone_run().findall(word))
    return tuple(piece for piece in pieces if _word().search(piece))


def match_expression(query: str) -> str:
    """Return the FTS5 expression of a query, empty where nothing in it can be searched.

    A run of lone characters becomes a phrase of them; the last piece, if it is a word, also finds
    longer words that begin with it, since it may still be being typed.
    """
    pieces = terms(query)
    quoted = [_quoted(" ".join(folded(piece).split())) for piece in pieces]
    if pieces and not _lone_character().match(pieces[-1]):
        quoted[-1] += "*"
    return " AND ".join(quoted)


def hit_pattern(query: str) -> re.Pattern[str]:
    """Return what finds in `unaccented` text the words that the index found for a query."""
    pieces = terms(unaccented(query))
    patterns = [_pattern(piece, is_last=at == len(pieces)) for at, piece in enumerate(pieces, 1)]
    return re.compile("|".join(patterns), re.IGNORECASE)


def unaccented(text: str) -> str:
    """Return text of the same length, each letter without its accents."""
    return text if text.isascii() else "".join(map(_base, text))


def _pattern(piece: str, *, is_last: bool) -> str:
    words = [_ACCENTS.join(word) + _ACCENTS for word in _word().findall(piece)]
    if _lone_character().match(piece):
        return _GAP.join(words)
    end = "" if is_last else f"(?!{_IN_WORD})"
    return f"(?<!{_IN_WORD}){_GAP.join(words)}{end}"


# Compiling such large classes takes milliseconds, which the start of the program can do without.
@cache
def _lone_character() -> re.Pattern[str]:
    return re.compile(f"[{_LONE}]")


@cache
def _lone_run() -> re.Pattern[str]:
    return re.compile(f"[{_LONE}]+|[^{_LONE}]+")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{_LONE}]|{_IN_WORD}+")


@cache
def _base(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    is_accented = len(parts) > 1 and all(map(unicodedata.combining, parts[1:]))
    return parts[0] if is_accented and not _lone_character().match(character) else character


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'
