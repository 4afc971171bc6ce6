import time
from itertools import pairwise
from statistics import median

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QGuiApplication, QTextLayout
from PySide6.QtWidgets import QApplication, QTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.code_style import colour_for, diff_ground
from supertoken_desktop.ui.theme.palette import DARK, LIGHT, Colours, Theme
from supertoken_desktop.ui.transcript.block_key import BlockKey
from supertoken_desktop.ui.transcript.marks import Marked, MarkKind
from supertoken_desktop.ui.transcript.menu import menu_at
from supertoken_desktop.ui.transcript.offered_file import OfferedFile
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import (
    answer,
    feed,
    message_id,
    running,
    text_of,
)

HEADER = metrics.FIELD_HEIGHT


def lines_of_code(count: int) -> str:
    return "\n".join(f"value_{number} = {number}" for number in range(count))


def fenced(code: str, language: str = "python") -> str:
    return f"```{language}\n{code}\n```"


def only_code(view: TranscriptView) -> CodeView:
    (code,) = [w for w in view.stage.widgets_in_order() if isinstance(w, CodeView)]
    return code


def tool(code: CodeView, name: str) -> QToolButton:
    return next(b for b in code.findChildren(QToolButton) if b.accessibleName() == name)


def show(view: TranscriptView, markdown: str) -> CodeView:
    view.show_entries([answer(0, markdown)], conversation_id="a")
    view.show_message(message_id(0))
    return only_code(view)


def show_long(view: TranscriptView, markdown: str, qtbot: QtBot) -> CodeView:
    """Show an answer that is read by a worker."""
    view.show_entries([answer(0, markdown)], conversation_id="a")
    qtbot.waitUntil(lambda: not view.stack.section(0).is_unread)
    view.show_message(message_id(0))
    return only_code(view)


def top_of(widget: QWidget, view: TranscriptView) -> int:
    return widget.mapTo(view.viewport(), QPoint(0, 0)).y()


def test_a_python_block_is_offered_as_a_py_file_with_equal_bytes(
    view: TranscriptView, qtbot: QtBot
) -> None:
    source = 'print("你好 😀")\n\n\tx = 1\n'
    code = show(view, fenced(source))

    with qtbot.waitSignal(view.file_offered) as offered:
        tool(code, "Save as…").click()

    assert offered.args == [OfferedFile("code.py", source.encode())]


def test_numbers_and_wrapping_leave_the_code_alone(view: TranscriptView) -> None:
    source = "x = 1\n" + "long " * 400
    code = show(view, fenced(source))

    tool(code, "Line numbers").click()
    tool(code, "Wrap lines").click()
    tool(code, "Copy code").click()

    assert QGuiApplication.clipboard().text() == source
    assert text_of(code).replace("\n", "") == source.replace("\n", "")


def test_wrapped_code_is_as_high_as_its_lines(view: TranscriptView) -> None:
    code = show(view, fenced("x = 1\n" + "word " * 150))
    before = code.height()

    tool(code, "Wrap lines").click()

    edit = code.findChild(QTextEdit)
    assert edit is not None
    assert edit.horizontalScrollBar().maximum() == 0
    assert code.height() > before + 30
    assert edit.height() >= edit.document().size().height()


def test_numbers_stand_left_of_the_code(view: TranscriptView) -> None:
    code = show(view, fenced("a\nb"))
    edit = code.findChild(QTextEdit)
    assert edit is not None
    before = edit.x()

    tool(code, "Line numbers").click()

    assert edit.x() > before
    image = code.grab().toImage()
    column = range(4, edit.x() - 4)
    line = range(HEADER, HEADER + 16)
    assert len({image.pixelColor(x, y).name() for x in column for y in line}) > 1


