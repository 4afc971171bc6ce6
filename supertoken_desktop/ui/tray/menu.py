"""The menu of the tray icon: the window, a quick prompt, recent conversations, pause, the end."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.plain import plain
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics

RECENT_COUNT = 8


class TrayMenu(QMenu):
    """Tell what was chosen; a menu shown by another program, as Linux panels do, works as well.

    The entries stay the same objects, since panels remember them by number.
    """

    window_chosen = Signal()
    quick_chosen = Signal()
    new_chosen = Signal()
    conversation_chosen = Signal(str)
    pause_toggled = Signal(bool)
    settings_chosen = Signal()
    quit_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent_ids: tuple[str, ...] = ()
        self._shown: tuple[tuple[str, bool], ...] = ()
        self._window = self.addAction("")
        self._quick = self.addAction("")
        self._new = self.addAction("")
        self._window.triggered.connect(self.window_chosen)
        self._quick.triggered.connect(self.quick_chosen)
        self._new.triggered.connect(self.new_chosen)
        self.addSeparator()
        self._heading = self.addAction("")
        self._heading.setEnabled(False)
        self._recent = [self._recent_entry(at) for at in range(RECENT_COUNT)]
        self.addSeparator()
        self._pause = self.addAction("")
        self._pause.setCheckable(True)
        self._pause.triggered.connect(self.pause_toggled)
        self._settings, self._quit = self.addAction(""), self.addAction("")
        self._settings.triggered.connect(self.settings_chosen)
        self._quit.triggered.connect(self.quit_chosen)
        for action in self.actions():
            # By its words macOS would take an entry into the program's own menu.
            action.setMenuRole(QAction.MenuRole.NoRole)
        self.retranslate()

    def show_recent(
        self, conversations: Sequence[Conversation], running: Collection[str] = ()
    ) -> None:
        """Offer the conversations changed last; those with a running answer are marked."""
        newest = sorted(conversations, key=lambda c: c.updated_at, reverse=True)[:RECENT_COUNT]
        self._recent_ids = tuple(conversation.id for conversation in newest)
        shown = tuple((conversation.title, conversation.id in running) for conversation in newest)
        if shown != self._shown:
            self._shown = shown
            self._show_titles()

    def show_paused(self, is_paused: bool) -> None:  # noqa: FBT001  # the one value shown
        """Show whether new requests are held back."""
        self._pause.setChecked(is_paused)

    def retranslate(self) -> None:
        """Take all texts anew from the language in force."""
        self._window.setText(_("Open SuperToken Desktop"))
        self._quick.setText(_("Quick prompt"))
        self._new.setText(_("New chat"))
        self._heading.setText(_("Recent chats"))
        self._pause.setText(_("Pause new requests"))
        self._settings.setText(_("Settings…"))
        self._quit.setText(_("Quit"))
        self._show_titles()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _recent_entry(self, at: int) -> QAction:
        action = self.addAction("")
        action.triggered.connect(lambda: self.conversation_chosen.emit(self._recent_ids[at]))
        return action

    def _show_titles(self) -> None:
        self._heading.setVisible(bool(self._shown))
        for at, action in enumerate(self._recent):
            action.setVisible(at < len(self._shown))
            if at < len(self._shown):
                action.setText(self._words(*self._shown[at]))

    def _words(self, title: str, is_running: bool) -> str:  # noqa: FBT001  # the two facts of a line
        """Return a title as menus take it: one short line, in which & and tabs mean nothing."""
        line = " ".join(plain(title).split()) or _("New chat")
        short = self.fontMetrics().elidedText(
            line, Qt.TextElideMode.ElideRight, metrics.MENU_TEXT_WIDTH
        )
        words = _("{title} (answering)").format(title=short) if is_running else short
        return words.replace("&", "&&")
