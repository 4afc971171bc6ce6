import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.background import LOOK_EVERY_MS
from supertoken_desktop.ui.transcript.row_kinds import CodeRow, TextRow
from supertoken_desktop.ui.transcript.rows.simple import ThoughtView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    PlainFooter,
    answer,
    feed,
    long_conversation,
    message_id,
    question,
    rows_on_screen,
    running,
    shown_texts,
    text_of,
)

TEXT = """# Title

A paragraph with **bold**, `code` and [a link](https://example.org), 中文 and 😀 too.

- one
- two with *emphasis*
  1. deep

```python
def f(x):
    return x + 1
```

| a | b |
|---|---|
| 1 | **2** |
| 3 | 4 |

> quoted

End."""


def pieces_of(text: str, seed: int) -> list[str]:
    pick, pieces = random.Random(seed), []
    while text:
        size = pick.randint(1, 15)
        pieces.append(text[:size])
        text = text[size:]
    return pieces


def formats_of(view: TranscriptView) -> list[list[tuple[int, int, bool, bool, str]]]:
    found = []
    for widget in view.stage.widgets_in_order():
        if not isinstance(widget, TextView):
            continue
        fragments, step = [], widget.document().begin().begin()
        while not step.atEnd():
            fragment = step.fragment()
            char_format = fragment.charFormat()
            is_bold = char_format.fontWeight() > QFont.Weight.Normal
            place = (fragment.position(), fragment.length())
            fragments.append((*place, is_bold, char_format.fontItalic(), char_format.anchorHref()))
            step += 1
        found.append(fragments)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_streamed_answer_looks_like_one_shown_whole(view: TranscriptView, seed: int) -> None:
    view.resize(900, 1400)
    view.show_entries([question(0, "q"), running(1)], conversation_id="streamed")
    feed(view, 1, pieces_of(TEXT, seed))
    view.show_entries([question(0, "q"), answer(1, TEXT)], conversation_id="streamed")
    streamed, streamed_formats = shown_texts(view), formats_of(view)
    streamed_height = view.stack.height

    view.show_entries([question(0, "q"), answer(1, TEXT)], conversation_id="whole")

    assert streamed == shown_texts(view)
    assert streamed_formats == formats_of(view)
    assert streamed_height == view.stack.height


def test_a_growing_paragraph_keeps_its_widget(view: TranscriptView) -> None:
    view.show_entries([question(0, "q"), running(1)], conversation_id="a")
    feed(view, 1, ["Settled.\n\nThe begin"])
    before = [widget for widget in view.stage.widgets_in_order() if isinstance(widget, TextView)]

    feed(view, 1, ["ning and **the", " rest** of it"])

    after = [widget for widget in view.stage.widgets_in_order() if isinstance(widget, TextView)]
    assert after == before
    assert text_of(after[-1]) == "The beginning and the rest of it"


def test_an_open_code_block_grows_by_what_is_new(view: TranscriptView) -> None:
    view.show_entries([running(0)], conversation_id="a")
    feed(view, 0, ["```py\nfirst = 1\n"])
    edit = view.findChild(QTextEdit)
    assert edit is not None
    changes: list[tuple[int, int, int]] = []
    edit.document().contentsChange.connect(lambda *change: changes.append(change))

    feed(view, 0, ["second = 2\n", "third"])

    assert edit.toPlainText() == "first = 1\nsecond = 2\nthird"
    assert all(removed == 0 for _position, removed, _added in changes)


def test_a_running_answer_shown_again_is_not_fed_twice(view: TranscriptView) -> None:
    view.show_entries([question(0, "q"), running(1, "one ")], conversation_id="a")
    feed(view, 1, ["two "])

    view.show_entries([question(0, "q"), running(1, "one two ")], conversation_id="a")
    feed(view, 1, ["three"])

    assert shown_texts(view) == ["q", "one two three"]


def test_an_answer_that_begins_anew_forgets_what_it_said(view: TranscriptView) -> None:
    view.show_entries([question(0, "q"), running(1)], conversation_id="a")
    feed(view, 1, ["wrong start\n\n```\ncode"])

    view.restart(message_id(1))
    feed(view, 1, ["right"])

    assert shown_texts(view) == ["q", "right"]


def test_text_for_unknown_messages_is_ignored(view: TranscriptView) -> None:
    view.show_entries([question(0, "q")], conversation_id="a")

    view.append(message_id(7), "text")

    assert shown_texts(view) == ["q"]


def test_a_long_answer_is_parsed_for_the_last_time_in_the_background(
    view: TranscriptView, qtbot: QtBot
) -> None:
    text = "See [it][there].\n\n" + "word " * 3000 + "\n\n[there]: https://example.org"
    view.show_entries([running(0)], conversation_id="a")
    feed(view, 0, [text[start : start + 500] for start in range(0, len(text), 500)])

    view.show_entries([answer(0, text)], conversation_id="a")

    section = view.stack.section(0)
    qtbot.waitUntil(lambda: not section.awaits_parse)
    first = section.rows[1]
    assert isinstance(first, TextRow)
    assert first.text.text == "See it."


def test_thoughts_unfold_at_a_click_and_fold_again(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(
        [question(0, "q"), answer(1, "a", reasoning="first *this*", thought_s=3.2)],
        conversation_id="a",
    )
    line = view.findChild(ThoughtView)
    assert line is not None
    words = line.text()

    line.click()
    unfolded = shown_texts(view)
    line = view.findChild(ThoughtView)
    assert line is not None
    line.click()

    assert words == "Thought for 3 seconds"
    assert unfolded == ["q", "first this", "a"]
    assert shown_texts(view) == ["q", "a"]


def test_code_is_coloured_while_it_is_open_and_when_it_is_closed(
    view: TranscriptView, qtbot: QtBot
) -> None:
    view.show_entries([running(0)], conversation_id="a")
    feed(view, 0, ["```python\ndef f():\n"])
    edit = view.findChild(QTextEdit)
    assert edit is not None

    def coloured(line: int) -> bool:
        return bool(edit.document().findBlockByNumber(line).layout().formats())

    qtbot.waitUntil(lambda: coloured(0))
    feed(view, 0, ["    return '中😀' + 1\n```\n\nend"])
    qtbot.waitUntil(lambda: coloured(1))

    row = view.stack.section(0).rows[1]
    assert isinstance(row, CodeRow)
    assert row.fence.closed


def test_colours_that_come_after_the_view_has_gone_are_dropped(theme: Theme, qtbot: QtBot) -> None:
    with ThreadPoolExecutor(1) as pool:
        gate, looked = Event(), Event()
        pool.submit(gate.wait)
        view = TranscriptView(theme, PlainFooter, pool)
        view.show()
        view.show_entries([answer(0, "```python\nx = 1\n```")], conversation_id="a")

        shiboken6.delete(view)
        after_colouring = pool.submit(str)
        gate.set()
        with qtbot.captureExceptions() as errors:
            qtbot.waitUntil(after_colouring.done)
            QTimer.singleShot(2 * LOOK_EVERY_MS, looked.set)
            qtbot.waitUntil(looked.is_set)

    assert errors == []


def test_another_language_leaves_text_and_place_alone(view: TranscriptView) -> None:
    view.show_entries(long_conversation(60), conversation_id="a")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before, texts = rows_on_screen(view), shown_texts(view)

    view.retranslate()

    assert rows_on_screen(view) == before
    assert shown_texts(view) == texts
