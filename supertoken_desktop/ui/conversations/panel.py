"""The left side: new chat, search, the list, and what to say where it is empty."""

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.engine.library import Library
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.action_specs import Need
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.conversations.list_model import ConversationListModel
from supertoken_desktop.ui.conversations.list_view import ConversationListView
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow, Row, SectionRow
from supertoken_desktop.ui.conversations.search_box import SearchBox
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.icons import icon
from supertoken_desktop.ui.theme.palette import Theme

_SEARCH_PAUSE_MS = 120
_AFTER_MIDNIGHT_MS = 1000

Undo = Callable[[], Awaitable[None]]


class ConversationPanel(QWidget):
    """Show the library; tell what the user wants to see.

    `conversation_deleted` brings a callable that takes the deletion back. Which conversation is
    open, which are running and which have news is pushed in from outside.
    """

    conversation_opened = Signal(str)
    message_found = Signal(str, str, str)  # conversation, message, the words searched for
    new_requested = Signal()
    conversation_deleted = Signal(str, object)
    approached = Signal()  # the pointer came over it

    def __init__(
        self,
        library: Library,
        actions: Actions,
        tasks: Tasks,
        theme: Theme,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._actions = actions
        self._tasks = tasks
        self._now = now
        self._model = ConversationListModel(now, self)
        self._view = ConversationListView(self._model, theme, now)
        self._search = SearchBox()
        self._new = QPushButton()
        self._new.setIcon(icon("new"))
        self._empty_title = QLabel()
        self._empty_hint = QLabel()
        self._stack = QStackedWidget()
        self._searched_for = ""
        self._search_timer = _single_shot(self, self._search_messages, _SEARCH_PAUSE_MS)
        self._midnight = _single_shot(self, self._on_new_day, 0)
        self._lay_out()
        self._connect()
        self._handles = (
            library.changed.subscribe(self._on_library_changed),
            library.drafts_changed.subscribe(self._model.show_drafts),
        )
        self.retranslate()
        self._on_library_changed(library.conversations)
        self._model.show_drafts(library.drafts)
        self._show_choice()
        self._wait_for_midnight()

    def set_current(self, conversation_id: str | None) -> None:
        """Mark the conversation that is open; None for a new one."""
        self._view.mark_open(conversation_id)
        self._show_choice()

    def set_running(self, ids: Collection[str]) -> None:
        """Mark the conversations whose answer is on its way."""
        self._model.show_running(ids)
        self._view.spin(is_wanted=bool(ids))

    def set_unread(self, ids: Collection[str]) -> None:
        """Mark the conversations with an answer that nobody has looked at."""
        self._model.show_unread(ids)

    def focus_search(self) -> None:
        """Put the caret into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def open_neighbour(self, step: int) -> None:
        """Open the conversation so many rows below the open one, around the ends."""
        found = self._model.neighbour(self._view.open_id, step)
        if found is not None:
            self.conversation_opened.emit(found)

    def close_feeds(self) -> None:
        """Hear no more of the library."""
        for handle in self._handles:
            handle.close()

    def retranslate(self) -> None:
        """Take the texts anew from the language in force."""
        self._new.setText(_("New chat"))
        self._new.setAccessibleName(_("New chat"))
        self._name_keys()
        self._view.setAccessibleName(_("Chats"))
        self._model.refresh()
        self._show_emptiness()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer came: a conversation may be opened soon."""
        super().enterEvent(event)
        self.approached.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        self._empty_title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._empty_title.setWordWrap(True)
        self._empty_title.setTextFormat(Qt.TextFormat.PlainText)
        self._empty_hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._empty_hint.setWordWrap(True)
        self._empty_hint.setProperty("role", "muted")
        empty = QWidget()
        inner = QVBoxLayout(empty)
        inner.setContentsMargins(
            metrics.SPACE_4, 6 * metrics.SPACE_4, metrics.SPACE_4, metrics.SPACE_4
        )
        inner.setSpacing(metrics.SPACE_2)
        inner.addWidget(self._empty_title)
        inner.addWidget(self._empty_hint)
        inner.addStretch(1)
        self._stack.addWidget(self._view)
        self._stack.addWidget(empty)
        head = QVBoxLayout()
        head.setContentsMargins(metrics.SPACE_3, metrics.SPACE_3, metrics.SPACE_3, metrics.SPACE_1)
        head.setSpacing(metrics.SPACE_2)
        head.addWidget(self._new)
        head.addWidget(self._search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _name_keys(self) -> None:
        self._new.setToolTip(self._actions.tooltip("new"))

    def _connect(self) -> None:
        self._actions.keys_changed.connect(self._name_keys)
        self._new.clicked.connect(self.new_requested)
        self._search.query_changed.connect(self._on_query_changed)
        self._search.first_chosen.connect(self._on_first_chosen)
        self._search.list_entered.connect(self._view.focus_first)
        self._view.row_opened.connect(self._on_row_opened)
        self._view.pin_clicked.connect(self._on_pin_wanted)
        self._view.menu_requested.connect(self._on_menu_requested)
        self._model.title_edited.connect(self._on_title_edited)
        self._model.modelReset.connect(self._show_emptiness)
        self._model.modelReset.connect(self._show_choice)
        self._view.selectionModel().currentChanged.connect(self._show_choice)
        self._view.addAction(self._actions.action("delete"))
        for action_id, act in (
            ("new", self.new_requested.emit),
            ("rename", self._rename_chosen),
            ("pin", self._pin_chosen),
            ("delete", self._delete_chosen),
            ("next-chat", lambda: self.open_neighbour(1)),
            ("previous-chat", lambda: self.open_neighbour(-1)),
        ):
            self._actions.action(action_id).triggered.connect(act)

    def _on_library_changed(self, conversations: tuple[Conversation, ...]) -> None:
        self._model.show_conversations(conversations)
        self._show_emptiness()

    def _show_choice(self) -> None:
        """Let what is done with a conversation be done only where there is one."""
        is_met = self._view.chosen_id() is not None
        self._actions.set_met(Need.CONVERSATION, is_met=is_met)

    def _show_emptiness(self) -> None:
        """Say why nothing is listed, or show the list, also while messages are searched."""
        query = self._search.text().strip()
        if self._model.rowCount() or query != self._searched_for:
            self._stack.setCurrentIndex(0)
            return
        if self._model.is_filtered:
            self._empty_title.setText(_("Nothing found for “{query}”").format(query=query))
            self._empty_hint.setText(_("Titles and messages were searched."))
        else:
            self._empty_title.setText(_("No chats yet"))
            self._empty_hint.setText(_("What you write and the answers will be listed here."))
        self._stack.setCurrentIndex(1)

    def _on_query_changed(self, query: str) -> None:
        self._view.setUniformItemSizes(not query)
        self._model.filter(query)
        if query:
            self._search_timer.start()
        else:
            self._search_timer.stop()
            self._searched_for = ""
            self._view.mark_open(self._view.open_id)
        self._show_emptiness()

    def _search_messages(self) -> None:
        self._tasks.spawn(self._find(self._search.text().strip()))

    async def _find(self, query: str) -> None:
        hits = await self._library.search(query)
        # Typing went on while the store searched: those hits are of no use.
        if query == self._search.text().strip():
            self._searched_for = query
            self._model.show_hits(hits)
            self._show_emptiness()

    def _on_first_chosen(self) -> None:
        row = self._model.row_at(self._model.first_choice())
        if self._model.is_filtered and row is not None:
            self._on_row_opened(row)

    def _on_row_opened(self, row: Row) -> None:
        match row:
            case ConversationRow():
                self.conversation_opened.emit(row.id)
            case HitRow():
                self.message_found.emit(row.id, row.message_id, self._searched_for)
            case SectionRow():
                pass

    def _on_menu_requested(self, conversation_id: str, place: QPoint) -> None:
        row = self._model.row_at(self._model.index_of(conversation_id))
        if not isinstance(row, ConversationRow):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pin_text = _("Unpin") if row.is_pinned else _("Pin")
        pin_icon = "unpin" if row.is_pinned else "pin"
        rename = menu.addAction(icon("rename"), _("Rename"))
        pin = menu.addAction(icon(pin_icon), pin_text)
        menu.addSeparator()
        delete = menu.addAction(icon("delete"), _("Delete"))
        rename.triggered.connect(lambda: self._view.rename(conversation_id))
        pin.triggered.connect(lambda: self._on_pin_wanted(conversation_id))
        delete.triggered.connect(lambda: self._delete(conversation_id))
        menu.popup(place)

    def _rename_chosen(self) -> None:
        chosen = self._view.chosen_id()
        if chosen is not None:
            self._view.rename(chosen)

    def _pin_chosen(self) -> None:
        chosen = self._view.chosen_id()
        if chosen is not None:
            self._on_pin_wanted(chosen)

    def _delete_chosen(self) -> None:
        chosen = self._view.chosen_id()
        if chosen is not None:
            self._delete(chosen)

    def _on_title_edited(self, conversation_id: str, title: str) -> None:
        self._tasks.spawn(self._library.rename(ConversationId(conversation_id), title))

    def _on_pin_wanted(self, conversation_id: str) -> None:
        row = self._model.row_at(self._model.index_of(conversation_id))
        if isinstance(row, ConversationRow):
            self._tasks.spawn(self._library.pin(row.id, not row.is_pinned))

    def _delete(self, conversation_id: str) -> None:
        self._tasks.spawn(self._delete_with_undo(ConversationId(conversation_id)))

    async def _delete_with_undo(self, conversation_id: ConversationId) -> None:
        undo = await self._library.delete(conversation_id)
        self.conversation_deleted.emit(conversation_id, lambda: self._take_back(undo))

    def _take_back(self, undo: Undo) -> None:
        async def run() -> None:
            await undo()

        self._tasks.spawn(run())

    def _wait_for_midnight(self) -> None:
        now = self._now().astimezone()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        left_ms = int((midnight - now).total_seconds() * 1000)
        self._midnight.start(left_ms + _AFTER_MIDNIGHT_MS)

    def _on_new_day(self) -> None:
        self._model.refresh()
        self._view.viewport().update()
        self._wait_for_midnight()


def _single_shot(parent: QWidget, on_end: Callable[[], None], pause_ms: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause_ms)
    timer.timeout.connect(on_end)
    return timer