def test_a_choice_outlives_the_widget(view: TranscriptView) -> None:
    entries = [answer(number, fenced("x = 1") + "\n\n" + "Text.\n\n" * 9) for number in range(60)]
    view.show_entries(entries, conversation_id="a")
    view.show_message(message_id(0))
    first = next(w for w in view.stage.widgets_in_order() if isinstance(w, CodeView))
    tool(first, "Line numbers").click()

    view.scroll_to_end()
    others = [w for w in view.stage.widgets_in_order() if isinstance(w, CodeView)]
    assert others
    assert not any(other.choice.has_numbers for other in others)
    without_numbers = left_of_code(others[0])
    view.show_message(message_id(0))

    first = next(w for w in view.stage.widgets_in_order() if isinstance(w, CodeView))
    assert first.choice.has_numbers
    assert left_of_code(first) > without_numbers


def left_of_code(code: CodeView) -> int:
    edit = code.findChild(QTextEdit)
    assert edit is not None
    return edit.x()


def test_the_settings_say_how_code_is_shown_at_first(view: TranscriptView, theme: Theme) -> None:
    code = show(view, fenced("x = 1"))

    theme.apply(Settings(theme="light", wrap_code=True, code_line_numbers=True))

    assert code.choice.wraps
    assert code.choice.has_numbers


def test_a_long_closed_block_shows_its_first_lines(view: TranscriptView) -> None:
    source = lines_of_code(312)

    code = show(view, fenced(source))

    assert text_of(code) == lines_of_code(24)
    assert tool(code, "Show all 312 lines").isVisible()
    tool(code, "Copy code").click()
    assert QGuiApplication.clipboard().text() == source


def test_a_block_of_forty_lines_is_shown_whole(view: TranscriptView) -> None:
    code = show(view, fenced(lines_of_code(40)))

    assert text_of(code) == lines_of_code(40)


def test_unfolding_shows_all_lines_and_folding_keeps_the_header_in_place(
    view: TranscriptView, qtbot: QtBot
) -> None:
    code = show(view, "Before.\n\n" + fenced(lines_of_code(600)) + "\n\nAfter." * 60)
    top = top_of(code, view)

    tool(code, "Show all 600 lines").click()

    qtbot.waitUntil(lambda: text_of(code) == lines_of_code(600))
    assert top_of(code, view) == top
    view.verticalScrollBar().setValue(2000)
    assert code.header_top > 0
    qtbot.waitUntil(lambda: bool(colours_of(code, 599)))
    tool(code, "Show less").click()
    assert top_of(code, view) == 0
    assert text_of(code) == lines_of_code(24)


def test_a_folded_block_of_5000_lines_costs_what_is_shown_of_it(
    view: TranscriptView, qtbot: QtBot
) -> None:
    def cost_s(lines: int) -> float:
        view.show_entries([], conversation_id="b")
        started_s = time.thread_time()
        code = show_long(view, fenced(lines_of_code(lines)), qtbot)
        assert text_of(code).count("\n") == 23
        return time.thread_time() - started_s

    cost_s(5000)

    assert cost_s(5000) < 4 * cost_s(100) + 0.05


def test_what_grows_is_shown_whole_and_stays_so_when_it_closes(view: TranscriptView) -> None:
    view.show_entries([running(0)], conversation_id="a")
    feed(view, 0, ["```python\n", lines_of_code(100)])
    code = only_code(view)
    assert text_of(code) == lines_of_code(100)

    feed(view, 0, ["\n```\n", "After."])

    assert text_of(code) == lines_of_code(100)
    assert code.choice.is_unfolded


def test_what_was_found_in_folded_lines_unfolds_them(view: TranscriptView, qtbot: QtBot) -> None:
    code = show(view, fenced(lines_of_code(100)))

    view.code_choices.unfold(BlockKey(message_id(0), 0))

    qtbot.waitUntil(lambda: text_of(code) == lines_of_code(100))


