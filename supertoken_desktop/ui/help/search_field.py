"""The search field of the guide."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme.icons import icon

_PAUSE_MS = 150


class GuideSearch(QLineEdit):
    """Tell what is searched for when the typing pauses; keys lead to the hits.

    Keys mean nothing while an input method is composing. Esc clears the field first.
    """

    words_changed = Signal(str)
    stepped = Signal(int)
    list_entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_composing = False
        self._told = ""
        places = QLineEdit.ActionPosition
        self._sign = self.addAction(icon("search"), places.LeadingPosition)
        self._clear = self.addAction(icon("close"), places.TrailingPosition)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text_changed)

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.setPlaceholderText(_("Search the guide"))
        self.setAccessibleName(_("Search the guide"))
        self._sign.setText(_("Search the guide"))
        self._clear.setText(_("Clear the search"))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether an input method is composing."""
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from hit to hit on Enter, clear on Esc, enter the list on Down."""
        if self._is_composing:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._tell()
                is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.stepped.emit(-1 if is_back else 1)
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Down:
                self._tell()
                self.list_entered.emit()
            case _:
                super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()
        if not text:
            self._tell()

    def _tell(self) -> None:
        """Tell what is typed, where that has not been told yet."""
        self._pause.stop()
        words = self.text().strip()
        if words != self._told:
            self._told = words
            self.words_changed.emit(words)
