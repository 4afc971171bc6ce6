"""A field that shows keys and, when asked to, takes the next combination that is pressed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from supertoken_desktop.i18n import _, pgettext

_KEY = Qt.Key
_MODIFIER = Qt.KeyboardModifier
_BEGINS = (_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Space)
_CLEARS = (_KEY.Key_Backspace, _KEY.Key_Delete)
_MODIFIER_KEYS = (
    *(_KEY.Key_Control, _KEY.Key_Shift, _KEY.Key_Alt, _KEY.Key_AltGr, _KEY.Key_Meta),
    *(_KEY.Key_Super_L, _KEY.Key_Super_R, _KEY.Key_Hyper_L, _KEY.Key_Hyper_R),
    *(_KEY.Key_CapsLock, _KEY.Key_NumLock, _KEY.Key_ScrollLock, _KEY.Key_Mode_switch),
)
_NO_KEYS = (_KEY.Key_unknown, _KEY(0))
_HELD = (
    (_MODIFIER.MetaModifier, "Meta"),
    (_MODIFIER.ControlModifier, "Ctrl"),
    (_MODIFIER.AltModifier, "Alt"),
    (_MODIFIER.ShiftModifier, "Shift"),
)
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText


class KeyRecorder(QLineEdit):
    """Record one key combination after a click, Enter or Space; never by the focus alone.

    Esc leaves what was there, Backspace and Del ask for no keys, Tab goes on. `recorded` brings
    the combination in Qt's portable form; whether it may be used is for the listener to say.
    """

    recorded = Signal(str)
    cleared = Signal()
    ended = Signal()  # after one of the others, or alone where nothing was taken

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self._is_recording = False
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        # An input method would take the keys first.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.retranslate()

    @property
    def is_recording(self) -> bool:
        """Whether the next combination is taken."""
        return self._is_recording

    def show_keys(self, keys: Sequence[str]) -> None:
        """Show combinations in their portable form, none as such."""
        self._keys = tuple(keys)
        if not self._is_recording:
            self._show()

    def begin(self) -> None:
        """Take the next combination that is pressed."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_recording = True
        self._show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.placeholderText()))

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self._show()

    def event(self, event: QEvent) -> bool:
        """Keep every key from the program's shortcuts while recording."""
        if self._is_recording and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to record, or take a combination."""
        if self._is_recording:
            self._take(event)
        elif event.key() in _BEGINS and not event.modifiers() & ~_MODIFIER.KeypadModifier:
            self.begin()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show which modifiers are still held."""
        if self._is_recording:
            self.setText(_held_words(event.modifiers()))
        else:
            super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Begin to record."""
        self.begin()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select nothing."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Recording ends with the focus."""
        self._leave()
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        is_bare = not event.modifiers() & ~_MODIFIER.KeypadModifier
        if event.key() in _MODIFIER_KEYS:
            self.setText(_held_words(event.modifiers()))
        elif event.key() == _KEY.Key_Escape and is_bare:
            self._leave()
        elif event.key() in _CLEARS and is_bare:
            self._is_recording = False
            self.cleared.emit()
            self._on_end()
        elif keys := combination_of(event):
            self._is_recording = False
            self.recorded.emit(keys)
            self._on_end()

    def _leave(self) -> None:
        if self._is_recording:
            self._is_recording = False
            self._on_end()

    def _on_end(self) -> None:
        self._show()
        self.ended.emit()

    def _show(self) -> None:
        if self._is_recording:
            self.setText("")
            self.setPlaceholderText(_("Press the keys; Esc changes nothing"))
            return
        self.setText(keys_text(self._keys))
        self.setPlaceholderText(_("No keys"))
        self.setCursorPosition(0)


def combination_of(event: QKeyEvent) -> str:
    """Return what was pressed in Qt's portable form, "" for modifiers alone or an unknown key.

    Shift does not count where it only reaches a sign such as ":", which differs by keyboard.
    """
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~(_MODIFIER.KeypadModifier | _MODIFIER.GroupSwitchModifier)
    if key in _MODIFIER_KEYS or key in _NO_KEYS:
        return ""
    if key == _KEY.Key_Backtab:
        key, modifiers = _KEY.Key_Tab, modifiers | _MODIFIER.ShiftModifier
    elif _is_sign(key):
        modifiers &= ~_MODIFIER.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(_PORTABLE)


def keys_text(keys: Sequence[str]) -> str:
    """Return combinations as the system writes them, with the language's comma between them."""
    shown = (QKeySequence(each).toString(_NATIVE) for each in keys)
    return pgettext("between keys", ", ").join(shown)


def _is_sign(key: Qt.Key) -> bool:
    # Qt's codes of keys that write are the characters' own.
    character = chr(key) if key < _KEY.Key_Escape and key <= 0x10FFFF else ""
    return bool(character.strip()) and not character.isalnum()


def _held_words(modifiers: Qt.KeyboardModifier) -> str:
    """Return the modifiers that are held, as the beginning of a combination."""
    names = (name for which, name in _HELD if modifiers & which)
    return "".join(QKeySequence(f"{name}+A").toString(_NATIVE)[:-1] for name in names)
