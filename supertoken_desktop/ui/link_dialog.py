"""The question before a doubtful link is opened: who is really there, and what is odd about it."""

from collections.abc import Sequence
from typing import assert_never

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from supertoken_desktop.domain.links import Doubt, Link, displayed
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.dialogs import GrowingDialog
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.theme import metrics

_LONGEST_SHOWN = 400
_LONGEST_TITLE = 24
_WIDTH = metrics.CARD_WIDTH + 2 * metrics.SPACE_8


class LinkDialog(GrowingDialog):
    """Ask whether to open a link; `accepted` means yes. Open it with `open()`."""

    def __init__(self, link: Link, parent: QWidget) -> None:
        super().__init__(parent)
        self._link = link
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lead = _label()
        host = displayed(link.host)
        self._host = _label("title" if len(host) <= _LONGEST_TITLE else "heading")
        self._host.setText(_breakable(host))
        self._host.setAccessibleName(host)
        self._reasons = [_label() for _doubt in link.doubts]
        self._address = _label("muted")
        self._address.setText(_breakable(displayed(link.address, _LONGEST_SHOWN)))
        self._open = EnterButton()
        self._copy = EnterButton()
        self._cancel = QPushButton()
        self._cancel.setDefault(True)
        self._open.clicked.connect(self.accept)
        self._copy.clicked.connect(self._copy_address)
        self._cancel.clicked.connect(self.reject)
        self._lay_out()
        self.retranslate()
        self._cancel.setFocus()

    def retranslate(self) -> None:
        """Set all texts anew."""
        is_mail = self._link.address.startswith("mailto:")
        self.setWindowTitle(_("Check this link"))
        self._lead.setText(
            _("This link writes a mail to:") if is_mail else _("This link really leads to:")
        )
        for label, words in zip(self._reasons, doubt_words(self._link.doubts), strict=True):
            label.setText(words)
        self._open.setText(_("Open anyway"))
        self._copy.setText(_("Copy address"))
        self._cancel.setText(_("Cancel"))
        for button in (self._open, self._copy, self._cancel):
            button.setAccessibleName(button.text())
        self._cancel.setAccessibleDescription(f"{self._lead.text()} {self._host.accessibleName()}")

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.SPACE_2)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._open)
        buttons.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[metrics.SPACE_6] * 4)
        column.setSpacing(metrics.SPACE_2)
        column.addWidget(self._lead)
        column.addWidget(self._host)
        column.addWidget(self._address)
        column.addSpacing(metrics.SPACE_2)
        for label in self._reasons:
            column.addWidget(label)
        column.addSpacing(metrics.SPACE_4)
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    def _copy_address(self) -> None:
        copy_text(self._link.address)
        self.reject()


def doubt_words(doubts: Sequence[Doubt]) -> list[str]:
    """Return a sentence for each doubt."""
    return [_words(doubt) for doubt in doubts]


def _words(doubt: Doubt) -> str:
    match doubt:
        case Doubt.OTHER_ADDRESS:
            return _("Its text shows another address.")
        case Doubt.USER_INFO:
            return _("What stands before the @ is a user name and not where it leads.")
        case Doubt.LOOKALIKE:
            return _("Its name has letters that look like others.")
        case Doubt.HIDDEN:
            return _("It holds characters that cannot be seen or that turn the reading direction.")
        case Doubt.NUMBER_HOST:
            return _("It leads to a number, not to a name.")
        case Doubt.PORT:
            return _("It asks at an unusual port.")
        case Doubt.BORROWED_NAME:
            return _("A familiar name stands in front, but the end of the name decides.")
        case Doubt.ODD_SPELLING:
            return _("It is spelled so that programs read it differently.")
        case _:
            assert_never(doubt)


def _label(role: str = "") -> QLabel:
    label = QLabel()
    # What it shows comes from an answer.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def _breakable(address: str) -> str:
    """Return an address that a label can break into lines, as it has no blanks."""
    return "".join(f"{char}\u200b" if char in "/?&=.-_%#" else char for char in address)
