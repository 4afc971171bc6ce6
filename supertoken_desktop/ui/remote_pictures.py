"""Pictures that lie elsewhere: loaded when the reader says so, kept in memory alone."""

import asyncio
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.links import host_of
from supertoken_desktop.engine.ports import PictureLoader
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.notices import notice_for
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.remembered import Remembered
from supertoken_desktop.ui.tasks import Tasks

MOST_KEPT_BYTES = 64 << 20
MOST_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """Nobody has asked for it; `host` would hear of it, over an open line unless `is_secure`."""

    host: str
    is_secure: bool


@dataclass(frozen=True, slots=True)
class Loading:
    """It is on its way from `host`."""

    host: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be had; `words` say why, as of the time of failing."""

    host: str
    error: ErrorRecord

    @property
    def words(self) -> str:
        """Why, in the language in force."""
        return notice_for(self.error).sentence


Remote: TypeAlias = NotLoaded | Loading | Failed | bytes


class RemotePictures(QObject):
    """Load pictures through `loader`; `changed` tells that the state of some became another."""

    changed = Signal()

    def __init__(
        self,
        loader: PictureLoader,
        preferences: Preferences,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._loader = loader
        self._preferences = preferences
        self._tasks = tasks
        self._loaded: Remembered[str, bytes] = Remembered(MOST_KEPT_BYTES)
        self._pending: dict[str, Loading | Failed] = {}
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        self._hosts = frozenset(preferences.current.picture_hosts)
        hear(self, preferences.changed, self._on_settings_changed)

    def state(self, url: str) -> Remote:
        """Return the bytes of a picture, or why they are not there."""
        data = self._loaded.get(url)
        if data is not None:
            return data
        return self._pending.get(url) or NotLoaded(host_of(url), url.lower().startswith("https:"))

    def load_if_allowed(self, url: str) -> None:
        """Load a picture, if the reader once said that all of its host may be."""
        if isinstance(self.state(url), NotLoaded) and host_of(url) in self._hosts:
            self.load(url)

    def load(self, url: str) -> None:
        """Load a picture; one that is there or on its way is left alone."""
        if isinstance(self.state(url), NotLoaded | Failed):
            self._pending[url] = Loading(host_of(url))
            self._tasks.spawn(self._load(url))
            self.changed.emit()

    def always_load(self, url: str) -> None:
        """Load a picture, and from now on all of its host."""
        hosts = self._preferences.current.picture_hosts
        host = host_of(url)
        if host and host not in hosts:
            self._tasks.spawn(self._preferences.update(picture_hosts=(*hosts, host)))
        self.load(url)

    async def _load(self, url: str) -> None:
        try:
            async with self._places:
                data = await self._loader.load(url)
        except SuperTokenError as error:
            self._pending[url] = Failed(host_of(url), ErrorRecord.of(error))
        else:
            del self._pending[url]
            self._loaded.put(url, data, len(data))
        self.changed.emit()

    def _on_settings_changed(self, settings: Settings) -> None:
        hosts = frozenset(settings.picture_hosts)
        if hosts != self._hosts:
            self._hosts = hosts
            self.changed.emit()
