"""The menus of the transcript, how keys and mouse open them, and what else acts on a selection."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from supertoken_desktop.ui.transcript.menu import menu_at
from supertoken_desktop.ui.transcript.top_button import TopButton

if TYPE_CHECKING:
    from supertoken_desktop.ui.transcript.view import TranscriptView


class Menus(QObject):
    """Open the menu at a place or of a message.

    `opened` lets others add what can be done with a message before the menu is seen; `quoted`
    brings what is selected, as Markdown.
    """

    opened = Signal(QMenu, str)
    quoted = Signal(str)

    def __init__(self, view: "TranscriptView") -> None:
        super().__init__(view)
        self._view = view
        self._top_button = TopButton(view, view.stack)
        self._top_button.menu_wanted.connect(self._open_of)

    def open_at(self, point: QPoint, place: QPoint) -> None:
        """Open the menu for a point of the viewport at a place on the screen."""
        self._pop_up(menu_at(self._view, point), place)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key asks for: quote what is selected, open the menu; tell whether it did."""
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Q and is_plain and self._view.copier.has_selection:
            self.quote_selection()
            return True
        if is_menu_key(event):
            middle = self._view.viewport().rect().center()
            self.open_at(middle, self._view.viewport().mapToGlobal(middle))
            return True
        return False

    def quote_selection(self) -> None:
        """Tell what is selected, if anything is."""
        markdown = self._view.copier.selected_markdown()
        if markdown:
            self.quoted.emit(markdown)

    def follow(self) -> None:
        """Put the button of a message that fills the window where it belongs now."""
        left, width = self._view.stage.column
        self._top_button.follow(self._view.verticalScrollBar().value(), left + width)

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._top_button.retranslate()

    def _open_of(self, message_id: str, place: QPoint) -> None:
        menu = QMenu(self._view)
        self.opened.emit(menu, message_id)
        self._pop_up(menu, place)

    def _pop_up(self, menu: QMenu, place: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)


def is_menu_key(event: QKeyEvent) -> bool:
    """Tell whether a key opens the menu; the menu key itself Qt turns into an event of its own."""
    is_f10 = event.key() == Qt.Key.Key_F10
    return is_f10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
