"""The settings in force, and the way to change them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from supertoken_desktop.engine.feed import Feed
from supertoken_desktop.settings import Settings


class Preferences:
    """Keep the settings in force; a change applies at once and is then written."""

    def __init__(self, settings: Settings, write: Callable[[Settings], Awaitable[None]]) -> None:
        self.changed: Feed[Settings] = Feed()
        self._current = settings
        self._written = settings
        self._write = write
        self._writing = asyncio.Lock()

    @property
    def current(self) -> Settings:
        """Return the settings in force."""
        return self._current

    async def update(self, **changes: object) -> None:
        """Change settings by name, tell everybody, then write; writes never overlap.

        Raises: TypeError for a name that is no setting, and what the writing raises; the change
        stays in force then.
        """
        changed = replace(self._current, **changes)  # type: ignore[arg-type]  # names checked by replace
        if changed != self._current:
            self._current = changed
            self.changed.tell(changed)
        async with self._writing:
            if self._written != self._current:
                settings = self._current
                await self._write(settings)
                self._written = settings
