"""The line above the chat that says why conversations or keys do not outlive the program."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.engine.profiles import Profiles
from supertoken_desktop.i18n import _
from supertoken_desktop.state_words import history_line
from supertoken_desktop.ui.banner import Words
from supertoken_desktop.ui.main_window import MainWindow

_UNREADABLE = (HistoryState.KEY_WRONG, HistoryState.DAMAGED)
_SILENT = (HistoryState.KEPT, HistoryState.NOT_WANTED)
_NAME = "history"


class HistoryNotice(QObject):
    """Show how the history stands where there is something to say of it."""

    choice_wanted = Signal()
    new_history_wanted = Signal()

    def __init__(self, window: MainWindow, profiles: Profiles) -> None:
        super().__init__(window)
        self._window = window
        self._profiles = profiles

    def tell(self, state: HistoryState) -> None:
        """Say how the history stands now."""
        self._window.hide_banner(_NAME)
        if state is HistoryState.UNDECIDED:
            self._show(state, lambda: _("Choose…"), self.choice_wanted.emit)
        elif state in _UNREADABLE:
            self._show(state, lambda: _("Start a new history…"), self.new_history_wanted.emit)
        elif state not in _SILENT:
            self._show(state)
        elif not self._profiles.keys_are_lasting:
            self._window.show_banner(
                lambda: _("This system has no keyring: keys are forgotten when the program ends."),
                name=_NAME,
            )

    def _show(
        self,
        state: HistoryState,
        act_text: Words | None = None,
        act: Callable[[], None] | None = None,
    ) -> None:
        self._window.show_banner(lambda: history_line(state), act_text, act, name=_NAME)
