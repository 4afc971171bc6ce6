from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.palette import DARK, Theme
from supertoken_desktop.ui.transcript.rows.simple import FootView, HeadView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    PARAGRAPH,
    PlainFooter,
    answer,
    feed,
    long_conversation,
    message_id,
    question,
    rows_on_screen,
    running,
    shown_texts,
)


def end_is_visible(view: TranscriptView) -> bool:
    bar = view.verticalScrollBar()
    return bar.value() == bar.maximum()


def footers(view: TranscriptView) -> list[PlainFooter]:
    found = [w.footer for w in view.stage.widgets_in_order() if isinstance(w, FootView)]
    return [footer for footer in found if isinstance(footer, PlainFooter)]


def test_an_empty_conversation_shows_nothing(view: TranscriptView) -> None:
    view.show_entries([], conversation_id="a")
    view.grab()

    assert view.shown_rows == 0
    assert view.is_at_end


def test_the_end_of_a_conversation_can_be_reached(view: TranscriptView) -> None:
    view.show_entries(long_conversation(400), conversation_id="a")

    view.scroll_to_end()

    assert end_is_visible(view)
    assert view.is_at_end
    last = footers(view)[-1].entry
    assert last is not None
    assert last.message.id == message_id(399)


def test_only_rows_near_the_viewport_are_widgets(view: TranscriptView) -> None:
    view.show_entries(long_conversation(2000), conversation_id="a")

    for _ in range(60):
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 431)

    assert 5 < view.shown_rows < 80
    assert len(view.viewport().findChildren(HeadView)) < 40


def test_messages_far_away_are_not_taken_apart(view: TranscriptView) -> None:
    view.show_entries(long_conversation(2000), conversation_id="a")

    assert len(view.stack.known_sections()) < 10


def test_scrolling_up_moves_what_is_seen_by_as_much(view: TranscriptView) -> None:
    view.show_entries(long_conversation(300), conversation_id="a")

    for distance in (40, 120, 300, 517, 60):
        before = rows_on_screen(view)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - distance)
        after = rows_on_screen(view)

        kept = before.keys() & after.keys()
        assert kept
        assert {after[row] - before[row] for row in kept} == {distance}


def test_rows_lie_without_holes_or_overlaps(view: TranscriptView) -> None:
    view.show_entries(long_conversation(300), conversation_id="a")

    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)

    rows = sorted(rows_on_screen(view).items())
    heights = [view.stack.section(at.message).heights[at.row] for at, _ in rows]
    gaps = [view.stack.section(at.message).rows[at.row].place.gap for at, _ in rows]
    tops = [y - gap for (_, y), gap in zip(rows, gaps, strict=True)]
    assert [top + height for top, height in zip(tops, heights, strict=True)][:-1] == tops[1:]


def test_the_first_message_can_be_reached(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(long_conversation(300), conversation_id="a")

    QTest.keyClick(view, Qt.Key.Key_Home)

    assert "Question 0" in shown_texts(view)
    assert not view.is_at_end


def test_scrolling_up_stops_following_and_the_end_starts_it_again(
    view: TranscriptView, qtbot: QtBot
) -> None:
    entries = [*long_conversation(20), running(20)]
    view.show_entries(entries, conversation_id="a")
    feed(view, 20, [PARAGRAPH + "\n\n"] * 5)
    followed = end_is_visible(view)

    with qtbot.waitSignal(view.at_bottom_changed, check_params_cb=lambda end: not end):
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 1)
    before = rows_on_screen(view)
    feed(view, 20, [PARAGRAPH + "\n\n"] * 5)
    after = rows_on_screen(view)
    with qtbot.waitSignal(view.at_bottom_changed, check_params_cb=lambda end: end):
        view.scroll_to_end()
    feed(view, 20, [PARAGRAPH + "\n\n"] * 5)

    assert followed
    assert all(after[row] == y for row, y in before.items() if row.message < 20)
    assert end_is_visible(view)


def test_what_is_read_stays_put_while_its_own_message_grows(view: TranscriptView) -> None:
    view.show_entries([question(0, "q"), running(1)], conversation_id="a")
    feed(view, 1, [f"Paragraph {n}. {PARAGRAPH}\n\n" for n in range(30)])
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = rows_on_screen(view)

    feed(view, 1, [f"More {n}. {PARAGRAPH}\n\n" for n in range(30)])

    assert rows_on_screen(view) == before


def test_each_conversation_opens_where_it_was_left(view: TranscriptView) -> None:
    one, other = long_conversation(100), long_conversation(30)
    view.show_entries(one, conversation_id="one")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 3)
    before = rows_on_screen(view)

    view.show_entries(other, conversation_id="other")
    view.show_entries(one, conversation_id="one")

    assert rows_on_screen(view) == before


