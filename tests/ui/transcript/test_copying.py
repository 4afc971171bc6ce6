import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from supertoken_desktop.document.blocks import Text
from supertoken_desktop.document.document import parse
from supertoken_desktop.ui.transcript.copying import MARKDOWN_TYPE, inline_markdown
from supertoken_desktop.ui.transcript.row_kinds import Picture, characters
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.picture import PictureView
from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch
from supertoken_desktop.ui.transcript.utf16 import from_utf16, utf16_length
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    answer,
    long_conversation,
    message_id,
    question,
    rows_on_screen,
    running,
)

ANSWER = """Some **bold** text.

1. one
2. two

```python
x = "😀"
```

| a | b |
|---|---|
| 1 | 2 |"""

Select = Callable[[Position, Position], None]


@pytest.fixture
def shown(view: TranscriptView) -> TranscriptView:
    view.show_entries([question(0, "What?"), answer(1, ANSWER)], conversation_id="a")
    return view


@pytest.fixture
def select(shown: TranscriptView) -> Select:
    def choose(start: Position, end: Position) -> None:
        shown.pointer.select(Selection(Stretch(start, start), Stretch(end, end)))

    return choose


def clipboard() -> tuple[str, str, str]:
    data = QGuiApplication.clipboard().mimeData()
    return bytes(data.data(MARKDOWN_TYPE).data()).decode(), data.text(), data.html()


def mouse(view: TranscriptView, kind: QEvent.Type, point: QPoint) -> None:
    """Send what the mouse does to the widget that Qt would send it to."""
    button = Qt.MouseButton.LeftButton
    target = view.viewport().childAt(point) or view.viewport()
    event = QMouseEvent(
        kind,
        QPointF(target.mapFrom(view.viewport(), point)),
        QPointF(view.viewport().mapToGlobal(point)),
        button,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, event)


def place_of(view: TranscriptView, message: int, row: int, x: int = 3, y: int = 8) -> QPoint:
    widget = view.stage.view_at(min(at for at in rows_on_screen(view) if at == (message, row)))
    assert widget is not None
    return widget.mapTo(view.viewport(), QPoint(x, y))


def test_a_message_is_copied_as_its_author_wrote_it(shown: TranscriptView) -> None:
    shown.copier.copy_markdown(message_id(1))

    markdown, plain, html = clipboard()
    assert markdown == plain == ANSWER
    assert html == ""


def test_a_message_is_copied_as_rich_text(shown: TranscriptView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.copier.copied):
        shown.copier.copy_rich(message_id(1))

    markdown, plain, html = clipboard()
    assert markdown == ANSWER
    assert plain.startswith("Some bold text.")
    assert "<strong>bold</strong>" in html
    assert "<table>" in html


def test_the_copy_button_gives_exactly_the_code(shown: TranscriptView) -> None:
    code = shown.findChild(CodeView)
    assert code is not None
    buttons = {b.accessibleName(): b for b in code.findChildren(QToolButton)}

    buttons["Copy code"].click()

    assert QGuiApplication.clipboard().text() == 'x = "😀"'


def test_whole_blocks_are_copied_from_the_source(shown: TranscriptView, select: Select) -> None:
    select(Position(1, 1, 0), Position(1, 4, 100))

    shown.copier.copy_selection()

    markdown, plain, _html = clipboard()
    assert markdown == 'Some **bold** text.\n\n1. one\n2. two\n\n```python\nx = "😀"\n```'
    assert plain == 'Some bold text.\n\n1. one\n2. two\n\nx = "😀"'


def test_a_cut_paragraph_keeps_the_styles_within(shown: TranscriptView, select: Select) -> None:
    select(Position(1, 1, 7), Position(1, 1, 14))

    shown.copier.copy_selection()

    markdown, plain, html = clipboard()
    assert (markdown, plain) == ("**ld** text", "ld text")
    assert "<strong>ld</strong>" in html


def test_code_after_an_emoji_is_cut_at_the_right_character(
    shown: TranscriptView, select: Select
) -> None:
    select(Position(1, 4, 4), Position(1, 4, 7))

    shown.copier.copy_selection()

    assert clipboard()[1] == '"😀'


def test_a_selection_goes_over_messages_in_either_direction(
    shown: TranscriptView, select: Select
) -> None:
    select(Position(1, 1, 4), Position(0, 1, 1))

    shown.copier.copy_selection()

    assert clipboard()[1] == "hat?\n\nSome"


def test_a_piece_of_a_list_carries_its_markers(shown: TranscriptView, select: Select) -> None:
    select(Position(1, 2, 1), Position(1, 3, 100))

    shown.copier.copy_selection()

    assert clipboard()[0] == "ne\n2. two"


def test_dragging_selects_from_block_to_block(shown: TranscriptView, qtbot: QtBot) -> None:
    start, end = place_of(shown, 0, 1), place_of(shown, 1, 4, 300, 40)

    mouse(shown, QEvent.Type.MouseButtonPress, start)
    mouse(shown, QEvent.Type.MouseMove, end)
    mouse(shown, QEvent.Type.MouseButtonRelease, end)
    QTest.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert clipboard()[1] == 'What?\n\nSome bold text.\n\n1. one\n2. two\n\nx = "😀"'


