from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import new_conversation_id, new_message_id
from supertoken_desktop.domain.search import SearchHit
from supertoken_desktop.ui.conversations.list_model import ConversationListModel, Role
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow, SectionRow

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)


def test_sections_stand_above_their_conversations(qapp: QApplication) -> None:
    model = _model()

    model.show_conversations(
        [_conversation("new", 0), _conversation("old", 24), _conversation("kept", 99, pinned=True)]
    )

    assert _texts(model) == ["Pinned", "kept", "Today", "new", "Yesterday", "old"]


def test_qt_finds_no_fault_with_the_model(qapp: QApplication) -> None:
    model = _model()
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(model, fatal)
    conversations = [_conversation("a", 0), _conversation("b", 24)]

    model.show_conversations(conversations)
    model.show_running([conversations[0].id])
    model.filter("a")
    model.filter("")
    model.show_conversations([])

    assert model.rowCount() == 0
    assert tester.model() is model


def test_headings_can_be_neither_chosen_nor_edited(qapp: QApplication) -> None:
    model = _model()

    model.show_conversations([_conversation("a", 0)])

    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_mark_touches_one_row_and_keeps_the_place(qapp: QApplication, qtbot: QtBot) -> None:
    model = _model()
    conversations = [_conversation("a", 0), _conversation("b", 1)]
    model.show_conversations(conversations)

    with (
        qtbot.assertNotEmitted(model.modelReset),
        qtbot.waitSignal(model.dataChanged) as told,
    ):
        model.show_unread([conversations[1].id])

    assert (told.args[0].row(), told.args[1].row()) == (2, 2)
    row = model.row_at(model.index(2, 0))
    assert isinstance(row, ConversationRow)
    assert row.is_unread


def test_the_filter_keeps_titles_that_hold_all_words(qapp: QApplication) -> None:
    model = _model()
    model.show_conversations(
        [_conversation("Sort a list", 0), _conversation("List of films", 1), _conversation("x", 2)]
    )

    model.filter("LIST sort")

    assert _texts(model) == ["Chats", "Sort a list"]


def test_hits_stand_in_a_section_of_their_own(qapp: QApplication) -> None:
    model = _model()
    conversation = _conversation("Sort a list", 0)
    model.show_conversations([conversation])
    model.filter("sort")

    model.show_hits([_hit(conversation, "how to sort"), _title_hit(conversation)])

    rows = [model.row_at(model.index(n, 0)) for n in range(model.rowCount())]
    assert [type(row) for row in rows] == [SectionRow, ConversationRow, SectionRow, HitRow]


def test_hits_of_an_earlier_query_are_gone(qapp: QApplication) -> None:
    model = _model()
    conversation = _conversation("Sort a list", 0)
    model.show_conversations([conversation])
    model.filter("sort")
    model.show_hits([_hit(conversation, "how to sort")])

    model.filter("list")

    assert _texts(model) == ["Chats", "Sort a list"]


def test_editing_a_title_is_told_and_a_blank_one_refused(qapp: QApplication, qtbot: QtBot) -> None:
    model = _model()
    conversation = _conversation("old", 0)
    model.show_conversations([conversation])

    with qtbot.waitSignal(model.title_edited) as told:
        model.setData(model.index(1, 0), "  new title ")
    with qtbot.assertNotEmitted(model.title_edited):
        is_taken = model.setData(model.index(1, 0), "   ")

    assert told.args == [conversation.id, "new title"]
    assert not is_taken


def test_the_neighbours_go_around_the_ends(qapp: QApplication) -> None:
    model = _model()
    conversations = [_conversation(str(n), n) for n in range(3)]
    model.show_conversations(conversations)
    first, last = conversations[0].id, conversations[-1].id

    assert model.neighbour(first, 1) == conversations[1].id
    assert model.neighbour(last, 1) == first
    assert model.neighbour(first, -1) == last
    assert model.neighbour(None, 1) == first


def test_a_screen_reader_hears_the_marks(qapp: QApplication) -> None:
    model = _model()
    conversation = _conversation("Films", 0, pinned=True)
    model.show_conversations([conversation])
    model.show_running([conversation.id])
    model.show_drafts([conversation.id])

    spoken = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Films, pinned, answering, draft"
    assert isinstance(model.data(model.index(1, 0), Role.ROW), ConversationRow)


def _model() -> ConversationListModel:
    return ConversationListModel(lambda: NOW)


def _conversation(title: str, hours_ago: float, *, pinned: bool = False) -> Conversation:
    moment = NOW - timedelta(hours=hours_ago)
    return Conversation(new_conversation_id(), moment, moment, title=title, pinned=pinned)


def _hit(conversation: Conversation, snippet: str) -> SearchHit:
    return SearchHit(conversation.id, conversation.title, new_message_id(), snippet, (), NOW)


def _title_hit(conversation: Conversation) -> SearchHit:
    return SearchHit(conversation.id, conversation.title, None, conversation.title, (), NOW)


def _texts(model: ConversationListModel) -> list[object]:
    return [model.data(model.index(n, 0)) for n in range(model.rowCount())]
