"""Find words in the pages of the guide."""

from collections.abc import Mapping
from dataclasses import dataclass

from supertoken_desktop.ui.help.page_view import Heading, PageText
from supertoken_desktop.ui.transcript.matching import Stretch, phrase, stretches

MOST_HITS = 200
_BEFORE, _AFTER = 24, 64


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something was found: the page, the heading above it, a piece of the text around it."""

    page: str
    heading: str
    snippet: str
    stretch: Stretch


def find(pages: Mapping[str, PageText], words: str) -> tuple[Hit, ...]:
    """Return where pages hold words as they were typed, in the order of the pages.

    Case, accents and width of letters make no difference.
    """
    query = phrase(words.strip())
    if query.is_empty:
        return ()
    hits = []
    for page, content in pages.items():
        for stretch in stretches(content.text, query):
            hits.append(
                Hit(
                    page,
                    _heading_at(content.headings, stretch[0]),
                    _snippet(content.text, stretch),
                    stretch,
                )
            )
            if len(hits) == MOST_HITS:
                return tuple(hits)
    return tuple(hits)


def _heading_at(headings: tuple[Heading, ...], at: int) -> str:
    above = [heading.text for heading in headings if heading.at <= at]
    return above[-1] if above else ""


def _snippet(text: str, stretch: Stretch) -> str:
    """Return the line around a hit, cut at both ends where it is long."""
    start, end = stretch
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    first, last = max(line_start, start - _BEFORE), min(line_end, end + _AFTER)
    before = "…" if first > line_start else ""
    after = "…" if last < line_end else ""
    return before + " ".join(text[first:last].split()) + after
