"""Code → coloured stretches, by Pygments. Pure: a worker thread may do it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import ClassVar

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class, get_all_lexers
from pygments.lexers.diff import DiffLexer
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    _TokenType,
)

# More than this is shown without colours: it would keep a worker busy for seconds.
LONGEST_CODE = 400_000
# An open block is coloured from a line at most this far back.
LONGEST_LOOKBACK_LINES = 200
# So many lines behind the start, a later start is looked for, this far before the end.
LONG_STRETCH_LINES = 60
PROBE_LINES = 30
LEXERS_KEPT = 64

# What models call languages and Pygments doesn't.
_SAME_AS = {
    "jsonc": "json",
    "jsonl": "json",
    "svelte": "html",
    "astro": "html",
    "xaml": "xml",
    "plist": "xml",
    "shellscript": "bash",
    "terminal": "console",
    "cli": "console",
    "node": "js",
    "nodejs": "js",
    "javascriptreact": "jsx",
    "typescriptreact": "tsx",
    "ipython": "python",
    "pyspark": "python",
    "plsql": "sql",
    "assembly": "nasm",
    "plaintext": "text",
    "vba": "vb.net",
    "dotenv": "bash",
    "env": "bash",
    "gql": "graphql",
    "docker-compose": "yaml",
    "gitconfig": "ini",
    "mdx": "markdown",
    "conf": "ini",
    "m": "objc",
    "wasm": "wast",
}
# Endings of files that Pygments doesn't know, or knows by another one first.
_EXTENSIONS = {
    "mermaid": ".mmd",
    "svelte": ".svelte",
    "astro": ".astro",
    "jsonc": ".jsonc",
    "jsonl": ".jsonl",
    "csv": ".csv",
    "mdx": ".mdx",
    "vba": ".vba",
    "dockerfile": ".dockerfile",
    "docker": ".dockerfile",
    "env": ".env",
    "dotenv": ".env",
    "log": ".log",
    "svg": ".svg",
    "bash": ".sh",
    "r": ".R",
    "perl": ".pl",
    "prolog": ".pl",
    "markdown": ".md",
    "makefile": ".mk",
    "make": ".mk",
    "fortran": ".f90",
    "asm": ".asm",
    "assembly": ".asm",
}
_PLAIN_EXTENSION = ".txt"
_ENDING = re.compile(r"\*(\.[A-Za-z0-9]+)")


class TokenKind(Enum):
    """What a stretch of code is; the window gives each kind its colour."""

    COMMENT = "comment"
    KEYWORD = "keyword"
    TYPE = "type"
    CONSTANT = "constant"
    STRING = "string"
    ESCAPE = "escape"
    NUMBER = "number"
    OPERATOR = "operator"
    PUNCTUATION = "punctuation"
    FUNCTION = "function"
    CLASS = "class"
    BUILTIN = "builtin"
    DECORATOR = "decorator"
    VARIABLE = "variable"
    TAG = "tag"
    ATTRIBUTE = "attribute"
    HEADING = "heading"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """Characters `start` to `end` (exclusive) of the code are of this kind."""

    start: int
    end: int
    kind: TokenKind


@dataclass(frozen=True, slots=True)
class Recolouring:
    """From character `start` on, `spans` replace all spans there were."""

    start: int
    spans: tuple[TokenSpan, ...]


def highlight(code: str, language: str) -> tuple[TokenSpan, ...]:
    """Return the spans of `code`, in order and apart; none for a language that isn't known."""
    if len(code) > LONGEST_CODE:
        return ()
    lexer_class = _lexer_class(language)
    return _spans(lexer_class, code) if lexer_class else ()


def is_known(language: str) -> bool:
    """Say whether there are colours for `language`, a name, an alias or a file name."""
    return _lexer_class(language) is not None


def file_extension(language: str) -> str:
    """Return the usual ending of a file in `language`, point included; ".txt" where unknown."""
    name = _plain_name(language)
    own = _EXTENSIONS.get(name)
    lexer_class = _lexer_class(language)
    if own or lexer_class is None:
        return own or _PLAIN_EXTENSION
    endings = [found[1] for found in map(_ENDING.fullmatch, lexer_class.filenames) if found]
    ending = name.rpartition(".")[2]
    if f".{ending}" in endings:
        return f".{ending}"
    return endings[0] if endings else _PLAIN_EXTENSION


