"""Positions in a text ↔ positions in its document, where each formula is one position wide.

Selections, hits and copying count the characters of the text, in UTF-16 units, whether a formula in
it is drawn or shown as source. Only the widget that holds the document converts, and only here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


class Positions:
    """Convert for a text whose `drawn` formulas lie at these stretches, in order and apart."""

    def __init__(self, drawn: Sequence[tuple[int, int]] = ()) -> None:
        self._starts = [start for start, _ in drawn]
        self._ends = [end for _, end in drawn]
        self._document_starts: list[int] = []
        saved = 0
        for start, end in drawn:
            self._document_starts.append(start - saved)
            saved += end - start - 1

    def start_in_document(self, position: int) -> int:
        """Return the document's position of a place; within a formula, that of its beginning."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        if position < self._ends[index]:
            return self._document_starts[index]
        return self._document_starts[index] + 1 + position - self._ends[index]

    def end_in_document(self, position: int) -> int:
        """Return the document's position of a place; within a formula, that of its end."""
        index = bisect_left(self._starts, position) - 1
        if index < 0:
            return position
        return self._document_starts[index] + 1 + max(0, position - self._ends[index])

    def formulas_between(self, start: int, end: int) -> Sequence[int]:
        """Return where formulas stand between two of the document's positions."""
        starts = self._document_starts
        return starts[bisect_left(starts, start) : bisect_left(starts, end)]

    def in_text(self, position: int) -> int:
        """Return the text's position of a place in the document."""
        index = bisect_left(self._document_starts, position) - 1
        if index < 0:
            return position
        return self._ends[index] + position - self._document_starts[index] - 1
