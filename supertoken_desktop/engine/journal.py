"""Keep what a running answer brings while it comes, without holding the answer up."""

import asyncio

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.errors import StoreError
from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.engine.ports import JournalPiece, Store

# A piece must be on disk 250 ms after it came; the rest of that time is for writing it.
FLUSH_INTERVAL_S = 0.2
RETRY_INTERVAL_S = 1.0


class JournalWriter:
    """Append to the journal of one message, at most one append at a time.

    A failing append loses nothing: its pieces stay and are tried again.
    """

    def __init__(self, message_id: MessageId, store: Store, clock: Clock) -> None:
        self.error: StoreError | None = None
        self._message_id = message_id
        self._store = store
        self._clock = clock
        self._kinds: list[str] = []
        self._texts: list[str] = []
        self._task: asyncio.Task[None] | None = None
        self._is_waiting = False
        self._is_closed = False

    def add(self, kind: str, text: str) -> None:
        """Take a piece; it is kept within a quarter of a second."""
        self._kinds.append(kind)
        self._texts.append(text)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._keep())

    async def close(self) -> None:
        """Write nothing more; an append under way ends first."""
        self._is_closed = True
        task = self._task
        if task is None:
            return
        if self._is_waiting:
            task.cancel()
        await asyncio.wait({task})

    async def _keep(self) -> None:
        interval_s = FLUSH_INTERVAL_S
        try:
            while self._texts and not self._is_closed:
                self._is_waiting = True
                await self._clock.wait(interval_s)
                self._is_waiting = False
                interval_s = FLUSH_INTERVAL_S if await self._append() else RETRY_INTERVAL_S
        finally:
            self._task = None

    async def _append(self) -> bool:
        count = len(self._texts)
        pieces = _merged(self._kinds, self._texts)
        try:
            await self._store.append_journal(self._message_id, pieces)
        except StoreError as error:
            self.error = error
            return False
        del self._kinds[:count]
        del self._texts[:count]
        self.error = None
        return True


def _merged(kinds: list[str], texts: list[str]) -> tuple[JournalPiece, ...]:
    """Return pieces with neighbours of one kind made one."""
    pieces: list[JournalPiece] = []
    begin = 0
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] != kinds[begin]:
            pieces.append(JournalPiece(kinds[begin], "".join(texts[begin:at])))
            begin = at
    return tuple(pieces)
