"""Text from outside that is shown or printed: without what steers a terminal or turns words round.

Marks of direction that languages need stay; embeddings, overrides and isolates do not, because
they make people read another text than the one that is there.
"""

from collections.abc import Iterable

# Of a link or an argument; longer ones are nobody's wish.
LONGEST_TEXT_BYTES = 16 * 1024
_KEPT = frozenset((0x09, 0x0A))
_CONTROLS: Iterable[int] = (*range(0x20), *range(0x7F, 0xA0))
_DIRECTIONS: Iterable[int] = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_REMOVED = {code: None for code in (*_CONTROLS, *_DIRECTIONS) if code not in _KEPT}


def plain(text: str) -> str:
    """Return text without control characters, line ends and tabs excepted."""
    return text.translate(_REMOVED)


def is_short_enough(text: str) -> bool:
    """Tell whether a link or an argument is no longer than any that is meant."""
    is_short = len(text) <= LONGEST_TEXT_BYTES
    return is_short and len(text.encode("utf-8", "replace")) <= LONGEST_TEXT_BYTES
