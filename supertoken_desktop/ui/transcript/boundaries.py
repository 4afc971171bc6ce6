"""Where characters as people see them, and words, begin and end in a text.

One such character, a grapheme cluster, may take many code points: a flag, a family, a letter with
its accents. Positions are Qt's (UTF-16 units) unless said otherwise.
"""

import re
from unicodedata import category

from PySide6.QtCore import QTextBoundaryFinder

from supertoken_desktop.ui.transcript.utf16 import utf16_length

# Boundaries depend on what is near; of a longer text so much on either side is looked at.
_REACH = 2048
# No sane cluster is longer than this, in code points; a longer one is cut.
_LONGEST_CLUSTER = 128
_KIND = QTextBoundaryFinder.BoundaryType
_REASON = QTextBoundaryFinder.BoundaryReason
# Two letters of this kind make a flag; it counts from the first of a row of them.
_FIRST_LETTER, _LAST_LETTER = "\U0001f1e6", "\U0001f1ff"
_FLAG = re.compile(f"[{_FIRST_LETTER}-{_LAST_LETTER}]{{2}}")
_LIKE_FLAG = "\U0001d100\U0001d167"
_MOST_FLAG_LETTERS = 8192
_SURROGATES = "surrogatepass"


def next_character(text: str, position: int) -> int | None:
    """Return the end of the character that begins at a position, None at the end of the text."""
    part, start = _around(text, position)
    found = _clusters(part, position - start).toNextBoundary()
    return None if found < 0 else start + found


def previous_character(text: str, position: int) -> int | None:
    """Return the beginning of the character that ends at a position, None at the beginning."""
    part, start = _around(text, position)
    found = _clusters(part, position - start).toPreviousBoundary()
    return None if found < 0 else start + found


def character_start(text: str, position: int) -> int:
    """Return the beginning of the character that a position cuts, else the position itself."""
    if not text:
        return 0
    part, start = _around(text, position)
    return start + _outside(part, position - start, is_on=False)


def next_word(text: str, position: int) -> int | None:
    """Return where the next word begins, else the end of the text; None at the end."""
    part, start = _around(text, position)
    finder = _finder(_KIND.Word, part, position - start)
    last = -1
    while (found := finder.toNextBoundary()) >= 0:
        last = found
        if _begins_word(finder, part):
            break
    return None if last < 0 else start + last


def previous_word(text: str, position: int) -> int | None:
    """Return where the word before a position begins, else 0; None at the beginning."""
    part, start = _around(text, position)
    finder = _finder(_KIND.Word, part, position - start)
    last = -1
    while (found := finder.toPreviousBoundary()) >= 0:
        last = found
        if _begins_word(finder, part):
            break
    return None if last < 0 else start + last


def word_around(text: str, position: int) -> tuple[int, int]:
    """Return the word or blank stretch that a position is in or before, as (start, end).

    It never cuts a character in two. At the end of the text it is what stands last.
    """
    part, origin = _around(text, position)
    finder = _finder(_KIND.Word, part, position - origin)
    start = position - origin if finder.isAtBoundary() else finder.toPreviousBoundary()
    finder.setPosition(start)
    end = finder.toNextBoundary()
    if end < 0:
        end = start
        finder.setPosition(end)
        start = finder.toPreviousBoundary()
    if start < 0:
        return position, position
    start, end = _outside(part, start, is_on=False), _outside(part, end, is_on=True)
    return origin + start, origin + end


def cut_before(text: str, index: int) -> int:
    """Return the last place up to `index` that cuts no character in two; in code points.

    `index` lies within the text. A cluster that is longer than all sense is cut nevertheless.
    """
    first = _before_flags(text, max(0, index - _LONGEST_CLUSTER))
    part = text[first : index + _LONGEST_CLUSTER]
    found = _outside(part, utf16_length(part[: index - first]), is_on=False)
    if found <= 0:
        return index
    return first + len(_decoded(_units(part)[: 2 * found]))


def _finder(kind: QTextBoundaryFinder.BoundaryType, text: str, at: int) -> QTextBoundaryFinder:
    finder = QTextBoundaryFinder(kind, text)
    finder.setPosition(at)
    return finder


def _clusters(text: str, at: int) -> QTextBoundaryFinder:
    """Return a finder of characters.

    Qt 6.11 pairs the letters of flags wrongly where another emoji stands before them, so that each
    flag is given to it as a sign with an accent that takes as much room.
    """
    if not text.isascii():
        text = _FLAG.sub(_LIKE_FLAG, text)
    return _finder(_KIND.Grapheme, text, at)


def _outside(text: str, position: int, *, is_on: bool) -> int:
    """Return the position if it cuts no character, else the nearest before or after that."""
    finder = _clusters(text, position)
    if finder.isAtBoundary():
        return position
    return finder.toNextBoundary() if is_on else finder.toPreviousBoundary()


def _begins_word(finder: QTextBoundaryFinder, text: str) -> bool:
    """Tell whether a boundary is the beginning of a word, or of a sign that is one by itself.

    Qt marks no word in scripts that are written without blanks.
    """
    if finder.boundaryReasons() & _REASON.StartOfItem:
        return True
    following = _decoded(_units(text)[2 * finder.position() :][:4], "replace")[:1]
    return following.isalnum() or category(following or " ") == "So"


def _around(text: str, position: int) -> tuple[str, int]:
    """Return what stands near a position, and where that begins."""
    if len(text) <= 2 * _REACH:
        return text, 0
    if text.isascii():
        start = max(0, position - _REACH)
        return text[start : position + _REACH], start
    units = _units(text)
    start = max(0, position - _REACH)
    end = min(len(units) // 2, position + _REACH)
    start -= _is_second_half(units, start)
    end += _is_second_half(units, end)
    before = _decoded(units[2 * max(0, start - 2 * _MOST_FLAG_LETTERS) : 2 * start], "replace")
    start -= 2 * (len(before) - _before_flags(before, len(before)))
    return _decoded(units[2 * start : 2 * end]), start


def _before_flags(text: str, index: int) -> int:
    """Return where the flags begin that end or go on at a character, else `index`."""
    first = index
    while first > max(0, index - _MOST_FLAG_LETTERS) and _is_flag_letter(text[first - 1]):
        first -= 1
    return first


def _is_flag_letter(character: str) -> bool:
    return _FIRST_LETTER <= character <= _LAST_LETTER


def _is_second_half(units: bytes, position: int) -> bool:
    high_byte = units[2 * position + 1 : 2 * position + 2]
    return b"\xdc" <= high_byte <= b"\xdf"


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", _SURROGATES)


def _decoded(units: bytes, errors: str = _SURROGATES) -> str:
    return units.decode("utf-16-le", errors)
