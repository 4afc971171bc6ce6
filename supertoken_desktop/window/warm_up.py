"""Load what shows messages and asks for them at the first sign that it is wanted."""

import asyncio
from typing import TYPE_CHECKING

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from supertoken_desktop.ui.chat.page import ChatPage
    from supertoken_desktop.ui.conversations.panel import ConversationPanel

# So long after the first letter: those that follow must not wait.
PAUSE_S = 0.3


class WarmUp:
    """Load it once, when the user begins to type or comes near the list."""

    def __init__(self, clock: Clock, tasks: Tasks) -> None:
        self._clock = clock
        self._tasks = tasks
        self._page: ChatPage | None = None
        self._is_begun = False

    def watch_list(self, panel: "ConversationPanel") -> None:
        """Begin when somebody comes near the list."""
        panel.approached.connect(lambda: self._begin(0))

    def watch_page(self, page: "ChatPage") -> None:
        """Begin when somebody types; the page is made ready with the rest."""
        self._page = page
        page.composer.text_changed.connect(lambda: self._begin(PAUSE_S))

    async def load(self) -> None:
        """Load it now."""
        await asyncio.to_thread(_load)
        if self._page is not None:
            self._page.get_ready()

    def _begin(self, pause_s: float) -> None:
        if self._is_begun:
            return
        self._is_begun = True

        async def work() -> None:
            await self._clock.wait(pause_s)
            await self.load()

        self._tasks.spawn(work())


def _load() -> None:
    from supertoken_desktop.app import load_client
    from supertoken_desktop.ui.chat import reading  # noqa: F401  # that it is loaded is enough

    load_client()
