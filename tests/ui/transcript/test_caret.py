import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.transcript.boundaries import character_start
from supertoken_desktop.ui.transcript.caret import CaretMark
from supertoken_desktop.ui.transcript.motion import Move
from supertoken_desktop.ui.transcript.row_kinds import characters
from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch
from supertoken_desktop.ui.transcript.utf16 import utf16_length
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    PARAGRAPH,
    answer,
    feed,
    long_conversation,
    message_id,
    question,
    running,
)

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
FIRST_ROW = 1
BEGINNING = Position(0, FIRST_ROW, 0)


@pytest.fixture
def press(view: TranscriptView) -> Callable[..., Position]:
    """Press keys in the transcript and return where the selection ends then."""

    def press_keys(*keys: Qt.Key, with_control: bool = False) -> Position:
        modifiers = SHIFT | CONTROL if with_control else SHIFT
        for key in keys:
            QTest.keyClick(view, key, modifiers)
        assert view.pointer.selection is not None
        return view.pointer.selection.reached.start

    return press_keys


Press = Callable[..., Position]


def show(view: TranscriptView, *texts: str, at: Position = BEGINNING) -> None:
    entries = [answer(number, text) for number, text in enumerate(texts)]
    view.show_entries(entries, conversation_id="a")
    put(view, at)


def put(view: TranscriptView, at: Position) -> None:
    view.pointer.select(Selection(Stretch(at, at), Stretch(at, at)))


def selected(view: TranscriptView) -> str:
    view.copier.copy_selection()
    return QGuiApplication.clipboard().text()


def test_shift_and_arrows_select_by_character_and_back(view: TranscriptView, press: Press) -> None:
    show(view, "one two three")

    press(KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, KEY.Key_Right)
    longest = selected(view)
    press(KEY.Key_Left)

    assert longest == "one "
    assert selected(view) == "one"


def test_control_selects_by_word(view: TranscriptView, press: Press) -> None:
    show(view, "one two three")

    on = [press(KEY.Key_Right, with_control=True).offset for _ in range(3)]
    back = [press(KEY.Key_Left, with_control=True).offset for _ in range(3)]

    assert on == [4, 8, 13]
    assert back == [8, 4, 0]


def test_a_character_that_has_many_code_points_is_one_step(
    view: TranscriptView, press: Press
) -> None:
    text = "a👩‍👩‍👧‍👦🇩🇪👍🏽e\u0301한b"
    show(view, text)
    seen = [""]

    for _ in range(7):
        press(KEY.Key_Right)
        seen.append(selected(view))

    assert seen[1:] == [text[:end] for end in (1, 8, 10, 12, 14, 15, 16)]


def test_the_selection_goes_on_in_the_next_block_and_message(
    view: TranscriptView, press: Press
) -> None:
    show(view, "ab\n\n---\n\ncd", "ef")

    places = [press(KEY.Key_Right) for _ in range(7)]

    assert [(place.message, place.row, place.offset) for place in places] == [
        (0, 1, 1),
        (0, 1, 2),
        (0, 3, 0),
        (0, 3, 1),
        (0, 3, 2),
        (1, 1, 0),
        (1, 1, 1),
    ]


def test_it_stops_at_both_ends(view: TranscriptView, press: Press) -> None:
    show(view, "ab")

    assert press(KEY.Key_Left) == (0, 1, 0)
    assert press(KEY.Key_Right, KEY.Key_Right, KEY.Key_Right) == (0, 1, 2)


def test_up_and_down_keep_the_column(view: TranscriptView, press: Press) -> None:
    show(view, "a long line here\n\nx\n\nanother long line", at=Position(0, 1, 10))

    places = [press(KEY.Key_Down) for _ in range(2)]
    back = press(KEY.Key_Up, KEY.Key_Up)

    assert places[0] == (0, 2, 1)
    assert places[1].row == 3
    assert 7 <= places[1].offset <= 13
    assert back == (0, 1, 10)


def test_up_and_down_go_by_visible_lines(view: TranscriptView, press: Press) -> None:
    show(view, PARAGRAPH)

    second = press(KEY.Key_Down)
    end = press(KEY.Key_End)
    home = press(KEY.Key_Home)

    assert 40 < second.offset < len(PARAGRAPH) - 40
    assert end.offset > home.offset == second.offset
    assert press(KEY.Key_Up).offset == 0


def test_up_and_down_work_in_code_and_tables(view: TranscriptView, press: Press) -> None:
    code = "```\nfirst line\nab\nthird line\n```"
    table = "| a | bb |\n|---|---|\n| ccc | dd |\n| e | fff |"
    show(view, f"{code}\n\n{table}", at=Position(0, 1, 6))

    second, third = press(KEY.Key_Down), press(KEY.Key_Down)
    header, first, last = (press(KEY.Key_Down) for _ in range(3))

    text = characters(view.stack.section(0).rows[1])
    assert text[: second.offset].count("\n") == 1
    assert third.offset == text.index("third line") + 6
    cells = characters(view.stack.section(0).rows[2])
    lines = [cells[: place.offset].count("\n") for place in (header, first, last)]
    assert [header.row, *lines] == [2, 0, 1, 2]


