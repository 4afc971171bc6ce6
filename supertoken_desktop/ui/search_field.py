"""A field for searching: its sign, what clears it, and keys that input methods keep."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme.icons import icon


class SearchField(QLineEdit):
    """A line with the sign of a search; keys mean nothing while an input method is composing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_composing = False
        places = QLineEdit.ActionPosition
        self._sign = self.addAction(icon("search"), places.LeadingPosition)
        self._clear = self.addAction(icon("close"), places.TrailingPosition)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def name_it(self, words: str, name: str) -> None:
        """Say in the empty field what it is for, and its whole name to screen readers."""
        self.setPlaceholderText(words)
        self.setAccessibleName(name)
        self._sign.setText(words)
        self._clear.setText(_("Clear the search"))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether an input method is composing."""
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
