"""Save what the transcript offers as a file, and tell of a failure."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from supertoken_desktop.i18n import _
from supertoken_desktop.notice import Notice
from supertoken_desktop.ui.file_saving import FileForm, FileNotSaved, save_file
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.transcript.offered_file import OfferedFile


class FileSaver(QObject):
    """Save files that are offered; the next one is suggested for the folder of the last."""

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
        suggested = self._folder / offered.name
        form = FileForm(lambda: offered.data)
        try:
            path = await save_file(self._window, _("Save as"), suggested, form)
        except FileNotSaved as failure:
            self.problem_met.emit(_notice(failure))
            return
        if path is not None:
            self._folder = path.parent


def _notice(failure: FileNotSaved) -> Notice:
    return Notice(
        title=_("Not saved"),
        sentence=failure.sentence,
        remedy=_("Choose another folder, or make room on the disk."),
        acts=(),
    )