def test_home_and_end_in_code_go_to_the_ends_of_its_line(
    view: TranscriptView, press: Press
) -> None:
    show(view, "```\nfirst\n" + "😀x" * 300 + "\nlast\n```", at=Position(0, 1, 12))

    assert press(KEY.Key_End).offset == 6 + 900
    assert press(KEY.Key_Home).offset == 6


def test_in_arabic_left_goes_on(view: TranscriptView, press: Press) -> None:
    show(view, "مرحبا بالعالم")

    assert press(KEY.Key_Left).offset == 1
    assert press(KEY.Key_Left, with_control=True).offset == 6
    assert press(KEY.Key_Right).offset == 5


def test_words_of_chinese_are_found(view: TranscriptView, press: Press) -> None:
    show(view, "你好,世界 hello")

    stops = [press(KEY.Key_Right, with_control=True).offset for _ in range(5)]

    assert stops == [1, 3, 4, 6, 11]


def test_control_home_and_end_reach_what_was_never_laid_out(
    view: TranscriptView, press: Press
) -> None:
    view.show_entries(long_conversation(400), conversation_id="a")

    start = press(KEY.Key_Home, with_control=True)
    at_top = view.verticalScrollBar().value()
    end = press(KEY.Key_End, with_control=True)

    assert start == (0, 1, 0)
    assert at_top < 100
    assert end.message == 399
    assert view.is_at_end


def test_pages_take_the_caret_along(view: TranscriptView, press: Press) -> None:
    view.show_entries(long_conversation(100), conversation_id="a")
    bar = view.verticalScrollBar()
    before = bar.value()

    first, second = press(KEY.Key_PageUp), press(KEY.Key_PageUp)

    assert second < first
    assert before - bar.value() > bar.pageStep()
    assert press(KEY.Key_PageDown) > second


def test_holding_an_arrow_scrolls_through_all_messages(view: TranscriptView, press: Press) -> None:
    view.show_entries(long_conversation(12), conversation_id="a")
    press(KEY.Key_Home, with_control=True)
    put(view, Position(0, 1, 0))
    seen = set()

    for _ in range(300):
        seen.add(press(KEY.Key_Down).message)
        mark = shown_mark(view)
        assert mark is None or view.viewport().rect().contains(mark.geometry().center())

    assert seen == set(range(1, 12))


def shown_mark(view: TranscriptView) -> CaretMark | None:
    marks = [mark for mark in view.findChildren(CaretMark) if mark.isVisible()]
    return marks[0] if marks else None


def test_the_caret_shows_while_keys_select(view: TranscriptView, qtbot: QtBot) -> None:
    show(view, "one two")
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    before = shown_mark(view)

    QTest.keyClick(view, KEY.Key_Right, SHIFT)
    during = shown_mark(view)
    view.clearFocus()

    assert before is None
    assert during is not None
    assert during.width() == 2
    assert shown_mark(view) is None


def test_without_a_selection_it_begins_at_the_first_visible_row(
    view: TranscriptView, press: Press
) -> None:
    view.show_entries(long_conversation(60), conversation_id="a")
    top = view.stack.at(view.verticalScrollBar().value())

    reached = press(KEY.Key_Right)

    assert reached.message in (top.message, top.message + 1)
    assert len(selected(view)) <= 1


def test_a_click_is_where_keys_begin(view: TranscriptView, press: Press) -> None:
    show(view, "one two three")
    row = view.stage.widgets_in_order()[FIRST_ROW]
    at = row.mapTo(view.viewport(), QPoint(row.width() - 5, 8))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    press(KEY.Key_Left, with_control=True)

    assert selected(view) == "three"


def test_keys_extend_what_the_mouse_selected(view: TranscriptView, press: Press) -> None:
    show(view, "one two three")
    # The word stays selected as a whole; what follows is chosen by character.
    word = Stretch(Position(0, 1, 4), Position(0, 1, 7))
    view.pointer.select(Selection(word, word))

    press(KEY.Key_Right, with_control=True)

    assert selected(view) == "two "


def test_escape_drops_the_selection_and_only_then_stops(
    view: TranscriptView, press: Press, qtbot: QtBot
) -> None:
    stopped: list[str] = []
    stop = QAction(view)
    stop.setShortcut(QKeySequence("Esc"))
    stop.triggered.connect(lambda: stopped.append("stopped"))
    view.addAction(stop)
    show(view, "one two")
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    press(KEY.Key_Right)

    QTest.keyClick(view, KEY.Key_Escape)
    after_first = len(stopped), view.copier.has_selection
    QTest.keyClick(view, KEY.Key_Escape)

    assert after_first == (0, False)
    assert len(stopped) == 1


