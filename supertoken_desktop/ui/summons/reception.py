"""Do what the program is called to do from outside; ask first where it would change something."""

from collections import deque
from dataclasses import replace
from typing import assert_never

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.profile import ProviderProfile
from supertoken_desktop.domain.provider_links import ProviderOffer
from supertoken_desktop.domain.summons import (
    AddProvider,
    NewChat,
    OpenConversation,
    PrefillPrompt,
    QuickPrompt,
    Refused,
    ShowWindow,
    StayHidden,
    Summons,
    ToggleQuick,
)
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.i18n import _
from supertoken_desktop.notices import notice_for, running_text
from supertoken_desktop.state_words import address_problem
from supertoken_desktop.ui.desk import Desk, Engine
from supertoken_desktop.ui.dialogs import show_dialog
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.summons.offers import CheckedOffer, checked_offer, who_uses
from supertoken_desktop.ui.summons.prompt_question import PromptQuestion
from supertoken_desktop.ui.summons.provider_question import Answer, ProviderQuestion
from supertoken_desktop.ui.summons.trial import Trial
from supertoken_desktop.ui.tasks import Tasks

MOST_WAITING = 5


class Reception(QObject):
    """Answer each call from outside, with one question at a time.

    A call that waits or is being asked about does not count a second time, and more than a few
    waiting are turned away. The quick prompt is opened by others.
    """

    quick_wanted = Signal(str)
    quick_toggled = Signal()

    def __init__(
        self, window: MainWindow, desk: Desk, engine: Engine, catalogue: Catalogue, tasks: Tasks
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._engine = engine
        self._profiles = engine.profiles
        self._catalogue = catalogue
        self._tasks = tasks
        self._waiting: deque[AddProvider | PrefillPrompt] = deque()
        self._is_asking = False

    def take(self, summons: Summons) -> None:
        """Do what is called for, now or when its turn to be asked about has come."""
        match summons:
            case StayHidden():
                pass
            case QuickPrompt(text):
                self.quick_wanted.emit(text)
            case ToggleQuick():
                self.quick_toggled.emit()
            case ShowWindow():
                self._window.raise_to_front()
            case NewChat(text):
                self._begin_chat(text)
            case OpenConversation():
                self._window.raise_to_front()
                self._tasks.spawn(self._open(summons))
            case AddProvider() | PrefillPrompt():
                self._window.raise_to_front()
                self._line_up(summons)
            case Refused(reason):
                self._window.raise_to_front()
                self._say(_refusal_words(reason))
            case _:
                assert_never(summons)

    def _begin_chat(self, text: str) -> None:
        self._window.raise_to_front()
        if self._profiles.profiles:
            self._desk.begin_chat(text)
        elif text:
            self._say(_("Set up a provider first, then try again."))

    async def _open(self, wanted: OpenConversation) -> None:
        conversation_id, message_id = wanted.conversation_id, wanted.message_id
        if self._engine.library.find(conversation_id) is None:
            self._say(_("This conversation is not here. It may have been deleted."))
            return
        try:
            tree = (await self._engine.chat.open(conversation_id)).tree
        except SuperTokenError as error:
            self._say_problem(error)
            return
        if message_id is not None and message_id not in tree:
            self._say(_("The message is not here. It may have been deleted."))
            message_id = None
        self._desk.open_conversation(conversation_id, message_id or "")

    def _line_up(self, summons: AddProvider | PrefillPrompt) -> None:
        if summons in self._waiting:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._say(_("Too many links came at once. The last ones are left out."))
            return
        self._waiting.append(summons)
        if not self._is_asking:
            self._is_asking = True
            self._tasks.spawn(self._ask_all())

    async def _ask_all(self) -> None:
        """Ask about one after the other; the one that is asked about stays at the front."""
        try:
            while self._waiting:
                try:
                    await self._ask(self._waiting[0])
                finally:
                    self._waiting.popleft()
        finally:
            self._is_asking = False

    async def _ask(self, summons: AddProvider | PrefillPrompt) -> None:
        match summons:
            case AddProvider(offer):
                await self._ask_provider(offer)
            case PrefillPrompt(text):
                await self._ask_prompt(text)

    async def _ask_prompt(self, text: str) -> None:
        if not self._profiles.profiles:
            self._begin_chat(text)
            return
        question = PromptQuestion(text, self._window)
        try:
            if await show_dialog(question):
                self._desk.begin_chat(text)
        finally:
            question.deleteLater()

    async def _ask_provider(self, offer: ProviderOffer) -> None:
        preview = self._profiles.preview(offer.address)
        checked = checked_offer(offer, preview)
        if checked is None:
            reason = address_problem(preview.problem or "host")
            lead = _("The link offers a provider that cannot be used.")
            self._say(running_text(lead, reason))
            return
        present = who_uses(checked, self._profiles.profiles)
        question = ProviderQuestion(checked, present, self._window)
        Trial(question, checked, self._profiles, self._tasks)
        try:
            await show_dialog(question)
            answer = question.answer
        finally:
            question.deleteLater()
        try:
            await self._obey(answer, checked, present)
        except SuperTokenError as error:
            self._say_problem(error)

    async def _obey(
        self, answer: Answer, checked: CheckedOffer, present: ProviderProfile | None
    ) -> None:
        match answer:
            case Answer.NOTHING:
                return
            case Answer.REPLACE if present is not None:
                profile = await self._replace(present, checked)
                words = _("{name} now has the address and the key of the link.")
            case _:
                profile = checked.profile()
                await self._profiles.add(profile, checked.offer.key)
                words = _("{name} was added.")
        for model_id in checked.offer.models:
            await self._catalogue.add_by_hand(profile.id, model_id)
        self._window.toasts.show(
            words.format(name=profile.name),
            _("Open settings"),
            lambda: self._desk.open_provider(profile.id),
        )

    async def _replace(self, present: ProviderProfile, checked: CheckedOffer) -> ProviderProfile:
        """Give a provider another address at its host, and another key if there is one."""
        as_it_is = self._profiles.get(present.id) or present
        profile = replace(as_it_is, root=checked.root)
        await self._profiles.update(profile)
        if checked.offer.key is not None:
            await self._profiles.set_key(profile.id, checked.offer.key)
        return profile

    def _say(self, text: str) -> None:
        # A flood of links says the same many times.
        if text not in self._window.toasts.texts:
            self._window.toasts.show(text)

    def _say_problem(self, error: SuperTokenError) -> None:
        notice = notice_for(ErrorRecord.of(error))
        self._window.toasts.show(running_text(notice.title, notice.sentence), is_error=True)


def _refusal_words(reason: str) -> str:
    match reason:
        case "too-long":
            return _("The link is too long and was not opened.")
        case "unreadable":
            return _("The link is damaged and was not opened. Copy it whole and try again.")
        case "incomplete":
            return _("The link names no address of a provider and was not opened.")
        case _:
            return _("The program does not know this kind of link.")
