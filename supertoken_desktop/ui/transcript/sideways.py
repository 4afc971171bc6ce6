"""How far tables are scrolled sideways: the pieces of one move together."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.ui.transcript.block_key import BlockKey

REMEMBERED = 500


class Sideways(QObject):
    """Remember by table; `moved` brings the key of its first row and how far, in pixels."""

    moved = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: OrderedDict[BlockKey, int] = OrderedDict()

    def of(self, key: BlockKey | None) -> int:
        """Return how far a table is scrolled."""
        return self._places.get(key, 0) if key is not None else 0

    def move(self, key: BlockKey, pixels: int) -> None:
        """Scroll all pieces of a table."""
        if self.of(key) == pixels:
            return
        self._places[key] = pixels
        self._places.move_to_end(key)
        while len(self._places) > REMEMBERED:
            self._places.popitem(last=False)
        self.moved.emit(key, pixels)
