"""The window's half of the composition root: put the parts together, run, shut down in order."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication, QWidget

from supertoken_desktop.app import Program, StartOptions, build_program, read_settings
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.i18n import _
from supertoken_desktop.log import MaskingFormatter, set_up_logging
from supertoken_desktop.opening import HistoryAsker
from supertoken_desktop.paths import Folders, folders, resource
from supertoken_desktop.settings import Settings, SettingsFile
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.page import ChatPage
from supertoken_desktop.ui.chat.zoom import Zoom
from supertoken_desktop.ui.collector import Collector
from supertoken_desktop.ui.conversations.panel import ConversationPanel
from supertoken_desktop.ui.desk import Desk, Engine, Looks
from supertoken_desktop.ui.frame_clock import FrameClock
from supertoken_desktop.ui.instance import SingleInstance
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme

if TYPE_CHECKING:
    from supertoken_desktop.domain.message import Message
    from supertoken_desktop.ui.help.dialog import HelpDialog
    from supertoken_desktop.ui.settings.dialog import SettingsDialog
    from supertoken_desktop.ui.transcript.entry import Footer
    from supertoken_desktop.ui.transcript.view import TranscriptView

PROGRAM_ID = "supertoken-desktop"
POOL_THREADS = 2
# So long after the first letter: those that follow must not wait.
WARM_UP_PAUSE_S = 0.3
IO_THREADS = 4
EXIT_RAISED_OTHER = 0
# What the user changed last may still be on its way to the disk when the window closes.
SAVING_GRACE_S = 1.0
EXIT_OTHER_IS_SILENT = 1
_log = logging.getLogger(__name__)

OnReady = Callable[["WindowSession"], None]


def run_window(start: StartOptions, on_ready: OnReady | None = None) -> int:
    """Show the window until the user quits; return the exit status.

    `on_ready` is called once, when the window can be used. A second start for the same folder
    raises the window of the first and ends at once.
    """
    places = folders(start.home)
    mask = set_up_logging(places.logs)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else Application([PROGRAM_ID])
    app.setApplicationName(PROGRAM_ID)
    app.setDesktopFileName(PROGRAM_ID)
    # The program ends by our own word alone: a window that closes must not stop the loop.
    app.setQuitOnLastWindowClosed(False)
    instance = SingleInstance(places.lock_file, places.socket)
    if not instance.claim(sys.argv[1:]):
        if instance.was_handed_over:
            return EXIT_RAISED_OTHER
        sys.stderr.write(
            _("The program is already running with this folder and does not answer.") + "\n"
        )
        return EXIT_OTHER_IS_SILENT
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    # qasync's own would start ten threads at once.
    loop.set_default_executor(ThreadPoolExecutor(IO_THREADS, thread_name_prefix="io"))
    try:
        with loop:
            session = WindowSession(app, places, start, instance, mask)
            _obey_signals(loop, session.quit)
            loop.run_until_complete(session.run(on_ready))
    finally:
        instance.release()
    return 0


def _obey_signals(loop: asyncio.AbstractEventLoop, quit_program: Callable[[], None]) -> None:
    """Let Ctrl+C, and a system that ends its programs in order, find everything saved."""
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, quit_program)


class Application(QApplication):
    """The application, which tells of Qt's own Quit (session end, dock menu) and does not obey it.

    The program ends in order, with everything saved. An event filter would do as well, but every
    event of every widget would then go through Python.
    """

    quit_requested = Signal()

    def event(self, event: QEvent) -> bool:
        """Turn Quit into a signal."""
        if event.type() == QEvent.Type.Quit:
            self.quit_requested.emit()
            return True
        return super().event(event)


class WindowSession:
    """One run of the window, from the settings to the last save."""

    def __init__(
        self,
        app: QApplication,
        places: Folders,
        start: StartOptions,
        instance: SingleInstance,
        mask: MaskingFormatter | None = None,
    ) -> None:
        self._app = app
        self._places = places
        self._start = start
        self._instance = instance
        self._mask = mask
        self._ended = asyncio.Event()
        self._desk: Desk | None = None
        self._settings: Settings = read_settings(SettingsFile(places.settings_file))
        self.theme = Theme()
        self._language = Language(app)
        self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="work")
        self.tasks = Tasks(self._on_unforeseen)
        self._collector = Collector(self._is_streaming, app)
        self.program: Program
        self.window: MainWindow
        self.page: ChatPage | None = None
        self._is_warm = False

    def quit(self) -> None:
        """End the program, after everything is saved."""
        self._ended.set()

    def open_settings(self, page: str) -> None:
        """Show the settings at one of their pages."""
        if self._desk is not None:
            self._desk.open_settings(page)

    async def run(self, on_ready: OnReady | None) -> None:
        """Open everything, stay until the end, and close everything in order."""
        self._catch_unforeseen()
        self._collector.begin()
        if isinstance(self._app, Application):
            self._app.quit_requested.connect(self.quit)
        self._language.apply(self._settings.language)
        self.theme.apply(self._settings)
        self.program = await build_program(self._start, self._settings, self._asker(), self._mask)
        await self._ready_demo()
        self.window, desk = self._make_window()
        self._desk = desk
        desk.begin()
        desk.tell_history(self.program.history_state)
        self.window.show()
        self._collector.settle()
        if on_ready is not None:
            on_ready(self)
        try:
            await self._ended.wait()
        finally:
            await self._close(desk)
            self._collector.close()

    def _is_streaming(self) -> bool:
        return self._desk is not None and bool(self.program.chat.running_turns())

    def _asker(self) -> HistoryAsker | None:
        """Return who asks for the passphrase, where one protects the history."""
        if not self._places.salt_file.is_file():
            return None
        from supertoken_desktop.ui.welcome.history_choice import HistoryQuestions

        return HistoryQuestions()

    async def _ready_demo(self) -> None:
        from supertoken_desktop.app import DEMO_PROFILE_ID

        is_usual = self._settings.default_profile_id == DEMO_PROFILE_ID
        if not (self._start.demo or is_usual):
            return
        profile = await self.program.start_demo()
        await self.program.preferences.update(default_profile_id=profile.id)

    def _make_window(self) -> tuple[MainWindow, Desk]:
        program = self.program
        actions = Actions()
        panel = ConversationPanel(program.library, actions, self.tasks, self.theme)
        panel.approached.connect(self._on_list_approached)
        window = MainWindow(actions, self.theme, lambda: panel, self._make_page, self._make_welcome)
        self._actions = actions
        settings = program.preferences.current
        window.restore_placement(settings.window_geometry, settings.splitter)
        engine = Engine(program.chat, program.library, program.profiles, program.preferences)
        desk = Desk(
            window,
            panel,
            engine,
            Looks(self.theme, self._language),
            actions,
            self.tasks,
            self._make_settings,
            self._make_help,
            self._start_demo,
        )
        self._desk = desk
        window.closed.connect(self.quit)
        desk.quit_requested.connect(self.quit)
        desk.history_wanted.connect(lambda: self.tasks.spawn(self._choose_history()))
        desk.new_history_wanted.connect(lambda: self.tasks.spawn(self._begin_anew()))
        self._instance.arguments_received.connect(lambda _arguments: window.raise_to_front())
        return window, desk

    def _make_page(self) -> ChatPage:
        program = self.program
        self.page = ChatPage(
            program.chat,
            program.library,
            program.profiles,
            program.catalogue,
            program.preferences,
            self.theme,
            self.tasks,
            self._actions,
            FrameClock(),
            self._make_transcript,
        )
        Zoom(self._actions, program.preferences, self.tasks, self.page)
        self.page.composer.text_changed.connect(self._on_first_typed)
        self.page.raw_requested.connect(self._show_exchange)
        assert self._desk is not None
        return self._desk.adopt_chat(self.page)

    async def warm_up(self) -> None:
        """Load what shows messages and asks for them; done at the first sign that it is wanted."""
        await asyncio.to_thread(_load_answering)
        if self.page is not None:
            self.page.get_ready()

    def _on_first_typed(self) -> None:
        self._warm_up_after(WARM_UP_PAUSE_S)

    def _on_list_approached(self) -> None:
        self._warm_up_after(0)

    def _warm_up_after(self, pause_s: float) -> None:
        if self._is_warm:
            return
        self._is_warm = True

        async def work() -> None:
            await self.program.clock.wait(pause_s)
            await self.warm_up()

        self.tasks.spawn(work())

    def _make_transcript(self, make_footer: "Callable[[QWidget], Footer]") -> "TranscriptView":
        from supertoken_desktop.ui.remote_pictures import RemotePictures
        from supertoken_desktop.ui.transcript.view import TranscriptView

        program = self.program
        remote = RemotePictures(program.picture_loader(), program.preferences, self.tasks)
        view = TranscriptView(self.theme, make_footer, self._pool, remote_pictures=remote)
        remote.setParent(view)
        return view

    def _show_exchange(self, answer: "Message") -> None:
        from supertoken_desktop.ui.chat.facts import details_text
        from supertoken_desktop.ui.inspector.dialog import ExchangeDialog

        exchanges = self.program.exchanges.of(answer.id)
        stored = details_text(answer)
        dialog = ExchangeDialog(exchanges, stored, self.theme, self.tasks, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _make_welcome(self) -> QWidget:
        from supertoken_desktop.ui.welcome.page import WelcomePage

        assert self._desk is not None
        return self._desk.adopt_welcome(WelcomePage(self.program.profiles, self.tasks, self.theme))

    def _make_settings(self) -> "SettingsDialog":
        from supertoken_desktop.ui.settings.dialog import SettingsDialog

        program = self.program
        return SettingsDialog(
            program.preferences,
            program.profiles,
            program.catalogue,
            program.folders,
            lambda: program.history_state,
            self.tasks,
            self.window,
        )

    def _make_help(self) -> "HelpDialog":
        from supertoken_desktop.ui.help.dialog import HelpDialog

        return HelpDialog(resource("docs"), self.theme, self.window)

    async def _start_demo(self) -> str:
        return (await self.program.start_demo()).id

    async def _choose_history(self) -> None:
        from supertoken_desktop.ui.welcome.history_choice import HistoryQuestions

        passphrase = await HistoryQuestions(self.window).choose()
        if passphrase is None:
            await self.program.preferences.update(history="none")
            state = HistoryState.NOT_WANTED
        else:
            await self.program.keep_history(passphrase)
            state = HistoryState.KEPT
        if self._desk is not None:
            self._desk.tell_history(state)

    async def _begin_anew(self) -> None:
        from supertoken_desktop.ui.dialogs import ask_yes_no

        sure = await ask_yes_no(
            self.window,
            _("Start a new history"),
            _(
                "The old file is kept under another name and nothing in it is changed. "
                "What you see now becomes the beginning of the new history."
            ),
            _("Start a new history"),
        )
        if sure and self._desk is not None:
            self._desk.tell_history(await self.program.begin_history_anew())

    async def _close(self, desk: Desk) -> None:
        self.window.hide()
        await desk.close()
        await self.tasks.close(SAVING_GRACE_S)
        await self.program.close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.window.deleteLater()

    def _catch_unforeseen(self) -> None:
        """Border 1 of 3: what no task and no turn caught is logged and told, and hides nothing."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_loop_error)
        sys.excepthook = self._on_hook

    def _on_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            _log.error("unhandled in the event loop", exc_info=error)
            self._on_unforeseen(error)
        else:
            _log.error("unhandled in the event loop: %s", context.get("message"))

    def _on_hook(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        _log.critical("unhandled", exc_info=(kind, error, traceback))
        self._on_unforeseen(error)

    def _on_unforeseen(self, error: BaseException) -> None:
        if self._desk is not None:
            self._desk.tell_problem(error)


def _load_answering() -> None:
    from supertoken_desktop.app import load_client
    from supertoken_desktop.ui.chat import reading  # noqa: F401  # that it is loaded is enough

    load_client()