def test_select_all_takes_the_message_and_then_everything(
    view: TranscriptView, qtbot: QtBot
) -> None:
    show(view, "first\n\nsecond", "third")

    QTest.keyClick(view, KEY.Key_A, CONTROL)
    once = selected(view)
    QTest.keyClick(view, KEY.Key_A, CONTROL)

    assert once == "first\n\nsecond"
    assert selected(view) == "first\n\nsecond\n\nthird"


def test_shift_and_click_extends_what_keys_selected(view: TranscriptView, press: Press) -> None:
    show(view, "one two three")
    press(KEY.Key_Right)
    row = view.stage.widgets_in_order()[FIRST_ROW]
    at = row.mapTo(view.viewport(), QPoint(row.width() - 5, 8))

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, pos=at)

    assert selected(view) == "one two three"


def test_a_selection_stays_while_an_answer_grows_below_it(
    view: TranscriptView, press: Press
) -> None:
    view.show_entries([question(0, "one two"), running(1)], conversation_id="a")
    put(view, Position(0, 1, 0))
    press(KEY.Key_Right, KEY.Key_Right, KEY.Key_Right)

    feed(view, 1, ["An ", "answer.\n\n", "- with\n- a list\n"])
    view.show_entries([question(0, "one two"), answer(1, "An answer.")], conversation_id="a")

    assert selected(view) == "one"


def test_dragging_further_out_scrolls_faster(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(long_conversation(100), conversation_id="a")
    told: list[int] = []
    view.pointer.drag_scrolled.connect(told.append)
    viewport = view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))

    for distance in (10, 200):
        QTest.mouseMove(viewport, QPoint(200, -distance))
        told.clear()
        qtbot.waitUntil(lambda: bool(told))
        assert told[0] == -distance
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(200, -200))

    assert view.copier.has_selection


def test_selecting_costs_the_same_and_copying_its_length_in_a_longer_conversation(
    view: TranscriptView,
) -> None:
    def costs_s(messages: int) -> tuple[float, float]:
        view.show_entries(long_conversation(messages), conversation_id=str(messages))
        started = time.thread_time()
        QTest.keyClick(view, KEY.Key_A, CONTROL)
        QTest.keyClick(view, KEY.Key_A, CONTROL)
        marked = time.thread_time()
        view.copier.copy_selection()
        return marked - started, time.thread_time() - marked

    costs_s(50)
    short_marking, short_copying = costs_s(500)

    marking, copying = costs_s(5000)

    assert marking < 4 * short_marking + 0.02
    assert copying < 25 * short_copying
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Question 0")
    assert "Answer 4999" in text
    assert message_id(4999) in {entry.message.id for entry in view.stack.entries}


def test_plain_arrows_still_scroll(view: TranscriptView) -> None:
    view.show_entries(long_conversation(30), conversation_id="a")
    before = view.verticalScrollBar().value()

    QTest.keyClick(view, KEY.Key_Up)

    assert view.verticalScrollBar().value() < before
    assert view.pointer.selection is None


def test_two_clicks_on_an_emoji_select_it(view: TranscriptView) -> None:
    family = "👩‍👩‍👧‍👦"
    show(view, f"{family}🇩🇪 x")
    row = view.stage.widgets_in_order()[FIRST_ROW]
    at = row.mapTo(view.viewport(), QPoint(4, 8))

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert selected(view) == family


CONSTRUCTS = """# Title 👍🇩🇪

مرحبا **بالعالم** 123

- item
  > quoted

```python
a = "字字字"

b
```

| a | الاسم |
|---|---|
| c | 👩‍👩‍👧‍👦 |

---

$$x$$
"""


@example(moves=[Move.END, Move.LEFT, Move.LEFT, Move.LINE_END])
@example(moves=[Move.END, Move.UP, Move.LEFT, Move.DOWN])
@given(moves=st.lists(st.sampled_from(list(Move)), min_size=1, max_size=25))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_no_row_of_keys_leads_astray(view: TranscriptView, moves: list[Move]) -> None:
    view.show_entries([question(0, "q"), answer(1, CONSTRUCTS)], conversation_id="a")
    put(view, BEGINNING)

    for move in moves:
        view.caret.move(move)

        assert view.pointer.selection is not None
        reached = view.pointer.selection.reached.start
        text = characters(view.stack.section(reached.message).rows[reached.row])
        assert text
        assert 0 <= reached.offset <= utf16_length(text)
        assert character_start(text, reached.offset) == reached.offset
