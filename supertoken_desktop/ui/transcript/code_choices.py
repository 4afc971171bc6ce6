"""How the reader wants single code blocks shown; it outlives the widgets, which are used again."""

from collections import OrderedDict
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.ui.transcript.block_key import BlockKey

# The blocks that were changed longest ago go back to what the settings say.
REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """How one block is shown; `is_unfolded` says something only about long ones."""

    wraps: bool
    has_numbers: bool
    is_unfolded: bool


@dataclass(frozen=True, slots=True)
class _Own:
    """What was chosen for one block; None leaves it to the settings."""

    wraps: bool | None = None
    has_numbers: bool | None = None
    is_unfolded: bool = False


class CodeChoices(QObject):
    """Remember the choices while the program runs; `changed` brings the `BlockKey`."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wraps = False
        self._has_numbers = False
        self._own: OrderedDict[BlockKey, _Own] = OrderedDict()

    def set_defaults(self, *, wraps: bool, has_numbers: bool) -> None:
        """Take what the settings say; who calls it shows the blocks anew."""
        self._wraps, self._has_numbers = wraps, has_numbers

    def of(self, key: BlockKey | None) -> CodeChoice:
        """Return how a block is shown."""
        own = self._own.get(key, _Own()) if key is not None else _Own()
        return CodeChoice(
            self._wraps if own.wraps is None else own.wraps,
            self._has_numbers if own.has_numbers is None else own.has_numbers,
            own.is_unfolded,
        )

    def wrap(self, key: BlockKey, wraps: bool) -> None:  # noqa: FBT001 - as a button gives it
        """Break long lines, or don't."""
        self._set(key, replace(self._own.get(key, _Own()), wraps=wraps))

    def number(self, key: BlockKey, has_numbers: bool) -> None:  # noqa: FBT001 - as a button gives it
        """Show line numbers, or don't."""
        self._set(key, replace(self._own.get(key, _Own()), has_numbers=has_numbers))

    def unfold(self, key: BlockKey) -> None:
        """Show all lines: the reader asked for them, or something in them was found."""
        self._set(key, replace(self._own.get(key, _Own()), is_unfolded=True))

    def fold(self, key: BlockKey) -> None:
        """Show the first lines only."""
        self._set(key, replace(self._own.get(key, _Own()), is_unfolded=False))

    def keep_unfolded(self, key: BlockKey) -> None:
        """Leave a block as it is shown while it is written: nothing changes on screen."""
        self._remember(key, replace(self._own.get(key, _Own()), is_unfolded=True))

    def _set(self, key: BlockKey, own: _Own) -> None:
        before = self.of(key)
        self._remember(key, own)
        if self.of(key) != before:
            self.changed.emit(key)

    def _remember(self, key: BlockKey, own: _Own) -> None:
        self._own[key] = own
        self._own.move_to_end(key)
        while len(self._own) > REMEMBERED:
            self._own.popitem(last=False)
