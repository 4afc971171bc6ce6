"""What it means that a text holds what is looked for. Pure; offsets are characters of the text.

Letters are compared without accents and without their width, and without case unless it matters:
"strasse" finds "Straße", "ABC" finds "ＡＢＣ". A hit begins and ends where characters do.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias

# Accents, and what joins or parts characters without being seen.
_UNSEEN = frozenset(
    [*map(chr, range(0x300, 0x370)), *"\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f"]
)
# Written without blanks between words: each such character is a word by itself.
_LONE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_LONE_RUNS = re.compile(f"{_LONE.pattern}+|[^{_LONE.pattern[1:-1]}]+")
_NO_WORD = re.compile(r"[\W_]+")
_ASCII_MARKS = {code: None for code in range(128) if not chr(code).isalnum()}
# Where such marks are, letters that stand together on screen may be apart in the source.
_RICH = re.compile(r"\]\(|\]\[|\[\^|\[!|&#?\w+;")


class Needle(NamedTuple):
    """A folded text, and whether a word must begin or end where it does."""

    folded: str
    at_word_start: bool = False
    at_word_end: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: any of the needles."""

    needles: tuple[Needle, ...]
    match_case: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be found."""
        return not self.needles


# Characters from a start to an end, exclusive. Python's garbage collection passes plain tuples of
# numbers over; of a hundred thousand objects it would be seen to stop.
Stretch: TypeAlias = tuple[int, int]


def phrase(text: str, *, match_case: bool = False, whole_words: bool = False) -> Query:
    """Return the query that finds a text as it was typed."""
    folded = fold(_blanked(text), match_case=match_case)
    needle = Needle(folded, whole_words, whole_words)
    return Query((needle,) if folded else (), match_case)


def any_word(text: str) -> Query:
    """Return the query that finds each word of a text; the last may be the beginning of one.

    That is what the search over all conversations finds.
    """
    pieces = [piece for word in text.split() for piece in _LONE_RUNS.findall(word)]
    folded = [fold(piece, match_case=False) for piece in pieces if _NO_WORD.sub("", piece)]
    last = len(folded) - 1
    needles = (Needle(piece, True, at != last) for at, piece in enumerate(folded) if piece)
    return Query(tuple(dict.fromkeys(needles)))


def stretches(text: str, query: Query, *, is_parted: bool = False) -> tuple[Stretch, ...]:
    """Return where a text holds what is looked for, from the left, none over another.

    In a text that `is_parted`, the cells of a table, no hit reaches over a tab or a line's end.
    """
    whole = text if is_parted else _blanked(text)
    folded = fold(whole, match_case=query.match_case)
    found = [stretch for needle in query.needles for stretch in _hits(whole, folded, needle, query)]
    if len(query.needles) > 1:
        found = list(_apart(sorted(found)))
    return tuple(found)


def may_hold(source: str, query: Query) -> bool:
    """Tell whether a text may hold a hit once its Markdown has been read; never wrongly no.

    Reading takes away or changes marks and blanks, so letters and digits alone are compared.
    """
    if _RICH.search(source):
        return True
    folded = fold(source, match_case=query.match_case)
    if any(needle.folded in folded for needle in query.needles):
        return True
    letters = _letters(folded)
    for needle in query.needles:
        wanted = _letters(needle.folded)
        if wanted in letters if wanted else set(needle.folded) - {" "} <= set(folded):
            return True
    return False


def fold(text: str, *, match_case: bool) -> str:
    """Return a text in the form in which texts are compared."""
    if text.isascii():
        return text if match_case else text.lower()
    return text.translate(_folding(match_case))


class _Folding(dict[int, str]):
    """Map characters to what they are compared by, each one worked out when it is first met."""

    def __init__(self, *, match_case: bool) -> None:
        super().__init__()
        self._match_case = match_case

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = character
        if not _LONE.match(character):
            folded = unicodedata.normalize("NFKD", character)
            if not self._match_case:
                folded = unicodedata.normalize("NFKD", folded.casefold())
            folded = "".join(part for part in folded if part not in _UNSEEN)
        self[code] = folded
        return folded


@cache
def _folding(match_case: bool) -> _Folding:  # noqa: FBT001  # a key of the cache
    return _Folding(match_case=match_case)


def _letters(folded: str) -> str:
    """Return the letters and digits of a folded text."""
    return folded.translate(_ASCII_MARKS) if folded.isascii() else _NO_WORD.sub("", folded)


def _blanked(text: str) -> str:
    """Return a text of the same length, on one line."""
    return text.replace("\n", " ").replace("\t", " ")


def _hits(text: str, folded: str, needle: Needle, query: Query) -> Iterator[Stretch]:
    wanted = needle.folded
    at = folded.find(wanted)
    if at < 0:
        return
    starts = _starts(text, match_case=query.match_case)
    while at >= 0:
        end = at + len(wanted)
        is_hit = (not needle.at_word_start or _is_word_edge(folded, at)) and (
            not needle.at_word_end or _is_word_edge(folded, end)
        )
        stretch = (at, end) if starts is None else _original(starts, at, end)
        if is_hit and stretch is not None:
            yield stretch
            at = folded.find(wanted, end)
        else:
            at = folded.find(wanted, at + 1)


def _starts(text: str, *, match_case: bool) -> Sequence[int] | None:
    """Return where each character begins in the folded text, and its end; None for one to one."""
    if text.isascii():
        return None
    folding = _folding(match_case)
    lengths = [len(folding[ord(character)]) for character in text]
    if all(length == 1 for length in lengths):
        return None
    return list(accumulate(lengths, initial=0))


def _original(starts: Sequence[int], at: int, end: int) -> Stretch | None:
    """Return the characters that folded to `at` … `end`; None where one lies over an edge.

    What folds to nothing belongs to the character before it.
    """
    first = bisect_right(starts, at) - 1
    last = bisect_right(starts, end) - 1
    if starts[first] != at or starts[last] != end:
        return None
    return first, last


def _is_word_edge(text: str, at: int) -> bool:
    if at == 0 or at == len(text):
        return True
    before, after = text[at - 1], text[at]
    if not (_is_letter(before) and _is_letter(after)):
        return True
    return bool(_LONE.match(before) or _LONE.match(after))


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _apart(found: Sequence[Stretch]) -> Iterator[Stretch]:
    end = 0
    for stretch in found:
        if stretch[0] >= end:
            yield stretch
            end = stretch[1]
