"""Find in the conversation on screen: look through its messages in small pieces of time."""

import time
from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parts import Part
from supertoken_desktop.ui.transcript.background import Background
from supertoken_desktop.ui.transcript.finding import (
    Hit,
    RowHits,
    RowPlace,
    RowText,
    TextCache,
    hits_in,
    is_worth_reading,
    place_in,
    texts_of,
)
from supertoken_desktop.ui.transcript.growing import GrowingHits
from supertoken_desktop.ui.transcript.hit_marks import marks_of
from supertoken_desktop.ui.transcript.marks import Marked
from supertoken_desktop.ui.transcript.matching import Query, Stretch
from supertoken_desktop.ui.transcript.results import Results
from supertoken_desktop.ui.transcript.row_kinds import characters
from supertoken_desktop.ui.transcript.stack import RowIndex, Stack

# The window's thread looks for so long, then lets other things happen.
SLICE_S = 0.003
# Longer messages are read by a worker thread: one of them alone would fill the time and more.
LONGEST_READ = 2_000
# So long a text is compared with the query, and looked through once it has been read, at once.
LONGEST_LOOKED_AT = 20_000
# A worker is given messages of so many characters at a time.
BATCH = 16_000
# A running answer is looked through again so often.
GROWING_MS = 200
CHARACTERS_KEPT = 4_000_000


class _Search(NamedTuple):
    """What a worker found out: the hits, and what the message says if that had to be read."""

    hits: tuple[RowHits, ...]
    texts: tuple[RowText, ...] | None


class _Searched(NamedTuple):
    """A message's content when it was looked through, and its hits."""

    parts: tuple[Part, ...]
    hits: tuple[RowHits, ...]


