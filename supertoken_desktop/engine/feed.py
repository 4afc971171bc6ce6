"""Typed notification without Qt."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Handle:
    """End a subscription; closing twice is harmless."""

    __slots__ = ("_end",)

    def __init__(self, end: Callable[[], None]) -> None:
        self._end: Callable[[], None] | None = end

    def close(self) -> None:
        """Stop hearing of news."""
        if self._end is not None:
            self._end()
            self._end = None


class Feed(Generic[T]):
    """Tell subscribers of news, in the order in which they came.

    A subscriber that ends itself or another one while news is being told is handled: who has ended
    hears nothing more.
    """

    __slots__ = ("_next_key", "_subscribers")

    def __init__(self) -> None:
        self._subscribers: dict[int, Callable[[T], None]] = {}
        self._next_key = 0

    def subscribe(self, callback: Callable[[T], None]) -> Handle:
        """Call `callback` with every later piece of news until the handle is closed."""
        key = self._next_key
        self._next_key += 1
        self._subscribers[key] = callback
        return Handle(lambda: self._subscribers.pop(key, None) and None)

    def tell(self, news: T) -> None:
        """Tell all subscribers."""
        for key in tuple(self._subscribers):
            callback = self._subscribers.get(key)
            if callback is not None:
                callback(news)
