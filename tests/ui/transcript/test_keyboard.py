from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.transcript.focus import stops_of
from supertoken_desktop.ui.transcript.group import MessageGroup
from supertoken_desktop.ui.transcript.rows.code import CodeView
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.rows.table_format import column_widths
from supertoken_desktop.ui.transcript.rows.text import SidewaysBar, TextView
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import answer, long_conversation

CODE = "```\nfirst\n```\n\n[link](https://example.org)\n\n```\nsecond\n```"
TWO_BLOCKS = "```\nfirst\n```\n\n```\nsecond\n```"


def test_tab_goes_from_the_top_down_and_on(view: TranscriptView, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(view)
    field = QLineEdit()
    layout.addWidget(field)
    window.resize(900, 700)
    window.show()
    view.show_entries([answer(0, CODE)], conversation_id="a")
    window.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)

    visited: list[QWidget | None] = []
    while not visited or visited[-1] is not field:
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())

    first, second = [w for w in view.stage.widgets_in_order() if isinstance(w, CodeView)]
    tools = ["Save as…", "Wrap lines", "Line numbers", "Copy code"]
    assert [w.accessibleName() for w in visited[:4] if w and first.isAncestorOf(w)] == tools
    assert isinstance(visited[4], TextView)
    assert [w.accessibleName() for w in visited[5:9] if w and second.isAncestorOf(w)] == tools
    assert visited[9:] == [field]
    view.setParent(None)


def test_enter_follows_the_link_that_has_the_focus(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([answer(0, "[link](https://example.org)")], conversation_id="a")
    link = next(w for w in view.stage.widgets_in_order() if isinstance(w, TextView))
    view.activateWindow()
    link.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(link.hasFocus)

    with qtbot.waitSignal(view.link_activated) as told:
        QTest.keyClick(link, Qt.Key.Key_Return)

    assert told.args == ["https://example.org"]


def test_keys_scroll(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries(long_conversation(50), conversation_id="a")
    bar = view.verticalScrollBar()
    end = bar.value()

    QTest.keyClick(view, Qt.Key.Key_PageUp)
    page_up = bar.value()
    QTest.keyClick(view, Qt.Key.Key_Up)
    line_up = bar.value()
    QTest.keyClick(view, Qt.Key.Key_End)

    assert page_up < end - 300
    assert line_up < page_up
    assert bar.value() == bar.maximum()


def test_code_and_tables_scroll_sideways_by_themselves(view: TranscriptView) -> None:
    wide = "x" * 400
    columns = "| " + " | ".join(f"a rather long heading {n}" for n in range(12)) + " |"
    table = columns + "\n|" + "---|" * 12
    view.show_entries([answer(0, f"```\n{wide}\n```\n\n{table}")], conversation_id="a")

    blocks = [w for w in view.stage.widgets_in_order() if isinstance(w, CodeView | TableView)]

    assert [block.scroll_sideways(50) for block in blocks] == [True, True]
    assert view.horizontalScrollBar().maximum() == 0


def wheel(view: TranscriptView, point: QPoint, angle: QPoint) -> None:
    at = view.viewport().mapTo(view.window(), point)
    QTest.wheelEvent(view.window().windowHandle(), QPointF(at), angle)
    QApplication.sendPostedEvents()


def test_the_wheel_scrolls_on_over_code_and_sideways_within_it(view: TranscriptView) -> None:
    text = "\n\n".join(["```\n" + "x" * 400 + "\n```"] * 30)
    view.show_entries([answer(0, text)], conversation_id="a")
    code = [w for w in view.stage.widgets_in_order() if isinstance(w, CodeView)][3]
    bar = code.findChild(SidewaysBar)
    assert bar is not None
    over_bar = bar.mapTo(view.viewport(), bar.rect().center())
    over_code = over_bar - QPoint(0, 20)
    before = view.verticalScrollBar().value()

    wheel(view, over_code, QPoint(-120, 0))
    sideways, still = bar.value(), view.verticalScrollBar().value()
    wheel(view, over_bar, QPoint(0, 120))
    once = view.verticalScrollBar().value()
    wheel(view, over_code, QPoint(0, 120))

    assert sideways > 0
    assert still == before
    assert view.verticalScrollBar().value() < once < before


def test_code_is_named_by_its_language(view: TranscriptView) -> None:
    view.show_entries([answer(0, "```python\nx\n```")], conversation_id="a")

    code = view.findChild(CodeView)

    assert code is not None
    assert code.speech().name.startswith("Code, Python, ")
    edit = code.findChild(QTextEdit)
    assert edit is not None
    assert edit.accessibleName() == "Code, Python"


def test_columns_get_what_they_need_where_there_is_room() -> None:
    natural = [50.0, 100.0, 30.0]

    assert sum(column_widths(natural, 800)) < 800
    assert all(
        width >= text for width, text in zip(column_widths(natural, 800), natural, strict=True)
    )


def test_wide_columns_share_what_narrow_ones_leave() -> None:
    widths = column_widths([30.0, 900.0, 900.0], 600)

    assert widths[0] < 60
    assert widths[1] == widths[2]
    assert sum(widths) <= 600


def test_many_columns_become_wider_than_the_room() -> None:
    assert sum(column_widths([300.0] * 12, 600)) > 600


def test_screen_readers_get_the_text_of_a_row(view: TranscriptView) -> None:
    view.show_entries([answer(0, "Some **bold** text.")], conversation_id="a")
    row = next(w for w in view.stage.widgets_in_order() if isinstance(w, TextView))

    spoken = QAccessible.queryAccessibleInterface(row).textInterface()

    assert spoken.text(0, spoken.characterCount()) == "Some bold text."


def test_screen_readers_find_messages_and_rows_in_reading_order(view: TranscriptView) -> None:
    view.show_entries(long_conversation(60), conversation_id="a")
    bar = view.verticalScrollBar()
    for distance in (400, 300, -350, 500, -200):
        bar.setValue(bar.value() - distance)

    groups = [g for g in view.viewport().findChildren(MessageGroup) if g.isVisible()]
    rows = [[w.y() for w in rows_of(group)] for group in groups]

    assert [group.y() for group in groups] == sorted(group.y() for group in groups)
    assert all(tops == sorted(tops) for tops in rows)


def rows_of(group: MessageGroup) -> list[QWidget]:
    children = [child for child in group.children() if isinstance(child, QWidget)]
    return [child for child in children if child.isVisible()]


def test_shift_tab_comes_in_at_the_last_stop(view: TranscriptView, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(view)
    window.resize(900, 700)
    window.show()
    # Rows that are made from the bottom up: what was made last stands first.
    view.show_entries([answer(1, TWO_BLOCKS)], conversation_id="a")
    view.show_entries([answer(0, TWO_BLOCKS), answer(1, TWO_BLOCKS)], conversation_id="b")
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    stops = stops_of(view.stage.widgets_in_order())

    visited: list[QWidget | None] = []
    for _ in range(len(stops) + 2):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Backtab)
        visited.append(QApplication.focusWidget())

    assert visited == [*reversed(stops), view, field]
    view.setParent(None)
