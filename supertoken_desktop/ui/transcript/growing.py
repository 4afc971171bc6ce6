"""Hits in answers that are being written: only rows that changed are looked through again."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.finding import RowHits, RowPlace, text_of_row
from supertoken_desktop.ui.transcript.matching import Query, stretches
from supertoken_desktop.ui.transcript.row_kinds import Row
from supertoken_desktop.ui.transcript.section import Section


class Growth(NamedTuple):
    """The hits in all rows from `first` on; not yet those of the last ones unless `is_done`."""

    first: RowPlace
    rows: tuple[RowHits, ...]
    is_done: bool


class GrowingHits:
    """Remember which rows of running answers were looked through, and which answers have grown."""

    def __init__(self) -> None:
        self._seen: dict[MessageId, tuple[list[Row], list[Row]]] = {}
        self._noted: set[MessageId] = set()

    def note(self, message_id: MessageId) -> None:
        """Hear that an answer has grown."""
        self._noted.add(message_id)

    def take_noted(self) -> set[MessageId]:
        """Return which answers have grown since the last time."""
        noted, self._noted = self._noted, set()
        return noted

    def drop(self, message_id: MessageId) -> None:
        """Forget an answer that has ended."""
        self._seen.pop(message_id, None)
        self._noted.discard(message_id)

    def clear(self) -> None:
        """Forget all answers: something else is looked for."""
        self._seen.clear()
        self._noted.clear()

    def look_on(self, section: Section, query: Query, deadline: float) -> Growth | None:
        """Look through what is new, until a moment of `time.perf_counter`; None where nothing is.

        Thoughts count where they are unfolded.
        """
        thoughts, answer = self._seen.setdefault(section.message.id, ([], []))
        if _forget_changed(thoughts, section.thoughts.rows):
            answer.clear()
            first = RowPlace(is_answer=False, row=len(thoughts))
        elif _forget_changed(answer, section.answer.rows):
            first = RowPlace(is_answer=True, row=len(answer))
        else:
            return None
        found: list[RowHits] = []
        for is_answer, seen, rows in (
            (False, thoughts, section.thoughts.rows),
            (True, answer, section.answer.rows),
        ):
            for row in rows[len(seen) :]:
                place = RowPlace(is_answer, len(seen))
                text = text_of_row(place, row)
                hits = stretches(text.text, query, is_parted=text.is_parted)
                if hits:
                    found.append(RowHits(place, hits))
                seen.append(row)
                if time.perf_counter() > deadline:
                    return Growth(first, tuple(found), is_done=False)
        return Growth(first, tuple(found), is_done=True)


def _forget_changed(seen: list[Row], rows: Sequence[Row]) -> bool:
    """Forget the rows from the first one on that is another now; tell whether anything differs.

    Those before it are the very same objects, so it is found by halving.
    """
    low, high = 0, min(len(seen), len(rows))
    while low < high:
        middle = (low + high) // 2
        if seen[middle] is rows[middle]:
            low = middle + 1
        else:
            high = middle
    differs = low < max(len(seen), len(rows))
    del seen[low:]
    return differs
