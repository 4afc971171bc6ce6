from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import long_conversation, message_id, rows_on_screen


def at_top(view: TranscriptView) -> int:
    offset = view.verticalScrollBar().value()
    tops = [view.stack.top(index) - offset for index in range(len(view.stack))]
    return tops.index(0)


def test_one_goes_from_message_to_message(view: TranscriptView) -> None:
    view.show_entries(long_conversation(400), conversation_id="a")
    view.show_message(message_id(100))

    seen = []
    for _ in range(3):
        view.jumps.to_next_message()
        seen.append(at_top(view))
    for _ in range(4):
        view.jumps.to_previous_message()
        seen.append(at_top(view))

    assert seen == [101, 102, 103, 102, 101, 100, 99]


def test_back_goes_to_the_beginning_of_the_message_being_read(view: TranscriptView) -> None:
    view.show_entries(long_conversation(100), conversation_id="a")
    view.show_message(message_id(51))
    view.jumps.by_page(forward=True)
    assert min(rows_on_screen(view)).message == 51

    view.jumps.to_previous_message()

    assert at_top(view) == 51


def test_beyond_the_ends_there_is_nothing(view: TranscriptView) -> None:
    view.show_entries(long_conversation(20), conversation_id="a")

    view.jumps.to_start()
    view.jumps.to_previous_message()
    at_start = view.verticalScrollBar().value()
    for _ in range(25):
        view.jumps.to_next_message()

    assert at_start <= view.stack.top(0)
    assert view.is_at_end


def test_an_empty_conversation_can_be_walked(view: TranscriptView) -> None:
    view.show_entries([], conversation_id="a")

    for jump in (
        view.jumps.to_next_message,
        view.jumps.to_previous_message,
        view.jumps.to_start,
        view.jumps.to_end,
    ):
        jump()

    assert view.is_at_end


def test_pages_overlap_by_a_line(view: TranscriptView) -> None:
    view.show_entries(long_conversation(100), conversation_id="a")
    view.show_message(message_id(50))
    before = view.verticalScrollBar().value()

    QTest.keyClick(view, Qt.Key.Key_Space)
    by_space = view.verticalScrollBar().value() - before
    QTest.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    back = view.verticalScrollBar().value()
    QTest.keyClick(view, Qt.Key.Key_PageDown)

    assert view.viewport().height() - 60 < by_space < view.viewport().height()
    assert back == before
    assert view.verticalScrollBar().value() - before == by_space