class OpenHighlighter:
    """Colours a block that is still being written, at a cost that doesn't grow with the block.

    It colours from a line at which the lexer stands in its root state: reading from there gave the
    same colours as reading from further above. Where no such line is found within 200 lines (in a
    long comment), it begins anew and may err until the block is closed and coloured as a whole.
    """

    def __init__(self, language: str) -> None:
        self._lexer_class = _lexer_class(language)
        self._start = 0

    def update(self, code: str) -> Recolouring:
        """Return the colours for `code`, which has grown at its end since the last call."""
        if self._lexer_class is None:
            return Recolouring(len(code), ())
        start = self._start
        spans = _spans(self._lexer_class, code[start:])
        self._start = self._next_start(self._lexer_class, code, spans)
        return Recolouring(start, tuple(_moved(spans, start)))

    def _next_start(self, lexer_class: type[Lexer], code: str, spans: tuple[TokenSpan, ...]) -> int:
        line_count = code.count("\n", self._start)
        if line_count <= LONG_STRETCH_LINES:
            return self._start
        probe = _line_start_before_end(code, PROBE_LINES)
        offset = probe - self._start
        first = bisect_left(spans, offset, key=lambda span: span.start)
        crosses = first > 0 and spans[first - 1].end > offset
        if not crosses and spans[first:] == tuple(
            _moved(_spans(lexer_class, code[probe:]), offset)
        ):
            return probe
        if line_count > LONGEST_LOOKBACK_LINES:
            return _line_start_before_end(code, LONG_STRETCH_LINES)
        return self._start


def _spans(lexer_class: type[Lexer], code: str) -> tuple[TokenSpan, ...]:
    """Lex `code`; neighbours of one kind become one span."""
    found: list[TokenSpan] = []
    # Many lexers want the last line ended.
    for start, token_type, value in lexer_class().get_tokens_unprocessed(code + "\n"):
        kind = _kind_of(token_type)
        end = min(start + len(value), len(code))
        if kind is None or start >= end:
            continue
        if found and found[-1].kind is kind and found[-1].end == start:
            found[-1] = TokenSpan(found[-1].start, end, kind)
        else:
            found.append(TokenSpan(start, end, kind))
    return tuple(found)


def _moved(spans: tuple[TokenSpan, ...], distance: int) -> Iterator[TokenSpan]:
    for span in spans:
        yield TokenSpan(span.start + distance, span.end + distance, span.kind)


def _line_start_before_end(code: str, lines: int) -> int:
    position = len(code)
    for _ in range(lines):
        position = code.rfind("\n", 0, max(position - 1, 0)) + 1
    return position


def _plain_name(language: str) -> str:
    return language.strip().lower()


@lru_cache(maxsize=LEXERS_KEPT)
def _lexer_class(language: str) -> type[Lexer] | None:
    name = _plain_name(language)
    name = _SAME_AS.get(name, name)
    known = _lexer_names()
    lexer_name = known.get(name) or known.get(f"*.{name.rpartition('.')[2]}")
    if lexer_name == DiffLexer.name:
        return _PatchLexer
    # The name is certain to be Pygments' own: any other would make it look for plug-ins on disk.
    return find_lexer_class(lexer_name) if lexer_name else None


class _PatchLexer(DiffLexer):
    """Tells the two lines that name the files from lines that were deleted and inserted."""

    name = DiffLexer.name
    tokens: ClassVar = {
        "root": [(r"--- .*\n\+\+\+ .*\n", Generic.Heading), *DiffLexer.tokens["root"]],
    }


@cache
def _lexer_names() -> dict[str, str]:
    """Map aliases, names and file patterns, in lower case, to the names that Pygments loads by."""
    names: dict[str, str] = {}
    lexers = list(get_all_lexers(plugins=False))
    for name, aliases, _, _ in lexers:
        names |= {alias.lower(): name for alias in (*aliases, name)}
    for name, _, patterns, _ in lexers:
        for pattern in patterns:
            names.setdefault(pattern.lower(), name)
    return names


# The most telling type first: a look-up climbs from a token's type to its parents.
_KINDS: dict[_TokenType, TokenKind] = {
    Comment: TokenKind.COMMENT,
    Comment.Preproc: TokenKind.KEYWORD,
    Comment.PreprocFile: TokenKind.STRING,
    Keyword: TokenKind.KEYWORD,
    Keyword.Type: TokenKind.TYPE,
    Keyword.Constant: TokenKind.CONSTANT,
    Literal: TokenKind.STRING,
    String: TokenKind.STRING,
    String.Escape: TokenKind.ESCAPE,
    String.Interpol: TokenKind.ESCAPE,
    Number: TokenKind.NUMBER,
    Operator: TokenKind.OPERATOR,
    Operator.Word: TokenKind.KEYWORD,
    Punctuation: TokenKind.PUNCTUATION,
    Name.Function: TokenKind.FUNCTION,
    Name.Class: TokenKind.CLASS,
    Name.Exception: TokenKind.CLASS,
    Name.Builtin: TokenKind.BUILTIN,
    Name.Decorator: TokenKind.DECORATOR,
    Name.Constant: TokenKind.CONSTANT,
    Name.Variable: TokenKind.VARIABLE,
    Name.Tag: TokenKind.TAG,
    Name.Attribute: TokenKind.ATTRIBUTE,
    Generic.Heading: TokenKind.HEADING,
    Generic.Subheading: TokenKind.HEADING,
    Generic.Inserted: TokenKind.INSERTED,
    Generic.Deleted: TokenKind.DELETED,
    Generic.Prompt: TokenKind.COMMENT,
}


def _kind_of(token_type: _TokenType) -> TokenKind | None:
    current: _TokenType | None = token_type
    while current is not None:
        if current in _KINDS:
            return _KINDS[current]
        current = current.parent
    return None
