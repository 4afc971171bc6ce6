"""Block tokens of the parser → blocks."""

import re
from collections.abc import Callable, Sequence

from markdown_it.token import Token

from supertoken_desktop.document.blocks import (
    Alert,
    Alignment,
    Block,
    Code,
    Fence,
    Footnote,
    Heading,
    LineRange,
    ListBlock,
    ListItem,
    Math,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)
from supertoken_desktop.document.fence import fence_block, without_last_newline
from supertoken_desktop.document.syntax import MAX_NESTING, line_range

ReadInline = Callable[[Token], Text]

_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\][ \t\n]+")
_ALIGNMENTS = {
    "text-align:left": Alignment.LEFT,
    "text-align:center": Alignment.CENTRE,
    "text-align:right": Alignment.RIGHT,
}


def convert(
    tokens: Sequence[Token], read_inline: ReadInline, source: str, first_line: int
) -> tuple[Block, ...]:
    """Make the blocks of `tokens`, which the parser read from `source`.

    `first_line` is the line of the document at which `source` begins; `read_inline` makes the text
    of a token of inline content.
    """
    return _Converter(tokens, read_inline, source, first_line).blocks("")


class _Converter:
    """Walks the flat list of tokens; `_next` is the index of the one to read."""

    def __init__(
        self, tokens: Sequence[Token], read_inline: ReadInline, source: str, first_line: int
    ) -> None:
        self._tokens = tokens
        self._read_inline = read_inline
        self._source = source
        self._first_line = first_line
        self._next = 0

    def blocks(self, closing: str) -> tuple[Block, ...]:
        """Read blocks up to the token of type `closing`, "" for the end of all."""
        found: list[Block] = []
        while self._next < len(self._tokens):
            token = self._take()
            if token.type == closing:
                break
            found.append(self._block(token))
        return tuple(found)

    def _block(self, token: Token) -> Block:
        match token.type:
            case "paragraph_open":
                return Paragraph(self._inline(), self._lines(token))
            case "heading_open":
                return Heading(int(token.tag[1]), self._inline(), self._lines(token))
            case "fence":
                return fence_block(token, self._lines(token))
            case "code_block":
                body = Code().with_appended(without_last_newline(token.content))
                return Fence("", "", body, True, self._lines(token))
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token)
            case "blockquote_open":
                alert = self._take_alert()
                return Quote(self._content(token, "blockquote_close"), alert, self._lines(token))
            case "table_open":
                return self._table(token)
            case "hr":
                return Rule(self._lines(token))
            case "math_block":
                return Math(token.content, bool(token.meta["closed"]), self._lines(token))
            case "footnote_reference_open":
                blocks = self._content(token, "footnote_reference_close")
                return Footnote(str(token.meta["label"]), blocks, self._lines(token))
            case unknown:
                raise AssertionError(f"the parser made a block of type {unknown}")

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _lines(self, token: Token) -> LineRange:
        return line_range(token).moved(self._first_line)

    def _inline(self) -> Text:
        """Read the inline content behind an opening token, and the closing token."""
        text = self._read_inline(self._take())
        self._take()
        return text

    def _content(self, container: Token, closing: str) -> tuple[Block, ...]:
        """Read what is inside `container`; text nested too deep to be taken apart stays source."""
        blocks = self.blocks(closing)
        if blocks or container.level + 1 < MAX_NESTING:
            return blocks
        lines = self._lines(container)
        start, end = lines.start - self._first_line, lines.end - self._first_line
        kept = "\n".join(self._source.split("\n")[start:end]).strip()
        return (Paragraph(Text(kept), lines),) if kept else ()

    def _list(self, token: Token) -> ListBlock:
        ordered = token.type == "ordered_list_open"
        closing = "ordered_list_close" if ordered else "bullet_list_close"
        tight = self._is_tight(token.level + 2)
        items: list[ListItem] = []
        while (item := self._take()).type != closing:
            items.append(self._item(item))
        start = int(token.attrs.get("start", 1)) if ordered else 1
        return ListBlock(ordered, start, tight, tuple(items), self._lines(token))

    def _is_tight(self, level: int) -> bool:
        """Say whether the paragraphs of the list that begins here stand close."""
        for index in range(self._next, len(self._tokens)):
            token = self._tokens[index]
            if token.level < level - 2 or (token.level == level - 2 and token.nesting < 0):
                return True
            if token.level == level and token.type == "paragraph_open" and not token.hidden:
                return False
        return True

    def _item(self, token: Token) -> ListItem:
        task = self._take_task()
        return ListItem(self._content(token, "list_item_close"), task, self._lines(token))

    def _take_task(self) -> bool | None:
        content = self._paragraph_ahead()
        match = _TASK.match(content.content) if content else None
        if content is None or match is None:
            return None
        content.content = content.content[match.end() :]
        return match[1] != " "

    def _take_alert(self) -> Alert | None:
        content = self._paragraph_ahead()
        match = _ALERT.match(content.content) if content else None
        if content is None or match is None:
            return None
        content.content = content.content[match.end() :]
        if not content.content:
            self._next += 3
        return Alert(match[1].lower())

    def _paragraph_ahead(self) -> Token | None:
        """Return the inline token of the paragraph that comes next, None for another block."""
        if self._tokens[self._next].type != "paragraph_open":
            return None
        return self._tokens[self._next + 1]

    def _table(self, token: Token) -> Table:
        rows: list[tuple[Text, ...]] = []
        cells: list[Text] = []
        alignments: list[Alignment] = []
        while (part := self._take()).type != "table_close":
            if part.type in {"th_open", "td_open"}:
                cells.append(self._inline())
            if part.type == "th_open":
                style = str(part.attrs.get("style", ""))
                alignments.append(_ALIGNMENTS.get(style, Alignment.NONE))
            if part.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
        return Table(tuple(alignments), rows[0], tuple(rows[1:]), self._lines(token))
