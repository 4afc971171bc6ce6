from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.document.blocks import Span, SpanStyle, Text
from supertoken_desktop.document.document import Change, parse
from supertoken_desktop.ui.transcript.flowed import Flowed
from supertoken_desktop.ui.transcript.row_kinds import (
    BlockRow,
    CodeRow,
    EdgeKind,
    HeadRow,
    Look,
    Mark,
    TableRow,
    TextRow,
    characters,
)
from supertoken_desktop.ui.transcript.slicing import LONGEST_TEXT, slice_text, split_text
from supertoken_desktop.ui.transcript.table_forms import table_around

HEAD = HeadRow("Model", "12:00", is_question=False)


def flow(markdown: str) -> list[BlockRow]:
    flowed = Flowed(HEAD)
    flowed.apply(Change(0, parse(markdown)))
    return flowed.rows


def test_a_list_is_taken_apart_into_its_items() -> None:
    rows = flow("1. one\n2. two\n   - deep\n\n- [x] done\n- [ ] open")

    assert [characters(row) for row in rows] == ["one", "two", "deep", "done", "open"]
    assert [row.place.marker for row in rows] == ["1.", "2.", Mark.BULLET, Mark.DONE, Mark.NOT_DONE]
    assert [len(row.place.edges) for row in rows] == [1, 1, 2, 1, 1]


def test_code_and_tables_in_lists_are_rows_of_their_own() -> None:
    rows = flow("- see\n\n  ```py\n  x\n  ```\n\n  | a |\n  |---|\n  | b |")

    assert [type(row) for row in rows] == [TextRow, CodeRow, TableRow]
    assert rows[1].place.marker is None
    assert all(row.place.edges[0].kind is EdgeKind.ITEM for row in rows)


def test_a_quote_is_one_bar_over_all_its_rows() -> None:
    rows = flow("> one\n>\n> two\n\nafter\n\n> other")

    assert [row.place.joined for row in rows] == [0, 1, 0, 0]


def test_quotes_next_to_each_other_are_two_bars() -> None:
    rows = flow("> one\n\n> [!NOTE]\n> two")

    assert [row.place.joined for row in rows] == [0, 0, 1]
    assert isinstance(rows[1], TextRow)
    assert rows[1].look is Look.ALERT


def test_wide_numbers_get_more_room() -> None:
    narrow, wide = flow("9. a"), flow("100. a\n101. b")

    assert narrow[0].place.edges[0].digits < wide[0].place.edges[0].digits


@given(st.text(alphabet="ab \n", max_size=3 * LONGEST_TEXT))
def test_long_text_is_cut_without_loss(text: str) -> None:
    parts = list(split_text(Text(text)))

    assert "".join(part.text for part in parts) == text
    assert all(len(part.text) <= LONGEST_TEXT for part in parts)


def test_a_slice_keeps_the_styles_within() -> None:
    text = Text("one two three", (Span(4, 13, SpanStyle.STRONG), Span(8, 13, SpanStyle.CODE)))

    assert slice_text(text, 6, 10) == Text(
        "o th", (Span(0, 4, SpanStyle.STRONG), Span(2, 4, SpanStyle.CODE))
    )


def test_the_first_row_of_all_stands_close_to_the_head() -> None:
    rows = flow("# Title\n\ntext")

    assert rows[0].place.gap < rows[1].place.gap + 10


def test_a_table_with_a_very_long_cell_goes_on_in_more_lines() -> None:
    long = "word " * LONGEST_TEXT
    source = f"| a | b |\n|---|---|\n| 1 | **{long.strip()}** |\n| 2 | after |"
    rows = flow(source)

    tables = [row for row in rows if isinstance(row, TableRow)]
    second = [line[1].text for table in tables for line in table.lines]
    assert max(map(len, second)) <= LONGEST_TEXT
    assert (second[0], "".join(second[1:-1]), second[-1]) == ("b", long.strip(), "after")
    assert [table.has_header for table in tables] == [True] + [False] * (len(tables) - 1)
    assert max(len(cell.text) for line in tables[0].sample for cell in line) <= LONGEST_TEXT
    assert table_around(rows, 3) == parse(source)[0]
