"""A quiet line of the quick prompt that says what is missing or awaited, with a button or none."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from supertoken_desktop.ui.theme import metrics

Words = Callable[[], str]


class NoteLine(QWidget):
    """Say something; `taken` tells that its button was pressed."""

    taken = Signal()

    def __init__(self, words: Words, action: Words | None = None) -> None:
        super().__init__()
        self._words = words
        self._action = action
        self._label = QLabel()
        self._label.setProperty("role", "muted")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._button = QPushButton()
        self._button.setProperty("role", "primary")
        self._button.setVisible(action is not None)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.SPACE_4, 0, metrics.SPACE_4, metrics.SPACE_3)
        row.setSpacing(metrics.SPACE_3)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        self._button.clicked.connect(self.taken)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts anew."""
        self._label.setText(self._words())
        if self._action is not None:
            self._button.setText(self._action())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
