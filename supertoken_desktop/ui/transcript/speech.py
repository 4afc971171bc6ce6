"""What a screen reader says of messages and rows: names and descriptions, in words. Pure."""

from typing import assert_never

from supertoken_desktop.document.blocks import Block, Fence, Rule, Table, plain_text
from supertoken_desktop.document.labels import language_label
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.i18n import _, format_number, ngettext
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.row_kinds import (
    CodeRow,
    EdgeKind,
    HeadRow,
    Look,
    Mark,
    Place,
    TableRow,
    TextRow,
)

# Of a longer paragraph only the beginning is announced; all of it can be read where it stands.
LONGEST_ANNOUNCED = 2_000
_LEVELS = {Look.HEADING_1: 1, Look.HEADING_2: 2, Look.HEADING_3: 3, Look.HEADING_4: 4}


def message_name(entry: Entry, head: HeadRow, number: int, count: int) -> str:
    """Return who says the `number`-th of `count` messages, and when."""
    match entry.message.role:
        case Role.USER:
            words = _("Question {number} of {count}, {time}")
        case Role.ASSISTANT:
            words = _("Answer {number} of {count}, {name}, {time}")
        case Role.SYSTEM | Role.DEVELOPER | Role.TOOL:
            words = _("Message {number} of {count}, {name}, {time}")
        case _:
            assert_never(entry.message.role)
    return words.format(number=number, count=count, name=head.name, time=head.time)


def short_name(entry: Entry, number: int) -> str:
    """Return which message it is, for what belongs to it."""
    match entry.message.role:
        case Role.USER:
            words = _("Question {number}")
        case Role.ASSISTANT:
            words = _("Answer {number}")
        case Role.SYSTEM | Role.DEVELOPER | Role.TOOL:
            words = _("Message {number}")
        case _:
            assert_never(entry.message.role)
    return words.format(number=number)


def message_state(entry: Entry) -> str:
    """Return how far an answer is; "" for a question."""
    message = entry.message
    if entry.is_running:
        return _("Being written")
    if message.verdict is None:
        return ""
    if message.verdict is Verdict.COMPLETE and message.reason is None:
        return _("Complete")
    return ended_words(entry)


def ended_words(entry: Entry) -> str:
    """Return what is said once when an answer has ended: how, and the error if there was one."""
    # Few conversations have an answer that failed, and notices take their time to load.
    from supertoken_desktop.notices import notice_for, running_text, verdict_line

    message = entry.message
    badge = ""
    if message.verdict is not None:
        badge = verdict_line(message.verdict, message.reason, message.finish_reason)
    if message.error is not None:
        notice = notice_for(message.error)
        return running_text(notice.title or badge, notice.sentence)
    return badge or _("Answer complete")


def messages_words(count: int) -> str:
    """Return how many messages there are."""
    return ngettext("{count} message", "{count} messages", count).format(count=count)


def text_name(row: TextRow) -> str:
    """Return a paragraph with its list marker, which is painted and not part of the text."""
    marker = _marker_words(row.place)
    return f"{marker} {row.text.text}" if marker else row.text.text


def place_words(place: Place) -> str:
    """Return within what a row stands, from the outside in: quotes, notes, lists."""
    words = [_edge_words(edge.kind) for edge in place.edges]
    return ", ".join(filter(None, words))


def heading_words(row: TextRow) -> str:
    """Return a heading's level; "" for other text."""
    level = _LEVELS.get(row.look)
    return "" if level is None else _("Level {level}").format(level=level)


def code_name(row: CodeRow, language: str) -> str:
    """Return what a code block is: its language, named or guessed, and its length."""
    return _code_words(row.fence, language)


def table_name(row: TableRow) -> str:
    """Return what a table, or a piece of a long one, is: its size without the header."""
    rows = len(row.lines) - int(row.has_header)
    return _table_words(len(row.alignments), rows)


def thought_state(*, is_open: bool) -> str:
    """Return whether the thoughts are folded out."""
    return _("Expanded") if is_open else _("Collapsed")


def block_words(block: Block) -> str:
    """Return what is announced when a block of an answer is finished."""
    match block:
        case Fence():
            return _code_words(block, block.language)
        case Table(alignments, _header, rows):
            return _table_words(len(alignments), len(rows))
        case Rule():
            return ""
        case _:
            text = plain_text(block)
            return text if len(text) <= LONGEST_ANNOUNCED else text[:LONGEST_ANNOUNCED] + "…"


def _code_words(fence: Fence, language: str) -> str:
    count = sum(chunk.count("\n") for chunk in fence.body.chunks) + 1
    lines = ngettext("{count} line", "{count} lines", count).format(count=format_number(count))
    label = language_label(language)
    if not label:
        return _("Code, {lines}").format(lines=lines)
    return _("Code, {language}, {lines}").format(language=label, lines=lines)


def _table_words(columns: int, rows: int) -> str:
    wide = ngettext("{count} column", "{count} columns", columns)
    high = ngettext("{count} row", "{count} rows", rows)
    return _("Table, {columns}, {rows}").format(
        columns=wide.format(count=format_number(columns)),
        rows=high.format(count=format_number(rows)),
    )


def _marker_words(place: Place) -> str:
    match place.marker:
        case None:
            return ""
        case str() as number:
            return number
        case Mark.BULLET:
            return "•"
        case Mark.DONE:
            return _("Done:")
        case Mark.NOT_DONE:
            return _("Not done:")
        case _:
            assert_never(place.marker)


def _edge_words(kind: EdgeKind) -> str:
    match kind:
        case EdgeKind.ITEM:
            return _("List")
        case EdgeKind.QUOTE:
            return _("Quote")
        case EdgeKind.THOUGHT:
            return _("Thoughts")
        case EdgeKind.NOTE:
            return _("Note")
        case EdgeKind.TIP:
            return _("Tip")
        case EdgeKind.IMPORTANT:
            return _("Important")
        case EdgeKind.WARNING:
            return _("Warning")
        case EdgeKind.CAUTION:
            return _("Caution")
        case _:
            assert_never(kind)
