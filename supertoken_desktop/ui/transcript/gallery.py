"""What is known of each picture, and its pixels: made in worker threads, kept within a budget."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from supertoken_desktop.domain.links import checked_link
from supertoken_desktop.ui.remembered import Remembered
from supertoken_desktop.ui.remote_pictures import Failed, Loading, NotLoaded, RemotePictures
from supertoken_desktop.ui.transcript.background import Background
from supertoken_desktop.ui.transcript.picture_data import (
    Fault,
    Header,
    bytes_of_url,
    decoded,
    head_of_url,
    header_of,
    is_data,
)

# Pixels made for the transcript are kept up to so many bytes, those wanted last.
MOST_KEPT_BYTES = 64 << 20
_HEADS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Unusable:
    """An address that no picture is fetched from."""


State: TypeAlias = Header | Fault | NotLoaded | Loading | Failed | Unusable
_Key = tuple[int, int, int, int]


class Gallery(QObject):
    """Give states and pixels of pictures; `changed` tells that some of either became others."""

    changed = Signal()

    def __init__(self, background: Background, remote: RemotePictures | None) -> None:
        super().__init__()
        self._background = background
        self._remote = remote
        self._kept: Remembered[_Key, QImage] = Remembered(MOST_KEPT_BYTES)
        self._heads: dict[tuple[int, int], Header | Fault] = {}
        self._awaited: set[_Key] = set()
        self._broken: set[tuple[int, int]] = set()
        if remote is not None:
            remote.changed.connect(self.changed)

    def state(self, target: str) -> State:
        """Return what is known of a picture; nothing is loaded by asking."""
        if _short(target) in self._broken:
            return Fault.BROKEN
        if is_data(target):
            return self._head(target)
        if not _is_web(target) or self._remote is None:
            return Unusable()
        state = self._remote.state(target)
        return header_of(state) if isinstance(state, bytes) else state

    def wanted(self, target: str) -> None:
        """Hear that a picture is on screen: one from a host that is always loaded is fetched."""
        if self._remote is not None and not is_data(target) and _is_web(target):
            self._remote.load_if_allowed(target)

    def load(self, target: str) -> None:
        """Fetch a picture, as the reader wants."""
        if self._remote is not None and _is_web(target):
            self._remote.load(target)

    def always_load(self, target: str) -> None:
        """Fetch a picture, and from now on all of its host."""
        if self._remote is not None and _is_web(target):
            self._remote.always_load(target)

    def pixels(self, target: str, width: int, height: int) -> QImage | None:
        """Return a picture made to fit; None until it is there, then `changed` is told."""
        key = (*_short(target), width, height)
        image = self._kept.get(key)
        if image is not None:
            return image
        if key not in self._awaited and _short(target) not in self._broken:
            self._awaited.add(key)
            work = partial(_decode, self._source(target), width, height)
            self._background.run(work, partial(self._on_decoded, key))
        return None

    def whole(self, target: str, done: Callable[[QImage | Fault], None]) -> None:
        """Have a picture made in its own size, which is not kept."""
        self._background.run(partial(_decode, self._source(target), 0, 0), done)

    def file(self, target: str, done: Callable[[bytes | Fault], None]) -> None:
        """Have the bytes of a picture as they came."""
        self._background.run(partial(_bytes, self._source(target)), done)

    def _head(self, target: str) -> Header | Fault:
        key = _short(target)
        found = self._heads.get(key)
        if found is None:
            found = self._heads[key] = head_of_url(target)
            if len(self._heads) > _HEADS_KEPT:
                del self._heads[next(iter(self._heads))]
        return found

    def _source(self, target: str) -> str | bytes:
        """Return what the pixels are made of: a data URL, or bytes that were loaded."""
        if is_data(target) or self._remote is None:
            return target
        state = self._remote.state(target)
        return state if isinstance(state, bytes) else b""

    def _on_decoded(self, key: _Key, image: QImage | Fault) -> None:
        self._awaited.discard(key)
        if isinstance(image, QImage):
            self._kept.put(key, image, image.sizeInBytes())
        else:
            self._broken.add(key[:2])
        self.changed.emit()


def _decode(source: str | bytes, width: int, height: int) -> QImage | Fault:
    data = _bytes(source)
    return decoded(data, width, height) if isinstance(data, bytes) else data


def _bytes(source: str | bytes) -> bytes | Fault:
    return source if isinstance(source, bytes) else bytes_of_url(source)


def _short(target: str) -> tuple[int, int]:
    """Return what stands for an address, which may be megabytes long; texts keep their hash."""
    return len(target), hash(target)


def _is_web(target: str) -> bool:
    link = checked_link(target)
    return link is not None and not link.address.startswith("mailto:")
