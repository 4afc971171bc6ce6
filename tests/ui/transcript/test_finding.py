import random
import time
from statistics import median

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from supertoken_desktop.document.blocks import plain_text_of
from supertoken_desktop.document.document import parse
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.finding import Hit
from supertoken_desktop.ui.transcript.matching import any_word, phrase
from supertoken_desktop.ui.transcript.rows.code import CodeView
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

RICH = """A **lit**tle needle and a [needle](https://needle.example/needle).

```python
needle = "needle"  # 针
```

| needle | other |
|---|---|
| a | needle |

> Needle in a quote, $needle$, `needle`.

- first needle
- 😀 needle
"""


def rich_conversation(messages: int) -> list[Entry]:
    made = []
    for number in range(messages):
        text = RICH if number % 4 == 1 else PARAGRAPH
        made.append(answer(number, text) if number % 2 else question(number, f"Needle {number}?"))
    return made


def search(view: TranscriptView, qtbot: QtBot, text: str) -> None:
    view.look_for(phrase(text))
    qtbot.waitUntil(lambda: not view.finder.is_looking)


def current(view: TranscriptView) -> Hit:
    hit = view.finder.results.current
    assert hit is not None
    return hit


def marked(view: TranscriptView, colour: QColor | None = None) -> list[str]:
    """What is marked on the screen, all of it or in one colour, from the top down."""
    found = []
    for widget in view.stage.widgets_in_order():
        edit = widget.findChild(QTextEdit) if isinstance(widget, CodeView) else widget
        for selection in edit.extraSelections() if isinstance(edit, QTextEdit) else ():
            ground = selection.format.background().color()
            if colour is None or ground == colour:
                found.append(selection.cursor.selectedText())
    return found


def current_mark(view: TranscriptView) -> list[str]:
    return marked(view, view.style_of_rows.colours.current_hit)


def test_hits_are_counted_as_the_plain_text_has_them(view: TranscriptView, qtbot: QtBot) -> None:
    entries = rich_conversation(60)
    view.show_entries(entries, conversation_id="a")

    search(view, qtbot, "needle")

    texts = [plain_text_of(parse(entry.message.text)).lower() for entry in entries]
    assert view.finder.results.total == sum(text.count("needle") for text in texts)


