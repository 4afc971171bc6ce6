"""Make the pages and dialogs of the window, each when it is first needed."""

from collections.abc import Callable
from concurrent.futures import Executor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from supertoken_desktop.app import Program
from supertoken_desktop.paths import own_home, resource
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.page import ChatPage
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme

if TYPE_CHECKING:
    from supertoken_desktop.domain.message import Message
    from supertoken_desktop.engine.updates import Updates
    from supertoken_desktop.ui.help.dialog import HelpDialog
    from supertoken_desktop.ui.inspector.dialog import ExchangeDialog
    from supertoken_desktop.ui.settings.dialog import SettingsDialog
    from supertoken_desktop.ui.transcript.entry import Footer
    from supertoken_desktop.ui.transcript.view import TranscriptView
    from supertoken_desktop.ui.welcome.page import WelcomePage


class WindowParts:
    """What the window is made of, over the engine; modules load with the first use of each."""

    def __init__(
        self,
        program: Program,
        actions: Actions,
        theme: Theme,
        tasks: Tasks,
        pool: Executor,
        home: Path | None = None,
    ) -> None:
        self._program = program
        self._actions = actions
        self._theme = theme
        self._tasks = tasks
        self._pool = pool
        self._home = home

    @cached_property
    def updates(self) -> "Updates":
        """What looks for newer versions."""
        return self._program.updates()

    def chat_page(self) -> ChatPage:
        """Return a chat page over the engine."""
        program = self._program
        return ChatPage(
            program.chat,
            program.library,
            program.profiles,
            program.catalogue,
            program.preferences,
            self._theme,
            self._tasks,
            self._actions,
            FrameClock(),
            self.transcript,
        )

    def transcript(self, make_footer: "Callable[[QWidget], Footer]") -> "TranscriptView":
        """Return what shows messages, with the maker of what stands below each."""
        from supertoken_desktop.ui.remote_pictures import RemotePictures
        from supertoken_desktop.ui.transcript.view import TranscriptView

        program = self._program
        remote = RemotePictures(program.picture_loader(), program.preferences, self._tasks)
        view = TranscriptView(self._theme, make_footer, self._pool, remote_pictures=remote)
        remote.setParent(view)
        return view

    def exchange_dialog(self, answer: "Message", parent: QWidget) -> "ExchangeDialog":
        """Return what shows the raw request and answer behind a message."""
        from supertoken_desktop.ui.chat.facts import details_text
        from supertoken_desktop.ui.inspector.dialog import ExchangeDialog

        exchanges = self._program.exchanges.of(answer.id)
        return ExchangeDialog(exchanges, details_text(answer), self._theme, self._tasks, parent)

    def welcome_page(self) -> "WelcomePage":
        """Return the page of the first start."""
        from supertoken_desktop.ui.welcome.page import WelcomePage

        return WelcomePage(self._program.profiles, self._tasks, self._theme)

    def settings_dialog(
        self,
        parent: QWidget,
        make_hotkey_field: Callable[[], QWidget],
        show_notes: Callable[[], None],
    ) -> "SettingsDialog":
        """Return the settings; `show_notes` shows what is new in a newer version."""
        from supertoken_desktop.autostart import system_autostart
        from supertoken_desktop.ui.settings.dialog import SettingsDialog
        from supertoken_desktop.ui.settings.pages import SettingsParts, pages_over
        from supertoken_desktop.ui.tray.watch import system_has_tray

        program = self._program
        parts = SettingsParts(
            program.preferences,
            program.profiles,
            program.catalogue,
            program.folders,
            lambda: program.history_state,
            self._tasks,
            system_autostart(own_home(self._home)),
            system_has_tray,
            self.updates,
            show_notes,
            make_hotkey_field,
        )
        return SettingsDialog(pages_over(parts), self._tasks, parent)

    def help_dialog(self, parent: QWidget) -> "HelpDialog":
        """Return the user guide."""
        from supertoken_desktop.ui.help.dialog import HelpDialog

        return HelpDialog(resource("docs"), self._theme, parent)
