"""What the user sees where the program could not start."""

import asyncio

import qasync
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

from supertoken_desktop import __version__
from supertoken_desktop.crash_report import Troubles, error_text, report
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.crash_dialog import CrashDialog
from supertoken_desktop.ui.crash_words import words_of_failed_start
from supertoken_desktop.ui.dialogs import show_dialog
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme


def show_failure(error: BaseException) -> bool:
    """Show what happened until the dialog is closed; tell whether safe mode is wanted."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["supertoken-desktop"])
    app.setQuitOnLastWindowClosed(False)
    for window in app.topLevelWidgets():
        window.hide()
    Language(app).apply("system")
    theme = Theme()
    theme.apply(Settings())
    troubles = Troubles()
    troubles.add(error_text(error))
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        text = report(troubles, __version__, qVersion())
        return bool(loop.run_until_complete(_wants_safe_mode(text, theme)))


async def _wants_safe_mode(text: str, theme: Theme) -> bool:
    tasks = Tasks(lambda _error: None)
    dialog = CrashDialog(words_of_failed_start(), text, theme, tasks)
    try:
        return await show_dialog(dialog) == CrashDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()
        await tasks.close()
