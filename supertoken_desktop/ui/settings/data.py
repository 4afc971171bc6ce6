"""Settings page: where everything lies."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.paths import Folders
from supertoken_desktop.state_words import history_line
from supertoken_desktop.ui.settings.fields import Page, Words, side_by_side
from supertoken_desktop.ui.theme import metrics


class DataPage(Page):
    """The folders of history, settings and logs, and where keys are kept."""

    def __init__(
        self, folders: Folders, profiles: Profiles, history: Callable[[], HistoryState]
    ) -> None:
        super().__init__(lambda: _("Data"))
        self._profiles = profiles
        self._add_folder(lambda: _("History"), folders.data, lambda: history_line(history()))
        self._add_folder(
            lambda: _("Settings"), folders.config, lambda: _("Without keys and conversations.")
        )
        self._add_folder(
            lambda: _("Logs"), folders.logs, lambda: _("Without keys and conversations.")
        )
        caption = QLabel()
        self.say(caption.setText, lambda: _("Keys"))
        self.add(caption, gap=metrics.SPACE_4)
        self.add(self.line(self._keys_line))

    def showEvent(self, event: QShowEvent) -> None:
        """Say how things stand now: a history may have begun since."""
        self.retranslate()
        super().showEvent(event)

    def _keys_line(self) -> str:
        if self._profiles.keys_are_lasting:
            return _("Kept in the system's keyring and nowhere else.")
        return _("This system has no keyring: keys are forgotten when the program ends.")

    def _add_folder(self, label: Words, folder: Path, help_text: Words) -> None:
        where = QLineEdit(str(folder))
        where.setReadOnly(True)
        where.setCursorPosition(0)
        button = self.button(
            lambda: _("Open folder"), lambda: _("Open the folder: {name}").format(name=label())
        )
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        self.add(self.caption(label, where), gap=metrics.SPACE_4)
        self.add(side_by_side(where, button))
        self.add(self.line(help_text))
