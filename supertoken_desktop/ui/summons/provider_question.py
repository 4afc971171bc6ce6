"""The question before a link adds a provider: who is there, which key, and what is odd about it."""

import enum
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.ui.enter_button import EnterButton
from supertoken_desktop.ui.link_dialog import doubt_words
from supertoken_desktop.ui.plain_label import breakable, paint, plain_label
from supertoken_desktop.ui.question import Question
from supertoken_desktop.ui.summons.offers import SPOKEN_FORMAT, CheckedOffer
from supertoken_desktop.ui.theme import metrics

_FORMAT_NAMES = {"openai": "OpenAI", "anthropic": "Anthropic", "gemini": "Gemini"}
_WIDTH = metrics.CARD_WIDTH + 4 * metrics.SPACE_8
_LONGEST_TITLE = 24


class Answer(enum.Enum):
    """What the user wants done with an offered provider."""

    NOTHING = "nothing"
    ADD = "add"
    REPLACE = "replace"


class ProviderQuestion(Question):
    """Show an offered provider and ask; `test_wanted` asks for a real request to it."""

    test_wanted = Signal()

    def __init__(
        self, checked: CheckedOffer, present: ProviderProfile | None, parent: QWidget
    ) -> None:
        super().__init__(_WIDTH, parent)
        self._checked = checked
        self._present = present
        self.answer = Answer.NOTHING
        self._lead = plain_label()
        self._place = plain_label("title" if len(checked.place) <= _LONGEST_TITLE else "heading")
        self._place.setText(breakable(checked.place))
        self._place.setAccessibleName(checked.place)
        self._goes_to = plain_label("muted")
        self._names = [QLabel() for _row in range(4)]
        self._facts = [plain_label() for _row in range(4)]
        self._reasons = plain_label("error")
        self._hint = plain_label("muted")
        self._verdict = plain_label("muted")
        self._verdict.hide()
        self._add, self._replace, self._test = EnterButton(), EnterButton(), EnterButton()
        self._add.clicked.connect(lambda: self._take(Answer.ADD))
        self._replace.clicked.connect(lambda: self._take(Answer.REPLACE))
        self._test.clicked.connect(self.test_wanted)
        self._replace.setVisible(present is not None)
        self._test.setVisible(checked.offer.key is not None)
        self._lay_out()
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self.setWindowTitle(_("Add a provider"))
        self._lead.setText(_("A link wants to add this provider:"))
        url = self._checked.chat_url
        self._goes_to.setText(_("Requests go to {url}").format(url=breakable(url)))
        facts = (
            (_("Name"), self._checked.name),
            (_("Key"), self._key_words()),
            (_("Formats"), self._format_words()),
            (_("Models"), self._model_words()),
        )
        for name, fact, (title, words) in zip(self._names, self._facts, facts, strict=True):
            name.setText(title)
            fact.setText(words)
            name.setVisible(bool(words))
            fact.setVisible(bool(words))
        reasons = self._reason_words()
        self._reasons.setText("\n".join(reasons))
        self._reasons.setVisible(bool(reasons))
        self._hint.setText(self._hint_words())
        self._add.setText(_("Add"))
        self._replace.setText(_("Replace"))
        self._test.setText(_("Test the connection"))
        super().retranslate()
        self.cancel.setAccessibleDescription(f"{self._lead.text()} {self._checked.place}")

    def show_testing(self, *, is_running: bool) -> None:
        """Offer no second test while one is running."""
        self._test.setEnabled(not is_running)

    def show_verdict(self, text: str, role: str) -> None:
        """Say how the test goes, or went."""
        paint(self._verdict, text, role)
        self._verdict.show()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(metrics.SPACE_4)
        grid.setVerticalSpacing(metrics.SPACE_1)
        grid.setColumnStretch(1, 1)
        for row, (name, fact) in enumerate(zip(self._names, self._facts, strict=True)):
            name.setProperty("role", "muted")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(fact, row, 1)
        for widget in (self._lead, self._place, self._goes_to):
            self.column.addWidget(widget)
        self.column.addSpacing(metrics.SPACE_2)
        self.column.addLayout(grid)
        self.column.addSpacing(metrics.SPACE_2)
        for widget in (self._reasons, self._hint):
            self.column.addWidget(widget)
        self.column.addSpacing(metrics.SPACE_2)
        self.column.addWidget(self._test, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.addWidget(self._verdict)
        self.add_buttons(self._add, self._replace)

    def _take(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()

    def _key_words(self) -> str:
        offer = self._checked.offer
        if offer.key is None:
            return _("none; you can enter one afterwards")
        if not offer.further_keys:
            return offer.key.masked()
        words = ngettext(
            "{key}, the first; {count} more in the link is left out",
            "{key}, the first; {count} more in the link are left out",
            offer.further_keys,
        )
        return words.format(key=offer.key.masked(), count=offer.further_keys)

    def _format_words(self) -> str:
        return ", ".join(_FORMAT_NAMES[name] for name in self._checked.offer.formats)

    def _model_words(self) -> str:
        return _shortened(self._checked.offer.models)

    def _reason_words(self) -> list[str]:
        reasons = doubt_words(self._checked.doubts)
        if self._checked.is_open:
            reasons.append(_("It is asked without https: others in your network could read along."))
        formats = self._checked.offer.formats
        if formats and SPOKEN_FORMAT not in formats:
            reasons.append(_("The link does not name the OpenAI format, in which it is asked."))
        return reasons

    def _hint_words(self) -> str:
        trust = _("Your messages go to the provider that you chat with. Add only one you trust.")
        if self._present is None:
            return trust
        words = _(
            "“{name}” is at this host already. Replace gives it this address and key; "
            "Add keeps it and adds another."
        )
        return f"{words.format(name=self._present.name)}\n{trust}"


def _shortened(models: Sequence[str]) -> str:
    """Return the first few ids and how many more there are."""
    first = ", ".join(breakable(model) for model in models[:3])
    more = len(models) - 3
    if more <= 0:
        return first
    words = ngettext("{models} and {count} more", "{models} and {count} more", more)
    return words.format(models=first, count=more)
