"""The field of the quick prompt: the composer's, with keys of its own."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QWidget

from supertoken_desktop.ui.chat.prompt_edit import PromptEdit

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS: Mapping[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class QuickField(PromptEdit):
    """Hold the question. Enter always sends; while a word is composed no key means more.

    `offers_text` says that Tab takes what is offered, which `offer_taken` then tells.
    `recall_wanted` tells -1 for an arrow up on the first line, 1 for one down on the last.
    """

    continue_wanted = Signal()
    offer_taken = Signal()
    recall_wanted = Signal(int)
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers_text = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Continue elsewhere, recall, copy; the rest is the composer's field's."""
        if self.is_composing:
            super().keyPressEvent(event)
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER_KEYS and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.continue_wanted.emit()
        elif event.key() in _ARROWS and not modifiers and self._is_at_edge(_ARROWS[event.key()]):
            self.recall_wanted.emit(_ARROWS[event.key()])
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Take what is offered by Tab."""
        if next and self.offers_text and not self.is_composing:
            self.offer_taken.emit()
            return True
        return super().focusNextPrevChild(next)

    def _is_at_edge(self, direction: int) -> bool:
        """Tell whether the caret is on the first line (-1) or on the last one (1)."""
        cursor = self.textCursor()
        moved = QTextCursor(cursor)
        move = QTextCursor.MoveOperation
        return not moved.movePosition(move.Up if direction < 0 else move.Down)
