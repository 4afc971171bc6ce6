"""From the field of the quick prompt to its conversation: asking, recalling, what is offered."""

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.clipboard import clipboard_data
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.quick.clip import offered_text
from supertoken_desktop.ui.quick.field import QuickField
from supertoken_desktop.ui.quick.model import QuickModel
from supertoken_desktop.ui.quick.offers import QuickOffers
from supertoken_desktop.ui.quick.recall import Recall
from supertoken_desktop.ui.quick.rules import Phase
from supertoken_desktop.ui.quick.talk import QuickTalk
from supertoken_desktop.ui.quick.templates import (
    QuickAction,
    actions_of,
    question_of,
    uses_clipboard,
)
from supertoken_desktop.ui.tasks import Tasks


class QuickWriting(QObject):
    """Hand on what is written, and put into the field what is offered; nothing is sent unseen.

    `provider_missing` tells that there is nobody to ask; the text stays.
    """

    provider_missing = Signal()

    def __init__(
        self,
        talk: QuickTalk,
        model: QuickModel,
        field: QuickField,
        offers: QuickOffers,
        preferences: Preferences,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._talk = talk
        self._model = model
        self._field = field
        self._offers = offers
        self.recall = Recall()
        self._actions: tuple[QuickAction, ...] = ()
        self._clipboard = ""
        self._taken = ""
        self._tasks = tasks
        self._is_recall_filled = False
        self._filled = ("", "")
        self._edited: MessageId | None = None
        field.submitted.connect(self.ask)
        field.recall_wanted.connect(self._on_recall)
        field.offer_taken.connect(self.take_text)
        offers.text_taken.connect(self.take_text)
        offers.action_chosen.connect(self.use_action)
        talk.sent.connect(self._on_sent)
        talk.changed.connect(self._show_offers)
        self._take_settings(preferences.current)
        hear(self, preferences.changed, self._take_settings)

    def ask(self) -> None:
        """Ask what is written, or the question that is edited in its new wording."""
        text = self._field.text()
        if not text.strip() or self._field.is_composing:
            return
        if self._model.profile is None:
            self.provider_missing.emit()
            return
        if self._edited is not None:
            if self._talk.edit(self._edited, text):
                self._on_sent(text)
            return
        self._talk.ask(text, *self._model.chosen)

    def edit(self, question: Message) -> None:
        """Open a question for another wording."""
        self._edited = question.id
        self.put(question.text)

    def put(self, text: str) -> None:
        """Put a text in place of what is written; undo brings that back."""
        self._field.replace_text(text)
        self._field.setFocus()

    def receive(self, given: str, written: str) -> None:
        """Put a text from outside, "" for none, below what is being written, if anything is."""
        if given and written and given != written:
            self._field.insert_paragraph(given)
        elif given:
            self.put(given)

    def quote(self, markdown: str) -> None:
        """Put Markdown at the caret as a quotation."""
        # Nothing is quoted before there is an answer.
        from supertoken_desktop.ui.chat.quotation import quotation

        self._field.insert_paragraph(quotation(markdown))
        self._field.setFocus()

    def begin_anew(self) -> None:
        """Empty the field."""
        self._edited = None
        self._filled = ("", "")
        self._field.replace_text("")

    def select_previous(self) -> None:
        """Select what is written, or the last question where nothing is, to be written over."""
        if not self._field.text() and self._talk.phase is Phase.ANSWERED:
            self._field.replace_text(self.recall.newest)
        self._field.selectAll()

    def look_at_clipboard(self) -> None:
        """Offer the clipboard's text, if it has any; reading it may wait for another program."""
        self._clipboard = offered_text(clipboard_data())
        self._show_offers()

    def forget_clipboard(self) -> None:
        """Keep nothing of the clipboard."""
        self._clipboard = ""
        self._show_offers()

    def take_text(self) -> None:
        """Put the clipboard's text at the caret."""
        if self._clipboard:
            self._taken = self._clipboard
            self._field.insert_paragraph(self._clipboard)
            self._field.setFocus()
            self._show_offers()

    def use_action(self, place: int) -> None:
        """Put what an action asks into the field, to be read and changed before it is sent."""
        if not 0 <= place < len(self._actions) or self._field.is_composing:
            return
        text = self._field.text()
        # A second action is for what was written, not for what the first one made of it.
        written = self._filled[1] if text == self._filled[0] else text
        if not self._clipboard and not written.strip():
            return
        action = self._actions[place]
        question = question_of(action, self._clipboard, written)
        self.put(question)
        self._filled = (self._field.text(), written)
        if uses_clipboard(action):
            self._taken = self._clipboard
            self._show_offers()

    def _show_offers(self) -> None:
        is_offered = bool(self._clipboard) and self._talk.phase is Phase.IDLE
        is_taken = self._clipboard == self._taken
        self._field.offers_text = is_offered and not is_taken
        self._offers.show_text("" if is_taken else self._clipboard)
        self._offers.setVisible(is_offered)

    def _on_recall(self, step: int) -> None:
        if not self._is_recall_filled:
            # Read with the first press: few look back, and the prompt is to open at once.
            self._is_recall_filled = True
            self._tasks.spawn(self._fill_recall(step))
            return
        self._step(step)

    async def _fill_recall(self, step: int) -> None:
        self.recall.begin_with(await self._talk.earlier_questions())
        self._step(step)

    def _step(self, step: int) -> None:
        question = self.recall.step(step, self._field.text())
        if question is not None:
            self._field.replace_text(question)

    def _on_sent(self, text: str) -> None:
        self._edited = None
        self._filled = ("", "")
        self.recall.add(text)
        # What was typed since then stays.
        self._field.replace_text(self._field.text().removeprefix(text))

    def _take_settings(self, settings: Settings) -> None:
        self._actions = actions_of(settings.quick_actions)
        self._offers.show_actions(self._actions)

    def retranslate(self, settings: Settings) -> None:
        """Take the usual actions anew from the language in force."""
        self._take_settings(settings)