class Finder(QObject):
    """Keep the hits of a query in the messages of `stack`, and which of them is the current one.

    The messages around the reading place come first, those on other branches (`show_hidden`) last.
    `changed` tells of every news, `hit_reached` of a `Hit` that is to be brought to the screen.
    """

    changed = Signal()
    hit_reached = Signal(object)

    def __init__(self, stack: Stack, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._background = background
        self._query: Query | None = None
        self._only_in: MessageId | None = None
        self._origin: Hit | None = None
        self._wanted: MessageId | None = None
        self._hidden: tuple[Message, ...] = ()
        self._results = Results()
        self._hidden_results = Results()
        self._waiting: deque[Message] = deque()
        self._to_read: deque[Message] = deque()
        self._searched: dict[MessageId, _Searched] = {}
        self._is_reading = False
        self._round = 0
        self._texts = TextCache(CHARACTERS_KEPT)
        self._growing = GrowingHits()
        self._marks: dict[tuple[MessageId, RowPlace], tuple[Marked, ...]] = {}
        self._slice_timer = QTimer(self, interval=0)
        self._slice_timer.timeout.connect(self._look_on)
        self._growing_timer = QTimer(self, singleShot=True)
        self._growing_timer.timeout.connect(self._look_at_growing)

    @property
    def is_on(self) -> bool:
        """Whether anything is looked for."""
        return self._query is not None

    @property
    def is_looking(self) -> bool:
        """Whether messages are still to be looked through."""
        return bool(self._waiting or self._to_read) or self._is_reading

    @property
    def results(self) -> Results:
        """The hits in the messages on screen."""
        return self._results

    @property
    def hidden_total(self) -> int:
        """How many hits are on other branches."""
        return self._hidden_results.total

    @property
    def hidden_message(self) -> MessageId | None:
        """The first message on another branch that has a hit."""
        return self._hidden_results.first_message()

    def look_for(self, query: Query, *, start: Hit, only_in: MessageId | None = None) -> None:
        """Look for a query from a place on, or in one message alone; "" looks for nothing."""
        origin = self._results.current or start
        self.stop()
        if query.is_empty:
            self.changed.emit()
            return
        self._query, self._only_in, self._origin = query, only_in, origin
        self._name_messages()
        first = self._stack.index_of(origin.message_id) or 0
        messages = [entry.message for entry in self._stack.entries]
        self._wait_for([*messages[first:], *messages[:first], *self._hidden])
        self._look_on()

    def stop(self) -> None:
        """Look for nothing and mark nothing; what messages say is remembered for the next time."""
        self._round += 1
        self._query = self._only_in = self._wanted = None
        self._is_reading = False
        self._results.clear()
        self._hidden_results.clear()
        self._waiting.clear()
        self._to_read.clear()
        self._searched.clear()
        self._growing.clear()
        self._marks.clear()
        self._slice_timer.stop()

    def forget(self) -> None:
        """Stop, and give back all memory."""
        self.stop()
        self._hidden = ()
        self._texts.clear()
        self.changed.emit()

    def show_hidden(self, messages: Sequence[Message]) -> None:
        """Take these messages as what is on other branches."""
        self._hidden = tuple(messages)
        if self._query is not None:
            self.take_entries()

    def take_entries(self) -> None:
        """Hear that the stack shows other messages, or the same ones changed."""
        if self._query is None:
            return
        self._name_messages()
        self._marks.clear()
        shown = [entry.message for entry in self._stack.entries]
        if self._wanted is not None:
            shown.sort(key=lambda message: message.id != self._wanted)
        self._waiting.clear()
        self._to_read.clear()
        self._wait_for([*shown, *self._hidden])
        self._reach_wanted()
        self.changed.emit()

    def take_text(self, index: int) -> None:
        """Hear that a running answer grew; the cost must not depend on how long it is."""
        if self._query is None:
            return
        self._growing.note(self._stack.entries[index].message.id)
        if not self._growing_timer.isActive():
            self._growing_timer.start(GROWING_MS)

    def step(self, *, forward: bool) -> None:
        """Go to the next hit, or back to the one before."""
        current = self._results.current
        if current is not None:
            self._results.current = self._results.next_to(current, forward=forward)
            self._reach()

    def go_on_in(self, message_id: MessageId) -> None:
        """Go to the first hit of a message as soon as it is on screen and looked through."""
        self._wanted = message_id
        self._reach_wanted()

    def marks_in(self, at: RowIndex) -> tuple[Marked, ...]:
        """Return what is to be marked in a row that is taken apart."""
        if self._query is None:
            return ()
        section = self._stack.section(at.message)
        place = place_in(section, at.row)
        if place is None:
            return ()
        key = (section.message.id, place)
        hits = self._results.stretches(*key)
        if not hits:
            return ()
        if key not in self._marks:
            text = characters(section.rows[at.row])
            self._marks[key] = marks_of(text, hits, self._current_in(*key))
        return self._marks[key]

    def _current_in(self, message_id: MessageId, place: RowPlace) -> Stretch | None:
        current = self._results.current
        if current is None or (current.message_id, current.place) != (message_id, place):
            return None
        return current.stretch

    def _name_messages(self) -> None:
        shown = [entry.message.id for entry in self._stack.entries]
        if self._only_in is not None:
            shown = [known for known in shown if known == self._only_in]
        hidden = [] if self._only_in is not None else [message.id for message in self._hidden]
        for results, names in ((self._results, shown), (self._hidden_results, hidden)):
            results.order(names)
            for name in names:
                searched = self._searched.get(name)
                if searched is not None and searched.hits and not results.has(name):
                    results.put(name, searched.hits)

    def _wait_for(self, messages: Iterable[Message]) -> None:
        for message in messages:
            searched = self._searched.get(message.id)
            is_done = searched is not None and searched.parts is message.parts
            if self._only_in in (None, message.id) and not is_done:
                self._waiting.append(message)
        if self._waiting:
            self._slice_timer.start()

    def _look_on(self) -> None:
        """Look through waiting messages for a while; what is long to read goes to a worker."""
        deadline = time.perf_counter() + SLICE_S
        while self._waiting and not self._results.is_full and time.perf_counter() < deadline:
            self._look_at(self._waiting.popleft())
        if self._results.is_full:
            self._waiting.clear()
            self._to_read.clear()
        if not self._waiting:
            self._slice_timer.stop()
        elif not self._slice_timer.isActive():
            self._slice_timer.start()
        self._read_on()
        self._take_first()
        self.changed.emit()

    def _look_at(self, message: Message) -> None:
        assert self._query is not None
        index = self._stack.index_of(message.id)
        if index is not None and self._stack.entries[index].is_running:
            self._searched[message.id] = _Searched(message.parts, ())
            self._growing.note(message.id)
            self._growing_timer.start(GROWING_MS)
            return
        length = len(message.text) + len(message.reasoning)
        texts = self._texts.find(message) if length <= LONGEST_LOOKED_AT else None
        if texts is not None:
            self._put(message, _Search(hits_in(texts, self._query), None))
        elif length <= LONGEST_LOOKED_AT and not is_worth_reading(message, self._query):
            self._put(message, _Search((), None))
        elif length <= LONGEST_READ:
            self._put(message, _search(message, self._query, None))
        else:
            self._to_read.append(message)

    def _read_on(self) -> None:
        """Have a worker read some of the long messages, if it has none to read."""
        if self._is_reading or not self._to_read or self._query is None:
            return
        messages = [self._to_read.popleft()]
        room = BATCH - len(messages[0].text)
        while self._to_read and len(self._to_read[0].text) < room:
            messages.append(self._to_read.popleft())
            room -= len(messages[-1].text)
        self._is_reading = True
        known = [self._texts.find(message) for message in messages]
        work = partial(_search_all, messages, self._query, known)
        self._background.run(work, partial(self._on_read, self._round, messages))

    def _on_read(
        self, number: int, messages: Sequence[Message], searches: Sequence[_Search]
    ) -> None:
        if number != self._round:
            return
        self._is_reading = False
        for message, search in zip(messages, searches, strict=True):
            self._put(message, search)
        self._read_on()
        self._take_first()
        self.changed.emit()

    def _put(self, message: Message, search: _Search) -> None:
        if search.texts is not None:
            self._texts.keep(message, search.texts)
        self._searched[message.id] = _Searched(message.parts, search.hits)
        self._growing.drop(message.id)
        self._note(message.id, search.hits)

    def _note(self, message_id: MessageId, hits: Sequence[RowHits]) -> None:
        self._results.put(message_id, hits)
        self._hidden_results.put(message_id, hits)
        for key in [key for key in self._marks if key[0] == message_id]:
            del self._marks[key]
        self._reach_wanted()

    def _look_at_growing(self) -> None:
        if self._query is None:
            return
        deadline = time.perf_counter() + SLICE_S
        for message_id in self._growing.take_noted():
            index = self._stack.index_of(message_id)
            if index is not None:
                self._look_at_growth(message_id, index, deadline)
        self._take_first()
        self.changed.emit()

    def _look_at_growth(self, message_id: MessageId, index: int, deadline: float) -> None:
        assert self._query is not None
        growth = self._growing.look_on(self._stack.section(index), self._query, deadline)
        if growth is None:
            return
        self._results.put_from(message_id, growth.first, growth.rows)
        for key in [key for key in self._marks if key >= (message_id, growth.first)]:
            del self._marks[key]
        if not growth.is_done:
            self._growing.note(message_id)
            self._growing_timer.start(0)

    def _take_first(self) -> None:
        """Make the hit next to the reading place the current one where there is none yet."""
        if self._results.current is None and self._results.total and self._wanted is None:
            assert self._origin is not None
            self._results.current = self._results.at_or_after(self._origin)
            self._reach()

    def _reach_wanted(self) -> None:
        hit = self._results.first_in(self._wanted) if self._wanted is not None else None
        if hit is not None:
            self._wanted = None
            self._results.current = hit
            self._reach()

    def _reach(self) -> None:
        self._marks.clear()
        self.changed.emit()
        if self._results.current is not None:
            self.hit_reached.emit(self._results.current)


def _search(message: Message, query: Query, texts: tuple[RowText, ...] | None) -> _Search:
    """Look through a message; what it says is read only where it may hold a hit."""
    if texts is not None:
        return _Search(hits_in(texts, query), None)
    if not is_worth_reading(message, query):
        return _Search((), None)
    read = texts_of(message)
    return _Search(hits_in(read, query), read)


def _search_all(
    messages: Sequence[Message], query: Query, known: Sequence[tuple[RowText, ...] | None]
) -> list[_Search]:
    pairs = zip(messages, known, strict=True)
    return [_search(message, query, texts) for message, texts in pairs]
