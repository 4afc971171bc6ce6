"""The conversation list as Qt's view wants it: sections and rows, filtered."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.conversations.dates import group_label
from supertoken_desktop.ui.conversations.grouping import grouped
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow, Row, SectionRow

# A filter that fits more titles than anyone reads shows the newest of them.
MOST_TITLES = 200

AnyIndex = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a row can be asked for besides Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole


class ConversationListModel(QAbstractListModel):
    """Show conversations by day, or those that fit a query and the messages that hold it."""

    title_edited = Signal(str, str)

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._conversations: tuple[Conversation, ...] = ()
        self._running: frozenset[str] = frozenset()
        self._unread: frozenset[str] = frozenset()
        self._drafts: frozenset[str] = frozenset()
        self._words: tuple[str, ...] = ()
        self._hits: tuple[SearchHit, ...] = ()
        self._rows: tuple[Row, ...] = ()

    def show_conversations(self, conversations: Sequence[Conversation]) -> None:
        """Show a new state of the whole list."""
        self._conversations = tuple(conversations)
        self._rebuild()

    def show_running(self, ids: Collection[str]) -> None:
        """Mark the conversations whose answer is on its way."""
        self._running = frozenset(ids)
        self._rebuild()

    def show_unread(self, ids: Collection[str]) -> None:
        """Mark the conversations with an answer that nobody has looked at."""
        self._unread = frozenset(ids)
        self._rebuild()

    def show_drafts(self, ids: Collection[str]) -> None:
        """Mark the conversations with something typed and not sent."""
        self._drafts = frozenset(ids)
        self._rebuild()

    def filter(self, query: str) -> None:
        """Keep the titles that hold all words of a query; hits of an earlier one go."""
        self._words = tuple(query.casefold().split())
        self._hits = ()
        self._rebuild()

    def show_hits(self, hits: Iterable[SearchHit]) -> None:
        """Show messages that hold the words, below the titles."""
        self._hits = tuple(hit for hit in hits if hit.message_id is not None)
        self._rebuild()

    def refresh(self) -> None:
        """Take days and texts anew, after midnight or a change of the language."""
        self._rebuild()

    @property
    def is_filtered(self) -> bool:
        """Tell whether a query is in force."""
        return bool(self._words)

    @property
    def has_conversations(self) -> bool:
        """Tell whether there is anything at all, filtered or not."""
        return bool(self._conversations)

    def row_at(self, index: AnyIndex) -> Row | None:
        """Return the row of an index; None outside."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def index_of(self, conversation_id: str | None) -> QModelIndex:
        """Return the index of a conversation, an invalid one where it is not shown."""
        for number, row in enumerate(self._rows):
            if isinstance(row, ConversationRow) and row.id == conversation_id:
                return self.index(number, 0)
        return QModelIndex()

    def first_choice(self) -> QModelIndex:
        """Return the first row that can be opened."""
        for number, row in enumerate(self._rows):
            if not isinstance(row, SectionRow):
                return self.index(number, 0)
        return QModelIndex()

    def neighbour(self, conversation_id: str | None, step: int) -> ConversationId | None:
        """Return the conversation so many rows below another, around the ends."""
        ids = [row.id for row in self._rows if isinstance(row, ConversationRow)]
        if not ids:
            return None
        if conversation_id not in ids:
            return ids[0] if step > 0 else ids[-1]
        return ids[(ids.index(ConversationId(conversation_id)) + step) % len(ids)]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's default
        """Count the rows, headings among them."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, its title, or its words for a screen reader."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Role.ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.text if isinstance(row, SectionRow) else row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let conversations and hits be chosen, headings not."""
        row = self.row_at(index)
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        match row:
            case ConversationRow():
                return usable | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren
            case HitRow():
                return usable | Qt.ItemFlag.ItemNeverHasChildren
            case _:
                return Qt.ItemFlag.NoItemFlags

    def setData(  # noqa: N802  # Qt's name
        self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Tell that a title was edited; a blank one is refused."""
        row = self.row_at(index)
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, ConversationRow):
            return False
        title = str(value).strip()
        if title and title != row.title:
            self.title_edited.emit(row.id, title)
        return bool(title)

    def _rebuild(self) -> None:
        rows = self._filtered_rows() if self._words else self._all_rows()
        if rows == self._rows:
            return
        if _places(rows) != _places(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        changed = [n for n, row in enumerate(rows) if row != self._rows[n]]
        self._rows = rows
        for number in changed:
            index = self.index(number, 0)
            self.dataChanged.emit(index, index)

    def _all_rows(self) -> tuple[Row, ...]:
        rows: list[Row] = []
        for group in grouped(self._conversations, self._now()):
            rows.append(SectionRow(group_label(group)))
            rows.extend(self._row_of(conversation) for conversation in group.conversations)
        return tuple(rows)

    def _filtered_rows(self) -> tuple[Row, ...]:
        fitting = [c for c in self._conversations if self._fits(c.title)][:MOST_TITLES]
        rows: list[Row] = []
        if fitting:
            rows.append(SectionRow(_("Chats")))
            rows.extend(self._row_of(conversation) for conversation in fitting)
        if self._hits:
            rows.append(SectionRow(_("In messages")))
            rows.extend(_hit_row(hit) for hit in self._hits)
        return tuple(rows)

    def _fits(self, title: str) -> bool:
        folded = title.casefold()
        return all(word in folded for word in self._words)

    def _row_of(self, conversation: Conversation) -> ConversationRow:
        return ConversationRow(
            id=conversation.id,
            title=conversation.title or _("New chat"),
            updated_at=conversation.updated_at,
            is_pinned=conversation.pinned,
            is_running=conversation.id in self._running,
            is_unread=conversation.id in self._unread,
            has_draft=conversation.id in self._drafts,
        )


def _places(rows: Sequence[Row]) -> list[tuple[type[Row], str]]:
    """Return what says where each row stands: the view keeps its place while this is the same."""
    return [
        (type(row), row.text if isinstance(row, SectionRow) else f"{row.id}{_message_of(row)}")
        for row in rows
    ]


def _message_of(row: ConversationRow | HitRow) -> str:
    return row.message_id if isinstance(row, HitRow) else ""


def _hit_row(hit: SearchHit) -> HitRow:
    assert hit.message_id is not None
    return HitRow(
        hit.conversation_id,
        hit.message_id,
        hit.title or _("New chat"),
        hit.snippet,
        hit.marks,
        hit.created_at,
    )


def _spoken(row: Row) -> str:
    """Return a row for a screen reader, its marks in words."""
    match row:
        case SectionRow(text):
            return text
        case HitRow():
            return _("{title}: {snippet}").format(title=row.title, snippet=row.snippet)
        case ConversationRow():
            states = (
                (row.is_pinned, _("pinned")),
                (row.is_running, _("answering")),
                (row.is_unread, _("new answer")),
                (row.has_draft, _("draft")),
            )
            return ", ".join([row.title, *[word for holds, word in states if holds]])
