"""A memory with a budget, for what is dear to make and may be wanted again."""

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Values whose sizes stay within `budget` together; those not asked for longest go first.

    The budget is in whatever unit `put` is told sizes in; without sizes it is a number of values.
    The newest value stays, however large it is.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._size = 0
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    @property
    def size(self) -> int:
        """The sizes of all values together."""
        return self._size

    def get(self, key: Key) -> Value | None:
        """Return a value that is remembered, and keep it longer for that."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: Key, value: Value, size: int = 1) -> None:
        """Remember a value, in place of an older one of the same key."""
        self.drop(key)
        self._values[key] = (value, size)
        self._size += size
        while self._size > self._budget and len(self._values) > 1:
            _key, (_value, freed) = self._values.popitem(last=False)
            self._size -= freed

    def drop(self, key: Key) -> None:
        """Forget a value, if it is remembered."""
        _value, freed = self._values.pop(key, (None, 0))
        self._size -= freed

    def clear(self) -> None:
        """Forget everything."""
        self._values.clear()
        self._size = 0
