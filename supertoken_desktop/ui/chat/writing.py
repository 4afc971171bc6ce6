"""From the composer to the engine: sending, editing a sent question, and keeping drafts."""

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.notices import notice_for
from supertoken_desktop.ui.chat.composer import Composer
from supertoken_desktop.ui.chat.drafts import DraftKeeper
from supertoken_desktop.ui.tasks import Tasks


class Writing(QObject):
    """Hand on what is written in one conversation; the text stays until it is saved.

    `sent` tells the conversation that a question went to; it is a new one after a new chat.
    """

    sent = Signal(str)
    problem_met = Signal(object)  # a Notice
    settings_wanted = Signal(str)

    def __init__(
        self,
        engine: ChatEngine,
        library: Library,
        profiles: Profiles,
        composer: Composer,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._profiles = profiles
        self._composer = composer
        self._tasks = tasks
        self._drafts = DraftKeeper(library, composer, tasks, self)
        self._conversation_id: ConversationId | None = None
        self._is_sending = False
        self._editing: MessageId | None = None
        self._edits: dict[MessageId, str] = {}
        composer.prompt_submitted.connect(self._on_prompt_submitted)
        composer.edit_submitted.connect(self._on_edit_submitted)
        composer.edit_cancelled.connect(self._on_edit_cancelled)

    async def switch_to(self, conversation_id: ConversationId | None) -> None:
        """Write in another conversation from now on; None is a new chat. Brings its draft."""
        self._leave_edit()
        self._conversation_id = conversation_id
        await self._drafts.switch_to(conversation_id)

    def adopt(self, conversation_id: ConversationId) -> None:
        """Go on in the conversation that was just made of the new chat."""
        self._conversation_id = conversation_id
        self._drafts.adopt(conversation_id)

    def begin_edit(self, message: Message) -> None:
        """Open a message in the composer, as far as an earlier edit of it went."""
        self._leave_edit()
        self._editing = message.id
        text = self._edits.get(message.id, message.text)
        self._composer.begin_edit(text, is_answer=message.role is Role.ASSISTANT)

    async def close(self) -> None:
        """Save the draft."""
        await self._drafts.close()

    def _on_prompt_submitted(self, text: str) -> None:
        if self._is_sending:
            return
        if self._profiles.current is None:
            self.settings_wanted.emit("providers")
            return
        self._is_sending = True
        self._tasks.spawn(self._send(self._conversation_id, text))

    async def _send(self, conversation_id: ConversationId | None, text: str) -> None:
        try:
            turn = await self._engine.send(conversation_id, text)
        except SuperTokenError as error:
            self.problem_met.emit(notice_for(ErrorRecord.of(error)))
            return
        finally:
            self._is_sending = False
        if conversation_id == self._conversation_id:
            # What was typed since then stays.
            self._composer.set_text(self._composer.text().removeprefix(text))
            self.sent.emit(turn.conversation_id)
        self._drafts.forget(conversation_id)

    def _on_edit_submitted(self, text: str, resend: bool) -> None:  # noqa: FBT001  # as signalled
        if self._conversation_id is not None and self._editing is not None:
            self._tasks.spawn(self._edit(self._conversation_id, self._editing, text, resend=resend))

    async def _edit(
        self, conversation_id: ConversationId, message_id: MessageId, text: str, *, resend: bool
    ) -> None:
        try:
            await self._engine.edit(conversation_id, message_id, text, resend=resend)
        except SuperTokenError as error:
            self.problem_met.emit(notice_for(ErrorRecord.of(error)))
            return
        self._edits.pop(message_id, None)
        if self._editing == message_id:
            self._editing = None
            self._composer.end_edit()

    def _on_edit_cancelled(self, text: str) -> None:
        """Keep what was written, for when the same question is opened again."""
        if self._editing is not None:
            self._edits[self._editing] = text
            self._editing = None

    def _leave_edit(self) -> None:
        if self._composer.is_editing:
            text = self._composer.text()
            self._composer.end_edit()
            self._on_edit_cancelled(text)
