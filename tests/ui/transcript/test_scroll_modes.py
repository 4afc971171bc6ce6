import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from supertoken_desktop.ui.transcript.places import MOST_PLACES, Places
from supertoken_desktop.ui.transcript.scrolling import ReadingPlace, ScrollMode
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    PARAGRAPH,
    answer,
    feed,
    long_conversation,
    message_id,
    question,
    rows_on_screen,
    running,
)

STREAM = [piece for n in range(120) for piece in (f"Part {n}. ", PARAGRAPH, "\n\n")]


def begin(view: TranscriptView, mode: ScrollMode) -> None:
    view.scrolling.mode = mode
    view.show_entries(long_conversation(20), conversation_id="a")
    view.show_entries([*long_conversation(20), question(20, "?"), running(21)], conversation_id="a")
    view.scroll_to_end()


def wheel(view: TranscriptView, notches: int) -> None:
    middle = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        middle,
        view.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, notches * 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # inverted, Qt's way
    )
    QApplication.sendEvent(view.viewport(), event)


def tops(view: TranscriptView) -> dict[int, int]:
    return {at.row: y for at, y in rows_on_screen(view).items() if at.message == 21}


@pytest.mark.parametrize("mode", ScrollMode)
def test_one_notch_of_the_wheel_holds_the_text_to_the_pixel(
    view: TranscriptView, mode: ScrollMode
) -> None:
    begin(view, mode)
    feed(view, 21, STREAM[:90])
    wheel(view, 1)
    before, offset = rows_on_screen(view), view.verticalScrollBar().value()

    for piece in STREAM[90:]:
        feed(view, 21, [piece])
        after = rows_on_screen(view)
        assert view.verticalScrollBar().value() == offset
        assert {row: after[row] for row in before} == before

    view.show_entries(
        [*long_conversation(20), question(20, "?"), answer(21, "".join(STREAM))],
        conversation_id="a",
    )
    assert view.verticalScrollBar().value() == offset


def test_following_keeps_the_end_in_view(view: TranscriptView) -> None:
    begin(view, ScrollMode.FOLLOW)

    for piece in STREAM:
        feed(view, 21, [piece])
        assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_an_answer_is_followed_for_one_screen(view: TranscriptView) -> None:
    begin(view, ScrollMode.ONE_SCREEN)
    followed = []

    for piece in STREAM:
        feed(view, 21, [piece])
        followed.append(view.is_at_end)

    top = view.stack.top(20) - view.verticalScrollBar().value()
    assert followed[0]
    assert not followed[-1]
    assert followed == sorted(followed, reverse=True)
    assert top == 0


def test_after_the_stop_the_end_is_followed_for_good(view: TranscriptView) -> None:
    begin(view, ScrollMode.ONE_SCREEN)
    feed(view, 21, STREAM[:150])

    QTest.keyClick(view, Qt.Key.Key_End)
    feed(view, 21, STREAM[150:])

    assert view.is_at_end


def test_of_a_question_that_fills_the_screen_the_answer_is_followed(view: TranscriptView) -> None:
    view.scrolling.mode = ScrollMode.ONE_SCREEN
    entries = [question(0, "line\n" * 100), running(1)]
    view.show_entries(entries, conversation_id="a")
    view.scroll_to_end()

    feed(view, 1, STREAM)

    assert view.stack.top(1) - view.verticalScrollBar().value() == 0


def test_free_reading_is_never_moved(view: TranscriptView) -> None:
    begin(view, ScrollMode.FREE)
    before = view.verticalScrollBar().value()

    feed(view, 21, STREAM)

    assert view.verticalScrollBar().value() == before
    assert not view.is_at_end


def test_a_first_answer_does_not_move_free_reading_either(view: TranscriptView) -> None:
    view.scrolling.mode = ScrollMode.FREE
    view.show_entries([question(0, "?"), running(1)], conversation_id="a")
    view.scroll_to_end()

    feed(view, 1, STREAM)

    assert view.verticalScrollBar().value() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Home, Qt.Key.Key_PageUp, Qt.Key.Key_Up])
def test_keys_pause_following(view: TranscriptView, key: Qt.Key) -> None:
    begin(view, ScrollMode.FOLLOW)
    feed(view, 21, STREAM[:90])

    QTest.keyClick(view, key)
    offset = view.verticalScrollBar().value()
    feed(view, 21, STREAM[90:])

    assert view.verticalScrollBar().value() == offset


def test_going_to_a_message_pauses_following(view: TranscriptView) -> None:
    begin(view, ScrollMode.FOLLOW)
    feed(view, 21, STREAM[:90])

    view.show_message(message_id(20))
    offset = view.verticalScrollBar().value()
    feed(view, 21, STREAM[90:])

    assert view.verticalScrollBar().value() == offset


def test_scrolling_back_to_the_end_follows_again(view: TranscriptView) -> None:
    begin(view, ScrollMode.FOLLOW)
    feed(view, 21, STREAM[:90])
    wheel(view, 1)

    wheel(view, -2)
    feed(view, 21, STREAM[90:])

    assert view.is_at_end


def test_a_conversation_opens_with_its_last_question_at_the_top(view: TranscriptView) -> None:
    entries = [*long_conversation(20), question(20, "?"), answer(21, "".join(STREAM))]

    view.show_entries(entries, conversation_id="a")

    assert view.stack.top(20) == view.verticalScrollBar().value()


def test_a_place_outlives_the_program(view: TranscriptView) -> None:
    view.show_entries(long_conversation(60), conversation_id="a")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = rows_on_screen(view)
    view.show_entries(long_conversation(6), conversation_id="b")
    lines = view.places.lines()

    view.show_entries([], conversation_id="")
    view.places = Places()
    view.places.take_lines(lines)
    view.show_entries(long_conversation(60), conversation_id="a")

    assert rows_on_screen(view) == before


def test_only_the_last_places_are_kept() -> None:
    places = Places()

    for number in range(MOST_PLACES + 5):
        places.note(f"c{number}", ReadingPlace(message_id(1), 2, -3))

    assert places.find("c0") is None
    assert places.find(f"c{MOST_PLACES}") == ReadingPlace(message_id(1), 2, -3)
    assert len(places.lines()) == MOST_PLACES


def test_lines_that_make_no_sense_are_left_out() -> None:
    places = Places()

    places.take_lines(["", "a b", "a m x 1", "a m 1 -20", "end"])

    assert places.lines() == ("a m 1 -20", "end")
    assert places.find("end") == ReadingPlace(None)
