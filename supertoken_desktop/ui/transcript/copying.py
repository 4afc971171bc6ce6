"""What goes on the clipboard: Markdown, plain text and HTML, all from the source.

Blocks that are selected as a whole are copied as their author wrote them; where a selection cuts a
block, its rows are copied one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QMimeData

from supertoken_desktop.document.blocks import (
    Fence,
    Math,
    Paragraph,
    Span,
    SpanStyle,
    Text,
    plain_text,
    plain_text_of,
)
from supertoken_desktop.document.html import FormulaHtml, to_html
from supertoken_desktop.document.lines import normalise
from supertoken_desktop.ui.clipboard import new_data
from supertoken_desktop.ui.transcript.formula_html import formula_html, formulas_within
from supertoken_desktop.ui.transcript.row_kinds import (
    CodeRow,
    DiagramRow,
    FormulaRow,
    Mark,
    PictureRow,
    Row,
    TableRow,
    TextRow,
    characters,
)
from supertoken_desktop.ui.transcript.section import Section
from supertoken_desktop.ui.transcript.selection import Selection
from supertoken_desktop.ui.transcript.slicing import slice_text
from supertoken_desktop.ui.transcript.stack import RowIndex, Stack
from supertoken_desktop.ui.transcript.utf16 import from_utf16

MARKDOWN_TYPE = "text/markdown"
# Beyond so many characters messages between the first and the last selected one are not parsed.
LONG_COPY = 200_000


@dataclass(frozen=True, slots=True)
class Copied:
    """The same content in three forms."""

    markdown: str
    plain: str
    html: str

    def as_mime(self) -> QMimeData:
        """Return all three for the clipboard; who pastes takes the one he understands."""
        data = new_data()
        data.setText(self.plain)
        if self.html:
            data.setHtml(self.html)
        data.setData(MARKDOWN_TYPE, self.markdown.encode())
        return data


def copied_message(section: Section) -> Copied:
    """Return the whole answer or question."""
    return _joined(_whole(section, formulas_within()))


def copied_selection(stack: Stack, selection: Selection) -> Copied:
    """Return what is selected; questions and answers are parted by a blank line.

    Of very much only the Markdown is copied, which is there already; no program is stopped for
    seconds by taking apart what few would paste as rich text.
    """
    start, end = selection.stretch
    last = min(end.message, len(stack) - 1)
    inside = range(start.message + 1, last)
    is_long = sum(len(stack.entries[message].message.text) for message in inside) > LONG_COPY
    pieces: list[Copied] = []
    formula = formulas_within()
    for message in range(start.message, last + 1):
        if is_long and message in inside:
            source = normalise(stack.entries[message].message.text).strip("\n")
            pieces.append(Copied(source, source, ""))
            continue
        pieces += _selected(stack.section(message), message, selection, formula)
    copied = _joined(filter(lambda piece: piece.markdown, pieces))
    return replace(copied, html="") if is_long else copied


def _whole(section: Section, formula: FormulaHtml) -> Iterator[Copied]:
    blocks = section.blocks
    html = to_html(blocks, formula)
    plain = plain_text_of(blocks)
    yield Copied(section.source.strip("\n"), plain, html)


def _selected(
    section: Section, message: int, selection: Selection, formula: FormulaHtml
) -> Iterator[Copied]:
    first = section.first_block_row
    chosen = [_chosen(section, message, row, selection) for row in range(len(section.rows))]
    if all(is_whole for _, is_whole in chosen[first:-1]) and len(chosen) > first + 1:
        yield from _thoughts(section, chosen, first)
        yield from _whole(section, formula)
        return
    yield from _thoughts(section, chosen, first)
    lines = section.source.split("\n")
    ends = [*section.answer.starts, len(section.answer.rows)][1:]
    blocks = section.answer.blocks
    for block, start, end in zip(blocks, section.answer.starts, ends, strict=True):
        rows = section.answer.rows[start:end]
        ranges = chosen[first + start : first + end]
        if all(is_whole for _, is_whole in ranges):
            markdown = "\n".join(lines[block.lines.start : block.lines.end]).rstrip("\n")
            yield Copied(markdown, plain_text(block), to_html([block], formula))
        elif any(stretch is not None for stretch, _ in ranges):
            yield _lines_of(_cut(rows, ranges))


_Chosen = tuple[tuple[int, int] | None, bool]


def _thoughts(section: Section, chosen: Sequence[_Chosen], first: int) -> Iterator[Copied]:
    pieces = list(_cut(section.rows[:first], chosen[:first]))
    if pieces:
        yield _lines_of(pieces)


def _chosen(section: Section, message: int, row: int, selection: Selection) -> _Chosen:
    """Return which characters of a row are selected, None for none, and whether it is all."""
    start, end = selection.stretch
    at = RowIndex(message, row)
    if not start.at <= at <= end.at:
        return None, False
    text = characters(section.rows[row])
    first, last = selection.within(at)
    first, last = from_utf16(text, first), from_utf16(text, last)
    is_whole = first == 0 and last == len(text)
    if first >= last:
        # A row without text (a line across) belongs to what is selected around it.
        is_inside = not text and start.at < at < end.at
        return None, is_inside
    return (first, last), is_whole


def _cut(rows: Sequence[Row], ranges: Sequence[_Chosen]) -> Iterator[Copied]:
    for row, (stretch, _) in zip(rows, ranges, strict=True):
        if stretch is None:
            continue
        yield _cut_row(row, *stretch)


def _cut_row(row: Row, start: int, end: int) -> Copied:
    marker = _marker(row) if start == 0 else ""
    match row:
        case TextRow(text):
            part = slice_text(text, start, end)
            html = to_html([Paragraph(part)], formula_html)
            return Copied(marker + inline_markdown(part), marker + part.text, html)
        case CodeRow(fence) | DiagramRow(fence):
            code = fence.code[start:end]
            block = Fence(fence.language, fence.info, type(fence.body)((code,)), closed=True)
            return Copied(code, code, to_html([block]))
        case FormulaRow(latex):
            part_of_latex = latex[start:end]
            whole = f"$$\n{latex}\n$$" if part_of_latex == latex else part_of_latex
            return Copied(
                whole, part_of_latex, to_html([Math(part_of_latex, closed=True)], formula_html)
            )
        case PictureRow():
            return _pictures(row, start, end)
        case TableRow():
            cells = characters(row)[start:end]
            return Copied(cells, cells, to_html([Paragraph(Text(cells))]))
        case _:
            return Copied("", "", "")


def _pictures(row: PictureRow, start: int, end: int) -> Copied:
    """Return the pictures whose names are selected, if only in part."""
    chosen: list[Text] = []
    passed = 0
    for picture in row.pictures:
        length = len(picture.name)
        if start < passed + length and end > passed:
            span = Span(0, length, SpanStyle.IMAGE, picture.target)
            chosen.append(Text(picture.name, (span,)))
        passed += length + 1
    return Copied(
        "\n".join(map(inline_markdown, chosen)),
        "\n".join(text.text for text in chosen),
        to_html(map(Paragraph, chosen)),
    )


def _marker(row: Row) -> str:
    match row.place.marker:
        case None:
            return ""
        case str() as number:
            return f"{number} "
        case Mark.BULLET:
            return "- "
        case Mark.DONE:
            return "- [x] "
        case Mark.NOT_DONE:
            return "- [ ] "


def _joined(pieces: Iterable[Copied]) -> Copied:
    return _glued(list(pieces), "\n\n")


def _lines_of(pieces: Iterable[Copied]) -> Copied:
    return _glued(list(pieces), "\n")


def _glued(pieces: Sequence[Copied], between: str) -> Copied:
    return Copied(
        between.join(piece.markdown for piece in pieces),
        between.join(filter(None, (piece.plain for piece in pieces))),
        "\n".join(piece.html for piece in pieces),
    )


def inline_markdown(text: Text) -> str:
    """Return styled text as Markdown."""
    openings: dict[int, list[str]] = {}
    closings: dict[int, list[str]] = {}
    for span in text.spans:
        if span.start == span.end:
            continue
        before, after = _marks(span, text.text[span.start : span.end])
        openings.setdefault(span.start, []).append(before)
        closings.setdefault(span.end, []).insert(0, after)
    pieces: list[str] = []
    for index, character in enumerate(text.text):
        pieces += closings.get(index, [])
        pieces += openings.get(index, [])
        pieces.append("  \n" if character == "\n" else character)
    pieces += closings.get(len(text.text), [])
    return "".join(pieces)


def _marks(span: Span, inside: str) -> tuple[str, str]:
    match span.style:
        case SpanStyle.STRONG:
            return "**", "**"
        case SpanStyle.EMPHASIS:
            return "*", "*"
        case SpanStyle.STRIKE:
            return "~~", "~~"
        case SpanStyle.CODE:
            return ("`` ", " ``") if "`" in inside else ("`", "`")
        case SpanStyle.LINK:
            return "[", f"]({span.target})"
        case SpanStyle.IMAGE:
            return "![", f"]({span.target})"
        case SpanStyle.MATH:
            return "$", "$"
        case SpanStyle.FOOTNOTE:
            return "[^", "]"
