"""Safe mode: offered after a crash, told while it lasts, and left by starting anew."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import qVersion

from supertoken_desktop import __version__
from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.crash_report import Troubles, report
from supertoken_desktop.i18n import _
from supertoken_desktop.run_marker import LastEnd, LastRun
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme

SAFE_MODE = "--safe-mode"
_BANNER = "safe-mode"


class Restart(Protocol):
    """End the program and start it anew."""

    def __call__(self, *, safe_mode: bool) -> None:
        """Start in safe mode or as usual."""
        ...


async def is_safe_mode_wanted(last: LastRun, theme: Theme, tasks: Tasks) -> bool:
    """Ask at a start after a crash whether to start in safe mode; Enter and Esc start as usual."""
    from supertoken_desktop.ui.crash_dialog import CrashDialog
    from supertoken_desktop.ui.crash_words import report_after_crash, words_after_crash
    from supertoken_desktop.ui.dialogs import show_dialog

    troubles = Troubles()
    troubles.add(report_after_crash(last.end, last.text).strip())
    text = report(troubles, __version__, qVersion())
    dialog = CrashDialog(words_after_crash(), text, theme, tasks, shows_report=False)
    try:
        return await show_dialog(dialog) == CrashDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()


class ModeNotice:
    """Say above the chat that this is safe mode, or that the last run was ended from outside."""

    def __init__(self, window: MainWindow, restart: Restart) -> None:
        self._window = window
        self._restart = restart

    def tell(self, last: LastRun, *, is_safe: bool) -> None:
        """Show what there is to say, if anything."""
        if is_safe:
            self._window.show_banner(
                lambda: _(
                    "Safe mode: default settings, and nothing restored. Changes of settings are "
                    "forgotten when the program ends."
                ),
                lambda: _("Restart as usual"),
                lambda: self._restart(safe_mode=False),
                name=_BANNER,
                is_calm=True,
            )
        elif last.end is LastEnd.KILLED:
            self._window.show_banner(
                lambda: _("The program did not end properly last time. What was saved is kept."),
                lambda: _("Restart in safe mode"),
                lambda: self._restart(safe_mode=True),
                name=_BANNER,
                is_calm=True,
            )


def arguments_for(start: StartOptions) -> list[str]:
    """Return the arguments of a start with these options."""
    home = ["--home", str(Path(start.home).absolute())] if start.home is not None else []
    demo = ["--demo"] if start.demo else []
    safe = [SAFE_MODE] if start.safe_mode else []
    return [*home, *demo, *safe]


def begin_again(arguments: Sequence[str]) -> None:
    """Start this program once more, apart from this process."""
    import subprocess

    from supertoken_desktop.autostart import program_command

    # Not by "python -m", which would look for the program in the folder that it is started from.
    subprocess.Popen(  # noqa: S603  # ourselves, with arguments of our own
        [*program_command(), *arguments],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        close_fds=True,
    )
