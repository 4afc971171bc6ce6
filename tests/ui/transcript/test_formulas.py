import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QTextDocument,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.copying import MARKDOWN_TYPE
from supertoken_desktop.ui.transcript.menu import menu_at
from supertoken_desktop.ui.transcript.offered_file import OfferedFile
from supertoken_desktop.ui.transcript.row_kinds import FormulaRow, TextRow, characters
from supertoken_desktop.ui.transcript.rows.formula import FormulaView
from supertoken_desktop.ui.transcript.rows.inline_formulas import OBJECT
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch
from supertoken_desktop.ui.transcript.utf16 import from_utf16, utf16_length
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import answer, message_id, question, rows_on_screen, running

DISPLAYED = "Before.\n\n$$\n\\sum_{i=1}^n \\frac{a}{b}\n$$\n\nAfter."
INLINE = "The 😀 fraction $\\frac{a}{b}$ and $x^2$ stand here."
TABLE = "| a | b |\n|---|---|\n| $x^2$ | two $\\frac{1}{2}$ |\n| 3 | 4 |"

Show = Callable[[str], TranscriptView]


@pytest.fixture
def show(view: TranscriptView, qtbot: QtBot) -> Show:
    def make(text: str) -> TranscriptView:
        view.show_entries([question(0, "What?"), answer(1, text)], conversation_id=text)
        wait_until_drawn(view, qtbot)
        return view

    return make


def wait_until_drawn(view: TranscriptView, qtbot: QtBot) -> None:
    def nothing_waits() -> bool:
        return not view.formulas.is_busy and not view.stage.take_formulas()

    qtbot.waitUntil(nothing_waits, timeout=20_000)
    view.arrange()


def rows_of_kind(view: TranscriptView, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in view.stage.widgets_in_order() if isinstance(widget, kind)]


def text_view(view: TranscriptView) -> TextView:
    found = rows_of_kind(view, TextView)[-1]
    assert isinstance(found, TextView)
    return found


def formula_view(view: TranscriptView) -> FormulaView:
    (found,) = rows_of_kind(view, FormulaView)
    assert isinstance(found, FormulaView)
    return found


def table_view(view: TranscriptView) -> TableView:
    (found,) = rows_of_kind(view, TableView)
    assert isinstance(found, TableView)
    return found


def colours_of(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def is_source(formula: FormulaView) -> bool:
    return formula.findChildren(TextView)[0].isVisible()


def point_of(view: TranscriptView, widget: QWidget, inside: QPoint) -> QPoint:
    return widget.mapTo(view.viewport(), inside)


def middle_of_formula(text: TextView) -> QPoint:
    """Return a point on the first formula of a text."""
    position = text.toPlainText().index(OBJECT)
    cursor = text.textCursor()
    cursor.setPosition(utf16_length(text.toPlainText()[:position]))
    before = text.cursorRect(cursor)
    cursor.setPosition(cursor.position() + 1)
    after = text.cursorRect(cursor)
    return QRect(before.topLeft(), after.bottomRight()).center()


def select(view: TranscriptView, row: int, start: int, end: int) -> None:
    first, last = Position(1, row, start), Position(1, row, end)
    view.pointer.select(Selection(Stretch(first, first), Stretch(last, last)))


def clipboard() -> tuple[str, str, str]:
    data = QGuiApplication.clipboard().mimeData()
    return bytes(data.data(MARKDOWN_TYPE).data()).decode(), data.text(), data.html()


def test_a_displayed_formula_becomes_a_picture(show: Show) -> None:
    formula = formula_view(show(DISPLAYED))

    assert not is_source(formula)
    assert len(colours_of(formula.grab().toImage())) > 10


def test_screen_readers_find_a_formula_with_its_latex(show: Show) -> None:
    formula = formula_view(show(DISPLAYED))

    spoken = QAccessible.queryAccessibleInterface(formula)

    assert spoken.role() is QAccessible.Role.Equation
    assert spoken.text(QAccessible.Text.Name) == "Formula"
    assert spoken.text(QAccessible.Text.Description) == "\\sum_{i=1}^n \\frac{a}{b}"


def test_screen_readers_find_the_words_and_latex_of_a_text(show: Show) -> None:
    text = text_view(show(INLINE))

    assert text.accessibleName() == "The 😀 fraction \\frac{a}{b} and x^2 stand here."


def test_an_open_formula_is_source_until_it_is_closed(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([question(0, "?"), running(1)], conversation_id="a")
    view.append(message_id(1), "$$\n\\frac{a}")
    assert is_source(formula_view(view))

    view.append(message_id(1), "{b}\n$$\n\nNext")
    wait_until_drawn(view, qtbot)

    assert not is_source(formula_view(view))


def test_what_cannot_be_drawn_is_source_with_its_reason(show: Show) -> None:
    formula = formula_view(show("$$\n\\nosuch{x} + 1\n$$"))

    assert is_source(formula)
    assert "\\nosuch" in formula.toolTip()
    assert formula.findChildren(TextView)[0].toPlainText() == "\\nosuch{x} + 1"


def test_the_reason_of_a_formula_in_a_text_shows_on_hover(show: Show, qtbot: QtBot) -> None:
    view = show("A $\\nosuch{x}$ formula")
    point = point_of(view, text_view(view), QPoint(40, 8))

    QApplication.sendEvent(
        view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point))
    )

    qtbot.waitUntil(lambda: "\\nosuch" in QToolTip.text())
    QToolTip.hideText()


