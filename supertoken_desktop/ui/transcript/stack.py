"""All messages of a conversation under each other: which lies where, and what is taken apart."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.estimate import Estimate
from supertoken_desktop.ui.transcript.heights import Heights
from supertoken_desktop.ui.transcript.section import Section

# So many messages stay taken apart; those that were looked at longest ago are given up first.
SECTIONS_KEPT = 40
TOP_ROOM = metrics.SPACE_4
BOTTOM_ROOM = metrics.SPACE_4


class RowIndex(NamedTuple):
    """The `row`-th row of the `message`-th message; it orders as they lie."""

    message: int
    row: int

    def below(self, messages: int) -> "RowIndex":
        """Return the same row of the message so many places further down."""
        return RowIndex(self.message + messages, self.row)


class Stack:
    """The messages on screen as a column of pixels, most of them estimated.

    A message is taken apart (made a `Section`) when somebody asks for its rows.
    """

    def __init__(self, estimate: Estimate) -> None:
        self.entries: tuple[Entry, ...] = ()
        self._estimate = estimate
        self._heights = Heights()
        self._sections: OrderedDict[int, Section] = OrderedDict()
        self._index_of: dict[MessageId, int] = {}

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def height(self) -> int:
        """The height of everything, in pixels."""
        return TOP_ROOM + self._heights.total + BOTTOM_ROOM if self.entries else 0

    def show(self, entries: Sequence[Entry]) -> None:
        """Take other messages; what is known of the old ones is forgotten."""
        self.entries = tuple(entries)
        self._index_of = {entry.message.id: index for index, entry in enumerate(entries)}
        self._sections.clear()
        self._heights = Heights(self._estimate.message(entry.message) for entry in entries)

    def count_above(self, entries: Sequence[Entry]) -> int:
        """Return how many of `entries` stand above what is the first message now."""
        if not self.entries:
            return 0
        first = self.entries[0].message.id
        if not entries or entries[0].message.id == first:
            return 0
        ids = (index for index, entry in enumerate(entries) if entry.message.id == first)
        return next(ids, 0)

    def put_above(self, entries: Sequence[Entry]) -> None:
        """Put messages above all others, which move down by as many places."""
        above = len(entries)
        estimates = [self._estimate.message(entry.message) for entry in entries]
        self._heights = Heights([*estimates, *self._heights])
        known = [(index + above, section) for index, section in self._sections.items()]
        self._sections = OrderedDict(known)
        self.entries = (*entries, *self.entries)
        self._index_of = {entry.message.id: index for index, entry in enumerate(self.entries)}

    def update(self, entries: Sequence[Entry]) -> list[tuple[int, int]]:
        """Take the same conversation anew.

        Returns (message, row) for each message that stays, is taken apart and changed: from that
        row on its rows are others. Messages from the first one with another id on are new.
        """
        entries = tuple(entries)
        same = self.count_same(entries)
        changed: list[tuple[int, int]] = []
        for index in range(same):
            if entries[index] is not self.entries[index] and entries[index] != self.entries[index]:
                changed += self._update_one(index, entries[index])
        for index in [known for known in self._sections if known >= same]:
            del self._sections[index]
        self.entries = entries
        self._index_of = {entry.message.id: index for index, entry in enumerate(entries)}
        estimates = (self._estimate.message(entry.message) for entry in entries[same:])
        self._heights.replace_from(same, estimates)
        return changed

    def count_same(self, entries: Sequence[Entry]) -> int:
        """Return how many messages from the top on are the same ones, changed or not."""
        count = 0
        for old, new in zip(self.entries, entries, strict=False):
            if old is not new and old.message.id != new.message.id:
                break
            count += 1
        return count

    def estimate_anew(self, estimate: Estimate) -> None:
        """Forget all measured heights: the width or the fonts are others."""
        if estimate == self._estimate:
            return
        self._estimate = estimate
        heights = [estimate.message(entry.message) for entry in self.entries]
        for index, section in self._sections.items():
            section.estimate_anew(estimate)
            heights[index] = section.heights.total
        self._heights = Heights(heights)

    def index_of(self, message_id: MessageId) -> int | None:
        """Return where a message stands, None if it is not on screen."""
        return self._index_of.get(message_id)

    def section(self, index: int) -> Section:
        """Return a message taken apart; its height may become another by that."""
        section = self._sections.get(index)
        if section is None:
            section = Section(self.entries[index], self._estimate, may_wait=True)
            self._sections[index] = section
            self._heights[index] = section.heights.total
        else:
            self._sections.move_to_end(index)
        return section

    def known_section(self, index: int) -> Section | None:
        """Return a message if it is taken apart already."""
        return self._sections.get(index)

    def known_sections(self) -> Sequence[tuple[int, Section]]:
        """Return the messages that are taken apart, with where they stand."""
        return tuple(self._sections.items())

    def settle(self, index: int) -> None:
        """Take over the height of a message whose rows changed."""
        self._heights[index] = self._sections[index].heights.total

    def measure(self, at: RowIndex, height: int) -> bool:
        """Note a row's real height, its gap included; tell whether it is another one."""
        section = self._sections[at.message]
        difference = height - section.heights[at.row]
        if difference:
            section.heights[at.row] = height
            self._heights[at.message] += difference
        return difference != 0

    def top(self, message: int) -> int:
        """Return where a message begins."""
        return TOP_ROOM + self._heights.top(message)

    def row_top(self, at: RowIndex) -> int:
        """Return where a row begins, its gap included."""
        return self.top(at.message) + self.section(at.message).heights.top(at.row)

    def at(self, y: int) -> RowIndex:
        """Return the row at `y`; the ends stand for what lies beyond them.

        The stack must not be empty.
        """
        message = self._heights.at(y - TOP_ROOM)
        section = self.section(message)
        return RowIndex(message, section.heights.at(y - self.top(message)))

    def forget_far(self, near: range) -> None:
        """Give up messages that are taken apart, finished and not `near`, beyond a number."""
        spare = len(self._sections) - SECTIONS_KEPT
        for index in list(self._sections):
            if spare <= 0:
                return
            section = self._sections[index]
            if index in near or section.entry.is_running or section.is_open:
                continue
            del self._sections[index]
            spare -= 1

    def _update_one(self, index: int, entry: Entry) -> list[tuple[int, int]]:
        section = self._sections.get(index)
        if section is not None:
            first = section.update(entry)
            self.settle(index)
            return [(index, first)]
        self._heights[index] = self._estimate.message(entry.message)
        return []