def test_two_clicks_select_a_word_and_three_a_paragraph(shown: TranscriptView) -> None:
    point = place_of(shown, 1, 1)

    mouse(shown, QEvent.Type.MouseButtonPress, point)
    mouse(shown, QEvent.Type.MouseButtonRelease, point)
    mouse(shown, QEvent.Type.MouseButtonDblClick, point)
    shown.copier.copy_selection()
    word = clipboard()[1]
    mouse(shown, QEvent.Type.MouseButtonRelease, point)
    mouse(shown, QEvent.Type.MouseButtonPress, point)
    shown.copier.copy_selection()

    assert word == "Some"
    assert clipboard()[0] == "Some **bold** text."


def test_select_all_takes_the_message_that_was_clicked(shown: TranscriptView, qtbot: QtBot) -> None:
    point = place_of(shown, 1, 1)
    mouse(shown, QEvent.Type.MouseButtonPress, point)
    mouse(shown, QEvent.Type.MouseButtonRelease, point)

    QTest.keyClick(shown, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    shown.copier.copy_selection()

    assert clipboard()[0] == ANSWER


def test_what_is_selected_is_marked_in_every_row(shown: TranscriptView, select: Select) -> None:
    select(Position(0, 1, 2), Position(1, 5, 100))

    image = shown.viewport().grab().toImage()
    colour = shown.style_of_rows.colours.selection
    marked = [
        at
        for at in rows_on_screen(shown)
        if characters(shown.stack.section(at.message).rows[at.row])
        and any(
            image.pixelColor(place_of(shown, *at, 0) + QPoint(x, dy)) == colour
            for x in range(160)
            for dy in range(0, 60, 3)
        )
    ]

    assert marked == [(0, 1), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5)]


def test_a_click_on_a_link_is_told_if_it_may_be_opened(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(
        [answer(0, "[good](https://example.org)\n\n[bad](file:///etc/passwd)")],
        conversation_id="a",
    )
    activated: list[str] = []
    view.link_activated.connect(activated.append)

    for row in (1, 2):
        point = place_of(view, 0, row)
        mouse(view, QEvent.Type.MouseButtonPress, point)
        mouse(view, QEvent.Type.MouseButtonRelease, point)

    assert activated == ["https://example.org"]


def test_pictures_are_described_and_never_loaded(view: TranscriptView) -> None:
    view.show_entries([answer(0, "![a cat](https://example.org/cat.png)")], conversation_id="a")

    there = view.stage.at_point(place_of(view, 0, 1))

    assert there is not None
    assert there.link == ""
    assert isinstance(there.view, PictureView)
    assert there.view.row is not None
    assert there.view.row.pictures == (Picture("a cat", "https://example.org/cat.png"),)


@given(st.text(max_size=30), st.integers(0, 40))
def test_positions_of_qt_and_characters_agree(text: str, cut: int) -> None:
    cut = min(cut, len(text))

    assert from_utf16(text, utf16_length(text[:cut])) == cut


@given(
    st.lists(
        st.sampled_from(["**bold**", "*em*", "`code`", "[link](http://a.org)", "~~no~~", "word"]),
        max_size=6,
    )
)
def test_inline_markdown_reads_back_as_the_same(words: list[str]) -> None:
    source = " ".join(words)
    blocks = parse(source)

    texts = [text for block in blocks if isinstance(text := getattr(block, "text", None), Text)]

    assert [inline_markdown(text) for text in texts] == ([source] if source else [])


def test_everything_is_copied_while_an_answer_has_not_begun(view: TranscriptView) -> None:
    view.show_entries([question(0, "What?"), running(1)], conversation_id="a")

    for _twice in range(2):
        QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    view.copier.copy_selection()

    assert clipboard()[:2] == ("What?", "What?")


def test_a_click_into_code_that_has_not_begun_selects_nothing(view: TranscriptView) -> None:
    view.show_entries([running(0, "```python\n")], conversation_id="a")

    point = place_of(view, 0, 1, y=50)
    mouse(view, QEvent.Type.MouseButtonPress, point)
    mouse(view, QEvent.Type.MouseButtonRelease, point)

    selection = view.pointer.selection
    assert selection is not None
    assert selection.stretch.start.offset == 0


def test_selecting_what_was_never_seen_leaves_every_place_where_it_is_seen(
    view: TranscriptView,
) -> None:
    view.show_entries(long_conversation(80), conversation_id="long")
    view.scroll_to_end()
    point = QPoint(200, 300)
    before = view.stage.at_point(point)

    for number in range(0, 60, 3):
        view.select_message(message_id(number))

    assert before is not None
    assert view.stage.at_point(point) == before


def test_copying_very_many_formulas_keeps_nobody_waiting(view: TranscriptView) -> None:
    heavy = "\\sqrt{" * 20 + "x" + "}" * 20
    text = "\n\n".join(f"$$\n{heavy * 14} {number}\n$$" for number in range(100))
    view.show_entries([answer(0, text)], conversation_id="a")
    before = time.process_time()

    view.copier.copy_rich(message_id(0))

    html = clipboard()[2]
    assert time.process_time() - before < 4
    assert html.count("<math") + html.count("<code>") == 100
    assert html.index("<math") < html.index("<code>")
