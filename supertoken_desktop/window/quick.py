"""Put the quick prompt together, have it ready soon after the start, and lead it to the window."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from supertoken_desktop.app import Program
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.engine.private_chat import PrivateChat
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.desk import Desk
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.window.parts import WindowParts

if TYPE_CHECKING:
    from supertoken_desktop.domain.message import Message
    from supertoken_desktop.engine.chat import ChatEngine
    from supertoken_desktop.engine.turn import Turn
    from supertoken_desktop.ui.chat.shown_messages import ShownMessages
    from supertoken_desktop.ui.hotkey.hotkey import GlobalHotkey
    from supertoken_desktop.ui.quick.prompt import QuickPrompt
    from supertoken_desktop.ui.quick.talk import QuickEngine

# So long after the start the prompt is made, when the start has cost what it costs.
READY_AFTER_MS = 1500


class Quick(QObject):
    """Show and hide the quick prompt; it is made once, and kept."""

    def __init__(
        self,
        program: Program,
        parts: WindowParts,
        window: MainWindow,
        desk: Desk,
        theme: Theme,
        tasks: Tasks,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._program = program
        self._parts = parts
        self._window = window
        self._desk = desk
        self._theme = theme
        self._tasks = tasks
        self._actions = actions
        self._made: QuickPrompt | None = None
        self._is_over = False
        self._hotkey: GlobalHotkey | None = None
        self._ready_timer = QTimer(self, singleShot=True, interval=READY_AFTER_MS)
        self._ready_timer.timeout.connect(self.get_ready)
        self._ready_timer.start()
        actions.action("quick-prompt").triggered.connect(self.toggle)
        # Told after the desk, which marks what the main window does not show.
        self._handle = program.chat.turn_ended.subscribe(self._on_turn_ended)

    @property
    def is_answering(self) -> bool:
        """Tell whether an answer is being written in the prompt."""
        return self._made is not None and self._made.talk.phase.is_running

    def toggle(self) -> None:
        """Show the prompt, or put it away; the main window stays as it is."""
        if not self._is_over:
            self.prompt.toggle()

    def present(self, text: str = "") -> None:
        """Show the prompt, with a text in its field that is not sent."""
        if not self._is_over:
            self.prompt.present(text)

    def put_away(self) -> None:
        """Hide the prompt."""
        if self._made is not None:
            self._made.put_away()

    def get_ready(self) -> None:
        """Make the prompt and its window, so that the first opening is as quick as all others."""
        if not self._is_over:
            self.prompt.get_ready()
            self._obey_hotkey()

    def hotkey_field(self) -> QWidget:
        """Return the block of the settings in which the hotkey is set."""
        from supertoken_desktop.ui.hotkey.choose import command_here, desk_of
        from supertoken_desktop.ui.settings.hotkey_field import HotkeyField

        desk = desk_of(sys.platform, os.environ)
        return HotkeyField(self._obey_hotkey(), desk, command_here())

    def end(self) -> None:
        """Hide the prompt for good: the program is ending, and its keys may still be heard."""
        self._is_over = True
        self._ready_timer.stop()
        self.put_away()

    async def close(self) -> None:
        """Hear nothing more; the prompt goes with the program."""
        self.end()
        self._handle.close()
        if self._hotkey is not None:
            await self._hotkey.close()
        if self._made is not None:
            self._made.shut_down()
            self._made.deleteLater()
            self._made = None

    @property
    def prompt(self) -> "QuickPrompt":
        """The prompt, made now if this is the first time."""
        if self._made is None:
            self._ready_timer.stop()
            self._made = self._make()
        return self._made

    def _obey_hotkey(self) -> "GlobalHotkey":
        """Return the hotkey, held from the first call on."""
        if self._hotkey is None:
            from supertoken_desktop.ui.hotkey.choose import holder_maker, way_of
            from supertoken_desktop.ui.hotkey.hotkey import GlobalHotkey

            way = way_of(sys.platform, QGuiApplication.platformName(), os.environ)
            app_id = QGuiApplication.desktopFileName()
            make = holder_maker(way, self._tasks, app_id, lambda: _("Open the quick prompt"))
            self._hotkey = GlobalHotkey(self._program.preferences, make, self._tasks, self)
            self._hotkey.pressed.connect(self.toggle)
            self._hotkey.start()
        return self._hotkey

    def _make(self) -> "QuickPrompt":
        from supertoken_desktop.ui.quick.prompt import QuickParts, QuickPrompt

        program = self._program
        prompt = QuickPrompt(
            QuickParts(
                program.profiles,
                program.catalogue,
                program.preferences,
                self._theme,
                self._tasks,
                self._actions,
                program.clock,
                self._engine,
                self._messages,
            )
        )
        prompt.continued.connect(self._on_continued)
        prompt.settings_wanted.connect(self._on_settings_wanted)
        prompt.set_up_wanted.connect(self._on_set_up_wanted)
        prompt.raw_wanted.connect(self._show_exchange)
        return prompt

    async def _engine(self) -> "QuickEngine":
        """Return the engine for the next conversation, with all loaded that asks."""
        from supertoken_desktop.app import load_client
        from supertoken_desktop.ui.quick.talk import QuickEngine

        await asyncio.to_thread(load_client)
        program = self._program
        if program.preferences.current.quick_keep:
            return QuickEngine(program.chat, program.library, True, _nothing, _nothing)
        private = await program.private_chat()

        async def keep(conversation_id: ConversationId) -> None:
            await self._keep(private, conversation_id)

        return QuickEngine(private.chat, private.library, False, keep, private.forget)

    async def _keep(self, private: PrivateChat, conversation_id: ConversationId) -> None:
        store = self._program.history.conversations
        await private.move_to(conversation_id, store, self._program.library)

    def _messages(self, engine: "ChatEngine") -> "ShownMessages":
        from supertoken_desktop.ui.chat.shown_messages import ShownMessages

        return ShownMessages(
            engine,
            self._program.profiles,
            self._theme,
            self._tasks,
            FrameClock(self),
            self._parts.transcript,
            self.prompt,
        )

    def _on_turn_ended(self, turn: "Turn") -> None:
        made = self._made
        if made is None or not made.isVisible():
            return
        if made.talk.conversation_id == turn.conversation_id:
            self._desk.mark_read(turn.conversation_id)

    def _on_continued(self, conversation_id: str, text: str) -> None:
        self._window.raise_to_front()
        self._desk.take_up(conversation_id, text)

    def _on_settings_wanted(self, page: str) -> None:
        self.put_away()
        self._window.raise_to_front()
        self._desk.open_settings(page)

    def _on_set_up_wanted(self) -> None:
        """Show the welcome page, which the window has as long as there is no provider."""
        self.put_away()
        self._window.raise_to_front()

    def _show_exchange(self, answer: "Message") -> None:
        dialog = self._parts.exchange_dialog(answer, self.prompt)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


async def _nothing(_conversation_id: ConversationId) -> None:
    """Keep what is kept anyway."""
