import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from supertoken_desktop.document.blocks import Text
from supertoken_desktop.ui.theme.palette import LIGHT
from supertoken_desktop.ui.transcript.boundaries import (
    character_start,
    cut_before,
    next_character,
    next_word,
    previous_character,
    previous_word,
    word_around,
)
from supertoken_desktop.ui.transcript.direction import is_mirrored, is_right_to_left
from supertoken_desktop.ui.transcript.rows.simple import HeadView
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.slicing import LONGEST_TEXT, split_text
from supertoken_desktop.ui.transcript.utf16 import utf16_length
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import answer, question, shown_texts

FAMILY = "👩‍👩‍👧‍👦"
FLAG = "🇩🇪"
ARABIC = "مرحبا بالعالم"
MIXED = st.lists(
    st.sampled_from([FAMILY, FLAG, "👍🏽", "a", " ", "e\u0301\u0323", "字", "한", "नि", "กำ", "\n"])
).map("".join)


def test_a_flag_after_an_emoji_is_one_character() -> None:
    text = f"👍{FLAG}🇫🇷x"

    steps = [0]
    while (found := next_character(text, steps[-1])) is not None:
        steps.append(found)

    assert steps == [0, 2, 6, 10, 11]
    assert [previous_character(text, step) for step in steps[1:]] == steps[:-1]
    assert character_start(text, 4) == 2


@given(MIXED)
def test_steps_go_there_and_back_the_same_way(text: str) -> None:
    forward = [0]
    while (found := next_character(text, forward[-1])) is not None:
        forward.append(found)
    back = [utf16_length(text)]
    while (before := previous_character(text, back[-1])) is not None:
        back.append(before)

    assert forward == back[::-1]
    assert forward[-1] == utf16_length(text)


@given(st.text(), st.integers(0, 40))
def test_words_never_leave_the_text_or_stand_still(text: str, position: int) -> None:
    length = utf16_length(text)
    position = min(position, length)

    after, before = next_word(text, position), previous_word(text, position)
    start, end = word_around(text, position)

    assert after is None or position < after <= length
    assert before is None or 0 <= before < position
    assert 0 <= start <= end <= length


def test_far_into_a_long_line_steps_are_the_same() -> None:
    line = f"{FAMILY}字" * 5_000

    end = next_character(line, 12 * 3_000)

    assert end == 12 * 3_000 + 11
    assert previous_character(line, end) == 12 * 3_000


@pytest.mark.parametrize("sign", [FAMILY, FLAG, "e\u0301", "👍🏽", "नि", "한"])
def test_long_texts_are_cut_between_characters(sign: str) -> None:
    text = "x" + sign * LONGEST_TEXT

    pieces = [piece.text for piece in split_text(Text(text))]

    assert "".join(pieces) == text
    assert all(piece.startswith(sign) for piece in pieces[1:])
    assert all(0 < len(piece) <= LONGEST_TEXT for piece in pieces)


@given(MIXED, st.integers(0, 60))
def test_a_cut_is_never_behind_the_place_asked_for(text: str, index: int) -> None:
    index = min(index, len(text))

    assert 0 <= cut_before(text, index) <= index


def test_a_cluster_longer_than_all_sense_is_cut_nevertheless() -> None:
    text = "e" + "\u0301" * 10_000

    pieces = [piece.text for piece in split_text(Text(text))]

    assert "".join(pieces) == text
    assert all(pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ARABIC, True),
        ("זה", True),
        ("123 - مرحبا", True),
        ("English مرحبا", False),
        ("中文", False),
        ("123", False),
        ("", False),
    ],
)
def test_the_first_strong_character_decides_the_direction(text: str, *, expected: bool) -> None:
    assert is_right_to_left(text) is expected


def left_of_text(view: TranscriptView, row: int) -> int:
    widget = view.stage.widgets_in_order()[row]
    return widget.mapTo(view.viewport(), QPoint(0, 0)).x() - view.stage.column[0]


