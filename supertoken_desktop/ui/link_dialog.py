"""The question before a doubtful link is opened: who is really there, and what is odd about it."""

from collections.abc import Sequence
from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from supertoken_desktop.domain.links import Doubt, Link, displayed
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.plain_label import breakable, plain_label
from supertoken_desktop.ui.question import Question
from supertoken_desktop.ui.theme import metrics

_LONGEST_SHOWN = 400
_LONGEST_TITLE = 24
_WIDTH = metrics.CARD_WIDTH + 2 * metrics.SPACE_8


class LinkDialog(Question):
    """Ask whether to open a link; `accepted` means yes. Open it with `open()`."""

    def __init__(self, link: Link, parent: QWidget) -> None:
        super().__init__(_WIDTH, parent)
        self._link = link
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lead = plain_label()
        host = displayed(link.host)
        self._host = plain_label("title" if len(host) <= _LONGEST_TITLE else "heading")
        self._host.setText(breakable(host))
        self._host.setAccessibleName(host)
        self._reasons = [plain_label() for _doubt in link.doubts]
        self._address = plain_label("muted")
        self._address.setText(breakable(displayed(link.address, _LONGEST_SHOWN)))
        self._open = EnterButton()
        self._copy = EnterButton()
        self._open.clicked.connect(self.accept)
        self._copy.clicked.connect(self._copy_address)
        self._lay_out()
        self.retranslate()

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
        super().retranslate()
        self.cancel.setAccessibleDescription(f"{self._lead.text()} {self._host.accessibleName()}")

    def _lay_out(self) -> None:
        for label in (self._lead, self._host, self._address):
            self.column.addWidget(label)
        self.column.addSpacing(metrics.SPACE_2)
        for label in self._reasons:
            self.column.addWidget(label)
        self.add_buttons(self._open, beside=self._copy)

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
