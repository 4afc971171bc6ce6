import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.copying import MARKDOWN_TYPE
from supertoken_desktop.ui.transcript.matching import phrase
from supertoken_desktop.ui.transcript.row_kinds import CodeRow, Look, TextRow, characters
from supertoken_desktop.ui.transcript.section import LONG_UNREAD
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    PARAGRAPH,
    PlainFooter,
    answer,
    message_id,
    question,
    rows_on_screen,
)

P = ParamSpec("P")
R = TypeVar("R")
BLOCKS = ("# Title", PARAGRAPH, "- one\n- two", "```py\nx = 1\n```")
LONG = "\n\n".join(BLOCKS * (LONG_UNREAD // 200))
NEEDLE = "\n\nThe **needle** in it.\n\n"
MIDDLE = len(LONG) // 2


class Gate(Executor):
    """Work in a thread once the gate is open."""

    def __init__(self) -> None:
        self.is_open = threading.Event()
        self._pool = ThreadPoolExecutor(1)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        def work() -> R:
            self.is_open.wait()
            return fn(*args, **kwargs)

        return self._pool.submit(work)

    def close(self) -> None:
        self.is_open.set()
        self._pool.shutdown()


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.close()


@pytest.fixture
def held(qtbot: QtBot, theme: Theme, gate: Gate) -> TranscriptView:
    view = TranscriptView(theme, PlainFooter, gate)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    qtbot.waitExposed(view)
    return view


def is_read(view: TranscriptView, message: int) -> bool:
    section = view.stack.known_section(message)
    return section is not None and not section.is_unread


def test_a_long_message_is_shown_as_it_was_written_until_it_is_read(
    held: TranscriptView, gate: Gate, qtbot: QtBot
) -> None:
    held.show_entries([question(0, "?"), answer(1, LONG)], conversation_id="a")
    before = held.stack.section(1).rows[1]

    gate.is_open.set()
    qtbot.waitUntil(lambda: is_read(held, 1))

    after = held.stack.section(1).rows[1]
    assert isinstance(before, TextRow)
    assert before.text.text.startswith("# Title")
    assert isinstance(after, TextRow)
    assert (after.text.text, after.look) == ("Title", Look.HEADING_1)


def test_what_stands_under_a_long_message_stays_when_it_is_read(
    held: TranscriptView, gate: Gate, qtbot: QtBot
) -> None:
    texts = (question(0, "?"), answer(1, LONG), question(2, "And?"), answer(3, PARAGRAPH * 20))
    held.show_entries(texts, conversation_id="a")
    held.verticalScrollBar().setValue(held.verticalScrollBar().value() + 20)
    held.stack.section(1)
    held.arrange()
    before = rows_on_screen(held)

    gate.is_open.set()
    qtbot.waitUntil(lambda: is_read(held, 1))

    assert all(at.message > 1 for at in before)
    assert rows_on_screen(held) == before


def test_a_place_in_a_long_message_is_found_again(
    held: TranscriptView, gate: Gate, qtbot: QtBot
) -> None:
    entries = [question(0, "?"), answer(1, LONG)]
    gate.is_open.set()
    held.show_entries(entries, conversation_id="a")
    qtbot.waitUntil(lambda: is_read(held, 1))
    held.verticalScrollBar().setValue(held.verticalScrollBar().maximum() // 2)
    before = rows_on_screen(held)
    gate.is_open.clear()

    for other in ("b", "a", "b", "a"):
        shown = entries if other == "a" else [question(7, "Other")]
        held.show_entries(shown, conversation_id=other)
    gate.is_open.set()
    qtbot.waitUntil(lambda: is_read(held, 1))

    assert rows_on_screen(held) == before


def test_a_hit_in_a_long_message_is_reached_once_it_is_read(
    held: TranscriptView, gate: Gate, qtbot: QtBot
) -> None:
    text = LONG[:MIDDLE] + NEEDLE + LONG[MIDDLE:]
    held.show_entries([question(0, "?"), answer(1, text)], conversation_id="a")
    held.look_for(phrase("needle in"))

    gate.is_open.set()
    qtbot.waitUntil(lambda: is_read(held, 1) and held.finder.results.total == 1)

    def is_seen() -> bool:
        section = held.stack.section(1)
        return any("needle" in characters(section.rows[at.row]) for at in rows_on_screen(held))

    qtbot.waitUntil(is_seen)


def test_a_message_that_is_not_read_yet_is_copied_as_what_it_says(held: TranscriptView) -> None:
    held.show_entries([question(0, "?"), answer(1, LONG)], conversation_id="a")

    held.select_message(message_id(1))
    held.copier.copy_selection()

    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data(MARKDOWN_TYPE).data()).decode() == LONG
    assert data.text().startswith("Title\n\n")
    assert "<h1>Title</h1>" in data.html()


def test_all_that_was_selected_before_a_message_was_read_stays_selected(
    held: TranscriptView, gate: Gate, qtbot: QtBot
) -> None:
    held.show_entries([question(0, "?"), answer(1, LONG)], conversation_id="a")
    held.select_message(message_id(1))

    gate.is_open.set()
    qtbot.waitUntil(lambda: is_read(held, 1))

    selection = held.pointer.selection
    assert selection is not None
    assert selection.stretch.start.row == 1
    assert selection.stretch.end.row == len(held.stack.section(1).rows) - 2
    assert any(isinstance(row, CodeRow) for row in held.stack.section(1).rows)
