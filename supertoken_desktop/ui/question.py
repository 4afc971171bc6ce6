"""What questions about something from outside have in common: their layout and a safe default."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.dialogs import GrowingDialog
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.theme import metrics


class Question(GrowingDialog):
    """A question from outside: Enter and Esc do nothing, each "yes" is a button of its own."""

    def __init__(self, width_px: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[metrics.SPACE_6] * 4)
        self.column.setSpacing(metrics.SPACE_2)
        self.cancel = QPushButton()
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.setFixedWidth(width_px)

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.cancel.setText(_("Cancel"))
        for button in self.findChildren(QPushButton):
            button.setAccessibleName(button.text())

    def add_buttons(self, *yes: EnterButton, beside: EnterButton | None = None) -> None:
        """Put the buttons at the bottom, Cancel last; one `beside` them answers nothing."""
        row = QHBoxLayout()
        row.setSpacing(metrics.SPACE_2)
        if beside is not None:
            row.addWidget(beside)
        row.addStretch(1)
        for button in yes:
            row.addWidget(button)
        row.addWidget(self.cancel)
        self.column.addSpacing(metrics.SPACE_4)
        self.column.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Open with the caret on the answer that does nothing."""
        super().showEvent(event)
        self.cancel.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
