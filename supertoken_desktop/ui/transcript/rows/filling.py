"""Styled text → a text document, changing no more of it than what differs from before."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from supertoken_desktop.document.blocks import Span, SpanStyle, Text
from supertoken_desktop.domain.links import is_openable
from supertoken_desktop.ui.transcript.picture_texts import picture_link
from supertoken_desktop.ui.transcript.rows.inline_formulas import OBJECT, Figure, InlineFormulas
from supertoken_desktop.ui.transcript.rows.positions import Positions
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.utf16 import from_utf16, utf16_length

_LINE_BREAK = "\u2028"


class Segment(NamedTuple):
    """A stretch of one style; `target` is the address that it links to.

    One with a `figure` is shown as a formula, which is a single position of the document.
    """

    text: str
    styles: frozenset[SpanStyle]
    target: str | None
    figure: Figure | None = None

    @property
    def length(self) -> int:
        """How many positions of the document it takes."""
        return utf16_length(self.text) if self.figure is None else 1


def segments_of(text: Text, formulas: InlineFormulas) -> list[Segment]:
    """Cut a text where its styles change, and say which pieces are formulas to be shown."""
    segments = _cut(text)
    for index, segment in enumerate(segments):
        if SpanStyle.MATH in segment.styles:
            segments[index] = segment._replace(figure=formulas.figure(segment.text))
    return segments


def _cut(text: Text) -> list[Segment]:
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
        shown = [span for span in inside if not _is_inert(span)]
        styles = frozenset(span.style for span in shown)
        targets = [_target(span) for span in shown if span.style in _LINKED]
        made.append(Segment(text.text[start:end], styles, targets[-1] if targets else None))
    return made


_LINKED = frozenset({SpanStyle.LINK, SpanStyle.IMAGE})


def _is_inert(span: Span) -> bool:
    """Tell whether a link leads nowhere that may be opened; it then looks like other text."""
    return span.style is SpanStyle.LINK and not _may_open(span.target or "")


@lru_cache(maxsize=1024)
def _may_open(target: str) -> bool:
    return is_openable(target)


def _target(span: Span) -> str | None:
    return picture_link(span.target or "") if span.style is SpanStyle.IMAGE else span.target


class Filler:
    """Keep a text widget of one paragraph equal to a text that mostly grows at its end.

    It asks for the document each time: PySide takes one that is kept for deleted, now and then,
    when another text widget goes.
    """

    def __init__(self, edit: QTextEdit, formulas: InlineFormulas) -> None:
        self._edit = edit
        self._formulas = formulas
        self._shown: list[Segment] = []
        self.positions = Positions()

    @property
    def has_formulas(self) -> bool:
        """Whether formulas are drawn, or will be."""
        return any(segment.figure is not None for segment in self._shown)

    @property
    def is_waiting(self) -> bool:
        """Whether formulas are being drawn in the background."""
        figures = (segment.figure for segment in self._shown)
        return any(figure is not None and figure.formula is None for figure in figures)

    def fill(self, text: Text, style: RowStyle) -> None:
        """Show a text where nothing useful is shown; the paragraph format stays."""
        self._formulas.forget()
        self._show(segments_of(text, self._formulas))
        cursor = QTextCursor(self._edit.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        _insert(cursor, self._shown, style, self._formulas)
        cursor.endEditBlock()

    def change(self, text: Text, style: RowStyle) -> None:
        """Show a text of the same style settings: only what follows the common start is redone."""
        segments = segments_of(text, self._formulas)
        same = _count_same(self._shown, segments)
        position = sum(segment.length for segment in self._shown[:same])
        old, new = self._shown[same:], segments[same:]
        if old and new and old[0][1:] == new[0][1:] and new[0].figure is None:
            common = _common_length(old[0].text, new[0].text)
            position += utf16_length(new[0].text[:common])
            new = [new[0]._replace(text=new[0].text[common:]), *new[1:]]
        cursor = QTextCursor(self._edit.document())
        cursor.beginEditBlock()
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        if cursor.hasSelection():
            cursor.removeSelectedText()
        _insert(cursor, new, style, self._formulas)
        cursor.endEditBlock()
        self._show(segments)

    def _show(self, segments: list[Segment]) -> None:
        self._shown = segments
        self.positions = positions_of(segments)


def insert_text(
    cursor: QTextCursor, text: Text, style: RowStyle, formulas: InlineFormulas
) -> list[Segment]:
    """Insert a styled text where the cursor stands, and return its pieces."""
    segments = segments_of(text, formulas)
    _insert(cursor, segments, style, formulas)
    return segments


def positions_of(segments: Iterable[Segment]) -> Positions:
    """Return how positions of a text lie in its document."""
    drawn: list[tuple[int, int]] = []
    start = 0
    for segment in segments:
        end = start + utf16_length(segment.text)
        if segment.figure is not None:
            drawn.append((start, end))
        start = end
    return Positions(drawn)


def has_formulas(text: Text) -> bool:
    """Tell whether there are formulas in a text."""
    return any(span.style is SpanStyle.MATH for span in text.spans)


def formula_under(text: Text, offset: int) -> str:
    """Return the LaTeX of the formula of a text at one of Qt's positions, "" for none."""
    character = from_utf16(text.text, offset) if offset >= 0 else -1
    for span in text.spans:
        if span.style is SpanStyle.MATH and span.start <= character < span.end:
            return text.text[span.start : span.end]
    return ""


def _insert(
    cursor: QTextCursor, segments: Sequence[Segment], style: RowStyle, formulas: InlineFormulas
) -> None:
    around_pt = cursor.document().defaultFont().pointSizeF()
    for text, styles, target, figure in segments:
        char_format = style.span_format(styles, target, around_pt) if styles else _PLAIN
        if figure is not None:
            cursor.insertText(OBJECT, formulas.format(figure, char_format))
            continue
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
