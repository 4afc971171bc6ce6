import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QTextEdit
from pytestqt.qtbot import QtBot

from supertoken_desktop.document.blocks import Alignment, Table, Text
from supertoken_desktop.document.document import parse
from supertoken_desktop.ui.transcript.menu import menu_at
from supertoken_desktop.ui.transcript.offered_file import OfferedFile
from supertoken_desktop.ui.transcript.row_kinds import TextRow
from supertoken_desktop.ui.transcript.rows.table import TableView
from supertoken_desktop.ui.transcript.table_forms import (
    as_csv,
    as_markdown,
    as_tabs,
    table_around,
)
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import answer, feed, message_id, running

SMALL = "| Name | 数量 |\n|:--|--:|\n| **a, b** | =1+1 |\n| `x\\|y` | 2 |"
CELL = st.text(st.sampled_from('ab"|,\n\t 😀=你'), max_size=8)


def tall(lines: int, columns: int = 2) -> str:
    head = "|" + "|".join(f"c{column}" for column in range(columns)) + "|\n"
    rows = ("|" + "|".join(f"{n}.{c}" for c in range(columns)) + "|" for n in range(lines))
    return head + "|" + "-|" * columns + "\n" + "\n".join(rows)


def shown(view: TranscriptView, markdown: str) -> list[TableView]:
    view.show_entries([answer(0, markdown)], conversation_id="a")
    view.show_message(message_id(0))
    return tables(view)


def tables(view: TranscriptView) -> list[TableView]:
    return [w for w in view.stage.widgets_in_order() if isinstance(w, TableView)]


def menu_on(view: TranscriptView, table: TableView) -> QMenu:
    return menu_at(view, table.mapTo(view.viewport(), QPoint(5, 5)))


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def table_of(markdown: str) -> Table:
    (table,) = parse(markdown)
    assert isinstance(table, Table)
    return table


def test_csv_says_exactly_what_the_cells_say() -> None:
    assert as_csv(table_of(SMALL)) == 'Name,数量\r\n"a, b",=1+1\r\nx|y,2\r\n'


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5))
def test_csv_and_tabs_give_the_cells_back(lines: list[list[str]]) -> None:
    cells = [tuple(map(Text, line)) for line in lines]
    table = Table((Alignment.NONE,) * 2, cells[0], tuple(cells[1:]))

    assert list(csv.reader(io.StringIO(as_csv(table), newline=""))) == lines
    tabbed = io.StringIO(as_tabs(table), newline="")
    assert list(csv.reader(tabbed, delimiter="\t")) == lines


def test_markdown_makes_the_same_table_again() -> None:
    table = table_of(SMALL)

    assert table_of(as_markdown(table)) == table


def test_a_row_of_text_is_no_table() -> None:
    from supertoken_desktop.ui.transcript.row_kinds import Look

    with pytest.raises(TypeError):
        table_around([TextRow(Text("a"), Look.BODY)], 0)


def test_the_menu_copies_all_of_a_table_that_is_shown_in_pieces(view: TranscriptView) -> None:
    markdown = tall(100)
    shown(view, markdown)
    view.verticalScrollBar().setValue(1000)

    choose(menu_on(view, tables(view)[-1]), "Copy table as CSV")

    lines = QGuiApplication.clipboard().text().splitlines()
    assert (lines[0], lines[1], lines[-1], len(lines)) == ("c0,c1", "0.0,0.1", "99.0,99.1", 101)


def test_a_table_lands_as_cells_in_a_spreadsheet(view: TranscriptView) -> None:
    (table,) = shown(view, SMALL)

    choose(menu_on(view, table), "Copy table for spreadsheets")

    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Name\t数量\na, b\t=1+1\nx|y\t2"
    assert "<table>" in data.html()


def test_a_saved_table_begins_with_a_byte_order_mark(view: TranscriptView, qtbot: QtBot) -> None:
    (table,) = shown(view, SMALL)

    with qtbot.waitSignal(view.file_offered) as offered:
        choose(menu_on(view, table), "Save table as CSV…")

    (file,) = offered.args
    assert isinstance(file, OfferedFile)
    assert file.name == "table.csv"
    assert file.data.startswith(b"\xef\xbb\xbfName,")
    assert "数量".encode() in file.data


def test_a_table_is_copied_as_a_picture(view: TranscriptView) -> None:
    (table,) = shown(view, SMALL)

    choose(menu_on(view, table), "Copy table as picture")

    image = QGuiApplication.clipboard().image()
    assert image.width() > table.natural_width
    colours = {image.pixelColor(x, y).name() for x in range(40, 160) for y in range(30, 70)}
    assert len(colours) > 2


def test_a_huge_table_is_not_offered_as_a_picture(view: TranscriptView) -> None:
    pieces = shown(view, tall(400))

    actions = menu_on(view, pieces[0]).actions()

    assert not next(a for a in actions if a.text() == "Copy table as picture").isEnabled()


def test_the_pieces_of_a_wide_table_scroll_sideways_together(view: TranscriptView) -> None:
    pieces = shown(view, tall(60, 20))
    assert len(pieces) > 1

    pieces[0].scroll_sideways(150)

    assert [piece.horizontalScrollBar().value() for piece in pieces] == [150] * len(pieces)
    view.verticalScrollBar().setValue(600)
    assert {piece.horizontalScrollBar().value() for piece in tables(view)} == {150}


def test_another_table_does_not_scroll_along(view: TranscriptView) -> None:
    first, second = shown(view, tall(3, 30) + "\n\nText.\n\n" + tall(3, 30))

    first.scroll_sideways(100)

    assert second.horizontalScrollBar().value() == 0


def test_columns_never_become_narrower_while_a_table_grows(view: TranscriptView) -> None:
    view.show_entries([running(0)], conversation_id="a")
    feed(view, 0, ["| a | b |\n|-|-|\n| 1 | 2 |\n"])
    rows = ["| short | **bold** |\n", "| a much longer cell | x |\n", "| `code` and *more* | y |\n"]

    widths = []
    for row in rows:
        for character in row:
            feed(view, 0, [character])
            widths.append(tables(view)[0].natural_width)

    assert all(one <= other for one, other in pairwise(widths))
    assert widths[-1] > widths[0]


def test_a_growing_table_says_what_a_finished_one_says(view: TranscriptView) -> None:
    markdown = "Text.\n\n" + tall(40, 3) + "\n"
    view.show_entries([running(0)], conversation_id="a")
    for start in range(0, len(markdown), 7):
        feed(view, 0, [markdown[start : start + 7]])
    grown = [table.toPlainText() for table in tables(view)]

    shown(view, markdown)

    view.scroll_to_end()
    assert grown[-1] == tables(view)[-1].toPlainText()
    assert grown[-1].split()[-1] == "39.2"


def test_a_selection_cut_to_cells_gives_tabs(view: TranscriptView) -> None:
    from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch

    shown(view, tall(3))
    stretch = Stretch(Position(0, 1, 6), Position(0, 1, 13))
    view.pointer.select(Selection(stretch, stretch))

    view.copier.copy_selection()

    assert QGuiApplication.clipboard().text() == "0.0\t0.1"


def test_a_table_of_1000_lines_has_few_widgets(view: TranscriptView) -> None:
    pieces = shown(view, tall(1000))

    assert len(pieces) < 6
    assert isinstance(pieces[0], QTextEdit)
