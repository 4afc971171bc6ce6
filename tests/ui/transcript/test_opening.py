from supertoken_desktop.ui.transcript.stack import RowIndex
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import long_conversation, message_id, rows_on_screen


def places(view: TranscriptView, moved_down: int = 0) -> dict[RowIndex, int]:
    return {at.below(moved_down): y for at, y in rows_on_screen(view).items()}


def test_messages_put_above_move_nothing_that_is_seen(view: TranscriptView) -> None:
    entries = long_conversation(60)
    view.show_entries(entries[40:], conversation_id="long")
    before = places(view, moved_down=40)

    view.show_entries(entries, conversation_id="long")

    assert places(view) == before
    assert len(view.stack) == 60


def test_messages_put_above_move_nothing_where_the_reader_scrolled(view: TranscriptView) -> None:
    entries = long_conversation(60)
    view.show_entries(entries[40:], conversation_id="long")
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() // 2)
    before = places(view, moved_down=40)

    view.show_entries(entries, conversation_id="long")

    assert places(view) == before


def test_what_is_selected_stays_selected_below_new_messages(view: TranscriptView) -> None:
    entries = long_conversation(60)
    view.show_entries(entries[40:], conversation_id="long")
    view.select_message(message_id(59))

    view.show_entries(entries, conversation_id="long")

    selection = view.pointer.selection
    assert selection is not None
    assert selection.stretch.end.message == 59
