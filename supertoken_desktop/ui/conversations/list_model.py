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
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.conversations.dates import group_label
from supertoken_desktop.ui.conversations.grouping import grouped
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow, Row, SectionRow

# A filter that fits more titles than anyone reads shows the newest of them.
MOST_TITLES = 200

AnyIndex = QModelIndex | QPersistentModelIndex
# What is kept for a row; a conversation becomes a row, with its marks, when it is looked at.
Entry = SectionRow | Conversation | HitRow


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
        self._hits: tuple[HitRow, ...] = ()
        self._entries: tuple[Entry, ...] = ()
        self._numbers: dict[str, int] = {}

    def show_conversations(self, conversations: Sequence[Conversation]) -> None:
        """Show a new state of the whole list."""
        self._conversations = tuple(conversations)
        self._rebuild()

    def show_running(self, ids: Collection[str]) -> None:
        """Mark the conversations whose answer is on its way."""
        before, self._running = self._running, frozenset(ids)
        self._tell_changed(before ^ self._running)

    def show_unread(self, ids: Collection[str]) -> None:
        """Mark the conversations with an answer that nobody has looked at."""
        before, self._unread = self._unread, frozenset(ids)
        self._tell_changed(before ^ self._unread)

    def show_drafts(self, ids: Collection[str]) -> None:
        """Mark the conversations with something typed and not sent."""
        before, self._drafts = self._drafts, frozenset(ids)
        self._tell_changed(before ^ self._drafts)

    def filter(self, query: str) -> None:
        """Keep the titles that hold all words of a query; hits of an earlier one go."""
        self._words = tuple(query.casefold().split())
        self._hits = ()
        self._rebuild()

    def show_hits(self, hits: Iterable[SearchHit]) -> None:
        """Show messages that hold the words, below the titles."""
        self._hits = tuple(_hit_row(hit) for hit in hits if hit.message_id is not None)
        self._rebuild()

    def refresh(self) -> None:
        """Take days and texts anew, after midnight or a change of the language."""
        self._rebuild()

    @property
    def is_filtered(self) -> bool:
        """Tell whether a query is in force."""
        return bool(self._words)

    def row_at(self, index: AnyIndex) -> Row | None:
        """Return the row of an index; None outside."""
        if not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        return self._row_of(entry) if isinstance(entry, Conversation) else entry

    def index_of(self, conversation_id: str | None) -> QModelIndex:
        """Return the index of a conversation, an invalid one where it is not shown."""
        number = self._numbers.get(conversation_id or "")
        return QModelIndex() if number is None else self.index(number, 0)

    def first_choice(self) -> QModelIndex:
        """Return the first row that can be opened: the one below the first heading."""
        return self.index(1, 0) if len(self._entries) > 1 else QModelIndex()

    def neighbour(self, conversation_id: str | None, step: int) -> str | None:
        """Return the conversation so many rows below another, around the ends."""
        ids = tuple(self._numbers)
        if not ids:
            return None
        if conversation_id not in self._numbers:
            return ids[0] if step > 0 else ids[-1]
        return ids[(ids.index(conversation_id) + step) % len(ids)]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's default
        """Count the rows, headings among them."""
        return 0 if parent.isValid() else len(self._entries)

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
        entries = self._filtered() if self._words else self._all()
        before, after = self._entries, entries
        if len(before) == len(after) and all(map(_stand_alike, before, after)):
            self._entries = after
            self._tell_numbers(n for n, entry in enumerate(after) if entry != before[n])
            return
        self.beginResetModel()
        self._entries = after
        self._numbers = {e.id: n for n, e in enumerate(after) if isinstance(e, Conversation)}
        self.endResetModel()

    def _tell_changed(self, ids: Iterable[str]) -> None:
        self._tell_numbers(self._numbers[one] for one in ids if one in self._numbers)

    def _tell_numbers(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            index = self.index(number, 0)
            self.dataChanged.emit(index, index)

    def _all(self) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for group in grouped(self._conversations, self._now()):
            entries.append(SectionRow(group_label(group)))
            entries.extend(group.conversations)
        return tuple(entries)

    def _filtered(self) -> tuple[Entry, ...]:
        fitting = [c for c in self._conversations if self._fits(c.title)][:MOST_TITLES]
        entries: list[Entry] = []
        if fitting:
            entries += (SectionRow(_("Chats")), *fitting)
        if self._hits:
            entries += (SectionRow(_("In messages")), *self._hits)
        return tuple(entries)

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


def _stand_alike(one: Entry, other: Entry) -> bool:
    """Tell whether two entries are the same row: the view keeps its place while all are."""
    if one is other:
        return True
    match one, other:
        case SectionRow(), SectionRow():
            return one == other
        case Conversation(), Conversation():
            return one.id == other.id
        case HitRow(), HitRow():
            return one.message_id == other.message_id
        case _:
            return False


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
