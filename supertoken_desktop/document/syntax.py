"""Which Markdown is spoken: CommonMark with tables, strikethrough, footnotes and formulas.

HTML stays text. A single `~` stays text as well: it stands for a range in Chinese ("3~5").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin

from supertoken_desktop.document.blocks import LineRange
from supertoken_desktop.document.fence import fence_rule
from supertoken_desktop.document.maths import inline_math_rule, math_rule
from supertoken_desktop.document.tags import strike_rule, tag_rule

# Every level costs the parser stack frames, and of brackets each one of the levels inside it time;
# deeper text is kept, but not taken apart.
MAX_NESTING = 60
MAX_INLINE_NESTING = 16

_INTERRUPTING: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


@dataclass(frozen=True, slots=True)
class Definitions:
    """Link and footnote definitions read so far; the first one of a label counts."""

    links: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    footnotes: frozenset[str] = frozenset()

    def environment(self) -> EnvType:
        """Return a fresh environment for one parse."""
        refs = {f":{label}": -1 for label in self.footnotes}
        return {"references": dict(self.links), "footnotes": {"refs": refs, "list": {}}}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The block tokens of a text, and all definitions known after it."""

    tokens: list[Token]
    definitions: Definitions

    def starts(self) -> list[int]:
        """Return the indexes of the tokens that begin a top-level block."""
        return [
            index
            for index, token in enumerate(self.tokens)
            if token.level == 0 and token.nesting >= 0 and token.map is not None
        ]

    def definitions_before(self, line: int, known: Definitions) -> Definitions:
        """Return `known` with those definitions of this text that begin before `line`."""
        links = {
            label: link
            for label, link in self.definitions.links.items()
            if label in known.links or _first_line(link) < line
        }
        labels = {
            token.meta["label"]
            for token in self.tokens
            if token.type == "footnote_reference_open" and token.map and token.map[0] < line
        }
        return Definitions(links, known.footnotes | labels)


def parse_blocks(text: str, known: Definitions) -> Parsed:
    """Find the blocks of `text` (normalised); inline content is left unparsed."""
    env = known.environment()
    state = StateBlock(text, block_parser(), env, [])
    state.md.block.tokenize(state, 0, state.lineMax)
    labels = frozenset(label.removeprefix(":") for label in env["footnotes"]["refs"])
    return Parsed(state.tokens, Definitions(env["references"], labels))


def line_range(token: Token) -> LineRange:
    """Return the lines of the parsed text that a block, or its inline content, stands on."""
    assert token.map is not None
    return LineRange(token.map[0], token.map[1])


@cache
def block_parser() -> MarkdownIt:
    """Return the parser of blocks; it keeps nothing between parses, threads may share it."""
    return _parser(MAX_NESTING)


@cache
def inline_parser() -> MarkdownIt:
    """Return the parser of inline content; as with the one of blocks, threads may share it."""
    return _parser(MAX_INLINE_NESTING)


def _parser(max_nesting: int) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": max_nesting})
    md.enable("strikethrough")
    md.inline.ruler.at("strikethrough", strike_rule)
    md.inline.ruler.at("html_inline", tag_rule)
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.block.ruler.at("fence", fence_rule, _INTERRUPTING)
    md.block.ruler.before("fence", "math_block", math_rule, _INTERRUPTING)
    # As GFM has it: what opens another block is no table header, not even with delimiters below.
    md.block.ruler.before("lheading", "gfm_table", table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.before("escape", "math_inline", inline_math_rule)
    return md


def _first_line(link: Mapping[str, object]) -> int:
    lines = link["map"]
    assert isinstance(lines, list)
    return int(lines[0])
