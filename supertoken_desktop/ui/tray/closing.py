"""What closing the window does: it ends the program, or leaves it in the tray."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton, QWidget

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.dialogs import show_dialog
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks

TRAY = "tray"
QUIT = "quit"


class Closing(QObject):
    """Do what the user once chose; without a tray the program always ends with its window.

    Whether there is a tray is asked when the window closes: panels come and go.
    """

    quit_chosen = Signal()

    def __init__(
        self,
        window: MainWindow,
        preferences: Preferences,
        tasks: Tasks,
        has_tray: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._tasks = tasks
        self._has_tray = has_tray
        self._is_asking = False

    def decide(self) -> None:
        """Act on a window that the user has closed and that is still there."""
        choice = self._preferences.current.closing
        if choice == QUIT or not self._has_tray():
            self.quit_chosen.emit()
        elif choice == TRAY:
            self._put_away()
        elif not self._is_asking:
            self._tasks.spawn(self._ask())

    async def _ask(self) -> None:
        self._is_asking = True
        if self._window.isMinimized():
            # The question would stay out of sight with it.
            self._window.raise_to_front()
        try:
            choice = await ask_closing(self._window)
        finally:
            self._is_asking = False
        if choice is None:
            return
        if choice == QUIT:
            self.quit_chosen.emit()
        elif self._has_tray():
            self._put_away()
        await self._preferences.update(closing=choice)

    def _put_away(self) -> None:
        """Hide the window, and with it the dialogs that would be left alone on the screen."""
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.close()
        self._window.hide()


async def ask_closing(parent: QWidget) -> str | None:
    """Ask what closing means from now on; None where the window is to stay."""
    box = QMessageBox(
        QMessageBox.Icon.NoIcon,
        _("Close the window"),
        _("Keep SuperToken Desktop running in the tray?"),
        parent=parent,
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(
        _(
            "Answers that are being written go on, and the icon in the tray brings the window "
            "back. Your choice is remembered; the settings can change it."
        )
    )
    keep = QPushButton(_("Keep running in the tray"))
    # As the default alone it would have the bold words, but not the room for them.
    keep.setProperty("role", "primary")
    box.addButton(keep, QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(_("Quit"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(stay)
    box.setDefaultButton(keep)
    try:
        await show_dialog(box)
        clicked = box.clickedButton()
        return TRAY if clicked is keep else QUIT if clicked is leave else None
    finally:
        box.deleteLater()
