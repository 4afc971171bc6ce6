"""A table in the forms that other programs take: CSV, tabs, Markdown, HTML. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

from supertoken_desktop.document.blocks import Alignment, Table, Text
from supertoken_desktop.document.html import to_html
from supertoken_desktop.ui.transcript.copying import Copied, inline_markdown
from supertoken_desktop.ui.transcript.row_kinds import Row, TableRow, first_piece
from supertoken_desktop.ui.transcript.slicing import joined

# Excel takes a file for UTF-8 only where it begins with this.
BYTE_ORDER_MARK = "\ufeff"

_RULES = {
    Alignment.NONE: "---",
    Alignment.LEFT: ":--",
    Alignment.CENTRE: ":-:",
    Alignment.RIGHT: "--:",
}


def table_around(rows: Sequence[Row], index: int) -> Table:
    """Return the whole table of which a row of a message shows a piece.

    Raises: TypeError where the row is not a piece of a table.
    """
    first = first_piece(rows, index)
    piece = rows[first]
    if not isinstance(piece, TableRow):
        raise TypeError(f"row {index} is a {type(piece).__name__}")
    lines = list(piece.lines)
    for row in rows[first + 1 :]:
        if not isinstance(row, TableRow) or row.has_header:
            break
        if row.goes_on:
            lines[-1] = tuple(map(joined, lines[-1], row.lines[0]))
        else:
            lines += row.lines
    return Table(piece.alignments, lines[0], tuple(lines[1:]))


def as_csv(table: Table) -> str:
    """Return a table as RFC 4180 has it, with CR LF after each line.

    Cells are what the answer says, also those that begin with "=" or "@": what is copied or saved
    is exact, and spreadsheets ask before they calculate with a file from elsewhere.
    """
    return _separated(table, ",")


def as_csv_file(table: Table) -> bytes:
    """Return a table as a CSV file whose Chinese is right in spreadsheets, too."""
    return (BYTE_ORDER_MARK + as_csv(table)).encode(errors="replace")


def as_tabs(table: Table) -> str:
    """Return a table with tabs between cells; a cell with a tab or line break is quoted."""
    return _separated(table, "\t").removesuffix("\r\n").replace("\r\n", "\n")


def as_markdown(table: Table) -> str:
    """Return a table as GFM has it, with the styles within its cells."""
    rules = (_RULES[alignment] for alignment in table.alignments)
    lines = [_markdown_line(table.header), f"| {' | '.join(rules)} |"]
    lines += map(_markdown_line, table.rows)
    return "\n".join(lines)


def for_spreadsheets(table: Table) -> Copied:
    """Return a table as cells: HTML with its alignments, and tabs for what takes only text."""
    return Copied(as_markdown(table), as_tabs(table), to_html([table]))


def _separated(table: Table, separator: str) -> str:
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator)
    writer.writerows([cell.text for cell in line] for line in (table.header, *table.rows))
    return made.getvalue()


def _markdown_line(cells: Iterable[Text]) -> str:
    # A line break within a cell has no other form in GFM.
    texts = (inline_markdown(cell).replace("|", "\\|").replace("  \n", "<br>") for cell in cells)
    return f"| {' | '.join(texts)} |"
