"""Save ended answers that could not be saved when they ended."""

import asyncio

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.errors import StoreError
from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.engine.ports import Store

INTERVAL_S = 5.0


class LateSaves:
    """Try again until there is room; a later state of the same message replaces the earlier."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._unsaved: dict[MessageId, Message] = {}
        self._task: asyncio.Task[None] | None = None

    def add(self, message: Message) -> None:
        """Save a message as soon as that is possible."""
        self._unsaved[message.id] = message
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._keep_trying())

    def forget(self, message_id: MessageId) -> None:
        """Leave a message alone, because its answer goes on."""
        self._unsaved.pop(message_id, None)

    async def close(self) -> None:
        """Try a last time and stop trying."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        await self._try()

    async def _keep_trying(self) -> None:
        while self._unsaved:
            await self._clock.wait(INTERVAL_S)
            await self._try()

    async def _try(self) -> None:
        for message in tuple(self._unsaved.values()):
            try:
                await self._store.end_message(message)
            except StoreError:
                continue  # another one may be saved all the same
            if self._unsaved.get(message.id) is message:
                del self._unsaved[message.id]
