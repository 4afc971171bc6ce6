from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleTextInterface
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from supertoken_desktop.domain.errors import ErrorRecord
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.ui.transcript.rows.simple import FootView, ThoughtView
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    answer,
    feed,
    long_conversation,
    message_id,
    question,
    running,
)

ROLE = QAccessible.Role
EVERYTHING = """# Title

A paragraph with a [link](https://example.org).

3. third
   - [x] done

> quoted

> [!NOTE]
> noted

```python
one = 1
two = 2
```

| a | b |
|---|---|
| c | d |

---

## Second
"""


class Node(NamedTuple):
    depth: int
    role: QAccessible.Role
    name: str
    description: str
    text: str


@pytest.fixture(autouse=True)
def listening(view: TranscriptView, qtbot: QtBot) -> Iterator[None]:
    """Behave as while a screen reader runs."""
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def tree(view: TranscriptView) -> list[Node]:
    """Return what is visible of the accessibility tree, as it is read."""
    return list(nodes_of(QAccessible.queryAccessibleInterface(view.viewport()), 0))


def nodes_of(interface: QAccessibleInterface, depth: int) -> Iterator[Node]:
    if interface.state().invisible:
        return
    # Qt has none for most widgets, whatever its types say.
    spoken: QAccessibleTextInterface | None = interface.textInterface()
    yield Node(
        depth,
        interface.role(),
        interface.text(QAccessible.Text.Name),
        interface.text(QAccessible.Text.Description),
        spoken.text(0, spoken.characterCount()) if spoken is not None else "",
    )
    for index in range(interface.childCount()):
        yield from nodes_of(interface.child(index), depth + 1)


def named(view: TranscriptView) -> list[tuple[QAccessible.Role, str, str]]:
    return [(n.role, n.name, n.description) for n in tree(view) if n.name]


def test_every_construct_has_its_role_and_name_in_reading_order(view: TranscriptView) -> None:
    view.resize(900, 1400)
    view.show_entries([question(0, "Why?"), answer(1, EVERYTHING)], conversation_id="a")

    found = [(role, name.replace("12:00", ""), where) for role, name, where in named(view)]

    assert [(role, name, where) for role, name, where in found if "," not in name] == [
        (ROLE.List, "Messages", "2 messages"),
        (ROLE.StaticText, "Why?", ""),
        (ROLE.ToolBar, "Actions", "Question 1"),
        (ROLE.StaticText, "1/1", ""),
        (ROLE.Heading, "Title", "Level 1"),
        (ROLE.StaticText, "A paragraph with a link.", ""),
        (ROLE.StaticText, "3. third", "List"),
        (ROLE.StaticText, "Done: done", "List, List"),
        (ROLE.StaticText, "quoted", "Quote"),
        (ROLE.StaticText, "Note", "Note"),
        (ROLE.StaticText, "noted", "Note"),
        (ROLE.CheckBox, "Wrap lines", "Wrap lines"),
        (ROLE.CheckBox, "Line numbers", "Line numbers"),
        (ROLE.Button, "Save as…", "Save as…"),
        (ROLE.Button, "Copy code", "Copy code"),
        (ROLE.ColumnHeader, "a", ""),
        (ROLE.ColumnHeader, "b", ""),
        (ROLE.Cell, "c", ""),
        (ROLE.Cell, "d", ""),
        (ROLE.Heading, "Second", "Level 2"),
        (ROLE.ToolBar, "Actions", "Answer 2"),
        (ROLE.StaticText, "1/1", ""),
    ]
    assert (ROLE.Grouping, "Code, Python, 2 lines", "") in found
    assert (ROLE.Table, "Table, 2 columns, 1 row", "") in found
    assert ROLE.Separator in [node.role for node in tree(view)]


def test_messages_say_which_they_are_and_how_far(view: TranscriptView) -> None:
    entries = [question(0, "q"), answer(1, "a"), question(2, "q"), running(3, "b")]
    view.show_entries(entries, conversation_id="a")

    messages = [node for node in tree(view) if node.role is ROLE.ListItem]

    assert [node.name.rpartition(", ")[0].partition(", 1 Mar")[0] for node in messages] == [
        "Question 1 of 4",
        "Answer 2 of 4, Model",
        "Question 3 of 4",
        "Answer 4 of 4, Model",
    ]
    assert [node.description for node in messages] == ["", "Complete", "", "Being written"]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [(Verdict.STOPPED, "Stopped"), (Verdict.INTERRUPTED, "Interrupted")],
)
def test_a_message_says_that_it_did_not_end_well(
    view: TranscriptView, verdict: Verdict, words: str
) -> None:
    entry = answer(0, "a")
    entry = replace(entry, message=replace(entry.message, verdict=verdict))

    view.show_entries([entry], conversation_id="a")

    assert words in next(node for node in tree(view) if node.role is ROLE.ListItem).description


def test_text_code_and_tables_can_be_read(view: TranscriptView) -> None:
    view.resize(900, 1400)
    view.show_entries([answer(0, EVERYTHING)], conversation_id="a")

    texts = [node.text for node in tree(view) if node.text]

    assert "A paragraph with a link." in texts
    assert "one = 1\ntwo = 2" in texts


