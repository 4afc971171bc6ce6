"""Heights of things that lie under each other: sums and look-ups in logarithmic time."""

from collections.abc import Iterable, Iterator


class Heights:
    """A list of heights in pixels, kept as a Fenwick tree.

    Node `i` (from 1) holds the sum of the `i & -i` heights that end with the i-th. Nodes only look
    back, so taking heights off the end is free and putting one there is logarithmic.
    """

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._tree = [0, *self._heights]
        for node in range(1, len(self._tree)):
            parent = node + (node & -node)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[node]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def __iter__(self) -> Iterator[int]:
        return iter(self._heights)

    def __setitem__(self, index: int, height: int) -> None:
        difference = height - self._heights[index]
        self._heights[index] = height
        node = index + 1
        while difference and node < len(self._tree):
            self._tree[node] += difference
            node += node & -node

    @property
    def total(self) -> int:
        """The sum of all heights."""
        return self.top(len(self._heights))

    def top(self, index: int) -> int:
        """Return where `index` begins: the sum of all heights before it."""
        total = 0
        while index > 0:
            total += self._tree[index]
            index -= index & -index
        return total

    def at(self, y: int) -> int:
        """Return the index of what lies at `y`: the last one that begins there or before.

        Things without height are passed over. The ends stand for what lies beyond them; 0 where
        there is nothing at all.
        """
        node = 0
        step = 1 << len(self._heights).bit_length()
        while step:
            following = node + step
            if following < len(self._tree) and self._tree[following] <= y:
                node = following
                y -= self._tree[following]
            step >>= 1
        return max(0, min(node, len(self._heights) - 1))

    def replace_from(self, first: int, heights: Iterable[int]) -> None:
        """Put `heights` in the place of all from `first` on."""
        del self._heights[first:]
        del self._tree[first + 1 :]
        for height in heights:
            self._append(height)

    def _append(self, height: int) -> None:
        node = len(self._tree)
        total, child = height, node - 1
        while child > node - (node & -node):
            total += self._tree[child]
            child -= child & -child
        self._heights.append(height)
        self._tree.append(total)
