"""A field that shows the hotkey, and takes a combination that may be one."""

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.hotkey.keys import (
    NAMED_KEYS,
    Combination,
    Modifier,
    read_combination,
)
from supertoken_desktop.ui.key_recorder import QT_MODIFIERS, KeyRecorder


class HotkeyRecorder(KeyRecorder):
    """Show a combination; once begun, take the next one that may be a hotkey. Esc ends it."""

    recorded = Signal(object)
    rejected = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Off"), parent)

    def take(self, event: QKeyEvent) -> None:
        """Tell a combination that may be a hotkey, or that it may not."""
        combination = combination_of(event)
        if combination == Combination(frozenset(), "Esc"):
            self.stop()
        elif combination is None or not combination.is_usable:
            self.rejected.emit(combination)
        else:
            self.stop()
            self.recorded.emit(combination)


def combination_of(event: QKeyEvent) -> Combination | None:
    """Return the combination that a key event is, None for a key that has no name here."""
    held = {modifier for modifier, flag in QT_MODIFIERS.items() if event.modifiers() & flag}
    key = event.key()
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
        held.add(Modifier.SHIFT)
    name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier and key != Qt.Key.Key_Enter:
        on_keypad = f"Num+{name}"
        # A Mac says of arrows as well that they are on a keypad.
        if on_keypad in NAMED_KEYS or sys.platform != "darwin":
            name = on_keypad
    found = read_combination(name)
    return None if found is None or found.modifiers else Combination(frozenset(held), found.key)
