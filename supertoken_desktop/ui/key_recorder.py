"""A field that shows keys and, once begun, takes the next ones as they are pressed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.hotkey.keys import Modifier
from supertoken_desktop.ui.hotkey.words import held_words

QT_MODIFIERS = {
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


class KeyRecorder(QLineEdit):
    """Show keys by their names; `no_keys` says what stands there where there are none.

    While it records, all keys of the program come here, and on X those of other programs as well:
    also what they hold can be pressed. It ends with the focus. What a key means is for `take`.
    """

    began = Signal()
    ended = Signal()

    def __init__(self, no_keys: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._no_keys = no_keys
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
        """Show keys by their names, "" for none."""
        self._shown = words
        self._show()

    def begin(self) -> None:
        """Take the next keys that are pressed."""
        if self._is_recording:
            return
        self._is_recording = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if QGuiApplication.platformName() == "xcb":
            # Elsewhere Qt cannot take keys that other programs hold.
            self.grabKeyboard()
        self._show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.placeholderText()))
        self.began.emit()

    def stop(self) -> None:
        """Take no keys any more."""
        if not self._is_recording:
            return
        self._is_recording = False
        self.releaseKeyboard()
        self._show()
        self.ended.emit()

    def take(self, event: QKeyEvent) -> None:
        """Do what a key asks for that is no modifier; Esc has to end the recording."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self._show()

    def event(self, event: QEvent) -> bool:
        if self._is_recording and event.type() in _KEY_EVENTS and isinstance(event, QKeyEvent):
            # Else an action of the program could take the keys for itself.
            event.accept()
            if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
                self._sort(event)
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

    def _sort(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS_OF_MODIFIERS:
            self._show_held(event, is_down=True)
        elif event.key() not in _NO_KEYS and event.key() != 0:
            self.take(event)

    def _show_held(self, event: QKeyEvent, *, is_down: bool) -> None:
        """Show what is held down so far; an event says what was held before it."""
        held = {m for m, flag in QT_MODIFIERS.items() if event.modifiers() & flag}
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
        self.setPlaceholderText(self._no_keys())
        self.setText(self._shown)
        self.setCursorPosition(0)
