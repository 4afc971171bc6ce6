"""Ask how the history is to be kept, and do what was answered."""

from PySide6.QtCore import QObject

from supertoken_desktop.app import Program
from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.history_notice import HistoryNotice
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks


class HistoryKeeping(QObject):
    """Tell above the chat how the history stands, and change it where the user wishes."""

    def __init__(self, program: Program, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._program = program
        self._window = window
        self._notice = HistoryNotice(window, program.profiles)
        self._notice.choice_wanted.connect(lambda: tasks.spawn(self._choose()))
        self._notice.new_history_wanted.connect(lambda: tasks.spawn(self._begin_anew()))

    def begin(self) -> None:
        """Tell how the history stands."""
        self._notice.tell(self._program.history_state)

    async def _choose(self) -> None:
        from supertoken_desktop.ui.welcome.history_choice import HistoryQuestions

        passphrase = await HistoryQuestions(self._window).choose()
        if passphrase is None:
            await self._program.preferences.update(history="none")
            self._notice.tell(HistoryState.NOT_WANTED)
        else:
            await self._program.keep_history(passphrase)
            self._notice.tell(HistoryState.KEPT)

    async def _begin_anew(self) -> None:
        from supertoken_desktop.ui.dialogs import ask_yes_no

        sure = await ask_yes_no(
            self._window,
            _("Start a new history"),
            _(
                "The old file is kept under another name and nothing in it is changed. "
                "What you see now becomes the beginning of the new history."
            ),
            _("Start a new history"),
        )
        if sure:
            self._notice.tell(await self._program.begin_history_anew())
