"""One message as rows: its document, the rows of its blocks and their heights."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import assert_never

from PySide6.QtCore import QDate, QLocale, QTime

from supertoken_desktop.document.blocks import (
    Block,
    Footnote,
    LineRange,
    ListBlock,
    Paragraph,
    Quote,
    Text,
)
from supertoken_desktop.document.document import Change, MarkdownDocument, parse
from supertoken_desktop.document.lines import normalise
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import ReasoningPart
from supertoken_desktop.domain.pictures import without_pictures
from supertoken_desktop.i18n import _, current_language
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.estimate import Estimate
from supertoken_desktop.ui.transcript.flowed import Flowed
from supertoken_desktop.ui.transcript.heights import Heights
from supertoken_desktop.ui.transcript.row_kinds import (
    FootRow,
    HeadRow,
    Place,
    Row,
    ThoughtRow,
)

# A finished answer longer than this is parsed for the last time by a worker thread.
LONG_TEXT = 8_000
# A question longer than this is a pasted log or book: it is shown as it is, not as Markdown.
LONG_QUESTION = 20_000

# A message longer than this is shown as it was written until a worker thread has read it.
LONG_UNREAD = 24_000

# The room under a question's text in its tint; less than above, as lines bring some with them.
QUESTION_BOTTOM = 6


class Section:
    """A message that is or was near the viewport.

    `rows` are: the head, the thought line and its rows where there are any, the rows of the blocks,
    the foot. `heights` has one height a row. Methods that change something return the first row
    that isn't what it was. One that `may_wait` is not read yet where that would take long: a worker
    calls `read`, and `take` its result.
    """

    def __init__(
        self,
        entry: Entry,
        estimate: Estimate,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        may_wait: bool = False,
    ) -> None:
        self.entry = entry
        self.is_unread = may_wait and not entry.is_running and _is_long(entry.message)
        self.is_open = False
        self._estimate = estimate
        self._monotonic = monotonic
        self._document: MarkdownDocument | None = None
        self._thought_text = entry.message.reasoning
        self._thought_document: MarkdownDocument | None = None
        self._thought_started_s: float | None = None
        self._thought_ended_s: float | None = None
        self._head = _head_row(entry)
        self._thought: ThoughtRow | None = None
        self._foot = self._foot_row()
        self.answer = Flowed(self._head)
        self.thoughts = Flowed(self._head, thought=True)
        self.rows: list[Row] = []
        self.heights = Heights()
        self._load()

    @property
    def message(self) -> Message:
        """The message as last told."""
        return self.entry.message

    @property
    def is_question(self) -> bool:
        """Whether a person wrote it."""
        return self.message.role is Role.USER

    @property
    def is_behind(self) -> bool:
        """Whether text waits to be parsed; `append` "" on a later tick."""
        return self._document is not None and self._document.is_behind

    @property
    def first_block_row(self) -> int:
        """The index of the answer's first row."""
        return len(self.rows) - 1 - len(self.answer.rows)

    @property
    def source(self) -> str:
        """The Markdown so far, as line ranges of its blocks count it."""
        if self._document is not None:
            return self._document.text
        return normalise(self.message.text)

    @property
    def blocks(self) -> Sequence[Block]:
        """What the answer consists of; one that waits to be read is read for that."""
        return self._parsed() if self.is_unread else self.answer.blocks

    def read(self) -> Flowed:
        """Return the rows of a finished answer. Pure: a worker thread may do it."""
        flowed = Flowed(self._head)
        flowed.apply(Change(0, self._parsed()))
        return flowed

    def take(self, flowed: Flowed) -> int:
        """Show what `read` gave."""
        self.is_unread = False
        self.answer = flowed
        return self._compose()

    def append(self, text: str, reasoning: str) -> int:
        """Take what arrived; the answer is running."""
        first = len(self.rows)
        if reasoning:
            first = self._append_thought(reasoning)
        if text or not reasoning:
            first = min(first, self._append_text(text))
        return first

    def restart(self) -> int:
        """Forget the text: the relay began anew."""
        self._document = MarkdownDocument()
        self._thought_text = ""
        self._thought_document = None
        self._thought_started_s = self._thought_ended_s = None
        self.answer = Flowed(self._head)
        self.thoughts = Flowed(self._head, thought=True)
        return self._compose()

    def update(self, entry: Entry) -> int:
        """Take another state of the same message."""
        before, self.entry = self.entry, entry
        self._head, self._foot = _head_row(entry), self._foot_row()
        is_same_text = not before.is_running and before.message.parts == entry.message.parts
        if entry.is_running == before.is_running and (entry.is_running or is_same_text):
            return self._compose()
        self._thought_text = entry.message.reasoning
        if entry.is_running:
            self._load_running()
        elif not self.awaits_parse:
            self.finish(None)
        self._load_thought()
        return self._compose()

    @property
    def awaits_parse(self) -> bool:
        """Whether the last parse of a finished answer is due and worth a thread: see `finish`."""
        is_ending = self._document is not None and not self.entry.is_running
        return is_ending and len(self.message.text) > LONG_TEXT

    def finish(self, whole: Sequence[Block] | None) -> int:
        """Show the message's final text, of which `parse` gave `whole`."""
        if self.entry.is_running:
            return len(self.rows)
        self.is_unread = False
        document, self._document = self._document, None
        if document is not None and document.text == normalise(self.message.text):
            change = document.finish(whole)
        else:
            change = Change(0, tuple(whole) if whole is not None else self._parsed())
        return self._compose_answer(self.answer.apply(change))

    def toggle_thought(self) -> int:
        """Fold or unfold what the model thought."""
        self.is_open = not self.is_open
        self._load_thought()
        return self._compose()

    def estimate_anew(self, estimate: Estimate) -> None:
        """Forget all measured heights: the width or the fonts are others."""
        self._estimate = estimate
        self.heights = Heights(estimate.row(row) for row in self.rows)

    def retranslate(self) -> int:
        """Say everything in the language in force."""
        self._head = _head_row(self.entry)
        blocks, self.answer = self.answer.blocks, Flowed(self._head)
        self.answer.apply(Change(0, tuple(blocks)))
        thoughts, self.thoughts = self.thoughts.blocks, Flowed(self._head, thought=True)
        self.thoughts.apply(Change(0, tuple(thoughts)))
        return self._compose()

    def _load(self) -> None:
        if self.entry.is_running:
            self._load_running()
        else:
            blocks = _unread(self.message.text) if self.is_unread else self._parsed()
            self.answer.apply(Change(0, blocks))
        self._load_thought()
        self._compose()

    def _load_running(self) -> None:
        self.is_unread = False
        self._document = MarkdownDocument()
        self._document.feed(self.message.text)
        self.answer.apply(Change(0, tuple(self._document.blocks)))

    def _parsed(self) -> tuple[Block, ...]:
        text = self.message.text
        if not self.is_question:
            return parse(text)
        if len(text) > LONG_QUESTION:
            return _as_written(normalise(text))
        return parse(with_line_breaks(text))

    def _load_thought(self) -> None:
        if not self.is_open:
            self._thought_document = None
            self.thoughts = Flowed(self._head, thought=True)
            return
        document = MarkdownDocument()
        document.feed(self._thought_text)
        self._thought_document = document
        self.thoughts.apply(Change(0, tuple(document.blocks)))

    def _append_text(self, text: str) -> int:
        if self._document is None:
            self._load_running()
        assert self._document is not None
        if text and self._thought_started_s is not None and self._thought_ended_s is None:
            self._thought_ended_s = self._monotonic()
        return self._compose_answer(self.answer.apply(self._document.feed(text)))

    def _append_thought(self, reasoning: str) -> int:
        if self._thought_started_s is None:
            self._thought_started_s = self._monotonic()
        self._thought_text += reasoning
        if self._thought_document is not None:
            self.thoughts.apply(self._thought_document.feed(reasoning))
        return self._compose()

    def _compose(self) -> int:
        """Put the row list together anew and return the first row that changed."""
        self._thought = self._thought_row()
        whole: list[Row] = [self._head]
        if self._thought is not None:
            whole += [self._thought, *self.thoughts.rows]
        whole += [*self.answer.rows, self._foot]
        first = _count_same(self.rows, whole)
        return self._replace_rows(first, whole[first:])

    def _compose_answer(self, first: int) -> int:
        """Do the same where only the answer changed, from its row `first` on.

        What a piece of text costs must not depend on how long the answer is.
        """
        if self._thought != self._thought_row():
            return self._compose()
        above = 1 if self._thought is None else 2 + len(self.thoughts.rows)
        return self._replace_rows(above + first, [*self.answer.rows[first:], self._foot])

    def _replace_rows(self, first: int, fresh: list[Row]) -> int:
        """Put `fresh` rows from `first` on; what was measured stays the best guess."""
        heights = [self._estimate.row(row) for row in fresh]
        for offset, row in enumerate(self.rows[first : first + len(fresh)]):
            if type(row) is type(fresh[offset]):
                heights[offset] = self.heights[first + offset]
        if self.rows and fresh:
            heights[-1] = self.heights[len(self.rows) - 1]
        self.rows[first:] = fresh
        self.heights.replace_from(first, heights)
        return first

    def _thought_row(self) -> ThoughtRow | None:
        if not self._thought_text:
            return None
        is_running = self.entry.is_running and not self.answer.rows
        return ThoughtRow(self.is_open, is_running, self._thought_seconds())

    def _thought_seconds(self) -> float | None:
        parts = (p for p in self.message.parts if isinstance(p, ReasoningPart))
        known = [part.duration_s for part in parts if part.duration_s is not None]
        if known:
            return sum(known)
        if self._thought_started_s is None or self._thought_ended_s is None:
            return None
        return self._thought_ended_s - self._thought_started_s

    def _foot_row(self) -> FootRow:
        gap = QUESTION_BOTTOM + metrics.SPACE_1 if self.is_question else metrics.SPACE_2
        return FootRow(self.entry, Place(gap=gap))


