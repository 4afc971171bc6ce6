"""What keys do in the transcript, beside scrolling: copy, select, move the caret, turn pages."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from supertoken_desktop.ui.transcript.motion import move_of
from supertoken_desktop.ui.transcript.selection import Selection, Stretch, whole_row
from supertoken_desktop.ui.transcript.stack import RowIndex

if TYPE_CHECKING:
    from supertoken_desktop.ui.transcript.view import TranscriptView

_KEY = QKeySequence.StandardKey
_PLAIN_OR_SHIFT = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class Keys:
    """Obey keys pressed in a transcript."""

    def __init__(self, view: "TranscriptView") -> None:
        self._view = view

    def takes(self, event: QKeyEvent) -> bool:
        """Tell whether a key is for the transcript before it is one of the window's shortcuts."""
        is_copying = event.matches(_KEY.Copy) or event.matches(_KEY.SelectAll)
        is_leaving = event.key() == Qt.Key.Key_Escape and self._view.caret.has_selection
        return is_copying or is_leaving or move_of(event) is not None

    def obey(self, event: QKeyEvent) -> bool:
        """Do what a key means; tell whether it means anything."""
        view = self._view
        if event.key() == Qt.Key.Key_Space and event.modifiers() in _PLAIN_OR_SHIFT:
            view.jumps.by_page(forward=not event.modifiers())
        elif event.matches(_KEY.MoveToPreviousPage) or event.matches(_KEY.MoveToNextPage):
            view.jumps.by_page(forward=event.matches(_KEY.MoveToNextPage))
        elif event.matches(_KEY.Copy):
            view.copier.copy_selection()
        elif event.matches(_KEY.SelectAll):
            self._select_all()
        elif event.key() == Qt.Key.Key_Escape and view.caret.has_selection:
            view.caret.drop_selection()
        elif (move := move_of(event)) is not None:
            view.caret.move(move)
        else:
            return view.menus.take_key(event)
        return True

    def _select_all(self) -> None:
        """Select the message that is read, or everything where that is selected already.

        Of a message that says nothing there is nothing to select.
        """
        view = self._view
        if not view.stack.entries:
            return
        before = view.pointer.selection
        if before is not None:
            message = before.stretch.end.message
        else:
            middle = view.verticalScrollBar().value() + view.height() // 2
            message = view.stack.at(middle).message
        view.select_message(view.stack.entries[message].message.id)
        if view.pointer.selection == before:
            first = RowIndex(0, view.stack.section(0).first_block_row)
            view.pointer.select(Selection(whole_row(first), self._last_row()))
            view.arrange()

    def _last_row(self) -> Stretch:
        stack = self._view.stack
        last = len(stack) - 1
        return whole_row(RowIndex(last, max(0, len(stack.section(last).rows) - 2)))
