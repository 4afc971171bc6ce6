"""Say what a running answer brings: paragraph by paragraph, and how it ended."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.section import Section
from supertoken_desktop.ui.transcript.speech import block_words, ended_words


class Announcer(QObject):
    """Announce politely, which waits for what a screen reader is saying.

    The last block of a running answer still grows, so it is said when the next one begins or the
    answer ends. Nothing is said while `view` is hidden or its window is not the active one, nor
    made up for later. `announced` brings each sentence that is said.
    """

    announced = Signal(str)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._said: dict[MessageId, int] = {}

    def begin(self, entries: Sequence[Entry], sections: Sequence[Section]) -> None:
        """Take another conversation: of its running answers only what is new will be said."""
        self._said.clear()
        self._await_last(entries)
        for section in sections:
            if section.message.id in self._said:
                self._said[section.message.id] = max(0, len(section.answer.blocks) - 1)

    def hear(self, section: Section) -> None:
        """Say what has been finished in a running answer since the last time."""
        message_id = section.message.id
        if message_id not in self._said:
            return
        blocks = section.answer.blocks
        finished = max(0, len(blocks) - 1)
        said = min(self._said[message_id], finished)
        self._said[message_id] = finished
        if said < finished and self._is_listened_to:
            for block in blocks[said:finished]:
                self._say(block_words(block))

    def forget(self, message_id: MessageId) -> None:
        """Begin anew with an answer that begins anew."""
        if message_id in self._said:
            self._said[message_id] = 0

    def update(self, entries: Sequence[Entry], changed: Sequence[Section]) -> None:
        """Hear which answers run now; say the rest of those that have ended, and how."""
        for section in changed:
            said = self._said.get(section.message.id)
            if said is None or section.entry.is_running:
                continue
            del self._said[section.message.id]
            if self._is_listened_to:
                for block in section.answer.blocks[said:]:
                    self._say(block_words(block))
                self._say(ended_words(section.entry))
        self._await_last(entries)

    @property
    def _is_listened_to(self) -> bool:
        view = self._view
        return QAccessible.isActive() and view.isVisible() and view.isActiveWindow()

    def _await_last(self, entries: Sequence[Entry]) -> None:
        """Only the last message of a path can be running."""
        if entries and entries[-1].is_running:
            self._said.setdefault(entries[-1].message.id, 0)

    def _say(self, words: str) -> None:
        if not words.strip():
            return
        event = QAccessibleAnnouncementEvent(self._view, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)
        self.announced.emit(words)