def test_a_table_that_grows_has_its_new_cells(view: TranscriptView) -> None:
    view.show_entries([running(0, "| a |\n|---|\n| one |\n")], conversation_id="a")
    before = [node.name for node in tree(view) if node.role is ROLE.Cell]

    feed(view, 0, ["| two |\n", "| three |\n\nEnd"])
    after = [node.name for node in tree(view) if node.role is ROLE.Cell]

    assert before == ["one"]
    assert after == ["one", "two", "three"]


def test_a_row_that_becomes_a_heading_is_one(view: TranscriptView) -> None:
    view.show_entries([running(0, "#")], conversation_id="a")

    feed(view, 0, [" Title", "\n\nText"])

    assert (ROLE.Heading, "Title", "Level 1") in named(view)


def test_everything_interactive_has_a_name_and_none_comes_twice(view: TranscriptView) -> None:
    view.resize(900, 1400)
    thought = answer(1, EVERYTHING, reasoning="because")
    view.show_entries([question(0, "Why?"), thought], conversation_id="a")
    buttons = {ROLE.Button, ROLE.CheckBox, ROLE.ButtonMenu, ROLE.Link}

    found = tree(view)

    assert all(node.name for node in found if node.role in buttons)
    texts = [(node.role, node.name) for node in found if node.role is ROLE.Heading]
    assert len(texts) == len(set(texts))


def test_thoughts_say_whether_they_are_unfolded(view: TranscriptView) -> None:
    view.show_entries([answer(0, "a", reasoning="because")], conversation_id="a")
    line = next(w for w in view.stage.widgets_in_order() if isinstance(w, ThoughtView))
    before = line.accessibleDescription()

    line.click()

    assert (before, line.accessibleDescription()) == ("Collapsed", "Expanded")
    assert (ROLE.StaticText, "because", "Thoughts") in named(view)


def test_buttons_say_to_which_message_they_belong(view: TranscriptView) -> None:
    view.show_entries([question(0, "q"), answer(1, "a")], conversation_id="a")
    foot = [w for w in view.stage.widgets_in_order() if isinstance(w, FootView)][1]
    button = QToolButton(foot.footer)

    view.show_entries([question(0, "q"), replace(answer(1, "a"), count=2)], conversation_id="a")

    assert button.accessibleDescription() == "Answer 2"


def test_the_tree_stays_in_order_after_scrolling(view: TranscriptView) -> None:
    view.show_entries(long_conversation(60), conversation_id="a")
    bar = view.verticalScrollBar()
    for distance in (400, 300, -350, 500, -200):
        bar.setValue(bar.value() - distance)

    numbers = [int(n.name.split()[1]) for n in tree(view) if n.role is ROLE.ListItem]

    assert numbers == sorted(set(numbers))
    assert tree(view)[0].description == "60 messages"


def announced(view: TranscriptView) -> list[str]:
    said: list[str] = []
    view.announcer.announced.connect(said.append)
    return said


def test_finished_paragraphs_are_announced_and_the_end_once(view: TranscriptView) -> None:
    view.show_entries([question(0, "q"), running(1)], conversation_id="a")
    said = announced(view)

    feed(view, 1, ["First ", "para", "graph.\n", "\nSecond.", "\n\n```python\nx\n", "```\n\nEnd"])
    while_running = list(said)
    text = "First paragraph.\n\nSecond.\n\n```python\nx\n```\n\nEnd"
    view.show_entries([question(0, "q"), answer(1, text)], conversation_id="a")
    view.show_entries([question(0, "q"), answer(1, text)], conversation_id="a")

    assert while_running == ["First paragraph.", "Second.", "Code, Python, 1 line"]
    assert said[3:] == ["End", "Answer complete"]


def test_how_an_answer_ended_is_said_in_words(view: TranscriptView) -> None:
    view.show_entries([running(0, "Half")], conversation_id="a")
    said = announced(view)

    stopped = answer(0, "Half")
    stopped = replace(stopped, message=replace(stopped.message, verdict=Verdict.STOPPED))
    view.show_entries([stopped], conversation_id="a")

    assert said == ["Half", "Stopped"]


def test_an_error_is_said(view: TranscriptView) -> None:
    view.show_entries([running(0)], conversation_id="a")
    said = announced(view)

    failed = answer(0, "")
    error = ErrorRecord("auth.rejected", "invalid key")
    message = replace(failed.message, verdict=Verdict.FAILED, error=error, parts=())
    view.show_entries([replace(failed, message=message)], conversation_id="a")

    assert len(said) == 1
    assert len(said[0].split()) > 4


def test_nothing_is_said_unless_somebody_listens(view: TranscriptView) -> None:
    view.show_entries([running(0)], conversation_id="a")
    said = announced(view)
    view.hide()

    feed(view, 0, ["First.\n\nSecond.\n\nThird."])
    view.show()
    view.activateWindow()
    QAccessible.setActive(False)
    feed(view, 0, ["\n\nFourth."])

    assert said == []


def test_an_answer_that_begins_anew_is_said_anew(view: TranscriptView) -> None:
    view.show_entries([running(0)], conversation_id="a")
    said = announced(view)
    feed(view, 0, ["One.\n\nTwo"])

    view.restart(message_id(0))
    feed(view, 0, ["One.\n\nTwo"])

    assert said == ["One.", "One."]


def test_what_was_there_when_a_conversation_opened_is_not_said(view: TranscriptView) -> None:
    said = announced(view)

    view.show_entries([running(0, "Old.\n\nAlso old")], conversation_id="a")
    feed(view, 0, [" and new.\n\nNew"])

    assert said == ["Also old and new."]
