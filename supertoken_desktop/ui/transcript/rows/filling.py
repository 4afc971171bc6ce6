"""Styled text → a text document, changing no more of it than what differs from before."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from supertoken_desktop.document.blocks import Span, SpanStyle, Text
from supertoken_desktop.ui.transcript.rows.style import RowStyle

_LINE_BREAK = "\u2028"


class Segment(NamedTuple):
    """A stretch of one style; `target` is the address that it links to."""

    text: str
    styles: frozenset[SpanStyle]
    target: str | None


def segments_of(text: Text) -> list[Segment]:
    """Cut a text where its styles change."""
    if not text.spans:
        return [Segment(text.text, frozenset(), None)] if text.text else []
    cuts = {0, len(text.text)}
    for span in text.spans:
        cuts |= {span.start, span.end}
    ordered = sorted(cuts)
    made: list[Segment] = []
    waiting = list(reversed(text.spans))
    inside: list[Span] = []
    for start, end in pairwise(ordered):
        while waiting and waiting[-1].start <= start:
            inside.append(waiting.pop())
        inside = [span for span in inside if span.end > start]
        styles = frozenset(span.style for span in inside)
        targets = [span.target for span in inside if span.style in _LINKED]
        made.append(Segment(text.text[start:end], styles, targets[-1] if targets else None))
    return made


_LINKED = frozenset({SpanStyle.LINK, SpanStyle.IMAGE})


class Filler:
    """Keep a text widget of one paragraph equal to a text that mostly grows at its end.

    It asks for the document each time: PySide takes one that is kept for deleted, now and then,
    when another text widget goes.
    """

    def __init__(self, edit: QTextEdit) -> None:
        self._edit = edit
        self._shown: list[Segment] = []

    def fill(self, text: Text, style: RowStyle) -> None:
        """Show a text where nothing useful is shown; the paragraph format stays."""
        self._shown = segments_of(text)
        cursor = QTextCursor(self._edit.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        _insert(cursor, self._shown, style)
        cursor.endEditBlock()

    def change(self, text: Text, style: RowStyle) -> None:
        """Show a text of the same style settings: only what follows the common start is redone."""
        segments = segments_of(text)
        same = _count_same(self._shown, segments)
        position = sum(utf16_length(segment.text) for segment in self._shown[:same])
        old, new = self._shown[same:], segments[same:]
        if old and new and old[0][1:] == new[0][1:]:
            common = _common_length(old[0].text, new[0].text)
            position += utf16_length(new[0].text[:common])
            new = [new[0]._replace(text=new[0].text[common:]), *new[1:]]
        cursor = QTextCursor(self._edit.document())
        cursor.beginEditBlock()
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        if cursor.hasSelection():
            cursor.removeSelectedText()
        _insert(cursor, new, style)
        cursor.endEditBlock()
        self._shown = segments


def insert_text(cursor: QTextCursor, text: Text, style: RowStyle) -> None:
    """Insert a styled text where the cursor stands."""
    _insert(cursor, segments_of(text), style)


def utf16_length(text: str) -> int:
    """Return how many positions a text takes in Qt's documents."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def from_utf16(text: str, position: int) -> int:
    """Return the character of `text` that stands at one of Qt's positions."""
    if text.isascii():
        return min(position, len(text))
    taken = 0
    for index, character in enumerate(text):
        if taken >= position:
            return index
        taken += 2 if character > "\uffff" else 1
    return len(text)


def _insert(cursor: QTextCursor, segments: Sequence[Segment], style: RowStyle) -> None:
    around_pt = cursor.document().defaultFont().pointSizeF()
    for text, styles, target in segments:
        char_format = style.span_format(styles, target, around_pt) if styles else _PLAIN
        cursor.insertText(text.replace("\n", _LINE_BREAK), char_format)


_PLAIN = QTextCharFormat()


def _count_same(old: Sequence[Segment], new: Sequence[Segment]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _common_length(old: str, new: str) -> int:
    if new.startswith(old):
        return len(old)
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[:middle] == new[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
