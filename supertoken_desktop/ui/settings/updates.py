"""Settings page: whether to look for new versions, and what was found."""

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from supertoken_desktop import __version__
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.updates import Updates
from supertoken_desktop.i18n import _, current_language
from supertoken_desktop.notices import notice_for, running_text
from supertoken_desktop.ui.plain_label import paint
from supertoken_desktop.ui.settings.preference import PreferencePage
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics


class UpdatesPage(PreferencePage):
    """The version in use, the wish to hear of newer ones, and a look by hand.

    `notes_wanted` asks to see what is new in the version that was found.
    """

    notes_wanted = Signal()

    def __init__(self, updates: Updates, preferences: Preferences, tasks: Tasks) -> None:
        super().__init__(lambda: _("Updates"), preferences, tasks)
        self._updates = updates
        self._tasks = tasks
        self.add(
            self.line(lambda: _("This is version {version}.").format(version=__version__), ""),
            gap=metrics.SPACE_2,
        )
        self._add_choice()
        self._found = self.line(self._words)
        self._last = self.line(self._words_of_last)
        self._look = self.button(lambda: _("Look now"))
        self._notes = self.button(lambda: _("What is new…"))
        self._look.clicked.connect(lambda: tasks.spawn(updates.look()))
        self._notes.clicked.connect(self.notes_wanted)
        self.add(_in_a_row(self._look, self._notes), gap=metrics.SPACE_4)
        self.add(self._found, gap=metrics.SPACE_1)
        self.add(self._last)
        self.hear(updates.changed, lambda _state: self._show_state())
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Say how things stand now: there may have been a look since."""
        self.retranslate()
        super().showEvent(event)

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        super().retranslate()
        self._show_state()

    def _add_choice(self) -> None:
        daily = QCheckBox()
        self.tie("update_check", daily, lambda is_on: daily.setChecked(is_on is True))
        daily.clicked.connect(self._on_chosen)
        words = _daily_words
        self.say(daily.setText, words)
        self.say(daily.setAccessibleName, words)
        self.add(daily, gap=metrics.SPACE_4)
        self.add(
            self.line(
                lambda: _(
                    "Asks the project's page at GitHub for the list of versions and says nothing "
                    "of you or your computer but the network address. A newer version is only "
                    "told of: nothing is downloaded or installed by itself."
                )
            )
        )

    def _on_chosen(self, is_on: bool) -> None:  # noqa: FBT001  # as Qt tells it
        self.change("update_check", is_on)
        if is_on:
            self._tasks.spawn(self._updates.look_if_due())

    def _show_state(self) -> None:
        state = self._updates.state
        role = "muted"
        if state.newer is not None:
            role = ""
        if state.error is not None:
            role = "error"
        paint(self._found, self._words(), role)
        self._found.setVisible(bool(self._words()))
        self._look.setEnabled(not state.is_looking)
        self._notes.setVisible(state.newer is not None)
        self._last.setText(self._words_of_last())

    def _words(self) -> str:
        state = self._updates.state
        if state.is_looking:
            return _("Looking…")
        if state.error is not None:
            notice = notice_for(state.error)
            return running_text(notice.title, notice.sentence, notice.remedy)
        if state.newer is not None:
            version = state.newer.version.text
            return _("Version {version} is there.").format(version=version)
        return _("You have the newest version.") if state.has_looked else ""

    def _words_of_last(self) -> str:
        moment = self._updates.checked_at
        if moment is None:
            return _("Nobody was asked so far.")
        local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
        when = QLocale(current_language()).toString(local, QLocale.FormatType.ShortFormat)
        return _("Last look: {when}").format(when=when)


def _in_a_row(*buttons: QPushButton) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(metrics.SPACE_2)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return row


def _daily_words() -> str:
    return _("Look for new versions once a day")