def test_resizing_keeps_the_row_that_is_read(view: TranscriptView) -> None:
    view.show_entries(long_conversation(200), conversation_id="a")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    first = min(rows_on_screen(view))

    for width in (700, 520, 640, 900):
        view.resize(width, 600)

    assert min(rows_on_screen(view)) == first


def test_resizing_at_the_end_stays_at_the_end(view: TranscriptView) -> None:
    view.show_entries(long_conversation(200), conversation_id="a")
    view.scroll_to_end()

    view.resize(500, 400)

    assert end_is_visible(view)


def test_the_same_conversation_touches_only_what_changed(view: TranscriptView) -> None:
    entries = long_conversation(40)
    view.show_entries(entries, conversation_id="a")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before, known = rows_on_screen(view), dict(view.stack.known_sections())

    view.show_entries(
        [*entries[:39], replace(entries[39], position=2, count=2)], conversation_id="a"
    )

    assert rows_on_screen(view) == before
    assert all(view.stack.known_section(index) is section for index, section in known.items())


def test_another_sibling_replaces_the_messages_from_there_on(view: TranscriptView) -> None:
    entries = [question(0, "q"), answer(1, "first answer"), question(2, "more")]
    view.show_entries(entries, conversation_id="a")

    view.show_entries([entries[0], answer(3, "second answer")], conversation_id="a")

    assert shown_texts(view) == ["q", "second answer"]


def test_a_footer_stays_with_its_message_and_hears_of_changes(view: TranscriptView) -> None:
    entries = [question(0, "q"), running(1)]
    view.show_entries(entries, conversation_id="a")
    footer = footers(view)[1]
    feed(view, 1, ["one\n\n", "two\n\n", "three"])

    view.show_entries(
        [entries[0], replace(answer(1, "one\n\ntwo\n\nthree"), position=2, count=3)],
        conversation_id="a",
    )

    assert footers(view)[1] is footer
    assert footer.label.text() == "2/3"


def test_a_footer_that_grows_gets_the_room(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([question(0, "q"), answer(1, "a")], conversation_id="a")
    footer = footers(view)[0]
    before = footer.height()

    footer.label.setText("an\nerror\ncard\nwith\nfive lines")

    qtbot.waitUntil(lambda: footer.height() > before + 20)
    heads = [w for w in view.stage.widgets_in_order() if isinstance(w, HeadView)]
    bottom = footer.mapTo(view.viewport(), footer.rect().bottomLeft()).y()
    assert heads[1].mapTo(view.viewport(), heads[1].rect().topLeft()).y() > bottom


def test_a_message_can_be_brought_to_the_top(view: TranscriptView) -> None:
    view.show_entries(long_conversation(300), conversation_id="a")

    view.show_message(message_id(120))

    assert min(rows_on_screen(view)) == (120, 0)
    assert rows_on_screen(view)[min(rows_on_screen(view))] == 0


def test_the_look_changes_live_and_keeps_the_place(
    view: TranscriptView, theme: Theme, qtbot: QtBot
) -> None:
    view.show_entries(long_conversation(60), conversation_id="a")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    first = min(rows_on_screen(view))

    theme.apply(Settings(theme="dark", font_size_pt=15))

    corner = view.viewport().grab().toImage().pixelColor(2, 2)
    assert corner == DARK.surface
    assert min(rows_on_screen(view)) == first


def test_a_hidden_view_lays_out_when_it_is_shown(
    make_view: Callable[[], TranscriptView],
) -> None:
    view = make_view()
    view.hide()
    view.show_entries([question(0, "q"), running(1)], conversation_id="a")
    feed(view, 1, ["text"])
    hidden = view.shown_rows

    view.show()

    assert hidden == 0
    assert shown_texts(view) == ["q", "text"]


def test_a_question_of_several_lines_is_whole_in_a_view_that_is_shown_later(
    theme: Theme, pool: ThreadPoolExecutor, qtbot: QtBot
) -> None:
    view = TranscriptView(theme, PlainFooter, pool)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show_entries([question(0, "one\ntwo\nthree")], conversation_id="a")

    view.show()
    qtbot.waitExposed(view)

    row = next(w for w in view.stage.widgets_in_order() if isinstance(w, TextView))
    assert row.height() >= row.document().size().height()
    assert row.height() > 2 * row.fontMetrics().height()


def test_a_conversation_that_fits_shows_no_handle_to_scroll_with(view: TranscriptView) -> None:
    view.show_entries([answer(0, "short")], conversation_id="a")
    was_needed = view.verticalScrollBar().isEnabled()

    view.show_entries(long_conversation(30), conversation_id="b")

    assert not was_needed
    assert view.verticalScrollBar().isEnabled()
