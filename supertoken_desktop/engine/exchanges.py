"""The last requests and answers as they went over the wire, in memory until the program ends."""

from collections import deque
from collections.abc import Collection

from supertoken_desktop.domain.exchange import Exchange
from supertoken_desktop.domain.ids import MessageId

MOST_EXCHANGES = 50
MOST_BYTES = 32 << 20


class Exchanges:
    """Keep the newest exchanges; the oldest go when there are too many or they take too much."""

    def __init__(self, most: int = MOST_EXCHANGES, most_bytes: int = MOST_BYTES) -> None:
        self._kept: deque[Exchange] = deque()
        self._most = most
        self._most_bytes = most_bytes
        self._size_bytes = 0

    @property
    def size_bytes(self) -> int:
        """Return about how much memory all of them take."""
        return self._size_bytes

    def keep(self, exchange: Exchange) -> None:
        """Add an exchange that has ended."""
        self._kept.append(exchange)
        self._size_bytes += exchange.size_bytes
        while len(self._kept) > self._most or self._size_bytes > self._most_bytes:
            self._size_bytes -= self._kept.popleft().size_bytes

    def of(self, message_id: MessageId) -> tuple[Exchange, ...]:
        """Return the attempts for a message, the first one first, as far as they are still kept."""
        return tuple(exchange for exchange in self._kept if exchange.label == message_id)

    def forget(self, message_ids: Collection[MessageId]) -> None:
        """Forget the attempts for some messages."""
        self._kept = deque(one for one in self._kept if one.label not in message_ids)
        self._size_bytes = sum(one.size_bytes for one in self._kept)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._size_bytes = 0
