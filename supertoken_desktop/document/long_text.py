"""Inline content too long to be parsed anew with every piece: what stands far above is kept.

For display only, until the whole is parsed once at the end: a mark whose partner is more than a
stretch away may show for so long.
"""

import re
from collections.abc import Callable

from supertoken_desktop.document.blocks import Span, Text
from supertoken_desktop.document.provisional import closed

# Content shorter than this is parsed in one piece.
LONG_CONTENT = 3_000
# A stretch is about this long, and two of them at the end stay open to change.
STRETCH = 1_200
_TRIES = 8
_BREAKS = (" ", "。", "，", "、")
# So much data of a picture is worth leaving out; its end is known.
_PICTURE = re.compile(r"(?<=\]\()data:image/[a-z.+-]{1,20};base64,[A-Za-z0-9+/=]{1000,}(?=[) ])")

ParseInline = Callable[[str], Text]


class LongText:
    """Parses content that grows at its end, and keeps what is settled of it."""

    def __init__(self) -> None:
        self._prefix = ""
        self._text = Text("")

    def parse(self, content: str, parse_inline: ParseInline, *, is_open: bool) -> Text:
        """Return the text of `content`; `is_open` means that its end is still being written."""
        content, pictures = _without_pictures(content)
        if len(content) <= LONG_CONTENT:
            return _with_pictures(parse_inline(closed(content) if is_open else content), pictures)
        if not content.startswith(self._prefix):
            self._prefix, self._text = "", Text("")
        while len(content) - len(self._prefix) > 2 * STRETCH:
            stretch = _first_stretch(content, len(self._prefix))
            self._text = _joined(self._text, parse_inline(stretch))
            self._prefix += stretch
        rest = content[len(self._prefix) :]
        text = _joined(self._text, parse_inline(closed(rest) if is_open else rest))
        return _with_pictures(text, pictures)


def _first_stretch(content: str, start: int) -> str:
    """Cut where a word ends and nothing is open, if there is such a place nearby."""
    end = start + STRETCH
    for _ in range(_TRIES):
        end = max(content.rfind(mark, start + 1, end) for mark in _BREAKS)
        if end < 0:
            break
        stretch = content[start:end]
        if closed(stretch) == stretch:
            return stretch
    return content[start : start + STRETCH]


def _joined(first: Text, second: Text) -> Text:
    offset = len(first.text)
    moved = (
        Span(span.start + offset, span.end + offset, span.style, span.target)
        for span in second.spans
    )
    return Text(first.text + second.text, (*first.spans, *moved))


def _without_pictures(content: str) -> tuple[str, dict[str, str]]:
    """Put a short address in place of each picture's data: it takes long to read."""
    pictures: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        # Points are no data, so no picture has this address.
        name = f"data:image/png;base64,.{len(pictures)}."
        pictures[name] = match[0]
        return name

    return _PICTURE.sub(stand_in, content), pictures


def _with_pictures(text: Text, pictures: dict[str, str]) -> Text:
    if not pictures:
        return text
    spans = tuple(
        Span(span.start, span.end, span.style, pictures.get(span.target or "", span.target))
        for span in text.spans
    )
    return Text(text.text, spans)