def with_line_breaks(text: str) -> str:
    """Return a question's text so that its paragraphs keep the line ends their author typed.

    In Markdown a line end within a paragraph is a blank, which is not what people mean when they
    type. Two blanks before it make it a break; code and all else stay as they are.
    """
    if "\n" not in text:
        return text
    lines = normalise(text).split("\n")
    for start, end in _paragraph_lines(parse(text)):
        for line in range(start, end - 1):
            lines[line] = lines[line].rstrip() + "  "
    return "\n".join(lines)


def _paragraph_lines(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        match block:
            case Paragraph(_, lines):
                yield lines
            case ListBlock():
                for item in block.items:
                    yield from _paragraph_lines(item.blocks)
            case Quote() | Footnote():
                yield from _paragraph_lines(block.blocks)
            case _:
                pass


def _is_long(message: Message) -> bool:
    is_shown_as_it_is = message.role is Role.USER and len(message.text) > LONG_QUESTION
    return len(message.text) > LONG_UNREAD and not is_shown_as_it_is


def _unread(text: str) -> tuple[Block, ...]:
    """Return a text as it was written, but for the data of pictures."""
    return _as_written(without_pictures(normalise(text), lambda name: name))


def _as_written(source: str) -> tuple[Block, ...]:
    return (Paragraph(Text(source), LineRange(0, source.count("\n") + 1)),)


def _count_same(old: Sequence[Row], new: Sequence[Row]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one is not other and one != other:
            break
        count += 1
    return count


def _head_row(entry: Entry) -> HeadRow:
    message = entry.message
    is_question = message.role is Role.USER
    match message.role:
        case Role.USER:
            name = _("You")
        case Role.ASSISTANT:
            name = entry.model_label
        case Role.SYSTEM | Role.DEVELOPER:
            name = _("System")
        case Role.TOOL:
            name = _("Tool")
        case _:
            assert_never(message.role)
    return HeadRow(name, _spoken_time(message.created_at), is_question)


def _spoken_time(moment: datetime) -> str:
    # Qt knows the two formats already; loading babel for them takes longer than a first paint.
    locale = QLocale(current_language())
    local = moment.astimezone()
    time_text = locale.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    if local.date() == datetime.now(tz=local.tzinfo).date():
        return time_text
    day = QDate(local.year, local.month, local.day)
    date_text = locale.toString(day, _("d MMM yyyy"))
    return _("{date}, {time}").format(date=date_text, time=time_text)
