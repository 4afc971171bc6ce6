"""All hits of a search: how many, in which order, and which one is next. Pure."""

from collections.abc import Iterator, Sequence

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.finding import Hit, RowHits, RowPlace
from supertoken_desktop.ui.transcript.matching import Stretch

# One letter in a long conversation is found a million times; nobody goes through those.
MOST_HITS = 100_000


class Results:
    """The hits of messages that are named in an order, of which one may be the current one."""

    def __init__(self) -> None:
        self.current: Hit | None = None
        self._order: tuple[MessageId, ...] = ()
        self._index_of: dict[MessageId, int] = {}
        self._rows: dict[MessageId, dict[RowPlace, tuple[Stretch, ...]]] = {}
        self._counts: dict[MessageId, int] = {}
        self._total = 0

    @property
    def total(self) -> int:
        """How many hits are known."""
        return self._total

    @property
    def is_full(self) -> bool:
        """Whether so many are known that it makes no sense to look for more."""
        return self._total >= MOST_HITS

    @property
    def number(self) -> int:
        """Which hit the current one is, from 1; 0 where there is none."""
        current = self.current
        if current is None:
            return 0
        index = self._index_of[current.message_id]
        before = sum(self._counts.get(known, 0) for known in self._order[:index])
        for place, stretches in self._rows[current.message_id].items():
            if place < current.place:
                before += len(stretches)
        return before + 1 + self.stretches(current.message_id, current.place).index(current.stretch)

    def order(self, ids: Sequence[MessageId]) -> None:
        """Name the messages in their order; hits of others are forgotten."""
        self._order = tuple(ids)
        self._index_of = {message_id: index for index, message_id in enumerate(self._order)}
        for gone in [known for known in self._rows if known not in self._index_of]:
            self._forget(gone)
        if self.current is not None and self.current.message_id not in self._index_of:
            self.current = None

    def put(self, message_id: MessageId, rows: Sequence[RowHits]) -> None:
        """Note the hits of a message in the place of those before; unknown ones are ignored."""
        if message_id not in self._index_of:
            return
        self._forget(message_id)
        if rows:
            self._rows[message_id] = {row.place: row.stretches for row in rows}
            self._counts[message_id] = sum(len(row.stretches) for row in rows)
            self._total += self._counts[message_id]
        if self.current is not None and self.current.message_id == message_id:
            self.current = self._nearest(self.current)

    def put_from(self, message_id: MessageId, first: RowPlace, rows: Sequence[RowHits]) -> None:
        """Note the hits of a message from a row on; what it costs depends on those rows alone."""
        if message_id not in self._index_of:
            return
        known = self._rows.setdefault(message_id, {})
        change = sum(len(row.stretches) for row in rows)
        while known and next(reversed(known)) >= first:
            change -= len(known.popitem()[1])
        known.update((row.place, row.stretches) for row in rows)
        self._counts[message_id] = self._counts.get(message_id, 0) + change
        self._total += change
        if not known:
            self._forget(message_id)
        current = self.current
        if current is not None and current.message_id == message_id and current.place >= first:
            self.current = self._nearest(current)

    def clear(self) -> None:
        """Forget all hits; the order stays."""
        self.current = None
        self._rows.clear()
        self._counts.clear()
        self._total = 0

    def stretches(self, message_id: MessageId, place: RowPlace) -> tuple[Stretch, ...]:
        """Return the hits in a row."""
        rows = self._rows.get(message_id)
        return rows.get(place, ()) if rows is not None else ()

    def first_in(self, message_id: MessageId) -> Hit | None:
        """Return the first hit of a message."""
        return next(self._hits(message_id), None)

    def first_message(self) -> MessageId | None:
        """Return the first message with a hit."""
        return next((known for known in self._order if known in self._rows), None)

    def has(self, message_id: MessageId) -> bool:
        """Tell whether a message has hits."""
        return message_id in self._rows

    def at_or_after(self, place: Hit) -> Hit | None:
        """Return the hit at a place, else the next one after it, else the very first."""
        index = self._index_of.get(place.message_id, 0)
        for hit in self._hits(place.message_id):
            if (hit.place, hit.stretch) >= (place.place, place.stretch):
                return hit
        for known in (*self._order[index + 1 :], *self._order[: index + 1]):
            if known in self._rows:
                return self.first_in(known)
        return None

    def next_to(self, hit: Hit, *, forward: bool) -> Hit | None:
        """Return the hit after another, or before it; beyond an end comes the other end."""
        hits = list(self._hits(hit.message_id))
        step = 1 if forward else -1
        at = hits.index(hit) + step
        if 0 <= at < len(hits):
            return hits[at]
        index = self._index_of[hit.message_id]
        for further in range(1, len(self._order) + 1):
            known = self._order[(index + step * further) % len(self._order)]
            if known in self._rows:
                hits = list(self._hits(known))
                return hits[0 if forward else -1]
        return None

    def _hits(self, message_id: MessageId) -> Iterator[Hit]:
        for place, stretches in self._rows.get(message_id, {}).items():
            for stretch in stretches:
                yield Hit(message_id, place, stretch)

    def _nearest(self, hit: Hit) -> Hit | None:
        """Return a hit if it is still there, else the next one of its message."""
        key = (hit.place, hit.stretch)
        hits = list(self._hits(hit.message_id))
        later = (other for other in hits if (other.place, other.stretch) >= key)
        return next(later, hits[-1] if hits else None)

    def _forget(self, message_id: MessageId) -> None:
        if self._rows.pop(message_id, None) is not None:
            self._total -= self._counts.pop(message_id)
