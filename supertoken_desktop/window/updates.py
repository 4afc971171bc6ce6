"""Tell above the chat that there is a newer version, and show what is new in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supertoken_desktop.domain.clock import Clock
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from supertoken_desktop.domain.release import Release
    from supertoken_desktop.engine.updates import Updates

FIRST_LOOK_S = 20.0
_BANNER = "update"


class UpdateNotice(QObject):
    """Look by and by, show a line where there is something newer, and the dialog about it."""

    def __init__(
        self, updates: "Callable[[], Updates]", window: MainWindow, tasks: Tasks, clock: Clock
    ) -> None:
        super().__init__(window)
        self._updates = updates
        self._window = window
        self._tasks = tasks
        self._clock = clock
        self._told: Release | None = None

    def begin(self) -> None:
        """Look by and by from now on."""
        self._tasks.watch(self._watch())

    def show_notes(self) -> None:
        """Show what is new in the version that was found; without one there is nothing to show."""
        from supertoken_desktop.ui.updates.dialog import UpdateDialog

        release = self._updates().state.newer
        if release is None:
            return
        dialog = UpdateDialog(release, self._window)
        dialog.skipped.connect(lambda: self._tasks.spawn(self._updates().skip(release)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _watch(self) -> None:
        # The start has better things to do, and loads nothing for this.
        await self._clock.wait(FIRST_LOOK_S)
        updates = self._updates()
        hear(self, updates.changed, lambda _state: self._show())
        self._show()
        await updates.watch()

    def _show(self) -> None:
        release = self._updates().to_be_told
        if release is None:
            self._told = None
            self._window.hide_banner(_BANNER)
            return
        # A line that was closed stays closed until there is another version.
        if release == self._told:
            return
        self._told = release
        version = release.version.text
        self._window.show_banner(
            lambda: _("Version {version} is there.").format(version=version),
            lambda: _("What is new…"),
            self.show_notes,
            name=_BANNER,
            is_calm=True,
        )
