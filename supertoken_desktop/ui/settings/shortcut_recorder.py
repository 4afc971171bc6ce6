"""A field in which the keys of an action are recorded, or keys to look for."""

from collections.abc import Sequence

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _, pgettext
from supertoken_desktop.ui.key_recorder import KeyRecorder

_KEY = Qt.Key
_MODIFIER = Qt.KeyboardModifier
_BEGINS = (_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Space)
_CLEARS = (_KEY.Key_Backspace, _KEY.Key_Delete)
_MOVES = (_KEY.Key_Tab, _KEY.Key_Backtab)
_COUNTED = (
    _MODIFIER.ControlModifier
    | _MODIFIER.AltModifier
    | _MODIFIER.ShiftModifier
    | _MODIFIER.MetaModifier
)
_FORM = QKeySequence.SequenceFormat


class ShortcutRecorder(KeyRecorder):
    """Record one combination after a click, Enter or Space; never by the focus alone.

    Esc leaves what was there, Backspace and Del ask for no keys, Tab goes on. `recorded` brings
    the combination in Qt's portable form; whether it may be used is for the listener to say.
    """

    recorded = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("No keys"), parent)

    def take(self, event: QKeyEvent) -> None:
        """Tell a combination, or do what a key asks for by itself."""
        held = event.modifiers() & _COUNTED
        if event.key() == _KEY.Key_Escape and not held:
            self.stop()
        elif event.key() in _CLEARS and not held:
            self.cleared.emit()
            self.stop()
        elif event.key() in _MOVES and not held & ~_MODIFIER.ShiftModifier:
            self.stop()
            self.focusNextPrevChild(event.key() == _KEY.Key_Tab and not held)
        else:
            self.recorded.emit(combination_of(event))
            self.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to record."""
        if event.key() in _BEGINS and not event.modifiers() & _COUNTED:
            self.begin()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Begin to record."""
        self.begin()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select nothing."""


def combination_of(event: QKeyEvent) -> str:
    """Return what was pressed in Qt's portable form.

    Shift does not count where it only reaches a sign such as ":", which differs by keyboard.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers() & _COUNTED
    if key == _KEY.Key_Backtab:
        key, modifiers = _KEY.Key_Tab, modifiers | _MODIFIER.ShiftModifier
    elif _is_sign(key):
        modifiers &= ~_MODIFIER.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(_FORM.PortableText)


def keys_text(keys: Sequence[str]) -> str:
    """Return combinations as the system writes them, with the language's comma between them."""
    shown = (QKeySequence(each).toString(_FORM.NativeText) for each in keys)
    return pgettext("between keys", ", ").join(shown)


def _is_sign(key: Qt.Key) -> bool:
    # Qt's codes of keys that write are the characters' own.
    character = chr(key) if key < _KEY.Key_Escape and key <= 0x10FFFF else ""
    return bool(character.strip()) and not character.isalnum()