def test_lists_and_quotes_of_arabic_are_indented_from_the_right(view: TranscriptView) -> None:
    text = f"- {ARABIC}\n- English\n\n> {ARABIC}\n\n> [!NOTE]\n> {ARABIC}\n>\n> ```\n> code\n> ```"
    view.show_entries([answer(0, text)], conversation_id="a")
    rows = view.stack.section(0).rows
    blocks = range(1, len(rows) - 1)

    sides = [is_mirrored(rows, row) for row in blocks]
    lefts = [left_of_text(view, row) for row in blocks]

    assert sides == [True, False, True, True, True, True]
    assert [left == 0 for left in lefts] == sides


def test_bars_and_markers_of_arabic_are_painted_at_the_right(view: TranscriptView) -> None:
    view.show_entries([answer(0, f"> [!NOTE]\n> {ARABIC}")], conversation_id="a")
    left, width = view.stage.column
    row = view.stage.widgets_in_order()[2]
    y = row.mapTo(view.viewport(), QPoint(0, row.height() // 2)).y()

    picture = view.viewport().grab().toImage()

    assert QColor(picture.pixel(left + width - 2, y)) == LIGHT.link
    assert QColor(picture.pixel(left + 1, y)) != LIGHT.link


def test_the_title_of_an_arabic_note_stands_over_its_text(view: TranscriptView) -> None:
    text = f"> [!NOTE]\n> {ARABIC}\n\n> [!TIP]\n> English"
    view.show_entries([answer(0, text)], conversation_id="a")
    texts = [w for w in view.stage.widgets_in_order() if isinstance(w, TextView)]

    ends = [title.caret_rect(0).left() for title in (texts[0], texts[2])]

    assert ends[0] > texts[0].width() // 2
    assert ends[1] < 5


def test_an_arabic_table_stands_at_the_right_and_is_as_wide_as_needed(
    view: TranscriptView,
) -> None:
    view.show_entries([answer(0, "| اسم | عمر |\n|---|---|\n| ا | 30 |")], conversation_id="a")
    table = next(w for w in view.stage.widgets_in_order() if isinstance(w, TableView))

    assert table.caret_rect(0).left() > table.width() // 2


def test_a_window_from_right_to_left_mirrors_the_transcript(
    view: TranscriptView, qapp: QApplication
) -> None:
    entries = [question(0, "Short"), answer(1, "An answer.\n\n```\ncode\n```")]
    view.show_entries(entries, conversation_id="a")
    before = left_of_text(view, 1)

    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.arrange()
    after = left_of_text(view, 1)
    picture = view.viewport().grab().toImage()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    assert before > 500
    assert after < 50
    head = next(w for w in view.stage.widgets_in_order() if isinstance(w, HeadView))
    left, _width = view.stage.column
    y = head.mapTo(view.viewport(), QPoint(0, head.height() + 20)).y()
    assert QColor(picture.pixel(left + 6, y)) == LIGHT.question


def test_all_scripts_are_shown_as_they_came(view: TranscriptView) -> None:
    text = f"{FAMILY} {FLAG} 👍🏽 中文 日本語 한국어 {ARABIC} שלום สวัสดี नमस्ते e\u0301 a\u200db"

    view.show_entries([answer(0, text)], conversation_id="a")

    assert shown_texts(view) == [text]


@pytest.mark.parametrize("sign", ["x", "字", FAMILY, "م"])
def test_a_line_of_a_million_characters_costs_its_length_and_scrolls_like_a_short_one(
    view: TranscriptView, sign: str
) -> None:
    def costs_s(text: str) -> tuple[float, float]:
        started = time.thread_time()
        view.show_entries([answer(0, text)], conversation_id=str(len(text)))
        view.grab()
        opened = time.thread_time()
        bar = view.verticalScrollBar()
        for _ in range(10):
            bar.setValue(bar.value() - bar.pageStep())
            view.grab()
        return opened - started, time.thread_time() - opened

    text = sign * (1_000_000 // len(sign))
    costs_s(text[:20_000])
    short_opening, short_scrolling = costs_s(text[:50_000])

    opening, scrolling = costs_s(text)

    assert opening < 30 * short_opening
    assert scrolling < 4 * short_scrolling + 0.02
    rows = view.stack.section(0).answer.rows
    assert "".join(row.text.text for row in rows if hasattr(row, "text")) == text
