"""Code fences: the block rule that says whether one is closed, and the one that is still open."""

import re
from typing import NamedTuple

from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock, fence
from markdown_it.token import Token

from supertoken_desktop.document.blocks import Code, Fence, LineRange

TAB_WIDTH = 4


def fence_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Read a fence as CommonMark has it, and note in the token whether its end was found.

    Source: CommonMark 0.31.2, section 4.5.
    """
    if not fence(state, start_line, end_line, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    token.meta["indent"] = state.sCount[start_line]
    token.meta["closed"] = _ends_with_marker(state, start_line, token.markup)
    return True


def fence_block(token: Token, lines: LineRange) -> Fence:
    """Make the block of a fence that the parser read."""
    info = unescapeAll(token.info).strip()
    body = Code().with_appended(without_last_newline(token.content))
    return Fence(language_of(info), info, body, bool(token.meta["closed"]), lines)


def language_of(info: str) -> str:
    """Return the language that an info string names, "" for none; `{.python}` says python."""
    words = info.strip("{} \t").split(maxsplit=1)
    return words[0].removeprefix(".") if words else ""


def without_last_newline(code: str) -> str:
    """Return the parser's code as ours: nothing after its last line."""
    return code.removesuffix("\n")


class Grown(NamedTuple):
    """What a piece of text did to an open fence.

    `appended` is new at the end of the code. `rest` is the text behind the closing line, None while
    the fence is open.
    """

    appended: str
    rest: str | None


class OpenFence:
    """A top-level fence whose end has not come: new text goes straight into its code.

    An unfinished line is held back as long as it may still become the closing marker, so what has
    been shown stays shown.
    """

    def __init__(self, token: Token, first_line: int) -> None:
        assert token.map is not None
        marker = re.escape(token.markup[0])
        self._closing = re.compile(rf" {{0,3}}{marker}{{{len(token.markup)},}}[ \t]*")
        self._closing_begun = re.compile(rf" {{0,3}}{marker}*[ \t]*")
        self._indent = int(token.meta["indent"])
        self._block = fence_block(token, LineRange(first_line, first_line))
        self._first_line = first_line
        self._line_count = token.map[1] - token.map[0]
        self._held = ""
        self._is_inside_line = False

    @property
    def block(self) -> Fence:
        """The fence as it stands."""
        unfinished = 1 if self._held or self._is_inside_line else 0
        end = self._first_line + self._line_count + unfinished
        return Fence(
            self._block.language,
            self._block.info,
            self._block.body,
            self._block.closed,
            LineRange(self._first_line, end),
        )

    def feed(self, text: str) -> Grown:
        """Take `text` (normalised), up to the closing line if that is in it."""
        appended: list[str] = []
        position = 0
        while (end := text.find("\n", position)) >= 0:
            is_closing = self._finish_line(text[position:end], appended)
            position = end + 1
            if is_closing:
                return self._grow("".join(appended), closed=True, rest=text[position:])
        self._continue_line(text[position:], appended)
        return self._grow("".join(appended), closed=False, rest=None)

    def _finish_line(self, text: str, appended: list[str]) -> bool:
        line = self._held + text
        if not self._is_inside_line and self._closing.fullmatch(line):
            self._line_count += 1
            self._held = ""
            return True
        if self._is_inside_line:
            appended.append(text)
        else:
            appended.append(self._begin_line(line))
        self._line_count += 1
        self._held = ""
        self._is_inside_line = False
        return False

    def _continue_line(self, text: str, appended: list[str]) -> None:
        if self._is_inside_line:
            appended.append(text)
            return
        self._held += text
        if self._closing_begun.fullmatch(self._held):
            return
        appended.append(self._begin_line(self._held))
        self._held = ""
        self._is_inside_line = True

    def _begin_line(self, line: str) -> str:
        is_first = self._line_count == 1
        return ("" if is_first else "\n") + _dedented(line, self._indent)

    def _grow(self, appended: str, *, closed: bool, rest: str | None) -> Grown:
        old = self._block
        body = old.body.with_appended(appended)
        self._block = Fence(old.language, old.info, body, closed, old.lines)
        return Grown(appended, rest)


def _ends_with_marker(state: StateBlock, start_line: int, markup: str) -> bool:
    last_line = state.line - 1
    if last_line <= start_line or state.is_code_block(last_line):
        return False
    start = state.bMarks[last_line] + state.tShift[last_line]
    line = state.src[start : state.eMarks[last_line]].rstrip(" \t")
    return len(line) >= len(markup) and line == markup[0] * len(line)


def _dedented(line: str, columns: int) -> str:
    """Return `line` without its first `columns` columns of blanks; half a tab leaves blanks."""
    column = 0
    for index, character in enumerate(line):
        if column >= columns or character not in " \t":
            return " " * (column - columns) + line[index:]
        column += TAB_WIDTH - column % TAB_WIDTH if character == "\t" else 1
    return " " * max(0, column - columns)
