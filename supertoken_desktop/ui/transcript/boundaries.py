"""Where characters as people see them, and words, begin and end in a text.

One such character, a grapheme cluster, may take many code points: a flag, a family, a letter with
its accents. Positions are Qt's (UTF-16 units) unless said otherwise.
"""

from unicodedata import category

from PySide6.QtCore import QTextBoundaryFinder

# Boundaries depend on what is near; of a longer text so much on either side is looked at.
_REACH = 2048
# No sane cluster is longer than this, in code points; a longer one is cut.
_LONGEST_CLUSTER = 128
_KIND = QTextBoundaryFinder.BoundaryType
_REASON = QTextBoundaryFinder.BoundaryReason
# Two of these make a flag.
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_SURROGATES = "surrogatepass"


def next_character(text: str, position: int) -> int | None:
    """Return the end of the character that begins at a position, None at the end of the text."""
    part, start = _around(text, position)
    found = _step(_finder(_KIND.Grapheme, part, position - start), part, is_on=True)
    return None if found < 0 else start + found


def previous_character(text: str, position: int) -> int | None:
    """Return the beginning of the character that ends at a position, None at the beginning."""
    part, start = _around(text, position)
    found = _step(_finder(_KIND.Grapheme, part, position - start), part, is_on=False)
    return None if found < 0 else start + found


def character_start(text: str, position: int) -> int:
    """Return the beginning of the character that a position cuts, else the position itself."""
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
    first = max(0, index - _LONGEST_CLUSTER)
    part = text[first : index + _LONGEST_CLUSTER]
    found = _outside(part, _length(part[: index - first]), is_on=False)
    if found <= 0:
        return index
    return first + len(_decoded(_units(part)[: 2 * found]))


def _finder(kind: QTextBoundaryFinder.BoundaryType, text: str, at: int) -> QTextBoundaryFinder:
    finder = QTextBoundaryFinder(kind, text)
    finder.setPosition(at)
    return finder


def _step(finder: QTextBoundaryFinder, text: str, *, is_on: bool) -> int:
    """Go to the next boundary that Qt finds and that is none within a flag; -1 for none."""
    while True:
        found = finder.toNextBoundary() if is_on else finder.toPreviousBoundary()
        if found < 0 or not _cuts_flag(text, found):
            return found


def _outside(text: str, position: int, *, is_on: bool) -> int:
    """Return the position if it cuts no character, else the nearest before or after that."""
    finder = _finder(_KIND.Grapheme, text, position)
    if finder.isAtBoundary() and not _cuts_flag(text, position):
        return position
    return _step(finder, text, is_on=is_on)


def _cuts_flag(text: str, position: int) -> bool:
    """Tell whether a position is between the two letters of a flag.

    Qt 6.11 counts the letters from the wrong end where another emoji stands before them.
    """
    if text.isascii():
        return False
    units = _units(text)
    after = _decoded(units[2 * position :][:4], errors="replace")
    before = _decoded(units[max(0, 2 * position - _LONGEST_CLUSTER) : 2 * position], "replace")
    letters = len(before) - len(before.rstrip(_FLAG_LETTERS))
    return after[:1] != "" and after[0] in _FLAG_LETTERS and letters % 2 == 1


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
    return _decoded(units[2 * start : 2 * end]), start


def _is_second_half(units: bytes, position: int) -> bool:
    high_byte = units[2 * position + 1 : 2 * position + 2]
    return b"\xdc" <= high_byte <= b"\xdf"


def _length(text: str) -> int:
    return len(_units(text)) // 2


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", _SURROGATES)


def _decoded(units: bytes, errors: str = _SURROGATES) -> str:
    return units.decode("utf-16-le", errors)
