"""News of the engine's feeds for parts of the window, which hear of it as long as they live."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from supertoken_desktop.engine.feed import Feed

T = TypeVar("T")


def hear(listener: QObject, feed: Feed[T], callback: Callable[[T], None]) -> None:
    """Call back with all news of a feed until `listener` is destroyed."""
    handle = feed.subscribe(callback)

    def end() -> None:
        handle.close()

    # Not the method itself: Qt wants to refer to it weakly, which a Handle does not allow.
    listener.destroyed.connect(end)
