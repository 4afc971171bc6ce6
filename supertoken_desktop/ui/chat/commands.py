"""Do what was chosen for a message of the conversation on screen."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import assert_never

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from supertoken_desktop.domain.conversation import Conversation, MessageTree
from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.links import checked_link
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.chat import ChatChange, ChatEngine
from supertoken_desktop.engine.deletion import deletion_of, has_following
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _, ngettext
from supertoken_desktop.notices import Act, Notice, notice_for
from supertoken_desktop.ui.chat.choices import (
    Branch,
    Choice,
    Copy,
    CopyForm,
    CopyText,
    Delete,
    Edit,
    GoOn,
    Pin,
    Quote,
    Regenerate,
    ShowRaw,
    ShowSibling,
    TakeAct,
)
from supertoken_desktop.ui.chat.delete_question import Extent, ask_extent
from supertoken_desktop.ui.clipboard import copy_text
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.transcript.view import TranscriptView


class MessageCommands(QObject):
    """Turn choices into calls of the engine; what only the page can do it hears by signal."""

    edit_wanted = Signal(object)  # the question or answer, a Message
    model_wanted = Signal(str)  # the answer to be asked for with another model
    new_chat_wanted = Signal()
    chat_wanted = Signal(str)  # the conversation that was made
    quote_wanted = Signal(str)  # Markdown
    raw_wanted = Signal(object)  # the answer, a Message
    settings_wanted = Signal(str)
    undo_offered = Signal(str, object)  # words, and a coroutine function without arguments
    problem_met = Signal(object)  # a Notice

    def __init__(
        self,
        engine: ChatEngine,
        profiles: Profiles,
        transcript: TranscriptView,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._profiles = profiles
        self._transcript = transcript
        self._tasks = tasks
        self._shown: ChatChange | None = None

    def show(self, change: ChatChange | None) -> None:
        """Take this conversation as the one that is meant from now on."""
        self._shown = change

    def do(self, choice: Choice) -> None:
        """Do what was chosen; a failure is told as a notice."""
        if isinstance(choice, CopyText):
            copy_text(choice.text)
            return
        if self._shown is None or choice.message_id not in self._shown.tree:
            return
        match choice:
            case Copy() | Quote() | Edit() | ShowRaw():
                self._take_up(choice, self._shown.tree)
            case TakeAct(message_id, act):
                self._take(message_id, act)
            case ShowSibling(message_id, step):
                self._show_sibling(message_id, step)
            case _:
                self._change(choice, self._shown)

    def run(self, work: Coroutine[None, None, object]) -> None:
        """Let the engine work; a failure that is to be expected is told as a notice."""
        self._tasks.spawn(self._reported(work))

    def go_to(self, message_id: str) -> None:
        """Bring a message of the conversation to the screen, on whatever branch it is."""
        if self._shown is not None and message_id in self._shown.tree:
            self.run(self._go_to(self._shown.conversation.id, MessageId(message_id)))

    def open_link(self, address: str) -> None:
        """Open a link outside, where it may be opened at all."""
        link = checked_link(address)
        if link is not None:
            QDesktopServices.openUrl(QUrl(link.address))

    def _take_up(self, choice: Copy | Quote | Edit | ShowRaw, tree: MessageTree) -> None:
        """Do what leaves the conversation as it is."""
        match choice:
            case Copy(message_id, form):
                self._copy(message_id, form)
            case Quote(message_id, any_selection):
                self._quote(message_id, any_selection=any_selection)
            case Edit(message_id):
                self.edit_wanted.emit(tree.get(message_id))
            case ShowRaw(message_id):
                self.raw_wanted.emit(tree.get(message_id))
            case _:
                assert_never(choice)

    def _change(self, choice: Regenerate | GoOn | Branch | Pin | Delete, shown: ChatChange) -> None:
        """Do what adds to the conversation, takes from it or begins another."""
        conversation_id = shown.conversation.id
        match choice:
            case Regenerate(message_id, True):
                self.model_wanted.emit(message_id)
            case Regenerate(message_id):
                self.run(self._engine.regenerate(conversation_id, message_id))
            case GoOn(message_id):
                self.run(self._engine.continue_(conversation_id, message_id))
            case Branch(message_id):
                self.run(self._branch(shown.conversation, message_id))
            case Pin(message_id, is_pinned):
                self.run(self._pin(conversation_id, message_id, is_pinned=is_pinned))
            case Delete(message_id):
                self.run(self._delete(conversation_id, message_id, shown.tree))
            case _:
                assert_never(choice)

    async def _reported(self, work: Coroutine[None, None, object]) -> None:
        try:
            await work
        except SuperTokenError as error:
            notice: Notice = notice_for(ErrorRecord.of(error))
            self.problem_met.emit(notice)

    async def _go_to(self, conversation_id: ConversationId, message_id: MessageId) -> None:
        if self._transcript.stack.index_of(message_id) is None:
            await self._engine.choose_sibling(conversation_id, message_id)
        self._transcript.show_message(message_id)

    def _copy(self, message_id: MessageId, form: CopyForm) -> None:
        copier = self._transcript.copier
        match form:
            case CopyForm.MARKDOWN:
                copier.copy_markdown(message_id)
            case CopyForm.PLAIN:
                copier.copy_plain(message_id)
            case CopyForm.RICH:
                copier.copy_rich(message_id)
            case CopyForm.HTML:
                copier.copy_html(message_id)
            case _:
                assert_never(form)

    def _quote(self, message_id: MessageId, *, any_selection: bool) -> None:
        copier = self._transcript.copier
        selected = copier.selected_markdown(within=None if any_selection else message_id)
        markdown = selected or copier.message_markdown(message_id)
        if markdown:
            self.quote_wanted.emit(markdown)

    async def _branch(self, source: Conversation, message_id: MessageId) -> None:
        title = _("{title} (branch)").format(title=source.title or _("New chat"))
        self.chat_wanted.emit(await self._engine.branch(source.id, message_id, title))

    async def _pin(
        self, conversation_id: ConversationId, message_id: MessageId, *, is_pinned: bool
    ) -> None:
        await self._engine.pin_message(conversation_id, message_id, is_pinned)
        if not is_pinned:

            async def undo() -> None:
                await self._engine.pin_message(conversation_id, message_id, True)

            self.undo_offered.emit(_("Message unpinned"), self._guarded(undo))

    async def _delete(
        self, conversation_id: ConversationId, message_id: MessageId, tree: MessageTree
    ) -> None:
        extent = Extent.WITH_FOLLOWING
        if has_following(tree, message_id):
            is_question = tree.get(message_id).role is Role.USER
            extent = await ask_extent(self._transcript, is_question=is_question)
        if extent is Extent.NOTHING:
            return
        is_alone = extent is Extent.ALONE
        gone = deletion_of(tree, message_id).gone if is_alone else tree.subtree(message_id)
        undo = await self._engine.delete_message(
            conversation_id, message_id, keep_following=is_alone
        )
        words = ngettext("{count} message deleted", "{count} messages deleted", len(gone))
        self.undo_offered.emit(words.format(count=len(gone)), self._guarded(undo))

    def _guarded(self, undo: Callable[[], Awaitable[None]]) -> Callable[[], None]:
        """Return the undo as something a button can call."""

        async def work() -> None:
            await undo()

        return lambda: self.run(work())

    def _show_sibling(self, message_id: MessageId, step: int) -> None:
        if self._shown is None:
            return
        siblings = self._shown.tree.siblings(message_id)
        place = siblings.index(message_id) + step
        if 0 <= place < len(siblings):
            self.run(self._engine.choose_sibling(self._shown.conversation.id, siblings[place]))

    def _take(self, message_id: MessageId, act: Act) -> None:
        match act:
            case Act.RETRY:
                self._retry(message_id)
            case Act.CONTINUE:
                self.do(GoOn(message_id))
            case Act.CHOOSE_MODEL:
                self.model_wanted.emit(message_id)
            case Act.EDIT_PROMPT:
                self._edit_question_of(message_id)
            case Act.SHORTEN:
                self.new_chat_wanted.emit()
            case Act.TOP_UP:
                self._open_providers_page(message_id)
            case Act.OPEN_SETTINGS | Act.EDIT_ADDRESS:
                self.settings_wanted.emit("providers")
            case Act.NETWORK:
                self.settings_wanted.emit("network")
            case Act.SHOW_FILE:
                self.settings_wanted.emit("data")
            case Act.DETAILS:
                pass  # the card folds out by itself
            case _:
                assert_never(act)

    def _retry(self, message_id: MessageId) -> None:
        if self._shown is None:
            return
        conversation_id = self._shown.conversation.id
        if self._shown.tree.get(message_id).verdict is Verdict.FAILED:
            self.run(self._engine.retry(conversation_id, message_id))
        else:
            self.run(self._engine.regenerate(conversation_id, message_id))

    def _edit_question_of(self, message_id: MessageId) -> None:
        if self._shown is None:
            return
        parent_id = self._shown.tree.get(message_id).parent_id
        if parent_id is None:
            return
        question = self._shown.tree.get(parent_id)
        if question.role is Role.USER:
            self.edit_wanted.emit(question)

    def _open_providers_page(self, message_id: MessageId) -> None:
        if self._shown is None:
            return
        profile = self._profiles.get(self._shown.tree.get(message_id).profile_id)
        if profile is None or profile.is_demo:
            self.settings_wanted.emit("providers")
            return
        self.open_link(f"{QUrl(profile.root).scheme()}://{QUrl(profile.root).authority()}/")
