"""The foot of the quick prompt below an answer: copy, begin anew, go on in the main window."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.ui.quiet_tool import COPIED_MS
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon


class QuickFoot(QWidget):
    """Offer what can be done with the answer."""

    new_wanted = Signal()
    answer_wanted = Signal()
    code_wanted = Signal()
    continue_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._copied: QPushButton | None = None
        self._keys = ("", "")
        self._new, self._answer, self._code, self._continue = (QPushButton() for _n in range(4))
        for button, name in (
            (self._new, "new"),
            (self._answer, "copy"),
            (self._code, "source"),
            (self._continue, "enlarge"),
        ):
            button.setProperty("role", "quiet")
            button.setIcon(icon(name))
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.SPACE_2, metrics.SPACE_1, metrics.SPACE_2, metrics.SPACE_2)
        row.setSpacing(metrics.SPACE_1)
        row.addWidget(self._new)
        row.addStretch(1)
        for button in (self._code, self._answer, self._continue):
            row.addWidget(button)
        self._timer = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._timer.timeout.connect(lambda: self._say_copied(None))
        self._new.clicked.connect(self.new_wanted)
        self._answer.clicked.connect(self.answer_wanted)
        self._code.clicked.connect(self.code_wanted)
        self._continue.clicked.connect(self.continue_wanted)
        self.retranslate()

    def show_keys(self, answer: str, code: str) -> None:
        """Say by which keys the answer and its last code block are copied, "" for none."""
        self._keys = (answer, code)
        self.retranslate()

    def offer(self, *, has_answer: bool, has_code: bool) -> None:
        """Offer to copy what is there."""
        self._answer.setEnabled(has_answer)
        self._code.setVisible(has_code)
        self.retranslate()

    def say_answer_copied(self) -> None:
        """Say for a moment that the answer is on the clipboard."""
        self._say_copied(self._answer)

    def say_code_copied(self) -> None:
        """Say for a moment that the code is on the clipboard."""
        self._say_copied(self._code)

    def retranslate(self) -> None:
        """Set all texts anew."""
        for button, words, key in (
            (self._new, _("New question"), "Ctrl+N"),
            (self._answer, _("Copy answer"), self._keys[0]),
            (self._code, _("Copy code"), self._keys[1]),
            (self._continue, _("Open in the main window"), "Ctrl+Enter"),
        ):
            button.setText(_("Copied") if button is self._copied else words)
            button.setAccessibleName(words)
            button.setToolTip(
                _("{action} ({keys})").format(action=words, keys=key) if key else words
            )
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show icons alone where the words have no room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.retranslate()

    def _shorten(self) -> None:
        room = self.width() - 2 * metrics.SPACE_2
        buttons = (self._new, self._code, self._answer, self._continue)
        needed = sum(b.sizeHint().width() + metrics.SPACE_1 for b in buttons if not b.isHidden())
        if needed > room:
            for button in buttons:
                button.setText("")

    def _say_copied(self, button: QPushButton | None) -> None:
        self._copied = button
        if button is not None:
            self._timer.start()
        self.retranslate()
