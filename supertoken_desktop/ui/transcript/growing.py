"""Hits in answers that are being written: only rows that changed are looked through again."""

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.finding import RowHits, RowPlace, text_of_row
from supertoken_desktop.ui.transcript.matching import Query, Stretch, stretches
from supertoken_desktop.ui.transcript.row_kinds import Row
from supertoken_desktop.ui.transcript.section import Section

_Rows = dict[RowPlace, tuple[Row, tuple[Stretch, ...]]]


class GrowingHits:
    """Remember the rows of running answers with their hits, and which answers have grown."""

    def __init__(self) -> None:
        self._rows: dict[MessageId, _Rows] = {}
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
        self._rows.pop(message_id, None)
        self._noted.discard(message_id)

    def clear(self) -> None:
        """Forget all answers: something else is looked for."""
        self._rows.clear()
        self._noted.clear()

    def hits_in(self, section: Section, query: Query) -> tuple[RowHits, ...]:
        """Return the rows with hits; thoughts count where they are unfolded."""
        before = self._rows.get(section.message.id, {})
        rows: _Rows = {}
        for is_answer, flowed in ((False, section.thoughts), (True, section.answer)):
            for number, row in enumerate(flowed.rows):
                place = RowPlace(is_answer, number)
                known = before.get(place)
                if known is None or known[0] is not row:
                    text = text_of_row(place, row)
                    known = (row, stretches(text.text, query, is_parted=text.is_parted))
                rows[place] = known
        self._rows[section.message.id] = rows
        return tuple(RowHits(place, hits) for place, (_row, hits) in rows.items() if hits)