def test_formulas_in_a_text_are_one_position_each(show: Show) -> None:
    text = text_view(show(INLINE))

    assert text.toPlainText() == f"The 😀 fraction {OBJECT} and {OBJECT} stand here."


def test_a_formula_stands_on_the_baseline_of_its_line(show: Show) -> None:
    plain = text_view(show("Words x alone")).document().firstBlock().layout().lineAt(0)
    ascent, descent = plain.ascent(), plain.descent()

    small = text_view(show("Words $x$ alone")).document().firstBlock().layout().lineAt(0)
    assert (small.ascent(), small.descent()) == pytest.approx((ascent, descent), abs=1.0)

    tall = text_view(show("Words $\\dfrac{a}{b_q}$ alone")).document().firstBlock().layout()
    assert tall.lineAt(0).descent() > descent + 1


def test_hits_and_marks_count_the_characters_of_the_text(show: Show) -> None:
    view = show(INLINE)
    text = text_view(view)
    row = text.row
    assert isinstance(row, TextRow)
    before = utf16_length("The 😀 fraction ")
    latex = len("\\frac{a}{b}")
    middle = middle_of_formula(text)

    assert text.offset_at(middle - QPoint(4, 0)) == before
    assert text.offset_at(middle + QPoint(4, 0)) == before + latex
    assert text.formula_at(middle) == "\\frac{a}{b}"
    assert text.formula_at(QPoint(3, middle.y())) == ""
    end = text.offset_at(QPoint(text.width() - 1, middle.y()))
    assert end == utf16_length(row.text.text)


@pytest.mark.parametrize("text", [INLINE, DISPLAYED, TABLE, f"- item {INLINE}\n\n# Head $x_1$"])
def test_copying_all_gives_the_source(show: Show, text: str) -> None:
    view = show(text)
    view.select_message(message_id(1))

    view.copier.copy_selection()

    markdown, plain, html = clipboard()
    assert markdown == text
    assert "\\frac" in plain
    assert "<math" in html
    assert "application/x-tex" in html


def test_copying_a_piece_keeps_the_dollars(show: Show) -> None:
    view = show(INLINE)
    start = utf16_length("The 😀 ")
    section = view.stack.section(1)
    select(view, section.first_block_row, start, start + len("fraction \\frac{a}{b} and"))

    view.copier.copy_selection()

    assert clipboard()[0] == "fraction $\\frac{a}{b}$ and"


@pytest.mark.parametrize("offset", [-3, 3])
def test_a_double_click_selects_the_formula(show: Show, offset: int) -> None:
    view = show(INLINE)
    text = text_view(view)
    point = point_of(view, text, middle_of_formula(text) + QPoint(offset, 0))

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    view.copier.copy_selection()

    assert clipboard()[0] == "$\\frac{a}{b}$"


def test_a_selected_formula_shows_it(show: Show, theme: Theme) -> None:
    view = show(INLINE + "\n\n" + DISPLAYED)
    ground = theme.colours.selection.name()
    views = [text_view(view), formula_view(view)]

    view.select_message(message_id(1))

    for widget in (rows_of_kind(view, TextView)[1], views[1]):
        assert ground in colours_of(widget.grab().toImage())


def test_formulas_in_a_table_are_drawn_and_mapped(show: Show) -> None:
    view = show(TABLE)
    table = table_view(view)
    assert table.row is not None

    assert table.toPlainText().count(OBJECT) == 2
    text = characters(table.row)
    last = table.offset_at(QPoint(table.width() - 1, table.height() - 2))
    assert from_utf16(text, last) == len(text)


