"""The conversation of the quick prompt: asked of the engine, shown as the chat page shows one."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.chat import ChatChange, ChatEngine
from supertoken_desktop.engine.feed import Handle
from supertoken_desktop.engine.library import Library
from supertoken_desktop.notices import notice_for
from supertoken_desktop.ui.chat.entries import entries_of, last_of
from supertoken_desktop.ui.quick.rules import Phase, phase_of
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.transcript.entry import Entry

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn
    from supertoken_desktop.ui.chat.shown_messages import ShownMessages


@dataclass(frozen=True, slots=True)
class QuickEngine:
    """An engine for quick conversations, and what becomes of one that is left.

    `keep` puts it where the main window finds it, and may raise StoreError; it then stays where it
    was. `leave` is told when another one begins. An engine that `is_kept` needs neither.
    """

    chat: ChatEngine
    library: Library
    is_kept: bool
    keep: Callable[[ConversationId], Awaitable[None]]
    leave: Callable[[ConversationId], Awaitable[None]]


# So many conversations are looked through for earlier questions.
MOST_RECALLED = 20

EngineMaker = Callable[[], Awaitable[QuickEngine]]
MessagesMaker = Callable[[ChatEngine], "ShownMessages"]


class QuickTalk(QObject):
    """Ask, follow up and stop; `changed` tells that there is something else to be seen.

    Which engine is asked is decided anew with each new conversation.
    """

    changed = Signal()
    sent = Signal(str)  # the question, once it is saved
    problem_met = Signal(object)  # a Notice
    messages_made = Signal(object)  # the ShownMessages of an engine, before their first use

    def __init__(
        self,
        engine_for_new: EngineMaker,
        make_messages: MessagesMaker,
        catalogue: Catalogue,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine_for_new = engine_for_new
        self._make_messages = make_messages
        self._catalogue = catalogue
        self._tasks = tasks
        self._engine: QuickEngine | None = None
        self._messages: dict[ChatEngine, ShownMessages] = {}
        self._handles: list[Handle] = []
        self._is_sending = False
        self._is_stop_wanted = False
        self._is_closed = False
        self._round = 0
        self.conversation_id: ConversationId | None = None
        self.entries: tuple[Entry, ...] = ()

    @property
    def phase(self) -> Phase:
        """How far the question asked last is."""
        turn = self.turn
        state = turn.state if turn is not None else None
        return phase_of(state, is_sending=self._is_sending, has_answer=bool(self.entries))

    @property
    def turn(self) -> "Turn | None":
        """The running answer."""
        if self._engine is None or self.conversation_id is None:
            return None
        return self._engine.chat.running(self.conversation_id)

    @property
    def messages(self) -> "ShownMessages | None":
        """What shows the conversation, None as long as none was shown."""
        return self._messages.get(self._engine.chat) if self._engine is not None else None

    @property
    def answer(self) -> Message | None:
        """The last answer, as far as it has come."""
        return last_of(self.entries, Role.ASSISTANT)

    def ask(self, text: str, profile_id: ProfileId | None, model_id: str | None) -> bool:
        """Ask a question, in the conversation that is open or in a new one.

        Returns False, and does nothing, while a question is on its way or being answered.
        """
        if self.phase.is_running:
            return False
        self._is_sending = True
        self._is_stop_wanted = False
        self._tasks.spawn(self._ask(text, profile_id, model_id))
        self.changed.emit()
        return True

    def edit(self, message_id: MessageId, text: str) -> bool:
        """Ask a question of the open conversation in other words; returns as `ask`."""
        engine, conversation_id = self._engine, self.conversation_id
        if engine is None or conversation_id is None or self.phase.is_running:
            return False
        work = engine.chat.edit(conversation_id, message_id, text, resend=True)
        self._tasks.spawn(self._reported(work))
        return True

    def ask_again(self, answer_id: MessageId, model_id: str) -> None:
        """Ask for another answer beside one, with a model."""
        engine, conversation_id = self._engine, self.conversation_id
        if engine is not None and conversation_id is not None:
            work = engine.chat.regenerate(conversation_id, answer_id, model_id=model_id)
            self._tasks.spawn(self._reported(work))

    def stop(self) -> None:
        """Stop the running answer, or the one that is about to run; what has come stays."""
        turn = self.turn
        if turn is not None:
            turn.stop()
        elif self._is_sending:
            self._is_stop_wanted = True

    def begin_anew(self) -> None:
        """Leave the conversation; the next question begins another.

        A kept one goes on where it is, of another nothing is left.
        """
        messages, engine, left = self.messages, self._engine, self.conversation_id
        self._round += 1
        self._is_sending = False
        self.conversation_id = None
        self.entries = ()
        if messages is not None:
            messages.show("", None, (), None)
        if engine is not None and left is not None:
            self._tasks.spawn(self._reported(engine.leave(left)))
        self.changed.emit()

    async def keep(self, conversation_id: ConversationId) -> None:
        """Put a conversation where the main window finds it, its running answer ended first.

        Raises: StoreError, and nothing is lost.
        """
        engine = self._engine
        if engine is None:
            return
        turn = engine.chat.running(conversation_id)
        if turn is not None and not engine.is_kept:
            await turn.wait_ended()
        await engine.keep(conversation_id)

    def must_wait_to_keep(self) -> bool:
        """Tell whether the running answer has to end before the conversation can move."""
        return self._engine is not None and not self._engine.is_kept and self.turn is not None

    async def get_ready(self) -> None:
        """Load what asks and what shows answers, ahead of the first question."""
        await asyncio.to_thread(_import_messages)
        engine = await self._engine_for_new()
        if not self._is_closed and self.conversation_id is None:
            self._use(engine)

    async def earlier_questions(self) -> tuple[str, ...]:
        """Return what was asked in the kept quick conversations of late, the newest last."""
        engine = await self._engine_for_new()
        found: list[str] = []
        quick = [c for c in engine.library.conversations if c.is_quick]
        newest = sorted(quick, key=lambda c: c.updated_at)[-MOST_RECALLED:]
        for conversation in newest:
            with contextlib.suppress(SuperTokenError):
                # One that cannot be read, or was just deleted, is told of when it is opened.
                change = await engine.chat.open(conversation.id)
                path = change.tree.path(change.conversation.active_leaf)
                found += [message.text for message in path if message.role is Role.USER]
        return tuple(found)

    def close(self) -> None:
        """Hear nothing more."""
        self._is_closed = True
        for handle in self._handles:
            handle.close()
        for messages in self._messages.values():
            messages.feed.follow(None)

    async def _ask(self, text: str, profile_id: ProfileId | None, model_id: str | None) -> None:
        this_round, conversation_id = self._round, self.conversation_id
        try:
            if conversation_id is None:
                await self.get_ready()
            engine = self._engine
            if engine is None or this_round != self._round:
                return
            turn = await engine.chat.send(
                conversation_id,
                text,
                profile_id=profile_id,
                model_id=model_id,
                is_quick=True,
            )
            if self._is_stop_wanted:
                turn.stop()
            if this_round != self._round:
                await engine.leave(turn.conversation_id)
                return
            self.conversation_id = turn.conversation_id
            self.sent.emit(text)
            change = await engine.chat.open(turn.conversation_id)
        except SuperTokenError as error:
            self.problem_met.emit(notice_for(ErrorRecord.of(error)))
            return
        finally:
            if this_round == self._round:
                self._is_sending = False
                self.changed.emit()
        self._show(change)

    async def _reported(self, work: Awaitable[object]) -> None:
        try:
            await work
        except SuperTokenError as error:
            self.problem_met.emit(notice_for(ErrorRecord.of(error)))

    def _use(self, engine: QuickEngine) -> None:
        """Take an engine as the one for the next conversation."""
        if self._engine is not None and self._engine.chat is engine.chat:
            return
        self._engine = engine
        if engine.chat in self._messages:
            return
        made = self._make_messages(engine.chat)
        self._messages[engine.chat] = made
        self.messages_made.emit(made)
        self._handles += [
            engine.chat.changed.subscribe(self._on_changed),
            engine.library.changed.subscribe(lambda _list: self._leave_deleted()),
        ]

    def _on_changed(self, change: ChatChange) -> None:
        if change.conversation.id == self.conversation_id:
            self._show(change)

    def _show(self, change: ChatChange) -> None:
        messages = self.messages
        if self._is_closed or messages is None or change.conversation.id != self.conversation_id:
            return
        turn = self.turn
        leaf = change.conversation.active_leaf
        self.entries = entries_of(change.tree, leaf, turn, self._label_of)
        messages.show(change.conversation.id, change, self.entries, turn)
        self.changed.emit()

    def _leave_deleted(self) -> None:
        engine, conversation_id = self._engine, self.conversation_id
        if engine is None or conversation_id is None:
            return
        if engine.library.find(conversation_id) is None:
            self.begin_anew()

    def _label_of(self, message: Message) -> str:
        if message.model_id is None:
            return ""
        return self._catalogue.find(message.profile_id or ProfileId(""), message.model_id).name


def _import_messages() -> None:
    from supertoken_desktop.ui.chat import shown_messages  # noqa: F401  # loaded is enough