def test_a_fold_does_not_hide_where_a_selection_ends(view: TranscriptView, qtbot: QtBot) -> None:
    code = show(view, fenced(lines_of_code(100)))
    end = lines_of_code(80)

    stretch = Stretch(Position(0, 1, 0), Position(0, 1, len(end)))
    view.pointer.select(Selection(stretch, stretch))

    qtbot.waitUntil(lambda: text_of(code) == lines_of_code(100))


def test_selecting_the_whole_message_leaves_the_fold(view: TranscriptView) -> None:
    code = show(view, fenced(lines_of_code(100)))

    view.select_message(message_id(0))
    view.copier.copy_selection()
    QApplication.processEvents()

    assert text_of(code) == lines_of_code(24)
    assert QGuiApplication.clipboard().text() == lines_of_code(100)


def test_the_header_of_a_high_block_stays_on_screen(view: TranscriptView, qtbot: QtBot) -> None:
    code = show(view, fenced(lines_of_code(300)) + "\n\nAfter.")
    tool(code, "Show all 300 lines").click()
    qtbot.waitUntil(lambda: bool(colours_of(code, 299)))
    copy = tool(code, "Copy code")
    at_first = top_of(copy, view)

    view.verticalScrollBar().setValue(1500)

    assert 0 <= top_of(copy, view) <= at_first
    assert code.header_top == -top_of(code, view)
    view.verticalScrollBar().setValue(0)
    assert code.header_top == 0


def test_inserted_and_deleted_lines_lie_on_their_grounds(
    view: TranscriptView, theme: Theme
) -> None:
    code = show(view, fenced("@@ -1 +1 @@\n-old\n+new\n same", "diff"))
    edit = code.findChild(QTextEdit)
    assert edit is not None

    image = code.grab().toImage()

    found = {image.pixelColor(code.width() - 20, y).name() for y in range(HEADER, code.height())}
    colours = theme.colours
    assert diff_ground(colours, is_inserted=True).name() in found
    assert diff_ground(colours, is_inserted=False).name() in found


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("style", ["calm", "vivid", "plain"])
@pytest.mark.parametrize("is_inserted", [True, False])
def test_changed_lines_are_readable_on_their_grounds(
    colours: Colours, style: str, is_inserted: bool
) -> None:
    ground = diff_ground(colours, is_inserted=is_inserted)
    text = colour_for("inserted" if is_inserted else "deleted", colours, style)

    assert contrast(text, ground) >= 4.5


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_an_unnamed_block_is_guessed_and_coloured(view: TranscriptView, qtbot: QtBot) -> None:
    code = show(view, fenced("def f(x):\n    return x", ""))

    assert code.speech().name.startswith("Code, Python")
    qtbot.waitUntil(lambda: bool(colours_of(code, 0)))


def test_a_guess_waits_until_there_is_enough_to_go_by(view: TranscriptView) -> None:
    view.show_entries([running(0)], conversation_id="a")
    names = []

    for number in range(12):
        feed(
            view,
            0,
            ["```\n" if number == 0 else "", f"def f{number}(self):\n", "    return None\n"],
        )
        names.append(only_code(view).speech().name.rpartition(", ")[0])

    assert names[0] == "Code"
    assert names[-1] == "Code, Python"
    assert sum(one != other for one, other in pairwise(names)) == 1


