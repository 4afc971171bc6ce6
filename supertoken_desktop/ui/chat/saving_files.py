"""Save what the transcript offers as a file: ask where, write in a thread, tell of a failure."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.notice import Notice
from supertoken_desktop.ui.dialogs import choose_new_file
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.transcript.offered_file import OfferedFile


class FileSaver(QObject):
    """Save files that are offered; the next one is suggested for the folder of the last."""

    saved = Signal(str)  # the path
    problem_met = Signal(object)  # a Notice

    def __init__(self, tasks: Tasks, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._window = window
        self._folder = Path.home()

    def save(self, offered: OfferedFile) -> None:
        """Ask where a file should be, and write exactly what it holds."""
        self._tasks.spawn(self._save(offered))

    async def _save(self, offered: OfferedFile) -> None:
        path = await choose_new_file(
            self._window, _("Save as"), suggested=self._folder / offered.name
        )
        if path is None:
            return
        self._folder = path.parent
        try:
            await asyncio.to_thread(path.write_bytes, offered.data)
        except OSError as error:
            self.problem_met.emit(_not_saved(path, error))
            return
        self.saved.emit(str(path))


def _not_saved(path: Path, error: OSError) -> Notice:
    sentence = _("{name} could not be written: {reason}.")
    return Notice(
        title=_("Not saved"),
        sentence=sentence.format(name=path.name, reason=error.strerror or type(error).__name__),
        remedy=_("Choose another folder, or make room on the disk."),
        acts=(),
    )
