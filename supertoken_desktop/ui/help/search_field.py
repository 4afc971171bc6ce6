"""The search field of the guide."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.search_field import SearchField

_PAUSE_MS = 150


class GuideSearch(SearchField):
    """Tell what is searched for when the typing pauses; keys lead to the hits.

    Esc clears the field first.
    """

    words_changed = Signal(str)
    stepped = Signal(int)
    list_entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text_changed)

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.name_it(_("Search the guide"), _("Search the guide"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from hit to hit on Enter, clear on Esc, enter the list on Down."""
        if self.is_composing:
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
