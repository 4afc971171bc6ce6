"""The frame: menu bar, list, work area, notices. It shows pages and knows none of them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from supertoken_desktop.ui.action_specs import Need
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.banner import BannerArea, Words
from supertoken_desktop.ui.list_area import ListArea
from supertoken_desktop.ui.place_keeper import PlaceKeeper
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.toasts import Toasts

PROGRAM_NAME = "SuperToken Desktop"
_PLACEMENT_PAUSE_MS = 500

MakePage = Callable[[], QWidget]


class MainWindow(QMainWindow):
    """Show the list beside the chat, or the welcome page alone.

    `placement_changed` tells the place (as `placement` keeps it) and the widths of list and work
    area, a while after the user moved something and when the window closes. `closed` tells that the
    user closed the window, which stays until somebody else hides it or ends the program.
    """

    closed = Signal()
    placement_changed = Signal(str, tuple)

    def __init__(
        self,
        actions: Actions,
        theme: Theme,
        make_list: MakePage,
        make_work: MakePage,
        make_welcome: MakePage | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(PROGRAM_NAME)
        self.setMinimumSize(metrics.WINDOW_MIN_WIDTH, metrics.WINDOW_MIN_HEIGHT)
        self.resize(metrics.WINDOW_WIDTH, metrics.WINDOW_HEIGHT)
        self._actions = actions
        self._make_work = make_work
        self._make_welcome = make_welcome
        self._chat: QWidget | None = None
        self._welcome: QWidget | None = None
        self._banners = BannerArea(theme)
        self._pages = QStackedWidget()
        self._area = ListArea(make_list(), self._work_column())
        self.setCentralWidget(self._area)
        self._toasts = Toasts(self._area)
        actions.add_to(self)
        actions.action("toggle-list").triggered.connect(self._area.toggle_list)
        self._place = PlaceKeeper(self)
        self._placement_timer = QTimer(self)
        self._placement_timer.setSingleShot(True)
        self._placement_timer.setInterval(_PLACEMENT_PAUSE_MS)
        self._placement_timer.timeout.connect(self._tell_placement)
        self._area.widths_changed.connect(self._placement_timer.start)

    @property
    def toasts(self) -> Toasts:
        """Where short messages are shown."""
        return self._toasts

    def show_chat(self) -> None:
        """Show the list and the chat page, made now if this is the first time."""
        if self._chat is None:
            self._chat = self._make_work()
            self._pages.addWidget(self._chat)
        self._area.allow_list(is_allowed=True)
        self._actions.set_met(Need.CHAT, is_met=True)
        self._pages.setCurrentWidget(self._chat)

    def show_welcome(self) -> None:
        """Show the welcome page alone, made now if this is the first time."""
        if self._welcome is None:
            if self._make_welcome is None:
                return
            self._welcome = self._make_welcome()
            self._pages.addWidget(self._welcome)
        self._area.allow_list(is_allowed=False)
        self._actions.set_met(Need.CHAT, is_met=False)
        self._pages.setCurrentWidget(self._welcome)

    def reveal_list(self) -> None:
        """Make sure that the list can be seen."""
        self._area.reveal_list()

    def show_banner(
        self,
        text: Words,
        action_text: Words | None = None,
        on_action: Callable[[], None] | None = None,
        *,
        name: str = "notice",
        is_calm: bool = False,
    ) -> None:
        """Show a line above the work area until it is closed or hidden by its name.

        Its words are asked for again when the language changes; a calm one is no warning.
        """
        self._banners.show_banner(text, action_text, on_action, name=name, is_calm=is_calm)

    def hide_banner(self, name: str = "notice") -> None:
        """Take a line above the work area away."""
        self._banners.hide_banner(name)

    def restore_placement(self, geometry: str, widths: tuple[int, ...]) -> None:
        """Take back what `placement_changed` told; a place that no screen shows is not used."""
        self._place.take_back(geometry)
        self._area.restore_widths(widths)

    def raise_to_front(self) -> None:
        """Bring the window before all others, also from the dock."""
        # A window that was maximised before it was minimised is so again.
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the user closed the window; nothing ends or hides here."""
        self._tell_placement()
        event.ignore()
        self.closed.emit()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Note the new place."""
        super().moveEvent(event)
        self._placement_timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Note the new size."""
        super().resizeEvent(event)
        self._placement_timer.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._actions.retranslate()
        elif event.type() == QEvent.Type.WindowStateChange:
            self._placement_timer.start()
        super().changeEvent(event)

    def _work_column(self) -> QWidget:
        column = QWidget()
        column.setProperty("role", "surface")
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._banners)
        layout.addWidget(self._pages, 1)
        return column

    def _tell_placement(self) -> None:
        self._placement_timer.stop()
        self.placement_changed.emit(self._place.note(), self._area.widths)
