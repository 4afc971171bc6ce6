"""Long messages that were stored: a worker reads their Markdown, and what is seen keeps its place.

One of a megabyte takes seconds to read. Until then it is shown as it was written.
"""

from collections.abc import Callable
from functools import partial

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.area import RowArea
from supertoken_desktop.ui.transcript.background import Background
from supertoken_desktop.ui.transcript.flowed import Flowed
from supertoken_desktop.ui.transcript.scrolling import ReadingPlace
from supertoken_desktop.ui.transcript.section import Section
from supertoken_desktop.ui.transcript.selection import (
    TO_THE_END,
    Selection,
    Stretch,
    whole_row,
)


class LateReading:
    """Have the messages near the viewport of `area` read that wait for it.

    `take_over` hears which rows of a message were replaced, `read` which message has been read.
    """

    def __init__(
        self,
        area: RowArea,
        background: Background,
        take_over: Callable[[int, int], None],
        read: Callable[[MessageId], None],
    ) -> None:
        self._area = area
        self._background = background
        self._take_over = take_over
        self._read = read
        self._begun: set[Section] = set()
        self._wanted: ReadingPlace | None = None
        self._provisional: ReadingPlace | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether the reading place is one in a message that waits to be read."""
        return self._wanted is not None

    def go_to(self, place: ReadingPlace) -> None:
        """Go to a place; within a message that waits to be read, as soon as it has been read."""
        stack, scrolling = self._area.stack, self._area.scrolling
        index = stack.index_of(place.message_id) if place.message_id is not None else None
        self._wanted = self._provisional = None
        if index is not None and stack.section(index).is_unread:
            self._wanted = place
        scrolling.go_to(place)

    def place(self) -> ReadingPlace:
        """Return the reading place, to come back to."""
        now = self._area.scrolling.place()
        return self._wanted if self._wanted is not None and now == self._provisional else now

    def start(self) -> None:
        """Have the messages read that are taken apart now; call it when they are laid out."""
        known = [section for _index, section in self._area.stack.known_sections()]
        self._begun.intersection_update(known)
        if self._wanted is not None and self._provisional is None:
            self._provisional = self._area.scrolling.place()
        for section in known:
            if section.is_unread and section not in self._begun:
                self._begun.add(section)
                self._background.run(section.read, partial(self._on_read, section))

    def _on_read(self, section: Section, flowed: Flowed) -> None:
        index = self._area.stack.index_of(section.message.id)
        if index is None or self._area.stack.known_section(index) is not section:
            return
        if not section.is_unread:
            return
        selection = self._area.pointer.selection
        rows = len(section.rows)
        self._exchange(index, section, flowed)
        if selection is not None:
            self._area.pointer.select(_in_other_rows(selection, index, rows, section))
        self._area.arrange()
        self._read(section.message.id)

    def _exchange(self, index: int, section: Section, flowed: Flowed) -> None:
        """Show what has been read; as much of the message is above the viewport as before."""
        stack, scrolling = self._area.stack, self._area.scrolling
        is_wanted = self._wanted is not None and self._wanted.message_id == section.message.id
        wanted = self.place() if is_wanted else None
        above = scrolling.offset(self._area.viewport().height()) - stack.top(index)
        share = above / max(1, section.heights.total)
        first = section.take(flowed)
        self._take_over(index, first)
        if scrolling.is_following:
            return
        if is_wanted and wanted is self._wanted and wanted is not None:
            scrolling.go_to(wanted)
        elif 0 < share < 1:
            scrolling.hold(stack.top(index) + round(share * section.heights.total))
        if is_wanted:
            self._wanted = None


def _in_other_rows(
    selection: Selection, message: int, rows: int, section: Section
) -> Selection | None:
    """Return a selection where a message has other rows now, None where it ends within them."""
    start, end = selection.stretch
    if message not in (start.message, end.message):
        return selection
    if start.message == message and (start.row, start.offset) != (section.first_block_row, 0):
        return None
    if end.message == message:
        if (end.row, end.offset) != (rows - 2, TO_THE_END):
            return None
        end = end._replace(row=len(section.rows) - 2)
    first = whole_row(start.at) if start.offset == 0 else Stretch(start, start)
    last = whole_row(end.at) if end.offset == TO_THE_END else Stretch(end, end)
    return Selection(first, last)
