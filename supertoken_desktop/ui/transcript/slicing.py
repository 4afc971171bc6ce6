"""Cut styled text: very long ones into pieces that lay out quickly, stretches out of it. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from supertoken_desktop.document.blocks import Span, SpanStyle, Text
from supertoken_desktop.ui.transcript.boundaries import cut_before

# One text widget lays out at most about this much; the rest of a paragraph is the next row.
LONGEST_TEXT = 4000


def split_text(text: Text) -> Iterator[Text]:
    """Cut a very long text at blanks into pieces that lay out quickly.

    Each span is looked at in the pieces that it is part of, and in no other.
    """
    whole, start = text.text, 0
    inside: list[Span] = []
    waiting = deque(text.spans)
    while len(whole) - start > LONGEST_TEXT:
        blank = max(whole.rfind(mark, start, start + LONGEST_TEXT) for mark in " \n")
        end = cut_before(whole, blank + 1 if blank > start else start + LONGEST_TEXT)
        while waiting and waiting[0].start < end:
            inside.append(waiting.popleft())
        end = _outside_formula(inside, end, start)
        yield _slice(whole, inside, start, end)
        inside = [span for span in inside if span.end > end]
        start = end
    yield _slice(whole, [*inside, *waiting], start, len(whole)) if start else text


def _outside_formula(spans: Iterable[Span], end: int, start: int) -> int:
    """Return a place for a cut that leaves formulas whole."""
    for span in spans:
        if span.style is SpanStyle.MATH and start < span.start < end < span.end:
            return span.start
    return end


def slice_text(text: Text, start: int, end: int) -> Text:
    """Return the characters from `start` to `end` with what styles them."""
    return _slice(text.text, text.spans, start, end)


def _slice(text: str, spans: Iterable[Span], start: int, end: int) -> Text:
    cut = (
        Span(max(span.start, start) - start, min(span.end, end) - start, span.style, span.target)
        for span in spans
        if span.start < end and span.end > start
    )
    return Text(text[start:end], tuple(cut))


def joined(one: Text, other: Text) -> Text:
    """Return a text with another after it; what was cut in two is one span again."""
    length = len(one.text)
    spans = list(one.spans)
    for span in other.spans:
        moved = replace(span, start=span.start + length, end=span.end + length)
        kind = (length, span.style, span.target)
        cut = (n for n, known in enumerate(spans) if (known.end, known.style, known.target) == kind)
        at = next(cut, None) if span.start == 0 else None
        if at is None:
            spans.append(moved)
        else:
            spans[at] = replace(spans[at], end=moved.end)
    return Text(one.text + other.text, tuple(spans))
