"""The document under an answer: takes text as it arrives and says which blocks are new.

Blocks settle: of the finished lines all blocks but the last are parsed once and never again. What
follows them, the tail, is parsed anew with each piece of text, so a piece costs what the last block
costs, however long the answer is. Of a last block that is itself long, items, rows and stretches of
text far above its end are kept as well; only `finish` then says what the whole is.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from supertoken_desktop.document.blocks import Block, Text
from supertoken_desktop.document.convert import convert
from supertoken_desktop.document.fence import OpenFence
from supertoken_desktop.document.inline import InlineParser
from supertoken_desktop.document.lines import Normaliser, after_lines, lines_of, normalise
from supertoken_desktop.document.long_block import LongBlock, cut_of, kept_part, with_kept
from supertoken_desktop.document.long_text import LONG_CONTENT, LongText
from supertoken_desktop.document.provisional import closed, shown_line, without_half_break
from supertoken_desktop.document.syntax import Definitions, Parsed, line_range, parse_blocks

# A parse that took longer than this makes the next one wait this many times as long, provided that
# it left a tail of this many characters: after a mere pause of the machine the next one is short.
LONG_PARSE_S = 0.004
WAIT_FACTOR = 4
LONG_TAIL = 4_000
# Longer inline content that is finished is parsed in stretches until the answer is.
LONGEST_WHOLE = 12_000


@dataclass(frozen=True, slots=True)
class Change:
    """From index `first` on, `blocks` replace all the old blocks.

    Where `appended` is not empty, the last block, a Fence, only grew: `blocks` is that one Fence as
    it is now, `first` its index, and `appended` what was added at the end of its code.
    """

    first: int
    blocks: tuple[Block, ...]
    appended: str = ""


def parse(text: str) -> tuple[Block, ...]:
    """Return the blocks of a whole text. Pure: a worker thread may do it for a long one."""
    source = normalise(text)
    parsed = parse_blocks(source, Definitions())
    inline = InlineParser(parsed.definitions)
    return convert(parsed.tokens, lambda token: inline.parse(token.content), source, 0)


class MarkdownDocument:
    """A text that grows, as blocks.

    `monotonic` gives seconds that never go back; it measures how long parsing takes.
    """

    def __init__(self, monotonic: Callable[[], float] = time.perf_counter) -> None:
        self._monotonic = monotonic
        self._normaliser = Normaliser()
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._settled_count = 0
        self._definitions = Definitions()
        self._tail = ""
        self._tail_line = 0
        self._tail_grew = False
        self._line = ""
        self._fence: OpenFence | None = None
        self._texts: tuple[Definitions, dict[str, Text]] = (self._definitions, {})
        self._long_text = LongText()
        self._kept: LongBlock | None = None
        self._wait_until = 0.0
        self._is_behind = False

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks as they stand; a view that changes with the next piece of text."""
        return self._blocks

    @property
    def text(self) -> str:
        """All the text so far, normalised; line ranges of blocks count its lines."""
        self._pieces = ["".join(self._pieces)]
        return self._pieces[0]

    @property
    def is_behind(self) -> bool:
        """Whether text waits to be parsed because parsing is slow; feed "" on a later tick."""
        return self._is_behind

    def feed(self, text: str) -> Change:
        """Take the next piece of text, cut anywhere; "" only catches up."""
        text = self._normaliser.feed(text)
        if text:
            self._pieces.append(text)
        if self._fence is not None:
            return self._grow_fence(self._fence, text)
        self._append(text)
        self._is_behind = self._is_behind or bool(text)
        return self._catch_up()

    def finish(self, whole: Sequence[Block] | None = None) -> Change:
        """Return the last change; nothing may be fed after it.

        The whole text is parsed once more, because a definition at its end changes text far above.
        `whole` is what `parse(document.text)` gave, where somebody else has done that already.
        """
        held = self._normaliser.finish()
        if held:
            self._pieces.append(held)
        if whole is None or held:
            whole = parse(self.text)
        self._is_behind = False
        return self._replace(0, whole)

    def _append(self, text: str) -> None:
        finished, newline, rest = text.rpartition("\n")
        if not newline:
            self._line += text
            return
        self._tail += self._line + finished + newline
        self._tail_grew = True
        self._line = rest

    def _catch_up(self) -> Change:
        started_at = self._monotonic()
        if not self._is_behind or started_at < self._wait_until:
            return self._no_change()
        change = self._replace(self._settled_count, self._new_blocks())
        self._is_behind = False
        ended_at = self._monotonic()
        took_s = ended_at - started_at
        if took_s > LONG_PARSE_S and len(self._tail) + len(self._line) > LONG_TAIL:
            self._wait_until = ended_at + WAIT_FACTOR * took_s
        return change

    def _grow_fence(self, fence: OpenFence, text: str) -> Change:
        appended, rest = fence.feed(text)
        if rest is None:
            self._blocks[-1] = fence.block
            if not appended:
                return self._no_change()
            return Change(len(self._blocks) - 1, (fence.block,), appended)
        first = self._settled_count
        self._fence = None
        self._settled_count += 1
        self._tail_line = fence.block.lines.end
        self._append(rest)
        return self._replace(first, (fence.block, *self._new_blocks()))

    def _new_blocks(self) -> tuple[Block, ...]:
        """Parse what is new; return what settled by that and the blocks of the tail."""
        settled = self._settle()
        return (*settled, *self._tail_blocks())

    def _settle(self) -> tuple[Block, ...]:
        """Parse the finished lines of the tail; return the blocks that no later line can change.

        The new tail begins behind the last line of the last settled block, not at the next block:
        a link definition makes no block, and its title may still be open.
        """
        if not self._tail_grew:
            return ()
        self._tail_grew = False
        parsed = parse_blocks(self._tail, self._definitions)
        starts = parsed.starts()
        if not starts:
            return ()
        last = parsed.tokens[starts[-1]]
        if last.type == "fence":
            return self._settle_before_fence(parsed, starts[-1])
        if len(starts) == 1:
            self._keep_long_block(parsed)
            return ()
        end_line = line_range(parsed.tokens[starts[-2]]).end
        return self._settle_until(parsed, starts[-1], end_line)

    def _keep_long_block(self, parsed: Parsed) -> None:
        """Part the only block of the tail if it is long; its last items stay in the tail."""
        cut = cut_of(parsed)
        if cut is None:
            return
        (block, *_) = self._convert(parsed, self._tail, parsed.tokens)
        self._kept = kept_part(block)
        self._definitions = parsed.definitions_before(cut.line, self._definitions)
        repeated = lines_of(self._tail, cut.repeated.start, cut.repeated.end)
        self._tail = repeated + after_lines(self._tail, cut.line)
        self._tail_line += cut.line - (cut.repeated.end - cut.repeated.start)

    def _settle_before_fence(self, parsed: Parsed, index: int) -> tuple[Block, ...]:
        """Settle what stands before the last block, a fence, and the fence itself if closed."""
        token = parsed.tokens[index]
        lines = line_range(token)
        if token.meta["closed"]:
            return self._settle_until(parsed, len(parsed.tokens), lines.end)
        self._fence = OpenFence(token, self._tail_line + lines.start)
        self._fence.feed(self._line)
        self._line = ""
        return self._settle_until(parsed, index, lines.end)

    def _settle_until(self, parsed: Parsed, index: int, end_line: int) -> tuple[Block, ...]:
        """Settle the blocks of the tokens before `index`; the tail goes on at `end_line`."""
        settled = self._convert(parsed, self._tail, parsed.tokens[:index])
        if settled:
            self._kept = None
        self._definitions = parsed.definitions_before(end_line, self._definitions)
        self._settled_count += len(settled)
        self._tail = after_lines(self._tail, end_line)
        self._tail_line += end_line
        return settled

    def _tail_blocks(self) -> tuple[Block, ...]:
        """Return the blocks of the tail as they are shown."""
        if self._fence is not None:
            return (self._fence.block,)
        line = shown_line(self._tail, self._line)
        source = self._tail + line if line else without_half_break(self._tail)
        parsed = parse_blocks(source, self._definitions)
        open_line = self._tail.count("\n") if line else None
        return self._convert(parsed, source, parsed.tokens, open_line)

    def _convert(
        self, parsed: Parsed, source: str, tokens: Sequence[Token], open_line: int | None = None
    ) -> tuple[Block, ...]:
        """Make blocks; inline content that reaches down to `open_line` is still being written."""
        definitions, known = self._texts
        if definitions != parsed.definitions:
            known = {}
            self._long_text = LongText()
        inline = InlineParser(parsed.definitions, known)

        def read_inline(token: Token) -> Text:
            is_open = open_line is not None and line_range(token).end > open_line
            if len(token.content) > (LONG_CONTENT if is_open else LONGEST_WHOLE):
                return self._long_text.parse(token.content, inline.parse, is_open=is_open)
            return inline.parse(closed(token.content) if is_open else token.content)

        blocks = convert(tokens, read_inline, source, self._tail_line)
        self._texts = (parsed.definitions, inline.texts)
        return with_kept(self._kept, blocks) if tokens else blocks

    def _replace(self, first: int, blocks: Sequence[Block]) -> Change:
        """Put `blocks` from index `first` on; return what differs from what was there."""
        old = self._blocks[first:]
        self._blocks[first:] = blocks
        same = 0
        for before, after in zip(old, blocks, strict=False):
            if before != after:
                break
            same += 1
        return Change(first + same, tuple(blocks[same:]))

    def _no_change(self) -> Change:
        return Change(len(self._blocks), ())
