"""Border 1 of 3: errors that nothing caught are logged, counted and told, and hide nothing."""

import asyncio
import logging
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, qVersion
from PySide6.QtWidgets import QWidget

from supertoken_desktop import __version__
from supertoken_desktop.crash_report import Troubles, error_text, part_of, report
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme

if TYPE_CHECKING:
    from supertoken_desktop.ui.crash_dialog import CrashDialog

# An error that comes again is told again, but not so often that nothing else can be done.
_QUIET_S = 10.0
_REFRESH_MS = 200
_log = logging.getLogger(__name__)

TellAgain = Callable[[Callable[[], None]], None]


class Crashes(QObject):
    """Hear of what nothing caught, in any thread, and tell it in a dialog, one at a time.

    The first of its kind opens the dialog. While it is open, more of them only change its report.
    When it was closed, one that is known already is told by `tell_again`, whose argument opens the
    dialog, and not more often than every ten seconds.
    """

    # From any thread to that of the window; the errors themselves, with all they hold, stay behind.
    _came = Signal(str)

    def __init__(self, theme: Theme, tell_again: TellAgain, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tell_again = tell_again
        self._troubles = Troubles()
        self._dialog: CrashDialog | None = None
        self._window: QWidget | None = None
        self._told_at_s = -_QUIET_S
        self._tasks = Tasks(self.note)
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self._show_report)
        self._before = (sys.excepthook, sys.unraisablehook, threading.excepthook)
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)

    def catch_all(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hear from now on of errors in slots, callbacks, threads and destructors."""
        loop.set_exception_handler(self._on_loop_error)
        sys.excepthook = self._on_hook
        sys.unraisablehook = self._on_unraisable
        threading.excepthook = self._on_thread

    def show_over(self, window: QWidget | None) -> None:
        """Show dialogs over a window, or over none."""
        self._window = window

    def note(self, error: BaseException) -> None:
        """Count an error that was logged already, and tell it; from any thread."""
        self._came.emit(error_text(error))

    async def close(self) -> None:
        """Put the hooks back and the dialog away."""
        sys.excepthook, sys.unraisablehook, threading.excepthook = self._before
        self._came.disconnect()
        self._refresh.stop()
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None
        await self._tasks.close()

    def _on_hook(
        self, kind: type[BaseException], error: BaseException, found: TracebackType | None
    ) -> None:
        _log.critical("unhandled", exc_info=(kind, error, found))
        self._came.emit(error_text(error, found))

    def _on_thread(self, args: "threading.ExceptHookArgs") -> None:
        # A thread that ends by its own word is no error; Python tells of it all the same.
        if args.exc_value is None or isinstance(args.exc_value, SystemExit):
            return
        self._on_hook(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            self._on_hook(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            _log.error("unhandled in the event loop", exc_info=error)
            self._came.emit(error_text(error))
        else:
            _log.error("unhandled in the event loop: %s", context.get("message"))

    def _on_came(self, text: str) -> None:
        is_new = self._troubles.add(text)
        if self._dialog is not None and self._dialog.isVisible():
            # Not for each: they may come faster than a text can be shown.
            if not self._refresh.isActive():
                self._refresh.start()
        elif is_new:
            self._open(part_of(text))
        elif time.monotonic() - self._told_at_s >= _QUIET_S:
            self._told_at_s = time.monotonic()
            self._tell_again(lambda: self._open(part_of(text)))

    def _show_report(self) -> None:
        if self._dialog is not None:
            self._dialog.show_report(self._report())

    def _report(self) -> str:
        return report(self._troubles, __version__, qVersion())

    def _open(self, part: str) -> None:
        from supertoken_desktop.ui.crash_dialog import CrashDialog
        from supertoken_desktop.ui.crash_words import words_while_running

        if self._dialog is not None:
            self._dialog.deleteLater()
        words = words_while_running(part)
        over = self._window if self._window is not None and self._window.isVisible() else None
        self._dialog = CrashDialog(words, self._report(), self._theme, self._tasks, over)
        # A question that is open blocks the windows around it; it must not block this one.
        self._dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._dialog.finished.connect(lambda _result: self._note_time())
        self._dialog.show()

    def _note_time(self) -> None:
        self._told_at_s = time.monotonic()
