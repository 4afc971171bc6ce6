"""The chat: header, transcript, status line and composer over one conversation of the engine."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.domain.errors import ErrorRecord, SuperTokenError
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.chat import ChatChange, ChatEngine
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.engine.system_clock import SystemClock
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.column import foot_of
from supertoken_desktop.ui.chat.composer import Composer
from supertoken_desktop.ui.chat.empty_chat import EmptyChat
from supertoken_desktop.ui.chat.entries import entries_of
from supertoken_desktop.ui.chat.header import ChatHeader
from supertoken_desktop.ui.chat.model_choice import ModelChoice
from supertoken_desktop.ui.chat.shortcuts import Shortcuts
from supertoken_desktop.ui.chat.status_line import StatusLine
from supertoken_desktop.ui.chat.writing import Writing
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.entry import Entry

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn
    from supertoken_desktop.ui.chat.choices import Choice
    from supertoken_desktop.ui.chat.model_picker import ModelPicker
    from supertoken_desktop.ui.chat.reading import Reading
    from supertoken_desktop.ui.chat.shown_messages import TranscriptFactory

# So many messages fill any window; the others are read after they have been painted.
FIRST_SHOWN = 40
FIRST_PAINT_S = 0.02


class ChatPage(QWidget):
    """Show one conversation and talk in it; turns run on in the engine whatever is shown.

    `transcript_factory` makes the transcript with a maker of footers. `conversation_changed` tells
    the id of the conversation on screen, "" for a new chat.
    """

    settings_requested = Signal(str)
    conversation_changed = Signal(str)
    undo_offered = Signal(str, object)  # words, and what the Undo button calls
    raw_requested = Signal(object)  # the answer, a Message
    copied = Signal(str, bool)  # words, and whether there is more code to choose from

    def __init__(  # noqa: PLR0913  # the page stands on all of these
        self,
        engine: ChatEngine,
        library: Library,
        profiles: Profiles,
        catalogue: Catalogue,
        preferences: Preferences,
        theme: Theme,
        tasks: Tasks,
        actions: Actions,
        frame_clock: FrameClock,
        transcript_factory: "TranscriptFactory",
        *,
        clock: Clock | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._library = library
        self._tasks = tasks
        self._conversation_id: ConversationId | None = None
        self._is_shut_down = False
        self._entries: tuple[Entry, ...] = ()
        self._reading: Reading | None = None
        shown_with = (theme, tasks, frame_clock, transcript_factory, preferences, actions)
        self._reading_parts = (engine, profiles, *shown_with)
        self._header = ChatHeader()
        self._empty = EmptyChat(theme)
        self._clock = clock or SystemClock()
        self._status = StatusLine(self._clock)
        self._composer = Composer(theme)
        self._shortcuts = Shortcuts(actions, self._do, theme, self._composer)
        self._writing = Writing(engine, library, profiles, self._composer, tasks, self)
        self._choice = ModelChoice(
            library,
            profiles,
            catalogue,
            preferences,
            self._header,
            lambda: _picker(profiles, catalogue, theme, tasks, self),
        )
        self._lay_out(theme)
        self._connect(actions)
        self._handles = (
            engine.changed.subscribe(self._on_changed),
            library.changed.subscribe(lambda _list: self._leave_deleted()),
            preferences.changed.subscribe(lambda s: self._composer.set_send_key(s.send_key)),
        )
        self._composer.set_send_key(preferences.current.send_key)
        self._show(None)

    @property
    def conversation_id(self) -> ConversationId | None:
        """The conversation on screen, None for a new chat."""
        return self._conversation_id

    @property
    def composer(self) -> Composer:
        """The field in which questions are written."""
        return self._composer

    def open(self, conversation_id: ConversationId | None) -> "asyncio.Task[None]":
        """Show a conversation, or a new chat, with its draft; a running answer goes on."""
        return self._tasks.spawn(self._open(conversation_id))

    def open_message(
        self, conversation_id: ConversationId, message_id: MessageId, words: str = ""
    ) -> None:
        """Show a conversation at one of its messages, on whatever branch; mark `words` in it."""
        self._tasks.spawn(self._open_message(conversation_id, message_id, words))

    def get_ready(self) -> None:
        """Make what shows messages ahead of the first of them."""
        if not self._is_shut_down:
            self._read().transcript.stage.get_ready()

    async def shut_down(self) -> None:
        """Save the draft and hear nothing more, also of what is under way."""
        self._is_shut_down = True
        for handle in self._handles:
            handle.close()
        self._choice.close()
        if self._reading is not None:
            self._reading.feed.follow(None)
            await self._reading.ways.close()
        self._status.follow(None)
        await self._writing.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring new text every frame."""
        super().showEvent(event)
        self._tell_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Bring new text now and then."""
        super().hideEvent(event)
        self._tell_seen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let typing anywhere on the page go into the composer."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if is_plain and event.text() and event.text().isprintable():
            self._composer.type_on(event.text())
            return
        super().keyPressEvent(event)

    def _read(self) -> "Reading":
        """Return the part that shows messages, made with the first of them."""
        if self._reading is None:
            # No new chat needs it, and it takes longer to load than all the rest of the window.
            from supertoken_desktop.ui.chat.reading import Reading

            self._reading = Reading(*self._reading_parts, self)
            self._stack.addWidget(self._reading.area)
            self._connect_reading(self._reading)
            self._tell_seen()
        return self._reading

    def _tell_seen(self) -> None:
        if self._reading is not None:
            self._reading.feed.set_seen(is_seen=self.isVisible())

    def _lay_out(self, theme: Theme) -> None:
        self._stack = QStackedWidget()
        self._blank = QWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._blank)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(_line())
        column.addWidget(self._stack, 1)
        column.addLayout(foot_of((self._status, self._composer), theme))
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _connect(self, actions: Actions) -> None:
        self._header.renamed.connect(self._on_renamed)
        self._choice.picked.connect(self._on_model_picked)
        self._choice.settings_wanted.connect(self.settings_requested)
        self._empty.prompt_chosen.connect(self._composer.begin_with)
        self._status.cancel_requested.connect(self._stop)
        self._shortcuts.copied.connect(self.copied)
        self._composer.stop_requested.connect(self._stop)
        self._composer.edit_last_requested.connect(self._shortcuts.edit_question)
        self._writing.sent.connect(self._on_sent)
        self._writing.problem_met.connect(self._status.show_notice)
        self._writing.settings_wanted.connect(self.settings_requested)
        for action_id, act in (
            ("stop", self._stop),
            ("focus-composer", self._composer.focus),
            ("choose-model", self._choice.pick),
        ):
            actions.action(action_id).triggered.connect(act)

    def _connect_reading(self, reading: "Reading") -> None:
        commands = reading.commands
        self._header.pins.chosen.connect(commands.go_to)
        commands.edit_wanted.connect(self._writing.begin_edit)
        commands.model_wanted.connect(self._choice.pick_for)
        commands.new_chat_wanted.connect(lambda: self.open(None))
        commands.chat_wanted.connect(lambda made: self.open(ConversationId(made)))
        commands.quote_wanted.connect(self._composer.quote)
        commands.raw_wanted.connect(self.raw_requested)
        commands.settings_wanted.connect(self.settings_requested)
        commands.undo_offered.connect(self.undo_offered)
        commands.problem_met.connect(self._status.show_notice)

    async def _open(self, conversation_id: ConversationId | None, *, at_end: bool = True) -> None:
        self._conversation_id = conversation_id
        self._status.clear_notice()
        change = None
        if conversation_id is not None:
            await self._load_reading()
            try:
                if at_end:
                    await self._show_end(conversation_id)
                change = await self._engine.open(conversation_id)
            except SuperTokenError as error:
                # Few errors are met, and none at start.
                from supertoken_desktop.notices import notice_for

                self._status.show_notice(notice_for(ErrorRecord.of(error)))
        if self._conversation_id != conversation_id:
            return
        self._show(change)
        self.conversation_changed.emit(conversation_id or "")
        self._composer.focus()
        await self._writing.switch_to(conversation_id)

    async def _open_message(
        self, conversation_id: ConversationId, message_id: MessageId, words: str
    ) -> None:
        await self._open(conversation_id, at_end=False)
        if all(entry.message.id != message_id for entry in self._entries):
            await self._engine.choose_sibling(conversation_id, message_id)
        self._read().ways.show_message(message_id, words)

    async def _show_end(self, conversation_id: ConversationId) -> None:
        """Show what is first seen of a conversation, before the whole of it has been read."""
        change = await self._engine.end_of(conversation_id, FIRST_SHOWN)
        if change is None or self._conversation_id != conversation_id:
            return
        if self._read().transcript.opens_within(conversation_id, change.tree):
            self._show(change)
            # Reading the rest keeps the interpreter busy: the paint comes first.
            await self._clock.wait(FIRST_PAINT_S)

    async def _load_reading(self) -> None:
        """Load in a thread what shows messages, so that the window goes on meanwhile."""
        if self._reading is None:
            self._stack.setCurrentWidget(self._blank)
            await asyncio.to_thread(_import_reading)

    def _on_changed(self, change: ChatChange) -> None:
        if change.conversation.id == self._conversation_id:
            self._show(change)

    def _show(self, change: ChatChange | None) -> None:
        """Show a conversation as it is now; None is a new chat."""
        if self._is_shut_down:
            return
        turn = self._running()
        self._entries = ()
        if change is not None:
            leaf = change.conversation.active_leaf
            self._entries = entries_of(change.tree, leaf, turn, self._choice.label_of)
        # First its place, then its content: heights are estimated for the width that it will have.
        self._stack.setCurrentWidget(self._read().area if self._entries else self._empty)
        if self._entries or self._reading is not None:
            self._read().show(self._conversation_id or "", change, self._entries, turn)
        self._header.pins.show(change.tree if change is not None else None)
        self._status.follow(turn)
        self._composer.set_running(turn is not None)
        self._choice.show(self._conversation_id)
        self._shortcuts.show(self._entries, turn)

    def _running(self) -> "Turn | None":
        return self._engine.running(self._conversation_id) if self._conversation_id else None

    def _leave_deleted(self) -> None:
        conversation_id = self._conversation_id
        if conversation_id is not None and self._library.find(conversation_id) is None:
            self.open(None)

    def _on_sent(self, conversation_id: str) -> None:
        self._status.clear_notice()
        if self._conversation_id is None:
            self._tasks.spawn(self._adopt(ConversationId(conversation_id)))
        if self._reading is not None:
            self._reading.transcript.scroll_to_end()

    async def _adopt(self, conversation_id: ConversationId) -> None:
        """Go from the new chat to the conversation that was made of it."""
        if self._reading is None:
            await asyncio.to_thread(_import_reading)
        if self._conversation_id is not None:
            return  # another one was opened meanwhile
        self._conversation_id = conversation_id
        self._writing.adopt(conversation_id)
        change = await self._engine.open(conversation_id)
        if self._conversation_id == conversation_id:
            self._show(change)
            self.conversation_changed.emit(conversation_id)

    def _on_model_picked(self, profile_id: str, model_id: str, answer_id: str) -> None:
        work = self._set_model(ProfileId(profile_id), model_id, MessageId(answer_id))
        self._read().commands.run(work)

    async def _set_model(self, profile_id: ProfileId, model_id: str, answer_id: MessageId) -> None:
        conversation_id = self._conversation_id
        await self._choice.set_model(profile_id, model_id)
        if answer_id and conversation_id is not None:
            await self._engine.regenerate(conversation_id, answer_id)

    def _do(self, choice: "Choice") -> None:
        self._read().commands.do(choice)

    def _on_renamed(self, title: str) -> None:
        if self._conversation_id is not None:
            self._read().commands.run(self._library.rename(self._conversation_id, title))

    def _stop(self) -> None:
        turn = self._running()
        if turn is not None:
            turn.stop()


def _picker(
    profiles: Profiles, catalogue: Catalogue, theme: Theme, tasks: Tasks, parent: QWidget
) -> "ModelPicker":
    from supertoken_desktop.ui.chat.model_picker import ModelPicker

    return ModelPicker(profiles, catalogue, theme, tasks, parent)


def _import_reading() -> None:
    from supertoken_desktop.ui.chat import reading  # noqa: F401  # that it is loaded is enough


def _line() -> QWidget:
    """Return a hairline in the palette's colour of borders."""
    line = QWidget()
    line.setFixedHeight(metrics.HAIRLINE)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(QPalette.ColorRole.Mid)
    return line
