"""Run the window: the application, the one instance a folder, the loop, and how it all ends."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import qasync
from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from supertoken_desktop import __version__
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.handover import SILENT
from supertoken_desktop.log import set_up_logging
from supertoken_desktop.paths import folders
from supertoken_desktop.run_marker import RunMarker
from supertoken_desktop.ui.instance import SingleInstance
from supertoken_desktop.ui.theme.icons import app_icon
from supertoken_desktop.window.bus_service import join_bus
from supertoken_desktop.window.safe_mode import arguments_for, begin_again
from supertoken_desktop.window.session import OnReady, WindowSession

PROGRAM_ID = "supertoken-desktop"
IO_THREADS = 4
EXIT_RAISED_OTHER = 0
EXIT_OTHER_IS_SILENT = 1


def run_window(start: StartOptions, on_ready: OnReady | None = None) -> int:
    """Show the window until the user quits; return the exit status.

    `on_ready` is called once, when the window can be used. A second start for the same folder
    raises the window of the first and ends at once.

    Raises: whatever keeps the program from starting.
    """
    # First, so that there is something to say it on when a folder cannot be written.
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else Application([PROGRAM_ID])
    places = folders(start.home)
    mask = set_up_logging(places.logs)
    app.setApplicationName(PROGRAM_ID)
    app.setWindowIcon(app_icon())
    # A Flatpak gives the menu entry another name, by which its windows are known.
    app.setDesktopFileName(os.environ.get("FLATPAK_ID") or PROGRAM_ID)
    # The program ends by our own word alone: a window that closes must not stop the loop.
    app.setQuitOnLastWindowClosed(False)
    instance = SingleInstance(places.lock_file, places.socket, app)
    if not instance.claim(start.wanted):
        if instance.was_handed_over:
            return EXIT_RAISED_OTHER
        sys.stderr.write(SILENT + "\n")
        return EXIT_OTHER_IS_SILENT
    marker = RunMarker(places.run_marker, places.native_trace, __version__)
    last = marker.begin()
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    # qasync's own would start ten threads at once.
    loop.set_default_executor(ThreadPoolExecutor(IO_THREADS, thread_name_prefix="io"))
    try:
        with loop:
            session = WindowSession(app, places, start, instance, mask, last)
            _obey_signals(loop, session.quit)
            if isinstance(app, Application):
                app.quit_requested.connect(session.quit)
                app.link_opened.connect(session.requests.take_link)
            loop.run_until_complete(session.run(_when_ready(marker, on_ready)))
    finally:
        marker.end()
        instance.release()
    if session.next_start is not None:
        begin_again(arguments_for(session.next_start))
    return 0


def _when_ready(marker: RunMarker, on_ready: OnReady | None) -> OnReady:
    """Note that the window can be used, and have the program on the session bus from then on."""

    def ready(session: WindowSession) -> None:
        session.tasks.spawn(asyncio.to_thread(marker.mark_ready))
        session.tasks.spawn(join_bus(session.requests))
        if on_ready is not None:
            on_ready(session)

    return ready


def _obey_signals(loop: asyncio.AbstractEventLoop, quit_program: Callable[[], None]) -> None:
    """Let Ctrl+C, and a system that ends its programs in order, find everything saved."""
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, quit_program)


class Application(QApplication):
    """The application, which tells of Qt's own Quit (session end, dock menu) and does not obey it.

    On macOS links come as events, also the one that the program is started with.

    The program ends in order, with everything saved. An event filter would do as well, but every
    event of every widget would then go through Python.
    """

    quit_requested = Signal()
    link_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Turn Quit, and links that the system opens, into signals."""
        if isinstance(event, QFileOpenEvent):
            self.link_opened.emit(event.url().toString(QUrl.ComponentFormattingOption.FullyEncoded))
            return True
        if event.type() == QEvent.Type.Quit:
            self.quit_requested.emit()
            return True
        return super().event(event)
