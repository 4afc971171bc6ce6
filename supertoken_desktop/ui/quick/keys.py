"""The keys of the quick prompt that work wherever in it the focus is."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.quick.templates import KEYS

# What the main window has keys for has the same ones here.
_SHARED = ("copy-answer", "copy-code", "choose-model")


class QuickKeys(QObject):
    """Make shortcuts, and follow what the user makes of those of the main window."""

    changed = Signal()

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {name: actions.action(name) for name in _SHARED}
        self._shortcuts: dict[str, list[QShortcut]] = {name: [] for name in _SHARED}
        self._does: dict[str, Callable[[], None]] = {}
        for action in self._actions.values():
            action.changed.connect(self._take_keys)

    def on_shared(self, name: str, act: Callable[[], None]) -> None:
        """Do something by the keys that an action of the main window has."""
        self._does[name] = act
        self._take_keys()

    def on(self, keys: str, act: Callable[[], None]) -> None:
        """Do something by keys of the prompt's own."""
        QShortcut(QKeySequence(keys), self._window).activated.connect(act)

    def on_numbers(self, act: Callable[[int], None]) -> None:
        """Do something by Ctrl and a number, counted from 0."""
        for place in range(KEYS):
            self.on(f"Ctrl+{place + 1}", partial(act, place))

    def words(self, name: str) -> str:
        """Return the first keys of a shared action as people read them, "" for none."""
        return self._actions[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _take_keys(self) -> None:
        for name, act in self._does.items():
            wanted = self._actions[name].shortcuts()
            if wanted == [shortcut.key() for shortcut in self._shortcuts[name]]:
                continue
            for shortcut in self._shortcuts[name]:
                shortcut.setEnabled(False)
                shortcut.deleteLater()
            self._shortcuts[name] = [QShortcut(keys, self._window) for keys in wanted]
            for shortcut in self._shortcuts[name]:
                shortcut.activated.connect(act)
        self.changed.emit()
