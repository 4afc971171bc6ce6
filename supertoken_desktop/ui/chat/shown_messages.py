"""Messages on screen: transcript, footers, the feed of a running answer, and what is chosen."""

from collections.abc import Callable
from weakref import WeakSet

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.engine.chat import ChatChange, ChatEngine
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.ui.chat.commands import MessageCommands
from supertoken_desktop.ui.chat.message_actions import MessageFooter
from supertoken_desktop.ui.chat.message_menu import fill_message_menu
from supertoken_desktop.ui.chat.saving_files import FileSaver
from supertoken_desktop.ui.chat.stream_feed import StreamFeed
from supertoken_desktop.ui.chat.transcript_area import TranscriptArea
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry, Footer
from supertoken_desktop.ui.transcript.view import TranscriptView

TranscriptFactory = Callable[[Callable[[QWidget], Footer]], TranscriptView]


class ShownMessages(QObject):
    """Hold transcript, footers, the feed of a running answer and the commands together."""

    def __init__(  # what all of these stand on
        self,
        engine: ChatEngine,
        profiles: Profiles,
        theme: Theme,
        tasks: Tasks,
        frame_clock: FrameClock,
        transcript_factory: TranscriptFactory,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self._footers: WeakSet[MessageFooter] = WeakSet()
        self._unfolded: set[MessageId] = set()
        self.transcript = transcript_factory(self._make_footer)
        self.area = TranscriptArea(self.transcript, theme)
        self.feed = StreamFeed(frame_clock, self.transcript, self)
        self.commands = MessageCommands(engine, profiles, self.transcript, tasks, self)
        self._saver = FileSaver(tasks, self.area, self)
        self._saver.problem_met.connect(self.commands.problem_met)
        self.transcript.link_activated.connect(self.commands.open_link)
        self.transcript.file_offered.connect(self._saver.save)
        self.transcript.menus.quoted.connect(self.commands.quote_wanted)
        self.transcript.menus.opened.connect(self._fill_menu)
        self.feed.lines_arrived.connect(self.area.add_lines)

    def show(
        self,
        conversation_id: str,
        change: ChatChange | None,
        entries: tuple[Entry, ...],
        turn: Turn | None,
    ) -> None:
        """Show these messages of a conversation; `turn` is its running answer."""
        self.feed.take()
        self.commands.show(change)
        self._entries = entries
        is_on_path = any(entry.is_running for entry in entries)
        self.feed.follow(turn if is_on_path else None)
        self.transcript.show_entries(entries, conversation_id=conversation_id)
        for footer in tuple(self._footers):
            footer.refresh()

    def _make_footer(self, parent: QWidget) -> Footer:
        footer = MessageFooter(self._theme, self._is_last, self._unfolded, parent)
        footer.chosen.connect(self.commands.do)
        self._footers.add(footer)
        return footer

    def _fill_menu(self, menu: QMenu, message_id: str) -> None:
        found = (entry for entry in self._entries if entry.message.id == message_id)
        entry = next(found, None)
        if entry is not None and not entry.is_running:
            fill_message_menu(menu, entry.message, self.commands.do)

    def _is_last(self, message_id: MessageId) -> bool:
        return bool(self._entries) and self._entries[-1].message.id == message_id
