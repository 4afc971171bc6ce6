"""Where the messages of a conversation hold what is looked for, laid out or not. Pure.

What counts is what a reader sees: the text of the rows that a message is shown as, and what its
model thought, folded or not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.ui.remembered import Remembered
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.estimate import Estimate
from supertoken_desktop.ui.transcript.matching import Query, Stretch, may_hold, stretches
from supertoken_desktop.ui.transcript.row_kinds import Row, TableRow, characters
from supertoken_desktop.ui.transcript.section import Section
from supertoken_desktop.ui.transcript.stack import RowIndex

# Nobody measures what is made here for its text alone.
_NO_ESTIMATE = Estimate(1, 1, 1, 1, 1, 1)
_HEAD_AND_THOUGHT_LINE = 2


class RowPlace(NamedTuple):
    """A row of a message, whether or not its thoughts are unfolded; it orders as one reads."""

    is_answer: bool
    row: int


class RowText(NamedTuple):
    """What a row says; `is_parted` where it is cells of a table."""

    place: RowPlace
    text: str
    is_parted: bool


class RowHits(NamedTuple):
    """The hits in one row."""

    place: RowPlace
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit, or a place where one might be."""

    message_id: MessageId
    place: RowPlace
    stretch: Stretch


def hits_in(texts: Iterable[RowText], query: Query) -> tuple[RowHits, ...]:
    """Return the rows with hits, in reading order."""
    found = ((t.place, stretches(t.text, query, is_parted=t.is_parted)) for t in texts)
    return tuple(RowHits(place, hits) for place, hits in found if hits)


def is_worth_reading(message: Message, query: Query) -> bool:
    """Tell whether a message may hold a hit, without taking it apart; never wrongly no."""
    return may_hold(message.text, query) or may_hold(message.reasoning, query)


def texts_of(message: Message) -> tuple[RowText, ...]:
    """Return what the rows of a finished message say, its thoughts first."""
    section = Section(Entry(message, 1, 1, "", is_running=False), _NO_ESTIMATE)
    if message.reasoning:
        section.toggle_thought()
    return tuple(texts_of_section(section))


def texts_of_section(section: Section) -> Iterator[RowText]:
    """Yield what the rows of a message say as it is now; thoughts where they are unfolded."""
    for is_answer, flowed in ((False, section.thoughts), (True, section.answer)):
        for number, row in enumerate(flowed.rows):
            yield text_of_row(RowPlace(is_answer, number), row)


def text_of_row(place: RowPlace, row: Row) -> RowText:
    """Return what a row says."""
    return RowText(place, characters(row), isinstance(row, TableRow))


def place_in(section: Section, row: int) -> RowPlace | None:
    """Return which row of the text the `row`-th row of a message is.

    None for head, foot, … and for all of a message that waits to be read.
    """
    if section.is_unread:
        return None
    first = section.first_block_row
    if first <= row < len(section.rows) - 1:
        return RowPlace(is_answer=True, row=row - first)
    if section.is_open and _HEAD_AND_THOUGHT_LINE <= row < first:
        return RowPlace(is_answer=False, row=row - _HEAD_AND_THOUGHT_LINE)
    return None


def start_at(section: Section, row: int) -> Hit:
    """Return the place from which hits count as on screen where a row is at its top."""
    place = place_in(section, row)
    if place is None:
        is_foot = row >= len(section.rows) - 1
        place = RowPlace(is_foot, row)
    return Hit(section.message.id, place, (0, 0))


def row_of(section: Section, message: int, place: RowPlace) -> RowIndex:
    """Return where a row of the text lies; thoughts must be unfolded for a row of theirs."""
    above = section.first_block_row if place.is_answer else _HEAD_AND_THOUGHT_LINE
    return RowIndex(message, min(above + place.row, len(section.rows) - 1))


class _Kept(NamedTuple):
    """A message and its rows, as plain tuples that garbage collection passes over."""

    message: Message
    rows: tuple[tuple[bool, int, str, bool], ...]


class TextCache:
    """Remember what messages say, the newest first to stay, up to a number of characters."""

    def __init__(self, most_characters: int) -> None:
        self._texts: Remembered[MessageId, _Kept] = Remembered(most_characters)

    def find(self, message: Message) -> tuple[RowText, ...] | None:
        """Return what a message says, if that is known and it is still the same."""
        known = self._texts.get(message.id)
        if known is None or known.message.parts is not message.parts:
            return None
        return tuple(
            RowText(RowPlace(is_answer, row), text, is_parted)
            for is_answer, row, text, is_parted in known.rows
        )

    def keep(self, message: Message, texts: tuple[RowText, ...]) -> None:
        """Remember what a message says."""
        rows = tuple((t.place.is_answer, t.place.row, t.text, t.is_parted) for t in texts)
        self._texts.put(message.id, _Kept(message, rows), sum(len(t.text) for t in texts))

    def clear(self) -> None:
        """Forget everything."""
        self._texts.clear()
