"""Text as the search index reads it: one blank around every character that is a word by itself."""

import re

# Bump when `folded` gives other text: the index is then rebuilt at the next start.
FOLDING_VERSION = 1
# Han with its extensions, kana, hangul: written without blanks between words.
_LONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_LONE_CHARACTER = re.compile(f"[{_LONE}]")
_LONE_RUN = re.compile(f"[{_LONE}]+|[^{_LONE}]+")
_WORD = re.compile(r"\w")


def folded(text: str) -> str:
    """Return text for the index: words stay, each Han, kana and hangul character stands alone."""
    return _LONE_CHARACTER.sub(lambda found: f" {found[0]} ", text)


def terms(query: str) -> tuple[str, ...]:
    """Return the pieces of a query that must all be found, as typed; marks alone are left out."""
    pieces = (piece for word in query.split() for piece in _LONE_RUN.findall(word))
    return tuple(piece for piece in pieces if _WORD.search(piece))


def match_expression(query: str) -> str:
    """Return the FTS5 expression of a query, empty where nothing in it can be searched.

    A run of lone characters becomes a phrase of them; the last piece, if it is a word, also finds
    longer words that begin with it, since it may still be being typed.
    """
    pieces = terms(query)
    quoted = [_quoted(" ".join(_LONE_CHARACTER.sub(r" \g<0> ", piece).split())) for piece in pieces]
    if pieces and not _LONE_CHARACTER.match(pieces[-1]):
        quoted[-1] += "*"
    return " AND ".join(quoted)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'
