"""Answers that ended while nobody looked: counted for the tray, and told of once."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.notifications.rule import Note, needs_attention, note_words, wants_note
from supertoken_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn

Post = Callable[[Note], Coroutine[None, None, None]]


class UnseenAnswers(QObject):
    """Keep the conversations whose answer ended while no window of ours was in front."""

    changed = Signal()

    def __init__(
        self,
        chat: ChatEngine,
        library: Library,
        preferences: Preferences,
        clock: Clock,
        tasks: Tasks,
        is_in_front: Callable[[], bool],
        post: Post,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._preferences = preferences
        self._clock = clock
        self._tasks = tasks
        self._is_in_front = is_in_front
        self._post = post
        self._unseen: set[ConversationId] = set()
        hear(self, chat.turn_ended, self._on_turn_ended)
        hear(self, library.changed, lambda _all: self._forget_deleted())

    @property
    def count(self) -> int:
        """How many conversations wait to be looked at."""
        return len(self._unseen)

    def see(self, conversation_id: str) -> None:
        """Forget one: it is being opened."""
        if conversation_id in self._unseen:
            self._unseen.discard(ConversationId(conversation_id))
            self.changed.emit()

    def see_all(self) -> None:
        """Forget them: the window is before the user's eyes, where the list shows what is new."""
        if self._unseen:
            self._unseen.clear()
            self.changed.emit()

    def _on_turn_ended(self, turn: "Turn") -> None:
        conversation = self._library.find(turn.conversation_id)
        verdict = turn.message.verdict
        if conversation is None or not needs_attention(verdict, is_in_front=self._is_in_front()):
            return
        self._unseen.add(turn.conversation_id)
        self.changed.emit()
        took_s = self._clock.monotonic() - turn.started_s
        if wants_note(self._preferences.current.notifications, verdict, took_s):
            words = note_words(conversation.title, verdict)
            note = Note(turn.conversation_id, turn.message_id, *words)
            self._tasks.spawn(self._post(note))

    def _forget_deleted(self) -> None:
        left = {one for one in self._unseen if self._library.find(one) is not None}
        if left != self._unseen:
            self._unseen = left
            self.changed.emit()
