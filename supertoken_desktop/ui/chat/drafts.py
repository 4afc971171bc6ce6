"""Keep what is typed and not sent, for each conversation of its own."""

from PySide6.QtCore import QObject, QTimer

from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.engine.library import Library
from supertoken_desktop.ui.chat.composer import Composer
from supertoken_desktop.ui.tasks import Tasks

SAVE_AFTER_MS = 300


class DraftKeeper(QObject):
    """Save the composer's text shortly after it changed, and at once when another chat opens."""

    def __init__(
        self, library: Library, composer: Composer, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._composer = composer
        self._tasks = tasks
        self._conversation_id: ConversationId | None = None
        self._is_silent = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        composer.text_changed.connect(self._on_text_changed)

    async def switch_to(self, conversation_id: ConversationId | None) -> None:
        """Save the draft of the chat that was open and bring the one of the chat that opens."""
        if self._timer.isActive():
            self.flush()
        if conversation_id == self._conversation_id and self._composer.text():
            # It is open already, and the store may not yet have what was just typed.
            return
        self._conversation_id = conversation_id
        self._put("")
        draft = await self._library.draft(conversation_id)
        is_still_wanted = conversation_id == self._conversation_id
        if draft and is_still_wanted and not self._composer.text():
            self._put(draft)

    def adopt(self, conversation_id: ConversationId) -> None:
        """Go on as the keeper of a conversation that was just made of the new chat."""
        self._conversation_id = conversation_id

    def forget(self, conversation_id: ConversationId | None) -> None:
        """Remove the draft of a conversation: its text was sent."""
        if conversation_id == self._conversation_id:
            self._timer.stop()
        self._tasks.spawn(self._library.save_draft(conversation_id, ""))

    def flush(self) -> None:
        """Save what is typed now."""
        self._timer.stop()
        self._tasks.spawn(self._library.save_draft(self._conversation_id, self._composer.draft()))

    async def close(self) -> None:
        """Save what is typed and wait until it is saved."""
        self._timer.stop()
        await self._library.save_draft(self._conversation_id, self._composer.draft())

    def _on_text_changed(self) -> None:
        if not self._is_silent:
            self._timer.start()

    def _put(self, text: str) -> None:
        self._is_silent = True
        self._composer.set_text(text)
        self._is_silent = False
