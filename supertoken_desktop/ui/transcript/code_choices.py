"""How the reader wants single code blocks shown; it outlives the widgets, which are used again."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.section import Section

# The blocks that were changed longest ago go back to what the settings say.
REMEMBERED = 2_000


class CodeKey(NamedTuple):
    """Which block of a conversation: its row, counted from the answer's first.

    Rows of what the model thought count from the top and are negative.
    """

    message_id: MessageId
    place: int


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
    """Remember the choices while the program runs; `changed` brings the `CodeKey`."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wraps = False
        self._has_numbers = False
        self._own: OrderedDict[CodeKey, _Own] = OrderedDict()

    def set_defaults(self, *, wraps: bool, has_numbers: bool) -> None:
        """Take what the settings say; who calls it shows the blocks anew."""
        self._wraps, self._has_numbers = wraps, has_numbers

    def of(self, key: CodeKey | None) -> CodeChoice:
        """Return how a block is shown."""
        own = self._own.get(key, _Own()) if key is not None else _Own()
        return CodeChoice(
            self._wraps if own.wraps is None else own.wraps,
            self._has_numbers if own.has_numbers is None else own.has_numbers,
            own.is_unfolded,
        )

    def wrap(self, key: CodeKey, wraps: bool) -> None:  # noqa: FBT001 - as a button gives it
        """Break long lines, or don't."""
        self._set(key, replace(self._own.get(key, _Own()), wraps=wraps))

    def number(self, key: CodeKey, has_numbers: bool) -> None:  # noqa: FBT001 - as a button gives it
        """Show line numbers, or don't."""
        self._set(key, replace(self._own.get(key, _Own()), has_numbers=has_numbers))

    def unfold(self, key: CodeKey) -> None:
        """Show all lines: the reader asked for them, or something in them was found."""
        self._set(key, replace(self._own.get(key, _Own()), is_unfolded=True))

    def fold(self, key: CodeKey) -> None:
        """Show the first lines only."""
        self._set(key, replace(self._own.get(key, _Own()), is_unfolded=False))

    def keep_unfolded(self, key: CodeKey) -> None:
        """Leave a block as it is shown while it is written: nothing changes on screen."""
        self._remember(key, replace(self._own.get(key, _Own()), is_unfolded=True))

    def _set(self, key: CodeKey, own: _Own) -> None:
        before = self.of(key)
        self._remember(key, own)
        if self.of(key) != before:
            self.changed.emit(key)

    def _remember(self, key: CodeKey, own: _Own) -> None:
        self._own[key] = own
        self._own.move_to_end(key)
        while len(self._own) > REMEMBERED:
            self._own.popitem(last=False)


def key_of(section: Section, row: int) -> CodeKey:
    """Return the key under which the choices for a row of a message are kept."""
    first = section.first_block_row
    return CodeKey(section.message.id, row - first if row >= first else -row)


def row_of(section: Section, key: CodeKey) -> int:
    """Return the row that has a key."""
    return section.first_block_row + key.place if key.place >= 0 else -key.place
