"""A field that shows a combination of keys, and takes one as it is pressed."""

import sys

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.hotkey.keys import (
    NAMED_KEYS,
    Combination,
    Modifier,
    read_combination,
)
from supertoken_desktop.ui.hotkey.words import held_words

_QT_MODIFIERS = {
    Modifier.META: Qt.KeyboardModifier.MetaModifier,
    Modifier.CTRL: Qt.KeyboardModifier.ControlModifier,
    Modifier.ALT: Qt.KeyboardModifier.AltModifier,
    Modifier.SHIFT: Qt.KeyboardModifier.ShiftModifier,
}
_KEYS_OF_MODIFIERS = {
    Qt.Key.Key_Meta: Modifier.META,
    Qt.Key.Key_Super_L: Modifier.META,
    Qt.Key.Key_Super_R: Modifier.META,
    Qt.Key.Key_Control: Modifier.CTRL,
    Qt.Key.Key_Alt: Modifier.ALT,
    Qt.Key.Key_Shift: Modifier.SHIFT,
}
# What Qt has instead of keys while an input method or another level of the keyboard is at work.
_NO_KEYS = (Qt.Key.Key_unknown, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock)
_KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class HotkeyRecorder(QLineEdit):
    """Show a combination; once begun, take the next one that may be a hotkey.

    While it records, all keys of the program come here, and on X those of other programs as well:
    also what they hold can be pressed. Esc ends it, and so does another place that takes the focus.
    """

    recorded = Signal(object)
    rejected = Signal(object)
    began = Signal()
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._is_recording = False
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.retranslate()

    @property
    def is_recording(self) -> bool:
        """Tell whether the next keys are taken."""
        return self._is_recording

    def show_keys(self, words: str) -> None:
        """Show the hotkey by its name, "" for none."""
        self._shown = words
        self._show()

    def begin(self) -> None:
        """Take the next combination that is pressed."""
        if self._is_recording:
            return
        self._is_recording = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if QGuiApplication.platformName() == "xcb":
            # Elsewhere Qt cannot take keys that other programs hold.
            self.grabKeyboard()
        self._show()
        self.began.emit()

    def stop(self) -> None:
        """Take no keys any more."""
        if not self._is_recording:
            return
        self._is_recording = False
        self.releaseKeyboard()
        self._show()
        self.ended.emit()

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self._show()

    def event(self, event: QEvent) -> bool:
        if self._is_recording and event.type() in _KEY_EVENTS and isinstance(event, QKeyEvent):
            # Else an action of the program could take the keys for itself.
            event.accept()
            if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
                self._take(event)
            elif event.type() == QEvent.Type.KeyRelease:
                self._show_held(event, is_down=False)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS_OF_MODIFIERS:
            self._show_held(event, is_down=True)
            return
        if event.key() in _NO_KEYS or event.key() == 0:
            return
        combination = combination_of(event)
        if combination == Combination(frozenset(), "Esc"):
            self.stop()
        elif combination is None or not combination.is_usable:
            self.rejected.emit(combination)
        else:
            self.stop()
            self.recorded.emit(combination)

    def _show_held(self, event: QKeyEvent, *, is_down: bool) -> None:
        """Show what is held down so far; an event says what was held before it."""
        held = {m for m, flag in _QT_MODIFIERS.items() if event.modifiers() & flag}
        own = _KEYS_OF_MODIFIERS.get(Qt.Key(event.key()))
        if own is not None:
            held = held | {own} if is_down else held - {own}
        words = "+".join(held_words(modifier) for modifier in Modifier if modifier in held)
        self.setText(f"{words}+…" if words else "")

    def _show(self) -> None:
        if self._is_recording:
            self.setPlaceholderText(_("Press the keys, or Esc"))
            self.clear()
            return
        self.setPlaceholderText(_("Off"))
        self.setText(self._shown)
        self.setCursorPosition(0)


def combination_of(event: QKeyEvent) -> Combination | None:
    """Return the combination that a key event is, None for a key that has no name here."""
    held = {modifier for modifier, flag in _QT_MODIFIERS.items() if event.modifiers() & flag}
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
