"""From the quick prompt to the main window: the conversation moves, and nothing of it is lost."""

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.notices import notice_for
from supertoken_desktop.ui.quick.talk import QuickTalk
from supertoken_desktop.ui.tasks import Tasks


class HandingOver(QObject):
    """Keep a conversation, then tell that it can be opened elsewhere.

    One that is not kept waits for the end of its running answer first. `done` carries its id, ""
    where there is none; `waits` tells that it takes a while, `problem_met` that it stays here.
    """

    done = Signal(str)
    waits = Signal()
    problem_met = Signal(object)  # a Notice

    def __init__(self, talk: QuickTalk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._talk = talk
        self._tasks = tasks
        self._is_under_way = False

    @property
    def is_under_way(self) -> bool:
        """Tell whether a conversation is about to move."""
        return self._is_under_way

    def begin(self, conversation_id: ConversationId | None) -> None:
        """Hand a conversation over; None means that there is none yet."""
        if self._is_under_way:
            return
        if conversation_id is None:
            self.done.emit("")
            return
        self._is_under_way = True
        if self._talk.must_wait_to_keep():
            self.waits.emit()
        self._tasks.spawn(self._hand_over(conversation_id))

    async def _hand_over(self, conversation_id: ConversationId) -> None:
        try:
            await self._talk.keep(conversation_id)
        except SuperTokenError as error:
            self.problem_met.emit(notice_for(ErrorRecord.of(error)))
            return
        finally:
            self._is_under_way = False
        self.done.emit(conversation_id)
