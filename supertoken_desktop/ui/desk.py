"""What happens between the parts of the window: who opens what, and who hears of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.domain.ids import ConversationId, MessageId, ProfileId
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.page import ChatPage
from supertoken_desktop.ui.conversations.panel import ConversationPanel
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.toasts import toasts_over

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from supertoken_desktop.engine.turn import Turn
    from supertoken_desktop.ui.help.dialog import HelpDialog
    from supertoken_desktop.ui.settings.dialog import SettingsDialog
    from supertoken_desktop.ui.welcome.page import WelcomePage


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine's objects that the parts of the window share."""

    chat: ChatEngine
    library: Library
    profiles: Profiles
    preferences: Preferences


@dataclass(frozen=True, slots=True)
class Looks:
    """What follows the settings at once."""

    theme: Theme
    language: Language


class Desk(QObject):
    """Connect list, chat, welcome page and dialogs; each of them knows none of the others."""

    quit_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        panel: ConversationPanel,
        engine: Engine,
        looks: Looks,
        actions: Actions,
        tasks: Tasks,
        make_settings: "Callable[[], SettingsDialog]",
        make_help: "Callable[[], HelpDialog]",
        start_demo: Callable[[], Awaitable[str]],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._engine = engine
        self._looks = looks
        self._actions = actions
        self._tasks = tasks
        self._make_settings = make_settings
        self._make_help = make_help
        self._start_demo = start_demo
        self._settings: SettingsDialog | None = None
        self._help: HelpDialog | None = None
        self._page: ChatPage | None = None
        self._open_id: str = ""
        self._unread: set[str] = set()
        self._connect_panel()
        self._connect_actions(actions)
        self._bind_keys(engine.preferences.current)
        window.placement_changed.connect(self._on_placement_changed)
        self._handles = (
            engine.chat.turn_started.subscribe(lambda _turn: self._show_running()),
            engine.chat.turn_ended.subscribe(self._on_turn_ended),
            engine.chat.save_failed.subscribe(self._on_save_failed),
            engine.preferences.changed.subscribe(self._on_settings_changed),
            engine.profiles.changed.subscribe(lambda _profiles: self._on_profiles_changed()),
        )

    def begin(self) -> None:
        """Show the chat with the conversation of last time, or the welcome page at first."""
        if not self._engine.profiles.profiles:
            self._window.show_welcome()
            return
        self._window.show_chat()
        last = ConversationId(self._engine.preferences.current.open_conversation_id)
        if self._page is None:
            return
        if self._engine.library.find(last) is not None:
            self._page.open(last)
        else:
            self._page.composer.focus()

    def adopt_chat(self, page: ChatPage) -> ChatPage:
        """Take the chat page when it is made."""
        self._page = page
        page.conversation_changed.connect(self._on_conversation_changed)
        page.settings_requested.connect(self.open_settings)
        page.undo_offered.connect(self._offer_undo)
        page.copied.connect(self._on_copied)
        return page

    def adopt_welcome(self, page: "WelcomePage") -> "WelcomePage":
        """Take the welcome page when it is made."""
        page.demo_chosen.connect(lambda: self._tasks.spawn(self._try_demo()))
        page.provider_ready.connect(lambda pid: self._tasks.spawn(self._use_provider(pid)))
        return page

    def tell_problem(self, show: Callable[[], None]) -> None:
        """Say that something unforeseen happened once more; `show` shows its report."""
        self._window.toasts.show(
            _("Something unexpected went wrong again. Nothing you typed is lost."),
            _("Report…"),
            show,
            is_error=True,
        )

    def open_settings(self, page: str = "providers", field: str = "") -> None:
        """Show the settings at a page and a field of it, at the provider of the open chat."""
        if self._settings is None:
            self._settings = self._make_settings()
        self._settings.show_page(page or "providers", field)
        conversation = self._engine.library.find(ConversationId(self._open_id))
        if conversation is not None and conversation.profile_id is not None:
            self._settings.show_provider(conversation.profile_id)
        _bring_up(self._settings)

    def open_provider(self, profile_id: ProfileId) -> None:
        """Show the settings at a provider."""
        self.open_settings("providers")
        if self._settings is not None:
            self._settings.show_provider(profile_id)

    def open_conversation(self, conversation_id: str, message_id: str = "") -> None:
        """Show a conversation that is there, at one of its messages where that is named."""
        self._window.show_chat()
        self._open_message(conversation_id, message_id, "")

    def begin_chat(self, text: str = "") -> None:
        """Open a new chat with a text in its field; what is written there already stays.

        Without a provider there is no chat, and nothing happens.
        """
        if not self._engine.profiles.profiles:
            return
        self._window.show_chat()
        if self._page is not None:
            self._tasks.spawn(self._begin_chat(self._page, text))

    def take_up(self, conversation_id: str, text: str = "") -> None:
        """Open a conversation, "" for a new chat, with a text to be written on in its field."""
        if not conversation_id:
            self.begin_chat(text)
            return
        self._window.show_chat()
        if self._page is not None:
            self._tasks.spawn(self._take_up(self._page, ConversationId(conversation_id), text))

    def mark_read(self, conversation_id: str) -> None:
        """Take the mark of a new answer away that was read elsewhere."""
        self._unread.discard(conversation_id)
        self._panel.set_unread(self._unread)

    async def close(self) -> None:
        """Save what is being typed and hear nothing more."""
        for handle in self._handles:
            handle.close()
        self._panel.close_feeds()
        if self._help is not None:
            self._help.hide()
        if self._settings is not None:
            self._settings.hide()
            await self._settings.settle()
        if self._page is not None:
            await self._page.shut_down()

    def _connect_panel(self) -> None:
        self._panel.conversation_opened.connect(self._open)
        self._panel.new_requested.connect(lambda: self._open(""))
        self._panel.message_found.connect(self._open_message)
        self._panel.conversation_deleted.connect(self._on_deleted)

    def _connect_actions(self, actions: Actions) -> None:
        for action_id, act in (
            ("settings", self._open_first_settings),
            ("search", self._search),
            ("help", self._open_help),
            ("shortcuts", self._open_shortcuts),
            ("about", self._show_about),
            ("quit", self.quit_requested.emit),
        ):
            actions.action(action_id).triggered.connect(act)

    def _open(self, conversation_id: str) -> None:
        if self._page is not None:
            self._page.open(ConversationId(conversation_id) if conversation_id else None)

    async def _take_up(self, page: ChatPage, conversation_id: ConversationId, text: str) -> None:
        await page.open(conversation_id)
        if text and page.conversation_id == conversation_id:
            page.composer.add_below(text)

    def _open_message(self, conversation_id: str, message_id: str, words: str) -> None:
        if self._page is None:
            return
        if message_id:
            conversation = ConversationId(conversation_id)
            self._page.open_message(conversation, MessageId(message_id), words)
        else:
            self._open(conversation_id)

    async def _begin_chat(self, page: ChatPage, text: str) -> None:
        if page.conversation_id is not None:
            await page.open(None)
        if page.conversation_id is None:
            page.composer.add_below(text)

    def _on_conversation_changed(self, conversation_id: str) -> None:
        self._open_id = conversation_id
        self._unread.discard(conversation_id)
        self._panel.set_current(conversation_id or None)
        self._panel.set_unread(self._unread)
        self._tasks.spawn(self._engine.preferences.update(open_conversation_id=conversation_id))

    def _show_running(self) -> None:
        running = {turn.conversation_id for turn in self._engine.chat.running_turns()}
        self._panel.set_running(running)

    def _on_turn_ended(self, turn: "Turn") -> None:
        self._show_running()
        if turn.conversation_id != self._open_id:
            self._unread.add(turn.conversation_id)
            self._panel.set_unread(self._unread)

    def _on_save_failed(self, error: ErrorRecord) -> None:
        # Seldom met, and never at start.
        from supertoken_desktop.notices import notice_for, running_text

        def text() -> str:
            notice = notice_for(error)
            words = _("The answer stays on the screen and is saved as soon as that is possible.")
            return running_text(notice.title, notice.sentence, words)

        self._window.show_banner(text, name="save")

    def _on_deleted(self, _conversation_id: str, undo: Callable[[], None]) -> None:
        self._offer_undo(_("The conversation was deleted."), undo)

    def _offer_undo(self, words: str, undo: Callable[[], None]) -> None:
        self._window.toasts.show(words, _("Undo"), undo)

    def _on_copied(self, words: str, has_others: bool) -> None:  # noqa: FBT001  # as it is told
        """Say what was copied by key, in the window in front."""
        front = QApplication.activeWindow()
        is_dialog = front is not None and front is not self._window
        toasts = toasts_over(front) if front is not None and is_dialog else self._window.toasts
        if has_others:
            toasts.show(words, _("Choose another"), self._actions.action("copy-code-pick").trigger)
        else:
            toasts.show(words)

    def _on_settings_changed(self, settings: Settings) -> None:
        self._looks.language.apply(settings.language)
        self._looks.theme.apply(settings)
        self._bind_keys(settings)

    def _bind_keys(self, settings: Settings) -> None:
        self._actions.rebind(settings.shortcuts, are_on=settings.use_shortcuts)

    def _on_profiles_changed(self) -> None:
        if self._page is None and self._engine.profiles.profiles:
            self._window.show_chat()

    def _on_placement_changed(self, geometry: str, widths: tuple[int, ...]) -> None:
        self._tasks.spawn(
            self._engine.preferences.update(window_geometry=geometry, splitter=widths)
        )

    async def _try_demo(self) -> None:
        await self._use_provider(await self._start_demo())

    async def _use_provider(self, profile_id: str) -> None:
        await self._engine.preferences.update(default_profile_id=profile_id)
        self._window.show_chat()
        if self._page is not None:
            self._page.composer.focus()

    def _open_first_settings(self) -> None:
        self.open_settings()

    def _open_shortcuts(self) -> None:
        self.open_settings("shortcuts", "search")

    def _search(self) -> None:
        self._window.reveal_list()
        self._panel.focus_search()

    def _open_help(self) -> None:
        is_about_settings = self._settings is not None and self._settings.isActiveWindow()
        if self._help is None:
            self._help = self._make_help()
        if is_about_settings:
            self._help.show_page("settings")
        _bring_up(self._help)

    def _show_about(self) -> None:
        from PySide6.QtWidgets import QMessageBox

        from supertoken_desktop import __version__
        from supertoken_desktop.ui.dialogs import stand_flush

        box = QMessageBox(self._window)
        box.setWindowTitle(_("About SuperToken Desktop"))
        box.setText(_("SuperToken Desktop {version}").format(version=__version__))
        box.setInformativeText(
            _("A native client for AI relays. Free software under the MIT licence.")
        )
        stand_flush(box)
        box.finished.connect(box.deleteLater)
        box.open()


def _bring_up(dialog: "QDialog") -> None:
    """Show a dialog before the window without blocking it."""
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
