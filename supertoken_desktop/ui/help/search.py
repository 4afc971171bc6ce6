"""Find words in the pages of the guide."""

from collections.abc import Mapping
from dataclasses import dataclass

from supertoken_desktop.ui.help.page_view import Heading, PageText
from supertoken_desktop.ui.transcript.matching import Stretch, phrase, stretches

MOST_HITS = 200
_BEFORE, _AFTER = 24, 64
_LOOK_AHEAD = 400


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
            heading = _heading_at(content.headings, stretch[0])
            hits.append(Hit(page, heading, _snippet(content.text, heading, stretch), stretch))
            if len(hits) == MOST_HITS:
                return tuple(hits)
    return tuple(hits)


def _heading_at(headings: tuple[Heading, ...], at: int) -> str:
    above = [heading.text for heading in headings if heading.at <= at]
    return above[-1] if above else ""


def _snippet(text: str, heading: str, stretch: Stretch) -> str:
    """Return the line around a hit, cut at both ends where it is long.

    Of a hit in the heading, which is shown already, it is the line below.
    """
    start, end = stretch
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_start:line_end].strip() == heading:
        return _first_line(text[line_end : line_end + _LOOK_AHEAD])
    first, last = max(line_start, start - _BEFORE), min(line_end, end + _AFTER)
    before = "…" if first > line_start else ""
    after = "…" if last < line_end else ""
    return before + " ".join(text[first:last].split()) + after


def _first_line(text: str) -> str:
    """Return the first line that is not blank, cut where it is long."""
    line = next((line for line in text.split("\n") if line.strip()), "")
    return " ".join(line[:_AFTER].split()) + ("…" if len(line) > _AFTER else "")
