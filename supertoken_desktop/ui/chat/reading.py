"""The conversation on screen: its messages, and the ways through them.

The page makes it with the first conversation. A new chat shows none of it, and loading Markdown,
highlighting and the transcript takes longer than opening the window.
"""

from PySide6.QtWidgets import QWidget

from supertoken_desktop.engine.chat import ChatChange, ChatEngine
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.choices import ShowSibling
from supertoken_desktop.ui.chat.shown_messages import ShownMessages, TranscriptFactory
from supertoken_desktop.ui.chat.wayfinding import Wayfinding
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry


class Reading(ShownMessages):
    """Show messages, and lead through them. `page` is where keys scroll the transcript."""

    def __init__(  # what all of these stand on
        self,
        engine: ChatEngine,
        profiles: Profiles,
        theme: Theme,
        tasks: Tasks,
        frame_clock: FrameClock,
        transcript_factory: TranscriptFactory,
        preferences: Preferences,
        actions: Actions,
        page: QWidget,
    ) -> None:
        super().__init__(engine, profiles, theme, tasks, frame_clock, transcript_factory, page)
        self.ways = Wayfinding(self.area, preferences, actions, tasks, theme, page)
        self.ways.branch_wanted.connect(lambda known: self.commands.do(ShowSibling(known, 0)))

    def show(
        self,
        conversation_id: str,
        change: ChatChange | None,
        entries: tuple[Entry, ...],
        turn: Turn | None,
    ) -> None:
        """Show these messages of a conversation; `turn` is its running answer."""
        super().show(conversation_id, change, entries, turn)
        self.ways.show(change, entries)
