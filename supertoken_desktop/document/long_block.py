"""Lists and tables that grow without end: items and rows far above the last one are kept as they
are, so that a piece of text costs what the last few cost.
"""

from dataclasses import replace
from typing import NamedTuple, TypeAlias

from supertoken_desktop.document.blocks import Block, LineRange, ListBlock, Table
from supertoken_desktop.document.syntax import Parsed, line_range

# So many items or rows are parsed anew with each piece; beyond them, all but the last few are kept.
LONG_BLOCK = 40
STAYING_OPEN = 3

LongBlock: TypeAlias = ListBlock | Table
_PARTS = {"bullet_list_open": "list_item_open", "ordered_list_open": "list_item_open"}
_PARTS["table_open"] = "tr_open"
_PART_LEVELS = {"list_item_open": 1, "tr_open": 2}


class Cut(NamedTuple):
    """Where a long block can be parted.

    What begins at `line` stays open. `repeated` are lines to put before it, for it to be read as
    the same block: the header of a table.
    """

    line: int
    repeated: LineRange


def cut_of(parsed: Parsed) -> Cut | None:
    """Return where to part the only block of `parsed`, None where it isn't long."""
    first = parsed.tokens[0]
    part = _PARTS.get(first.type)
    if part is None:
        return None
    starts = [
        line_range(token).start
        for token in parsed.tokens
        if token.type == part and token.level == _PART_LEVELS[part]
    ]
    if len(starts) <= LONG_BLOCK:
        return None
    begin = line_range(first).start
    header = LineRange(begin, begin + 2 if first.type == "table_open" else begin)
    return Cut(starts[-STAYING_OPEN], header)


def kept_part(block: Block) -> LongBlock:
    """Return a long block without the items or rows that stay open."""
    match block:
        case ListBlock():
            return replace(block, items=block.items[:-STAYING_OPEN])
        case Table():
            return replace(block, rows=block.rows[:-STAYING_OPEN])
        case _:
            raise AssertionError("only lists and tables are parted")


def with_kept(kept: LongBlock | None, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `blocks` with the kept part of the first one in its place."""
    if kept is None:
        return blocks
    if not blocks:
        return (kept,)
    first = blocks[0]
    lines = LineRange(kept.lines.start, first.lines.end)
    match kept, first:
        case ListBlock(), ListBlock(ordered) if ordered == kept.ordered:
            is_tight = kept.tight and first.tight
            whole = replace(kept, tight=is_tight, items=kept.items + first.items, lines=lines)
            return (whole, *blocks[1:])
        case Table(), Table():
            return (replace(kept, rows=kept.rows + first.rows, lines=lines), *blocks[1:])
        case _:
            return (kept, *blocks)
