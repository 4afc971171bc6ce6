"""The question before a link puts a text into the field of a new chat."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.plain_label import plain_label
from supertoken_desktop.ui.question import Question
from supertoken_desktop.ui.theme import metrics

_WIDTH = metrics.CARD_WIDTH + 4 * metrics.SPACE_8
_TEXT_HEIGHT = 160


class PromptQuestion(Question):
    """Show the whole text and ask; `accepted` means that it is wanted."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(_WIDTH, parent)
        self._lead = plain_label()
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(_TEXT_HEIGHT)
        self._hint = plain_label("muted")
        self._take = EnterButton()
        self._take.clicked.connect(self.accept)
        self.column.addWidget(self._lead)
        self.column.addWidget(self._text)
        self.column.addSpacing(metrics.SPACE_1)
        self.column.addWidget(self._hint)
        self.add_buttons(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.setWindowTitle(_("Text from a link"))
        self._lead.setText(_("A link wants to put this text into a new chat:"))
        self._text.setAccessibleName(self._lead.text())
        self._hint.setText(
            _("Nothing is sent: you read it, change it and send it yourself, or not.")
        )
        self._take.setText(_("Put into a new chat"))
        super().retranslate()
