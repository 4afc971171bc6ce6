"""Ways through the conversation on screen: find, jump, navigator, scroll mode, reading places."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.engine.chat import ChatChange
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.entries import hidden_messages
from supertoken_desktop.ui.chat.find_bar import FindBar
from supertoken_desktop.ui.chat.transcript_area import TranscriptArea
from supertoken_desktop.ui.chat.turn_navigator import TurnNavigator
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.copying import copied_selection
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.matching import any_word
from supertoken_desktop.ui.transcript.scrolling import ScrollMode

_LONGEST_PREFILLED = 120


class Wayfinding(QObject):
    """Tie find bar, navigator and the actions that jump to a transcript.

    `branch_wanted` tells the id of a message on another branch that is to be shown. Keys of the
    ends work within `page`.
    """

    branch_wanted = Signal(str)

    def __init__(
        self,
        area: TranscriptArea,
        preferences: Preferences,
        actions: Actions,
        tasks: Tasks,
        theme: Theme,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._transcript = area.transcript
        self._preferences = preferences
        self._tasks = tasks
        self._change: ChatChange | None = None
        self._bar = FindBar(self._transcript.finder, area)
        # Rows come later than the bar, which would otherwise stand between them and the transcript.
        self._bar.stand_before(self._transcript)
        self._navigator = TurnNavigator(self._transcript, theme, area)
        self._transcript.places.take_lines(preferences.current.reading_places)
        self._take_settings(preferences.current)
        self._handle = preferences.changed.subscribe(self._take_settings)
        area.resized.connect(self._place)
        self._connect()
        self._connect_actions(actions, page)

    def show(self, change: ChatChange | None, entries: Sequence[Entry]) -> None:
        """Hear what the transcript shows now."""
        before, self._change = self._change, change
        if _id_of(before) != _id_of(change):
            self._bar.shut()
            self._tasks.spawn(self._keep_places())
        self._navigator.show_entries(entries)
        self._show_hidden()

    def show_message(self, message_id: MessageId, words: str = "") -> None:
        """Go to a message; mark in it what a search over all conversations found."""
        self._bar.shut()
        self._transcript.show_message(message_id)
        self._transcript.look_in_message(message_id, any_word(words))

    async def close(self) -> None:
        """Write down where the reader is, and hear nothing more."""
        self._handle.close()
        self._transcript.note_place()
        await self._keep_places()

    def _connect(self) -> None:
        self._bar.searched.connect(self._transcript.look_for)
        self._bar.stepped.connect(lambda forward: self._step(forward=forward))
        self._bar.branch_wanted.connect(self._show_branch)
        self._bar.closed.connect(self._transcript.finder.forget)
        self._navigator.question_chosen.connect(self._transcript.show_message)
        self._transcript.pointer.selected.connect(self._on_selected)

    def _connect_actions(self, actions: Actions, page: QWidget) -> None:
        jumps = self._transcript.jumps
        for action_id, act in (
            ("find", self._find),
            ("find-next", lambda: self._step(forward=True)),
            ("find-previous", lambda: self._step(forward=False)),
            ("next-message", jumps.to_next_message),
            ("previous-message", jumps.to_previous_message),
            ("go-top", jumps.to_start),
            ("go-end", jumps.to_end),
        ):
            action = actions.action(action_id)
            action.triggered.connect(act)
            page.addAction(action)

    async def _keep_places(self) -> None:
        await self._preferences.update(reading_places=self._transcript.places.lines())

    def _show_hidden(self) -> None:
        """Have the messages of other branches looked through, while anybody looks for anything."""
        change = self._change
        if change is not None and not self._bar.isHidden():
            leaf = change.conversation.active_leaf
            self._transcript.finder.show_hidden(hidden_messages(change.tree, leaf))

    def _find(self) -> None:
        if self._transcript.stack.entries:
            self._place()
            self._bar.open(self._selected_words())
            self._show_hidden()

    def _step(self, *, forward: bool) -> None:
        if self._transcript.finder.is_on:
            self._transcript.finder.step(forward=forward)
        else:
            self._find()

    def _show_branch(self) -> None:
        message_id = self._transcript.finder.hidden_message
        if message_id is not None:
            self._transcript.finder.go_on_in(message_id)
            self.branch_wanted.emit(message_id)

    def _selected_words(self) -> str:
        """Return what is selected if somebody might look for it: some words within a row."""
        selection = self._transcript.pointer.selection
        if selection is None or selection.is_empty:
            return ""
        start, end = selection.stretch
        if start.at != end.at or end.offset - start.offset > _LONGEST_PREFILLED:
            return ""
        words = copied_selection(self._transcript.stack, selection).plain
        return words if "\n" not in words else ""

    def _on_selected(self) -> None:
        """Take away the marks of words that a hit of the list was opened with."""
        if self._bar.isHidden() and self._transcript.finder.is_on:
            self._transcript.finder.forget()

    def _take_settings(self, settings: Settings) -> None:
        self._transcript.scrolling.mode = ScrollMode(settings.scroll_mode)

    def _place(self) -> None:
        self._bar.place()
        self._navigator.place()


def _id_of(change: ChatChange | None) -> ConversationId | None:
    return change.conversation.id if change is not None else None
