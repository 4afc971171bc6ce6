"""What the questions about links have in common: their layout, plain labels, a safe default."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.theme import metrics

WIDTH = metrics.CARD_WIDTH + 4 * metrics.SPACE_8


class Question(QDialog):
    """A question from outside: Enter and Esc do nothing, each "yes" is a button of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*[metrics.SPACE_6] * 4)
        self.column.setSpacing(metrics.SPACE_2)
        self.cancel = QPushButton()
        self.cancel.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.setFixedWidth(WIDTH)

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.cancel.setText(_("Cancel"))
        for button in self.findChildren(QPushButton):
            button.setAccessibleName(button.text())

    def add_buttons(self, *yes: EnterButton) -> None:
        """Put the buttons at the bottom, Cancel last."""
        row = QHBoxLayout()
        row.setSpacing(metrics.SPACE_2)
        row.addStretch(1)
        for button in yes:
            row.addWidget(button)
        row.addWidget(self.cancel)
        self.column.addSpacing(metrics.SPACE_4)
        self.column.addLayout(row)

    def fit(self) -> None:
        """Be as high as the lines need: a layout alone reckons with one line for each label."""
        self.column.activate()
        self.column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setFixedHeight(self.column.totalHeightForWidth(WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Open with the caret on the answer that does nothing."""
        super().showEvent(event)
        self.fit()
        self.cancel.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.fit()
        super().changeEvent(event)


def plain_label(role: str = "") -> QLabel:
    """Return a label that takes its text literally: what it shows comes from outside."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
