"""The rows of a text's blocks, of which a change redoes no more than what differs."""

from collections.abc import Sequence

from supertoken_desktop.document.blocks import Block
from supertoken_desktop.document.document import Change
from supertoken_desktop.ui.transcript.flow import count_same_parts, rows_by_part
from supertoken_desktop.ui.transcript.row_kinds import BlockRow, Row


class Flowed:
    """The blocks of one text and their rows; a block's rows begin at its place in `starts`."""

    def __init__(self, before: Row, *, thought: bool = False) -> None:
        self.blocks: list[Block] = []
        self.rows: list[BlockRow] = []
        self.starts: list[int] = []
        self._before = before
        self._thought = thought
        # How many rows the parts of the last block have: it is the one that grows.
        self._parts: list[int] = []

    def apply(self, change: Change) -> int:
        """Take a change and return the first row that differs; rows that stay equal are kept.

        Of a list or table that grew at its end only the new items and lines are looked at.
        """
        keep = self.starts[change.first] if change.first < len(self.starts) else len(self.rows)
        parts = self._same_parts(change)
        done = keep + sum(parts)
        if change.first < len(self.blocks):
            self._parts = []
        del self.starts[change.first :]
        self.blocks[change.first :] = change.blocks
        new: list[BlockRow] = []
        for block in change.blocks:
            self.starts.append(keep if parts else done + len(new))
            before: Row = new[-1] if new else self.rows[done - 1] if done else self._before
            made = list(rows_by_part(block, before, thought=self._thought, done=len(parts)))
            new += [row for rows in made for row in rows]
            self._parts = [*parts, *map(len, made)]
            parts = []
        same = _count_same(self.rows, new, done)
        self.rows[done + same :] = new[same:]
        return done + same

    def _same_parts(self, change: Change) -> list[int]:
        """Return the numbers of rows of those parts of the last block that stay as they are."""
        last = len(self.blocks) - 1
        if change.first != last or not change.blocks:
            return []
        return self._parts[: count_same_parts(self.blocks[last], change.blocks[0])]


def _count_same(old: Sequence[Row], new: Sequence[Row], first: int) -> int:
    """Return how many `new` rows equal the old ones from `first` on."""
    count = 0
    for index in range(first, min(len(old), first + len(new))):
        if old[index] != new[index - first]:
            break
        count += 1
    return count
