"""Settings page: what closing the window does, notifications, the start at login."""

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox

from supertoken_desktop.autostart import Autostart
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.settings.fields import ChoiceBox, Rows, text_line
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.settings.saving import Saving
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics

_log = logging.getLogger(__name__)


class DesktopPage(PreferencePage):
    """How the program behaves beside others."""

    def __init__(
        self,
        preferences: Preferences,
        tasks: Tasks,
        autostart: Autostart,
        has_tray: Callable[[], bool],
    ) -> None:
        super().__init__(lambda: _("Tray and notifications"), preferences, tasks)
        self._has_tray = has_tray
        self.tie_choice(
            "closing",
            lambda: _("When the window is closed"),
            ChoiceBox(
                [
                    ("ask", lambda: _("Ask the next time")),
                    ("tray", lambda: _("Keep running in the tray")),
                    ("quit", lambda: _("Quit")),
                ]
            ),
        )
        self._closing_line = self.line(self._closing_words)
        self.add(self._closing_line)
        self.tie_choice(
            "notifications",
            lambda: _("Notifications about answers"),
            ChoiceBox(
                [
                    ("off", lambda: _("Off")),
                    ("long", lambda: _("For answers that took ten seconds, and for failures")),
                    ("always", lambda: _("For every answer")),
                ]
            ),
            lambda: _(
                "Only while another window is in front. They show the chat's title and never a "
                "word of the answer."
            ),
        )
        self._start = LoginStart(autostart, tasks)
        self.add(self._start, gap=metrics.SPACE_4)

    def showEvent(self, event: QShowEvent) -> None:
        """Say how things stand now: a tray comes and goes."""
        self.retranslate()
        super().showEvent(event)

    async def settle(self) -> None:
        """Wait for what is being written."""
        await super().settle()
        await self._start.settle()

    def _closing_words(self) -> str:
        if self._has_tray():
            return _("In the tray, answers go on being written and the quick prompt is at hand.")
        return _("This desktop has no tray now, so closing the window ends the program.")


class LoginStart(Rows):
    """A switch for the start at login; the system alone knows whether it is on."""

    def __init__(self, autostart: Autostart, tasks: Tasks) -> None:
        super().__init__()
        self._autostart = autostart
        self._saving = Saving(tasks)
        self._box = QCheckBox()
        self._box.setObjectName("start_at_login")
        self._box.setEnabled(False)
        self._box.clicked.connect(lambda is_on: self._saving.start(self._switch(is_on)))
        self.say(self._box.setText, lambda: _("Start at login"))
        self.say(self._box.setAccessibleName, lambda: _("Start at login"))
        self.add(self._box)
        self.add(self.line(self._help_words))
        self._problem = text_line("error")
        self._problem.hide()
        self.say(
            self._problem.setText,
            lambda: _("The system did not take this. The log has details; nothing was changed."),
        )
        self.add(self._problem)

    def showEvent(self, event: QShowEvent) -> None:
        """Read how it stands: other programs can change it as well."""
        self._saving.start(self._read())
        super().showEvent(event)

    async def settle(self) -> None:
        """Wait for what is being written."""
        await self._saving.settle()

    async def _read(self) -> None:
        is_on = await asyncio.to_thread(self._autostart.is_on)
        self._box.setChecked(is_on)
        self._box.setEnabled(self._autostart.is_possible)

    async def _switch(self, is_on: bool) -> None:  # noqa: FBT001  # the new state
        turn = self._autostart.turn_on if is_on else self._autostart.turn_off
        self._box.setEnabled(False)
        try:
            await asyncio.to_thread(turn)
            self._problem.hide()
        except OSError as error:
            _log.warning("start at login could not be changed: %s", error)
            self._problem.show()
        await self._read()

    def _help_words(self) -> str:
        if self._autostart.is_possible:
            return _("The window stays in the tray until you open it.")
        return _("Not possible in a sandbox; the settings of the desktop can do it.")
