"""The search field above the list."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.search_field import SearchField


class SearchBox(SearchField):
    """Tell what is searched for; keys lead to what was found."""

    query_changed = Signal(str)
    first_chosen = Signal()
    list_entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(lambda text: self.query_changed.emit(text.strip()))
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.name_it(_("Search"), _("Search chats and messages"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the first on Enter, clear on Esc, enter the list on Down."""
        if self.is_composing:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.first_chosen.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Down:
                self.list_entered.emit()
            case _:
                super().keyPressEvent(event)