def test_markup_neither_hides_hits_nor_is_one(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([question(0, "?"), answer(1, RICH)], conversation_id="a")
    counts = {}

    for text in ("little needle", "https", "**", "|", "needle.", "针", "NEEDLE", "a quote, "):
        search(view, qtbot, text)
        counts[text] = view.finder.results.total

    assert counts == {
        "little needle": 1,
        "https": 0,
        "**": 0,
        "|": 0,
        "needle.": 2,
        "针": 1,
        "NEEDLE": 11,
        "a quote, ": 1,
    }


def test_steps_walk_through_all_hits_and_begin_again(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(rich_conversation(24), conversation_id="a")
    search(view, qtbot, "needle")
    first, total = current(view), view.finder.results.total

    walked = [first]
    numbers = [view.finder.results.number]
    for _ in range(total - 1):
        view.finder.step(forward=True)
        walked.append(current(view))
        numbers.append(view.finder.results.number)
        assert [word.lower() for word in current_mark(view)] == ["needle"]
    view.finder.step(forward=True)

    assert current(view) == first
    assert len(set(walked)) == total
    assert sorted(numbers) == list(range(1, total + 1))
    view.finder.step(forward=False)
    assert current(view) == walked[-1]


def test_the_search_begins_at_what_is_being_read(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(long_conversation(200), conversation_id="a")
    view.show_message(message_id(120))

    search(view, qtbot, "question")

    assert current(view).message_id == message_id(120)
    assert view.finder.results.number == 61


def test_a_longer_query_stays_where_the_shorter_one_was(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([question(0, "ab abc abc"), answer(1, "abc")], conversation_id="a")
    search(view, qtbot, "ab")
    view.finder.step(forward=True)

    search(view, qtbot, "abc")

    assert view.finder.results.number == 1
    view.finder.step(forward=True)
    search(view, qtbot, "abc")
    assert view.finder.results.number == 2


@pytest.mark.parametrize("place", ["text 😀 needle", "```\n" + "x\n" * 400 + "needle\n```"])
def test_a_hit_off_screen_comes_to_the_upper_part(
    view: TranscriptView, qtbot: QtBot, place: str
) -> None:
    entries = [*long_conversation(60), question(60, "?"), answer(61, place)]
    entries += long_conversation(140)[62:]
    view.show_entries(entries, conversation_id="a")
    view.jumps.to_start()

    search(view, qtbot, "needle")

    colour = view.style_of_rows.colours.current_hit
    image = view.viewport().grab().toImage()
    rows = [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y) == colour for x in range(0, image.width(), 4))
    ]
    assert rows
    assert image.height() * 0.2 < rows[0] < image.height() * 0.5


def test_a_hit_in_view_moves_nothing(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(long_conversation(40), conversation_id="a")
    view.show_message(message_id(20))
    before = rows_on_screen(view)

    search(view, qtbot, "paragraph")
    view.finder.step(forward=True)

    assert rows_on_screen(view) == before


def test_thoughts_unfold_for_a_hit_in_them(view: TranscriptView, qtbot: QtBot) -> None:
    thinking = answer(1, "Said.", reasoning="First.\n\nA hidden **needle**.")
    view.show_entries([question(0, "?"), thinking], conversation_id="a")

    search(view, qtbot, "needle")

    assert view.finder.results.total == 1
    assert current_mark(view) == ["needle"]


def test_hits_far_to_the_right_in_code_scroll_into_view(view: TranscriptView, qtbot: QtBot) -> None:
    code = "```\n" + "x = 1; " * 100 + "needle\n```"
    view.show_entries([question(0, "?"), answer(1, code)], conversation_id="a")

    search(view, qtbot, "needle")

    (block,) = [w for w in view.stage.widgets_in_order() if isinstance(w, CodeView)]
    where = block.caret_rect(code.index("needle") - 4)
    assert block.rect().contains(where.center())
    assert block.mapTo(view.viewport(), QPoint(0, 0)).x() >= 0


def test_marks_come_back_with_their_rows(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(rich_conversation(80), conversation_id="a")
    view.show_message(message_id(1))
    search(view, qtbot, "needle")
    view.show_message(message_id(1))
    before = marked(view)

    view.jumps.to_end()
    view.jumps.to_start()
    view.show_message(message_id(1))

    assert len(before) > 8
    assert marked(view) == before


def test_only_hits_are_marked_after_scrolling(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(rich_conversation(80), conversation_id="a")
    search(view, qtbot, "needle")

    for _ in range(30):
        view.jumps.by_page(forward=False)

    assert {word.lower() for word in marked(view)} == {"needle"}


def test_what_is_selected_stays_marked_beside_the_hits(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([question(0, "one"), answer(1, "a needle here")], conversation_id="a")
    view.select_message(message_id(1))

    search(view, qtbot, "needle")

    assert marked(view) == ["a needle here", "needle"]


def test_stopping_takes_all_marks_away(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(rich_conversation(8), conversation_id="a")
    search(view, qtbot, "needle")

    view.finder.forget()

    assert marked(view) == []
    assert view.finder.results.total == 0


def test_a_running_answer_adds_hits_and_the_current_one_stays(
    view: TranscriptView, qtbot: QtBot
) -> None:
    view.show_entries([question(0, "needle"), running(1)], conversation_id="a")
    search(view, qtbot, "needle")
    first = current(view)

    feed(view, 1, ["A nee", "dle, a ne", "edle.\n\n", "```\nnee", "dle"])
    qtbot.waitUntil(lambda: view.finder.results.total == 4)
    while_running = current(view)
    view.show_entries(
        [question(0, "needle"), answer(1, "A needle, a needle.\n\n```\nneedle\n```\n\nneedle")],
        conversation_id="a",
    )
    qtbot.waitUntil(lambda: view.finder.results.total == 5)

    assert first == while_running == current(view)
    assert view.finder.results.number == 1
    assert len(marked(view)) == 5


def test_an_answer_begun_anew_loses_its_hits(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([question(0, "go"), running(1)], conversation_id="a")
    search(view, qtbot, "needle")
    feed(view, 1, ["A needle.\n\nA needle.\n\n"])
    qtbot.waitUntil(lambda: view.finder.results.total == 2)

    view.restart(message_id(1))
    qtbot.waitUntil(lambda: view.finder.results.total == 0)
    feed(view, 1, ["One needle."])

    qtbot.waitUntil(lambda: view.finder.results.total == 1)
    assert current_mark(view) == ["needle"]


def test_messages_of_other_branches_are_counted_apart(view: TranscriptView, qtbot: QtBot) -> None:
    shown = [question(0, "needle"), answer(1, "no")]
    hidden = answer(2, "a needle, a needle").message
    view.show_entries(shown, conversation_id="a")
    view.finder.show_hidden([hidden])
    search(view, qtbot, "needle")

    assert (view.finder.results.total, view.finder.hidden_total) == (1, 2)
    assert view.finder.hidden_message == hidden.id

    view.finder.go_on_in(hidden.id)
    view.show_entries([shown[0], answer(2, "a needle, a needle")], conversation_id="a")
    view.finder.show_hidden([shown[1].message])
    qtbot.waitUntil(lambda: not view.finder.is_looking)

    assert (view.finder.results.total, view.finder.hidden_total) == (3, 0)
    assert view.finder.results.number == 2


def test_words_of_a_search_are_marked_in_their_message_alone(
    view: TranscriptView, qtbot: QtBot
) -> None:
    entries = [question(0, "sort a list"), answer(1, "Lists: sort them; list and sort.")]
    view.show_entries(entries, conversation_id="a")

    view.look_in_message(message_id(1), any_word("sort list"))

    assert marked(view) == ["List", "sort", "list", "sort"]


def test_another_conversation_is_not_searched_for_the_old_words(
    view: TranscriptView, qtbot: QtBot
) -> None:
    view.show_entries(rich_conversation(8), conversation_id="a")
    search(view, qtbot, "needle")

    view.show_entries(rich_conversation(8), conversation_id="b")

    assert not view.finder.is_on
    assert marked(view) == []


def test_long_messages_are_searched_as_well(view: TranscriptView, qtbot: QtBot) -> None:
    long = "\n\n".join(f"{number} needle " + PARAGRAPH for number in range(400))
    view.show_entries([question(0, "?"), answer(1, long), question(2, "?")], conversation_id="a")

    search(view, qtbot, "needle")

    assert view.finder.results.total == 400


def test_a_jump_costs_the_same_in_a_hundred_times_longer_conversation(
    view: TranscriptView, qtbot: QtBot
) -> None:
    def jump_s(messages: int) -> float:
        view.show_entries(long_conversation(messages), conversation_id=str(messages))
        search(view, qtbot, "question")
        took = []
        for number in random.Random(1).sample(range(messages), 15):
            view.show_message(message_id(number))
            start = time.process_time()
            view.finder.step(forward=True)
            view.show_message(message_id(messages - 1 - number))
            took.append(time.process_time() - start)
        return median(took)

    jump_s(50)

    assert jump_s(5000) < 4 * jump_s(50) + 0.005
