"""Put the tray together: icon, menu, closing, notifications, and a window that is never lost."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication

from supertoken_desktop.app import Program
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.engine.waiting import is_held
from supertoken_desktop.i18n import _, format_number, ngettext
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.desk import Desk
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.main_window import PROGRAM_NAME, MainWindow
from supertoken_desktop.ui.notifications.rule import Note
from supertoken_desktop.ui.notifications.unseen import UnseenAnswers
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.tray.closing import Closing
from supertoken_desktop.ui.tray.icon import TrayIcon, TrayState
from supertoken_desktop.ui.tray.menu import TrayMenu
from supertoken_desktop.ui.tray.watch import TrayWatch

if TYPE_CHECKING:
    from supertoken_desktop.ui.notifications.bus import BusNotifications

# A login starts panels and programs in any order: half a minute.
LOOKS_AT_LOGIN = 15
_UPDATE_PAUSE_MS = 100


class TrayKeeping(QObject):
    """Keep an icon in the tray wherever there is one, and the window within reach without."""

    quit_chosen = Signal()

    def __init__(
        self, program: Program, window: MainWindow, desk: Desk, actions: Actions, tasks: Tasks
    ) -> None:
        super().__init__(window)
        self._program = program
        self._window = window
        self._desk = desk
        self._actions = actions
        self._tasks = tasks
        self._icon: TrayIcon | None = None
        self._is_over = False
        self._balloon: Note | None = None
        self._bus: BusNotifications | None = None
        self._watch = TrayWatch(lambda: not window.isVisible(), parent=self)
        self._watch.appeared.connect(self._on_tray_appeared)
        self._watch.vanished.connect(self._on_tray_vanished)
        self._closing = Closing(window, program.preferences, tasks, self._has_tray)
        self._closing.quit_chosen.connect(self.quit_chosen)
        self._unseen = UnseenAnswers(
            program.chat,
            program.library,
            program.preferences,
            program.clock,
            tasks,
            _is_in_front,
            self._post,
            self,
        )
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_UPDATE_PAUSE_MS)
        self._late.timeout.connect(self._show)
        self._hear_of_changes()

    def begin(self, *, is_hidden: bool) -> None:
        """Look for a tray; a window that begins hidden is shown where none comes."""
        self._watch.begin(LOOKS_AT_LOGIN if is_hidden else 0)

    def decide_closing(self) -> None:
        """Do what closing the window means to the user."""
        self._closing.decide()

    async def close(self) -> None:
        """Leave the tray, and take notifications away that nobody could answer any more."""
        self._is_over = True
        self._watch.end()
        self._late.stop()
        if self._icon is not None:
            self._icon.close()
        if self._bus is not None:
            await self._bus.close()

    def _hear_of_changes(self) -> None:
        program = self._program
        for feed in (program.chat.turn_started, program.chat.turn_ended):
            hear(self, feed, lambda _turn: self._late.start())
        hear(self, program.library.changed, lambda _all: self._late.start())
        hear(self, program.pause.changed, lambda _paused: self._late.start())
        hear(self, program.preferences.changed, lambda _settings: self._late.start())
        self._unseen.changed.connect(self._late.start)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_focus_changed)
        app.saveStateRequest.connect(self._on_session_saved)

    def _has_tray(self) -> bool:
        """Tell whether there is a tray at this moment; the icon is then in it."""
        self._watch.look()
        return self._watch.is_there

    def _on_tray_appeared(self) -> None:
        if self._icon is not None:
            return
        menu = TrayMenu(self._window)
        menu.window_chosen.connect(self._window.raise_to_front)
        menu.quick_chosen.connect(self._actions.action("quick-prompt").trigger)
        menu.new_chosen.connect(lambda: self._act_in_window("new"))
        menu.conversation_chosen.connect(self._open)
        menu.pause_toggled.connect(self._actions.action("pause").trigger)
        menu.settings_chosen.connect(lambda: self._act_in_window("settings"))
        menu.quit_chosen.connect(self.quit_chosen)
        icon = TrayIcon(menu, is_mask=sys.platform == "darwin", parent=self)
        icon.chosen.connect(self._window.raise_to_front)
        icon.balloon_clicked.connect(self._on_balloon_clicked)
        self._icon, self._menu = icon, menu
        self._show()

    def _on_tray_vanished(self) -> None:
        """Bring a hidden window back, as nothing else would lead to it; it takes no focus."""
        if not self._window.isVisible():
            quiet = Qt.WidgetAttribute.WA_ShowWithoutActivating
            self._window.setAttribute(quiet, True)  # Qt's signature
            self._window.show()
            self._window.setAttribute(quiet, False)  # Qt's signature

    def _show(self) -> None:
        if self._icon is None:
            return
        program = self._program
        turns = program.chat.running_turns()
        written = [turn for turn in turns if not is_held(turn.waiting)]
        running, held = len(written), len(turns) - len(written)
        answering = {turn.conversation_id for turn in written}
        self._menu.show_recent(program.library.conversations, answering)
        self._menu.show_paused(program.pause.is_paused)
        unseen = self._unseen.count
        state = TrayState.ANSWERING if running else TrayState.IDLE
        if unseen:
            state = TrayState.ATTENTION
        lines = state_lines(running, unseen, held, is_paused=program.pause.is_paused)
        self._icon.show_state(state, lines)

    def _act_in_window(self, action_id: str) -> None:
        self._window.raise_to_front()
        self._actions.action(action_id).trigger()

    def _open(self, conversation_id: str, message_id: str = "") -> None:
        if self._is_over:
            # The click was on its way while the program began to end.
            return
        self._window.raise_to_front()
        self._unseen.see(conversation_id)
        if self._program.library.find(ConversationId(conversation_id)) is not None:
            self._desk.open_conversation(conversation_id, message_id)

    async def _post(self, note: Note) -> None:
        if sys.platform.startswith("linux") and await self._on_bus().post(note):
            return
        if self._icon is not None and self._watch.is_there:
            self._balloon = note
            self._icon.show_balloon(note.title, note.text)

    def _on_bus(self) -> "BusNotifications":
        if self._bus is None:
            # What speaks over the bus is loaded for the first notification.
            from supertoken_desktop.ui.notifications.bus import BusNotifications

            self._bus = BusNotifications(self._tasks, self)
            self._bus.clicked.connect(self._open)
        return self._bus

    def _on_balloon_clicked(self) -> None:
        if self._balloon is not None:
            self._open(self._balloon.conversation_id, self._balloon.message_id)

    def _on_focus_changed(self) -> None:
        if not self._window.isActiveWindow():
            return
        self._unseen.see_all()
        if self._bus is not None and self._bus.is_showing:
            self._tasks.spawn(self._bus.withdraw_all())

    def _on_session_saved(self, manager: QSessionManager) -> None:
        """Let a session that is restored not begin a program whose window was put away."""
        if not self._window.isVisible():
            manager.setRestartHint(QSessionManager.RestartHint.RestartNever)


def state_lines(running: int, unseen: int, held: int, *, is_paused: bool) -> tuple[str, ...]:
    """Return what the icon's tip says: the program's name, then what there is to know."""
    lines = [PROGRAM_NAME]
    if unseen:
        words = ngettext("{count} chat has a new answer", "{count} chats have new answers", unseen)
        lines.append(words.format(count=format_number(unseen)))
    if running:
        words = ngettext(
            "{count} answer is being written", "{count} answers are being written", running
        )
        lines.append(words.format(count=format_number(running)))
    if is_paused and held:
        words = ngettext(
            "New requests are paused; {count} waits", "New requests are paused; {count} wait", held
        )
        lines.append(words.format(count=format_number(held)))
    elif is_paused:
        lines.append(_("New requests are paused"))
    return tuple(lines)


def _is_in_front() -> bool:
    """Tell whether the user is looking at a window of ours."""
    return QApplication.activeWindow() is not None