def test_code_that_is_being_written_is_coloured(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([running(0)], conversation_id="a")

    feed(view, 0, ["```python\n", "def f():\n    pass\n"])

    code = only_code(view)
    qtbot.waitUntil(lambda: bool(colours_of(code, 0)))


def test_unfolded_lines_are_coloured_to_the_last(view: TranscriptView, qtbot: QtBot) -> None:
    code = show(view, fenced(lines_of_code(900)))

    tool(code, "Show all 900 lines").click()

    qtbot.waitUntil(lambda: bool(colours_of(code, 899)))


def colours_of(code: CodeView, line: int) -> list[QTextLayout.FormatRange]:
    edit = code.findChild(QTextEdit)
    assert edit is not None
    block = edit.document().findBlockByNumber(line)
    return list(block.layout().formats()) if block.isValid() else []


def test_a_very_long_line_is_shown_in_pieces_and_copied_whole(
    view: TranscriptView, qtbot: QtBot
) -> None:
    source = "x=1;" * 12_000
    code = show_long(view, fenced(source, "js"), qtbot)

    tool(code, "Copy code").click()

    assert QGuiApplication.clipboard().text() == source
    assert max(map(len, text_of(code).split("\n"))) <= 1000


def test_a_selection_after_a_long_line_is_where_it_is_seen(
    view: TranscriptView, qtbot: QtBot
) -> None:
    source = "x" * 2500 + "\nneedle"
    code = show(view, fenced(source))

    code.mark([Marked(2501, 2507, MarkKind.SELECTED)])

    edit = code.findChild(QTextEdit)
    assert edit is not None
    assert edit.extraSelections()[0].cursor.selectedText() == "needle"


def test_appending_to_1_mb_costs_as_much_as_to_8_kb(view: TranscriptView, qtbot: QtBot) -> None:
    def median_cost_s(length: int) -> float:
        line = "def method(self, argument: int) -> str: return str(argument)\n"
        view.show_entries([running(0)], conversation_id=str(length))
        feed(view, 0, ["```python\n", line * (length // len(line))])
        code = only_code(view)
        qtbot.waitUntil(lambda: is_laid_out(code), timeout=30_000)
        costs = []
        for _ in range(60):
            started_s = time.thread_time()
            feed(view, 0, [line])
            costs.append(time.thread_time() - started_s)
        return median(costs)

    def is_laid_out(code: CodeView) -> bool:
        edit = code.findChild(QTextEdit)
        assert edit is not None
        return edit.document().blockCount() > code.code.count("\n")

    median_cost_s(8_000)
    small = min(median_cost_s(8_000 + extra) for extra in (61, 122))

    assert median_cost_s(1_000_000) <= 1.5 * small + 0.001


def test_the_menu_offers_what_can_be_done_with_code(view: TranscriptView) -> None:
    code = show(view, fenced("$ ls\nfile\n$ cd x", "console"))
    menu = menu_at(view, code.mapTo(view.viewport(), QPoint(20, HEADER + 5)))
    actions = {action.text(): action for action in menu.actions()}

    actions["Copy without prompts"].trigger()
    assert QGuiApplication.clipboard().text() == "ls\ncd x"
    actions["Line numbers"].trigger()
    assert code.choice.has_numbers
    assert "Show all lines" not in actions


def test_the_menu_copies_a_script_without_comments(view: TranscriptView) -> None:
    code = show(view, fenced("# note\nls # all", "bash"))
    menu = menu_at(view, code.mapTo(view.viewport(), QPoint(20, HEADER + 5)))
    actions = {action.text(): action for action in menu.actions()}

    actions["Copy without comments"].trigger()

    assert QGuiApplication.clipboard().text() == "ls"
    assert "Copy without prompts" not in actions


def test_the_menu_copies_a_session_without_prompts_and_comments(view: TranscriptView) -> None:
    code = show(view, fenced("$ ls # all\nfile", "console"))
    menu = menu_at(view, code.mapTo(view.viewport(), QPoint(20, HEADER + 5)))
    actions = {action.text(): action for action in menu.actions()}

    actions["Copy without prompts and comments"].trigger()
    bare = QGuiApplication.clipboard().text()
    actions["Copy without prompts"].trigger()

    assert bare == "ls"
    assert QGuiApplication.clipboard().text() == "ls # all"


def test_narrow_blocks_keep_their_tools_in_a_menu(view: TranscriptView) -> None:
    code = show(view, fenced("x"))
    assert not tool(code, "More actions").isVisible()

    view.resize(230, 600)

    assert tool(code, "More actions").isVisible()
    assert not tool(code, "Save as…").isVisible()
    assert tool(code, "Copy code").isVisible()