def test_a_table_that_grows_goes_on_drawing(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([question(0, "?"), running(1)], conversation_id="a")
    lines = ["| a | b |\n", "|---|---|\n", *(f"| $x_{n}$ | y |\n" for n in range(8)), "\nEnd"]
    for line in lines:
        view.append(message_id(1), line)
        QApplication.sendPostedEvents()
    wait_until_drawn(view, qtbot)

    assert table_view(view).toPlainText().count(OBJECT) == 8


def test_a_wide_formula_shrinks_and_then_scrolls(show: Show) -> None:
    long = "$$\n" + " + ".join(f"x_{{{n}}}" for n in range(60)) + "\n$$"
    formula = formula_view(show(long))

    assert formula.scroll_sideways(40)

    before = formula.grab().toImage()
    formula.scroll_sideways(200)
    assert formula.grab().toImage() != before


def test_source_that_follows_a_wide_formula_does_not_scroll(show: Show) -> None:
    show("$$\n" + " + ".join(f"x_{{{n}}}" for n in range(60)) + "\n$$")

    formula = formula_view(show("$$\n\\nosuch{x}\n$$"))

    assert not formula.scroll_sideways(10)


def test_what_is_read_stays_in_place_when_formulas_above_become_known(
    view: TranscriptView, qtbot: QtBot
) -> None:
    text = "\n\n".join([*(f"$$\n\\frac{{a_{n}}}{{b}}\n$$" for n in range(30)), "Word " * 400] * 2)
    view.show_entries([question(0, "?"), answer(1, text)], conversation_id="a")
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at, top = next(iter(rows_on_screen(view).items()))

    wait_until_drawn(view, qtbot)

    assert rows_on_screen(view)[at] == top


def test_a_change_of_theme_draws_in_the_new_colours(show: Show, theme: Theme) -> None:
    view = show(DISPLAYED)
    formula = formula_view(view)
    before = formula.height()

    theme.apply(Settings(theme="dark"))

    assert formula_view(view) is formula
    assert not is_source(formula)
    assert theme.colours.text.lightness() > 128
    image = formula.grab().toImage()
    assert max(QColor(name).lightness() for name in colours_of(image)) > 180
    assert formula.height() == before


def test_zoom_makes_formulas_larger(show: Show, theme: Theme) -> None:
    view = show(DISPLAYED + "\n\n" + INLINE)
    before = formula_view(view).height()

    theme.apply(Settings(theme="light", font_size_pt=20))

    assert formula_view(view).height() > before * 1.3
    assert OBJECT in text_view(view).toPlainText()


def actions(menu: QMenu) -> dict[str, Callable[[], None]]:
    return {action.text(): action.trigger for action in menu.actions()}


def test_the_menu_of_a_formula_copies_it_in_every_form(show: Show, qtbot: QtBot) -> None:
    view = show(DISPLAYED)
    formula = formula_view(view)
    offered = actions(menu_at(view, point_of(view, formula, formula.rect().center())))

    offered["Copy LaTeX"]()
    assert QGuiApplication.clipboard().text() == "\\sum_{i=1}^n \\frac{a}{b}"
    offered["Copy MathML"]()
    assert QGuiApplication.clipboard().text().startswith("<math")
    offered["Copy formula as picture"]()
    assert QGuiApplication.clipboard().image().width() > 50
    with qtbot.waitSignal(view.file_offered) as saved:
        offered["Save formula as SVG…"]()
    assert isinstance(saved.args[0], OfferedFile)
    assert saved.args[0].data.startswith(b"<svg")
    assert b"currentColor" not in saved.args[0].data


def test_the_menu_of_a_formula_in_a_text_is_about_that_formula(show: Show) -> None:
    view = show(INLINE)
    text = text_view(view)
    menu = menu_at(view, point_of(view, text, middle_of_formula(text)))

    actions(menu)["Copy LaTeX"]()

    assert QGuiApplication.clipboard().text() == "\\frac{a}{b}"
    elsewhere = menu_at(view, point_of(view, text, QPoint(5, 8)))
    assert "Copy LaTeX" not in actions(elsewhere)


def test_formulas_that_come_when_the_program_ends_are_left_alone(
    view: TranscriptView, pool: ThreadPoolExecutor, qtbot: QtBot
) -> None:
    text = "\n\n".join(f"$$\nx_{{{n}}}\n$$" for n in range(20))
    view.show_entries([question(0, "?"), answer(1, text)], conversation_id="a")

    pool.shutdown()

    qtbot.waitUntil(lambda: not view.formulas.is_busy)


def test_a_cut_through_a_long_paragraph_leaves_formulas_whole(show: Show) -> None:
    text = "word " * 797 + "words $a + b + c + d$ " + "word " * 300
    section = show(text).stack.section(1)

    assert any("a + b + c + d" in characters(row) for row in section.answer.rows)
    assert not any(isinstance(row, FormulaRow) for row in section.answer.rows)


def test_streaming_formulas_costs_the_same_at_the_end(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([question(0, "?"), running(1)], conversation_id="a")
    costs = []
    for number in range(200):
        start = time.process_time()
        latex = f"x_{number % 20}^2"
        view.append(message_id(1), f"Let ${latex}$ be, and\n\n$$\n{latex}\n$$\n\n")
        costs.append(time.process_time() - start)
    wait_until_drawn(view, qtbot)

    early, late = sorted(costs[20:80])[30], sorted(costs[-60:])[30]
    assert late < 3 * early + 0.002


@pytest.mark.parametrize("trick", ["\\begin{<img src=a>}x\\end{<img src=a>}", "<b>\\nosuch</b>"])
def test_why_a_formula_is_not_drawn_is_never_read_as_markup(show: Show, trick: str) -> None:
    view = show(f"$$\n{trick}\n$$")
    (formula,) = rows_of_kind(view, FormulaView)
    tip = QTextDocument()
    tip.setHtml(formula.toolTip())

    assert "can't be drawn" in tip.toPlainText()
    assert "\ufffc" not in tip.toPlainText()
    assert "<img" not in formula.toolTip()
