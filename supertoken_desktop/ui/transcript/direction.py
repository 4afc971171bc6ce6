"""Which way text runs, and with it on which side of a row its bars and markers stand."""

import unicodedata
from collections.abc import Sequence

from supertoken_desktop.ui.transcript.row_kinds import Look, Row, TableRow, TextRow, characters

# Where no letter comes within so many characters, the text has no direction of its own.
_LOOKED_AT = 512
# A row without a direction takes that of a row above it, which is not looked for further away.
_NEAR = 6
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def is_right_to_left(text: str) -> bool:
    """Tell whether a text's first strong character belongs to a script like Arabic or Hebrew."""
    return _runs_left(text) is True


def is_mirrored(rows: Sequence[Row], index: int) -> bool:
    """Tell whether the bars and markers of a row stand at its right.

    They follow the row's text. Code, lines across and the title of an alert go with the text of
    the quote or list that they are in.
    """
    edges = rows[index].place.edges
    if not edges:
        return False
    for near in (index, *_neighbours(rows, index)):
        row = rows[near]
        if row.place.edges[:1] != edges[:1]:
            break
        found = _row_runs_left(row)
        if found is not None:
            return found
    return False


def _neighbours(rows: Sequence[Row], index: int) -> Sequence[int]:
    if _is_title(rows[index]):
        return range(index + 1, min(len(rows), index + _NEAR))
    return range(index - 1, max(-1, index - _NEAR), -1)


def _row_runs_left(row: Row) -> bool | None:
    if isinstance(row, TableRow):
        return _runs_left(characters(row))
    if isinstance(row, TextRow) and not _is_title(row):
        return _runs_left(row.text.text)
    return None


def _is_title(row: Row) -> bool:
    return isinstance(row, TextRow) and row.look is Look.ALERT


def _runs_left(text: str) -> bool | None:
    """Return which way the first strong character of a text runs, None where there is none.

    Source: Unicode Standard Annex 9, rules P2 and P3; isolates are not looked for.
    """
    for character in text[:_LOOKED_AT]:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT:
            return True
    return None
