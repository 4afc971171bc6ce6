"""Blocks of a document → rows of the transcript, each of which is one widget.

Lists and quotes are taken apart: what they hold becomes rows of its own that say how deep they lie,
so a list of a thousand items costs what is visible of it. Pure; nothing here needs a window.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeAlias, assert_never

from supertoken_desktop.document.blocks import (
    Alert,
    Block,
    Fence,
    Footnote,
    Heading,
    ListBlock,
    ListItem,
    Math,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)
from supertoken_desktop.figures.diagram import LANGUAGE
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.picture_texts import lone_pictures, with_names
from supertoken_desktop.ui.transcript.row_kinds import (
    BlockRow,
    CodeRow,
    DiagramRow,
    Edge,
    EdgeKind,
    FootRow,
    FormulaRow,
    HeadRow,
    Look,
    Mark,
    PictureRow,
    Place,
    Row,
    RuleRow,
    TableRow,
    TextRow,
    ThoughtRow,
)
from supertoken_desktop.ui.transcript.slicing import LONGEST_TEXT, split_text

# A table widget holds at most so many lines; the others are the next row.
LONGEST_TABLE = 24
# And about so many cells, since laying out each takes its time.
MOST_CELLS = 240
# About so many cells tell how wide columns are; of very wide tables those are fewer lines.
MOST_SAMPLED = 2400
_FEWEST_SAMPLED = 4
# A row of pictures has at most so many.
MOST_PICTURES = 4

Line: TypeAlias = tuple[Text, ...]

# The free room between a question's text and the edge of its tint, in pixels.
QUESTION_PADDING = metrics.SPACE_3


def rows_by_part(
    block: Block, before: Row, *, thought: bool = False, done: int = 0
) -> Iterator[tuple[BlockRow, ...]]:
    """Yield the rows of a top-level block for each of its parts.

    Parts are the items of a list and the pieces of a table; other blocks have one. The first `done`
    parts are left out, and `before` is then the last of their rows.
    """
    flow = _Flow(Look.THOUGHT if thought else Look.BODY, before if done else None)
    edges = (Edge(EdgeKind.THOUGHT),) if thought else ()
    for part in range(done, _count_parts(block)):
        flow.add_part(block, part, edges)
        rows = tuple(_settled(flow.rows, before, is_joined=thought))
        flow.rows.clear()
        yield rows
        before = rows[-1] if rows else before


def count_same_parts(old: Block, new: Block) -> int:
    """Return how many parts at the beginning of a block have the same rows in another."""
    match old, new:
        case ListBlock(), ListBlock() if _frame(old) == _frame(new):
            return _count_equal(old.items, new.items)
        case Table(alignments, header), Table() if (alignments, header) == (
            new.alignments,
            new.header,
        ):
            same = 1 + _count_equal(old.rows, new.rows)
            return same // _piece_length(new) if same >= _sample_length(new) else 0
        case _:
            return 0


def _count_equal(old: Sequence[object], new: Sequence[object]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one is not other and one != other:
            break
        count += 1
    return count


def _count_parts(block: Block) -> int:
    match block:
        case ListBlock():
            return len(block.items)
        case Table():
            return -(-(1 + len(block.rows)) // _piece_length(block))
        case _:
            return 1


def _frame(block: ListBlock) -> tuple[bool, int, bool, int]:
    """Return what all items of a list have in common."""
    return block.ordered, block.start, block.tight, _digits(block)


def _digits(block: ListBlock) -> int:
    last = block.start + len(block.items) - 1
    return max(2, len(str(last))) if block.ordered else 1


def _piece_length(table: Table) -> int:
    """Return how many lines a row of a table holds."""
    return max(1, min(LONGEST_TABLE, MOST_CELLS // max(1, len(table.alignments))))


def _sample_length(table: Table) -> int:
    lines = MOST_SAMPLED // max(1, len(table.alignments))
    return max(_FEWEST_SAMPLED, min(LONGEST_TABLE, lines))


_ABOVE_PARAGRAPH = 10
_ABOVE_HEADING = {1: metrics.SPACE_6, 2: metrics.SPACE_6, 3: 20}
_ABOVE_SMALL_HEADING = metrics.SPACE_4
_BELOW_HEADING = metrics.SPACE_2
_ABOVE_BOX = 10
_BELOW_BOX = metrics.SPACE_4
_AROUND_RULE = 20
_ABOVE_TIGHT_ITEM = 2
_ABOVE_LOOSE_ITEM = metrics.SPACE_2
_LOOKS = {1: Look.HEADING_1, 2: Look.HEADING_2, 3: Look.HEADING_3}
_ALERTS = {
    Alert.NOTE: EdgeKind.NOTE,
    Alert.TIP: EdgeKind.TIP,
    Alert.IMPORTANT: EdgeKind.IMPORTANT,
    Alert.WARNING: EdgeKind.WARNING,
    Alert.CAUTION: EdgeKind.CAUTION,
}


class _Flow:
    """Collect rows, noting for each the gap it wants and how many edges go on from above."""

    def __init__(self, body: Look, before: Row | None = None) -> None:
        self.rows: list[BlockRow] = []
        self._body = body
        self._joined = len(before.place.edges) if before is not None else 0
        self._marker: Mark | str | None = None
        self._sample = before.sample if isinstance(before, TableRow) else ()

    def add_part(self, block: Block, part: int, edges: tuple[Edge, ...]) -> None:
        """Add one part of a top-level block; they come in order."""
        match block:
            case ListBlock():
                self._add_list_item(block, part, edges, _ABOVE_PARAGRAPH)
            case Table():
                self._add_piece(block, part, edges)
            case _:
                self.add(block, edges, _ABOVE_PARAGRAPH)

    def add(self, block: Block, edges: tuple[Edge, ...], above: int) -> None:
        match block:
            case Paragraph(text):
                self._add_paragraph(text, edges, above)
            case Heading(level, text):
                gap = _ABOVE_HEADING.get(level, _ABOVE_SMALL_HEADING)
                self._add_text(text, _LOOKS.get(level, Look.HEADING_4), edges, gap)
            case Math(source, closed):
                self._emit(FormulaRow(source, closed, self._place(edges, _ABOVE_BOX)))
            case Fence(closed=True) if block.language.lower() == LANGUAGE:
                self._emit(DiagramRow(block, self._place(edges, _ABOVE_BOX)))
            case Fence():
                self._emit(CodeRow(block, self._place(edges, _ABOVE_BOX)))
            case Table():
                self._add_table(block, edges)
            case Rule():
                self._emit(RuleRow(self._place(edges, _AROUND_RULE)))
            case ListBlock():
                self._add_list(block, edges, above)
            case Quote():
                self._add_quote(block, edges, above)
            case Footnote(label, blocks):
                inner = (*edges, Edge(EdgeKind.ITEM, len(label) + 2))
                self._add_item(ListItem(blocks), inner, f"[{label}]", above, above)
            case _:
                assert_never(block)

    def _add_paragraph(self, text: Text, edges: tuple[Edge, ...], above: int) -> None:
        pictures = lone_pictures(text)
        if not pictures:
            self._add_text(text, self._body, edges, above)
        for start in range(0, len(pictures), MOST_PICTURES):
            gap = metrics.SPACE_2 if start else max(above, metrics.SPACE_2)
            few = pictures[start : start + MOST_PICTURES]
            self._emit(PictureRow(few, self._place(edges, gap)))

    def _add_text(self, text: Text, look: Look, edges: tuple[Edge, ...], above: int) -> None:
        for part in split_text(with_names(text)):
            self._emit(TextRow(part, look, self._place(edges, above)))
            above = 0

    def _add_list(self, block: ListBlock, edges: tuple[Edge, ...], above: int) -> None:
        for index in range(len(block.items)):
            self._add_list_item(block, index, edges, above)

    def _add_list_item(
        self, block: ListBlock, index: int, edges: tuple[Edge, ...], above: int
    ) -> None:
        inner = (*edges, Edge(EdgeKind.ITEM, _digits(block)))
        between = _ABOVE_TIGHT_ITEM if block.tight else _ABOVE_LOOSE_ITEM
        gap = between if index else min(above, metrics.SPACE_2)
        item = block.items[index]
        marker = _marker(item, block.start + index if block.ordered else None)
        self._add_item(item, inner, marker, gap, between)

    def _add_item(
        self,
        item: ListItem,
        edges: tuple[Edge, ...],
        marker: Mark | str,
        above: int,
        between: int,
    ) -> None:
        self._enter(edges)
        self._marker = marker
        if not item.blocks:
            self._emit(TextRow(Text(""), self._body, self._place(edges, above)))
        for block in item.blocks:
            self.add(block, edges, above)
            above = between

    def _add_quote(self, block: Quote, edges: tuple[Edge, ...], above: int) -> None:
        kind = EdgeKind.QUOTE if block.alert is None else _ALERTS[block.alert]
        inner = (*edges, Edge(kind))
        self._enter(inner)
        if block.alert is not None:
            title = TextRow(Text(_alert_title(block.alert)), Look.ALERT)
            self._emit(replace(title, place=self._place(inner, above)))
            above = metrics.SPACE_1
        for child in block.blocks:
            self.add(child, inner, above)
            above = _ABOVE_PARAGRAPH

    def _add_table(self, table: Table, edges: tuple[Edge, ...]) -> None:
        for piece in range(_count_parts(table)):
            self._add_piece(table, piece, edges)

    def _add_piece(self, table: Table, piece: int, edges: tuple[Edge, ...]) -> None:
        step = _piece_length(table)
        if piece == 0:
            lines = _lines(table, 0, _sample_length(table))
            self._sample = tuple(tuple(map(_beginning, line)) for line in lines)
        lines = _lines(table, piece * step, (piece + 1) * step)
        is_first = piece == 0
        for few, goes_on in _apart(lines):
            place = self._place(edges, _ABOVE_BOX if is_first else 0)
            self._emit(TableRow(table.alignments, few, self._sample, is_first, place, goes_on))
            is_first = False

    def _enter(self, edges: tuple[Edge, ...]) -> None:
        self._joined = min(self._joined, len(edges) - 1)

    def _place(self, edges: tuple[Edge, ...], gap: int) -> Place:
        joined = min(self._joined, len(edges))
        marker, self._marker = self._marker, None
        return Place(edges, joined, marker, gap)

    def _emit(self, row: BlockRow) -> None:
        self.rows.append(row)
        self._joined = len(row.place.edges)


def _lines(table: Table, start: int, end: int) -> tuple[Line, ...]:
    """Return some lines of a table, the first of which is its header."""
    chosen = table.rows[max(0, start - 1) : end - 1]
    lines = chosen if start else (table.header, *chosen)
    return tuple(tuple(map(with_names, cells)) for cells in lines)


def _apart(lines: Sequence[Line]) -> Iterator[tuple[tuple[Line, ...], bool]]:
    """Yield lines that are laid out together, and whether they go on with the line above.

    One with very long cells is several lines.
    """
    together: list[Line] = []
    for line in lines:
        if all(len(cell.text) <= LONGEST_TEXT for cell in line):
            together.append(line)
            continue
        if together:
            yield tuple(together), False
            together = []
        parts = zip_longest(*map(split_text, line), fillvalue=Text(""))
        for number, part in enumerate(parts):
            yield (part,), number > 0
    if together:
        yield tuple(together), False


def _beginning(cell: Text) -> Text:
    return next(split_text(cell))


def below(row: Row) -> int:
    """Return the free room that a row wants under it, in pixels."""
    match row:
        case TextRow(_, look):
            return _BELOW_HEADING if look.name.startswith("HEADING") else 0
        case CodeRow() | DiagramRow() | TableRow() | FormulaRow() | PictureRow():
            return _BELOW_BOX
        case RuleRow():
            return _AROUND_RULE
        case HeadRow() | ThoughtRow() | FootRow():
            return metrics.SPACE_1
        case _:
            assert_never(row)


def _settled(rows: Sequence[BlockRow], before: Row, *, is_joined: bool) -> Iterable[BlockRow]:
    """Make the gaps final: the larger of what the row wants above and the one before below."""
    for row in rows:
        place = row.place
        if isinstance(before, HeadRow | ThoughtRow):
            is_tinted = isinstance(before, HeadRow) and before.is_question
            place = replace(place, gap=QUESTION_PADDING if is_tinted else metrics.SPACE_2)
        elif place.gap > 0:
            follows_heading = isinstance(before, TextRow) and below(before) > 0
            wanted = below(before) if follows_heading else max(place.gap, below(before))
            place = replace(place, gap=wanted)
        if is_joined and isinstance(before, BlockRow):
            place = replace(place, joined=max(1, place.joined))
        row = row if place == row.place else replace(row, place=place)  # noqa: PLW2901
        yield row
        before = row


def _marker(item: ListItem, number: int | None) -> Mark | str:
    if item.task is not None:
        return Mark.DONE if item.task else Mark.NOT_DONE
    return Mark.BULLET if number is None else f"{number}."


def _alert_title(alert: Alert) -> str:
    match alert:
        case Alert.NOTE:
            return _("Note")
        case Alert.TIP:
            return _("Tip")
        case Alert.IMPORTANT:
            return _("Important")
        case Alert.WARNING:
            return _("Warning")
        case Alert.CAUTION:
            return _("Caution")
        case _:
            assert_never(alert)
