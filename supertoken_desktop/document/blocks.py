"""What an answer is made of: a closed union of frozen blocks with styled text.

Offsets are characters (code points) of the text they belong to; a toolkit that counts UTF-16 units
has to convert. Line ranges don't take part in comparison, so a block that only moved is equal to
the one before and keeps its layout.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Self, TypeAlias, assert_never

CHUNK_CHARACTERS = 4096


class LineRange(NamedTuple):
    """Lines `start` to `end` (exclusive, from 0) of the normalised source."""

    start: int
    end: int

    def moved(self, lines: int) -> "LineRange":
        """Return the same range `lines` further down."""
        return LineRange(self.start + lines, self.end + lines)


class SpanStyle(Enum):
    """How a stretch of text is meant."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    STRIKE = "strike"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    MATH = "math"
    FOOTNOTE = "footnote"


class Alignment(Enum):
    """Where a table column's text stands; NONE follows the reading direction."""

    NONE = "none"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Alert(Enum):
    """What a quote that begins with `[!NOTE]` and the like calls attention to."""

    NOTE = "note"
    TIP = "tip"
    IMPORTANT = "important"
    WARNING = "warning"
    CAUTION = "caution"


@dataclass(frozen=True, slots=True)
class Span:
    """A styled stretch, `start` to `end` (exclusive).

    `target` is the address of a LINK or IMAGE (hostile: check it before opening) and the label of a
    FOOTNOTE reference. The text under an IMAGE is its description, under MATH its LaTeX.
    """

    start: int
    end: int
    style: SpanStyle
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Inline content: characters and their spans.

    A newline is a line break that the author asked for. Spans are ordered by start, the outer
    before the inner, and either nest or are apart.
    """

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Code:
    """Code as text that can grow at its end; growing costs what is added, not what is there."""

    chunks: tuple[str, ...] = ()

    def with_appended(self, text: str) -> Self:
        """Return this code with `text` after it."""
        if not text:
            return self
        if self.chunks and len(self.chunks[-1]) < CHUNK_CHARACTERS:
            return type(self)((*self.chunks[:-1], self.chunks[-1] + text))
        return type(self)((*self.chunks, text))

    def __str__(self) -> str:
        return "".join(self.chunks)

    def __len__(self) -> int:
        return sum(map(len, self.chunks))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Code):
            return NotImplemented
        if self.chunks == other.chunks:
            return True
        return len(self) == len(other) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


NO_LINES = LineRange(0, 0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Text
    lines: LineRange = field(default=NO_LINES, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    text: Text
    lines: LineRange = field(default=NO_LINES, compare=False)


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block, fenced or indented.

    `language` is the first word of `info`, "" where none is given. `closed` is false while the end
    marker is missing, in a finished answer too. `body` is the code without the newline after its
    last line; it is joined anew at each reading of `code`.
    """

    language: str
    info: str
    body: Code
    closed: bool
    lines: LineRange = field(default=NO_LINES, compare=False)

    @property
    def code(self) -> str:
        """The whole code as one text."""
        return str(self.body)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; `task` says whether a task is done, None for an ordinary item."""

    blocks: "tuple[Block, ...]"
    task: bool | None = None
    lines: LineRange = field(default=NO_LINES, compare=False)


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; an ordered one counts from `start`. Paragraphs of a tight one stand close."""

    ordered: bool
    start: int
    tight: bool
    items: tuple[ListItem, ...]
    lines: LineRange = field(default=NO_LINES, compare=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote, or an alert where `alert` names its kind."""

    blocks: "tuple[Block, ...]"
    alert: Alert | None = None
    lines: LineRange = field(default=NO_LINES, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as `alignments`."""

    alignments: tuple[Alignment, ...]
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    lines: LineRange = field(default=NO_LINES, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    lines: LineRange = field(default=NO_LINES, compare=False)


@dataclass(frozen=True, slots=True)
class Math:
    """A displayed formula in LaTeX, without its delimiters; `closed` as with Fence."""

    source: str
    closed: bool
    lines: LineRange = field(default=NO_LINES, compare=False)


@dataclass(frozen=True, slots=True)
class Footnote:
    """What the footnote `label` says; it stands where the author defined it."""

    label: str
    blocks: "tuple[Block, ...]"
    lines: LineRange = field(default=NO_LINES, compare=False)


Block: TypeAlias = Paragraph | Heading | Fence | ListBlock | Quote | Table | Rule | Math | Footnote


def plain_text(block: Block) -> str:
    """Return what a reader sees of `block`, without markup.

    List items carry their marker, table cells are parted by tabs, as spreadsheets take them.
    """
    match block:
        case Paragraph(text) | Heading(_, text):
            return text.text
        case Fence():
            return block.code
        case ListBlock():
            return "\n".join(_plain_items(block))
        case Quote(blocks) | Footnote(_, blocks):
            return plain_text_of(blocks)
        case Table(_, header, rows):
            return "\n".join("\t".join(cell.text for cell in row) for row in (header, *rows))
        case Math(source):
            return source
        case Rule():
            return ""
        case _:
            assert_never(block)


def plain_text_of(blocks: Iterable[Block]) -> str:
    """Return the plain text of several blocks with a blank line between them."""
    return "\n\n".join(filter(None, map(plain_text, blocks)))


def _plain_items(block: ListBlock) -> Iterable[str]:
    gap = "\n" if block.tight else "\n\n"
    for number, item in enumerate(block.items, block.start):
        marker = f"{number}. " if block.ordered else "• "
        if item.task is not None:
            marker += "☑ " if item.task else "☐ "
        content = gap.join(filter(None, map(plain_text, item.blocks)))
        yield marker + content.replace("\n", "\n" + " " * len(marker))
