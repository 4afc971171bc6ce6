"""One run of the window: start-up in order, what the parts tell each other, and the last save."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from supertoken_desktop.app import Program, build_program, read_settings
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.log import MaskingFormatter
from supertoken_desktop.opening import HistoryAsker
from supertoken_desktop.paths import Folders
from supertoken_desktop.run_marker import LastEnd, LastRun
from supertoken_desktop.settings import Settings, SettingsFile, safe_settings
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.chat.page import ChatPage
from supertoken_desktop.ui.chat.zoom import Zoom
from supertoken_desktop.ui.clipboard import ClipboardClearing
from supertoken_desktop.ui.collector import Collector
from supertoken_desktop.ui.conversations.panel import ConversationPanel
from supertoken_desktop.ui.desk import Desk, Engine, Looks
from supertoken_desktop.ui.instance import SingleInstance
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.window.asking import Asking, PassphraseQuestion
from supertoken_desktop.window.crashes import Crashes
from supertoken_desktop.window.history import HistoryKeeping
from supertoken_desktop.window.motion import SystemMotion
from supertoken_desktop.window.parts import WindowParts
from supertoken_desktop.window.pause import Pausing
from supertoken_desktop.window.quick import Quick
from supertoken_desktop.window.requests import Requests, reception_over
from supertoken_desktop.window.safe_mode import ModeNotice, is_safe_mode_wanted
from supertoken_desktop.window.updates import UpdateNotice

if TYPE_CHECKING:
    from supertoken_desktop.domain.message import Message
    from supertoken_desktop.ui.summons.reception import Reception
    from supertoken_desktop.window.tray import TrayKeeping

POOL_THREADS = 2
# So long after the first letter: those that follow must not wait.
WARM_UP_PAUSE_S = 0.3
# What the desktop is told and asked must not make the window later.
LATER_MS = 300
# What the user changed last may still be on its way to the disk when the window closes.
SAVING_GRACE_S = 1.0

OnReady = Callable[["WindowSession"], None]


class WindowSession:
    """One run of the window, from the settings to the last save."""

    def __init__(
        self,
        app: QApplication,
        places: Folders,
        start: StartOptions,
        instance: SingleInstance,
        mask: MaskingFormatter | None = None,
        last: LastRun | None = None,
    ) -> None:
        self._app = app
        self._places = places
        self._start = start
        self._mask = mask
        self._last = last or LastRun()
        self.next_start: StartOptions | None = None
        self._instance = instance
        self.requests = Requests(start.wanted)
        instance.arguments_received.connect(self.requests.take_arguments)
        self._ended = asyncio.Event()
        self._desk: Desk | None = None
        self._settings: Settings = read_settings(SettingsFile(places.settings_file))
        self._motion = SystemMotion()
        self.theme = Theme(system_wants_rest=self._motion.wants_rest)
        self._language = Language(app)
        self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="work")
        self._crashes = Crashes(self.theme, self._tell_again, app)
        self.tasks = Tasks(self._crashes.note)
        self._asking = Asking(self.tasks)
        self._collector = Collector(self._is_streaming, app)
        self.program: Program
        self.window: MainWindow
        self.quick: Quick
        self.page: ChatPage | None = None
        self._tray: TrayKeeping | None = None
        self._is_warm = False

    def quit(self) -> None:
        """End the program, after everything is saved; a later start waits for that and begins."""
        self._ended.set()
        self._instance.stop_listening()
        self._asking.end()

    def restart(self, *, safe_mode: bool) -> None:
        """End the program, after everything is saved, and start it anew."""
        self.next_start = replace(self._start, safe_mode=safe_mode)
        self.quit()

    def open_settings(self, page: str) -> None:
        """Show the settings at one of their pages."""
        if self._desk is not None:
            self._desk.open_settings(page)

    async def run(self, on_ready: OnReady | None) -> None:
        """Open everything, stay until the end, and close everything in order."""
        self._crashes.catch_all(asyncio.get_running_loop())
        try:
            await self._run(on_ready)
        finally:
            await self._crashes.close()

    async def _run(self, on_ready: OnReady | None) -> None:
        self._collector.begin()
        self._language.apply(self._settings.language)
        await self._choose_mode()
        self.theme.apply(self._settings)
        self.program = await build_program(self._start, self._settings, self._asker(), self._mask)
        if self._ended.is_set():
            await self._close_unseen()
            return
        await self._ready_demo()
        self.window, desk = self._make_window()
        self._desk = desk
        desk.begin()
        HistoryKeeping(self.program, self.window, self.tasks).begin()
        Pausing(self.program.pause, self.window, self._actions)
        ModeNotice(self.window, self.restart).tell(self._last, is_safe=self._start.safe_mode)
        self._crashes.show_over(self.window)
        self._show_window()
        self._collector.settle()
        self.requests.begin(self._make_reception)
        if on_ready is not None:
            on_ready(self)
        try:
            await self._ended.wait()
        finally:
            await self._close(desk)
            self._collector.close()

    def _show_window(self) -> None:
        """Show the window, or with --hidden leave it to the tray; safe mode does without one."""
        if self._start.hidden and not self._start.safe_mode:
            self._keep_tray()
        else:
            self.window.show()
        QTimer.singleShot(LATER_MS, self.window, self._on_shown)

    def _on_shown(self) -> None:
        if self._ended.is_set():
            return
        if not self._start.safe_mode:
            self._keep_tray()
        self.tasks.spawn(self._motion.follow_desktop(self.theme, self.tasks))

    def _on_window_closed(self) -> None:
        if self._start.safe_mode:
            self.quit()
        else:
            self._keep_tray().decide_closing()

    def _keep_tray(self) -> "TrayKeeping":
        if self._tray is None:
            from supertoken_desktop.window.tray import TrayKeeping

            assert self._desk is not None
            self._tray = TrayKeeping(
                self.program, self.window, self._desk, self._actions, self.tasks
            )
            self._tray.quit_chosen.connect(self.quit)
            self._tray.begin(is_hidden=self._start.hidden)
        return self._tray

    async def _choose_mode(self) -> None:
        """Take default settings where safe mode is asked for, or chosen after a crash."""
        is_safe = self._start.safe_mode
        if not is_safe and self._last.end is LastEnd.CRASHED:
            self.theme.apply(safe_settings(self._settings))
            wanted = is_safe_mode_wanted(self._last, self.theme, self.tasks)
            is_safe = await self._asking.answer_to(wanted) is True
        if is_safe:
            self._start = replace(self._start, safe_mode=True)
            self._settings = safe_settings(self._settings)

    def _is_streaming(self) -> bool:
        return self._desk is not None and (
            bool(self.program.chat.running_turns()) or self.quick.is_answering
        )

    def _asker(self) -> HistoryAsker | None:
        """Return who asks for the passphrase, where one protects the history."""
        if not self._places.salt_file.is_file():
            return None
        return PassphraseQuestion(self._asking)

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
        self._parts = WindowParts(
            program, actions, self.theme, self.tasks, self._pool, self._start.home
        )
        panel = ConversationPanel(program.library, actions, self.tasks, self.theme)
        panel.approached.connect(self._on_list_approached)
        window = MainWindow(actions, self.theme, lambda: panel, self._make_page, self._make_welcome)
        self._actions = actions
        settings = program.preferences.current
        window.restore_placement(settings.window_geometry, settings.splitter)
        engine = Engine(program.chat, program.library, program.profiles, program.preferences)
        notice = UpdateNotice(lambda: self._parts.updates, window, self.tasks, program.clock)
        notice.begin()
        desk = Desk(
            window,
            panel,
            engine,
            Looks(self.theme, self._language),
            actions,
            self.tasks,
            lambda: self._parts.settings_dialog(window, self.quick.hotkey_field, notice.show_notes),
            lambda: self._parts.help_dialog(window),
            self._start_demo,
        )
        self._desk = desk
        actions.action("check-updates").triggered.connect(self._look_for_updates)
        self._clearing = ClipboardClearing(program.preferences, window)
        window.closed.connect(self._on_window_closed)
        desk.quit_requested.connect(self.quit)
        self.quick = Quick(program, self._parts, window, desk, self.theme, self.tasks, actions)
        return window, desk

    def _make_reception(self) -> "Reception":
        assert self._desk is not None
        return reception_over(
            self.program,
            self.window,
            self._desk,
            self.tasks,
            show_quick=self.quick.present,
            toggle_quick=self.quick.toggle,
        )

    def _make_page(self) -> ChatPage:
        self.page = self._parts.chat_page()
        Zoom(self._actions, self.program.preferences, self.tasks, self.page)
        self.page.composer.text_changed.connect(self._on_first_typed)
        self.page.raw_requested.connect(self._show_exchange)
        assert self._desk is not None
        return self._desk.adopt_chat(self.page)

    def _make_welcome(self) -> QWidget:
        assert self._desk is not None
        return self._desk.adopt_welcome(self._parts.welcome_page())

    def _show_exchange(self, answer: "Message") -> None:
        dialog = self._parts.exchange_dialog(answer, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

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

    async def _start_demo(self) -> str:
        return (await self.program.start_demo()).id

    async def _close_unseen(self) -> None:
        """Close what was opened for a window that does not come any more."""
        await self.tasks.close()
        await self.program.close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._collector.close()

    async def _close(self, desk: Desk) -> None:
        self.requests.end()
        self.quick.end()
        self.window.hide()
        if self._tray is not None:
            await self._tray.close()
        await self.quick.close()
        await self._motion.close()
        self._clearing.close()
        await desk.close()
        await self.tasks.close(SAVING_GRACE_S)
        await self.program.close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.window.deleteLater()

    def _look_for_updates(self) -> None:
        """Look now and show where the answer appears."""
        self.open_settings("updates")
        self.tasks.spawn(self._parts.updates.look())

    def _tell_again(self, show: Callable[[], None]) -> None:
        """Say that an error came again that was shown already."""
        if self._desk is not None:
            self._desk.tell_problem(show)


def _load_answering() -> None:
    from supertoken_desktop.app import load_client
    from supertoken_desktop.ui.chat import reading  # noqa: F401  # that it is loaded is enough

    load_client()
