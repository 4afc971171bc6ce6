"""Hits in a row's text → marks at the positions of its widget."""

from collections.abc import Iterator, Sequence

from supertoken_desktop.ui.transcript.marks import Marked, MarkKind
from supertoken_desktop.ui.transcript.matching import Stretch
from supertoken_desktop.ui.transcript.utf16 import utf16_length

# Qt looks at every mark of a text for every line that it paints.
MOST_MARKS = 400


def marks_of(text: str, hits: Sequence[Stretch], current: Stretch | None) -> tuple[Marked, ...]:
    """Return the marks of hits in a row's text, in rows of very many those around the current."""
    if len(hits) > MOST_MARKS:
        middle = hits.index(current) if current is not None else 0
        first = max(0, min(middle - MOST_MARKS // 2, len(hits) - MOST_MARKS))
        hits = hits[first : first + MOST_MARKS]
    return tuple(_converted(text, hits, current))


def _converted(text: str, hits: Sequence[Stretch], current: Stretch | None) -> Iterator[Marked]:
    character = position = 0
    for hit in hits:
        first, last = hit
        position += utf16_length(text[character:first])
        end = position + utf16_length(text[first:last])
        yield Marked(position, end, MarkKind.CURRENT_HIT if hit == current else MarkKind.HIT)
        character, position = last, end
