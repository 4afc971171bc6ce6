"""The search field above the list."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme.icons import icon


class SearchBox(QLineEdit):
    """Tell what is searched for; keys mean nothing while an input method is composing."""

    query_changed = Signal(str)
    first_chosen = Signal()
    list_entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_composing = False
        places = QLineEdit.ActionPosition
        self._sign = self.addAction(icon("search"), places.LeadingPosition)
        self._clear = self.addAction(icon("close"), places.TrailingPosition)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self.textChanged.connect(lambda text: self.query_changed.emit(text.strip()))
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.setPlaceholderText(_("Search"))
        self._sign.setText(_("Search"))
        self._clear.setText(_("Clear the search"))
        self.setAccessibleName(_("Search chats and messages"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether an input method is composing."""
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the first on Enter, clear on Esc, enter the list on Down."""
        if self._is_composing:
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
