r"""Formulas: blocks between `$$` or `\[ \]`, inline ones between `\( \)`, `$$` and single dollars.

No rule looks beyond its own lines for its end, so text that comes later can't undo a formula.
"""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_BLOCK_PARTNERS = {"$$": "$$", "\\[": "\\]"}
_INLINE_PARTNERS = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_LONGEST_INLINE = 4000
_LONGEST_SINGLE = 300

_AMOUNT_AND_WORD = re.compile(
    r"\d[\d,.]*(?:k|m|bn|万|亿|元)?\s*(?:[A-Za-z]{2,}|[和到至或])", re.IGNORECASE
)
# A variable of a shell, or what follows the end of a regular expression or of a price per piece.
_NO_FORMULA = re.compile(r"\{[A-Z_][A-Z0-9_]*\}|[A-Z_]{2,}$|/")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TEXT_COMMAND = re.compile(r"\\(?:text|mbox|mathrm)\s*\{[^{}]*\}")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_MATHS_MARK = re.compile(r"\\[A-Za-z%]|[\^_{}\u0370-\u03ff]")
_OPERATION = re.compile(
    r"[\w)\]|'!]\s*(?:[-+*/=<>|,:]|[±×÷·≤≥≠≈≡∈∉⊂⊆∪∩→⇒∝])\s*[-+]?[\w(\[|√∞∑∫∂]|^[-+]\s*\w+$"
)
_BARE_NUMBER = re.compile(r"[-+]?[\d.,\s]+%?")
_SHORT = re.compile(r"[A-Za-z]'*(?:\([^()]{1,20}\))?|[A-Za-z]\d|\d+[A-Za-z]")


def math_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    r"""Read a block that opens with `$$` or `\[` at the start of a line.

    It ends with the line that ends with the partner, before a blank line or with the text.
    """
    if state.is_code_block(start_line):
        return False
    first = _line(state, start_line)
    opener = first[:2]
    if opener not in _BLOCK_PARTNERS or not _opens_block(first[2:], _BLOCK_PARTNERS[opener]):
        return False
    if silent:
        return True
    partner = _BLOCK_PARTNERS[opener]
    next_line, closed = _find_end(state, start_line, end_line, partner)
    source = state.getLines(start_line, next_line, state.blkIndent, False).strip()[2:]
    token = state.push("math_block", "math", 0)
    token.content = (source.removesuffix(partner) if closed else source).strip()
    token.markup = opener
    token.meta = {"closed": closed}
    token.map = [start_line, next_line]
    token.block = True
    state.line = next_line
    return True


def inline_math_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Read a formula within a line of text."""
    source, start = state.src, state.pos
    if source[start] not in "\\$":
        return False
    opener = source[start : start + 2]
    if opener in _INLINE_PARTNERS:
        begin, end = start + 2, _partner_position(source, start + 2, _INLINE_PARTNERS[opener])
        after = end + 2
    elif source[start] == "$":
        begin, end = start + 1, _single_dollar_end(source, start)
        after = end + 1
    else:
        return False
    if end < 0 or after > state.posMax:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = source[begin:end].strip()
        token.markup = source[start:begin]
    state.pos = after
    return True


def looks_like_maths(body: str) -> bool:
    """Say whether the text between two single dollars is a formula rather than about money."""
    if _NO_FORMULA.match(body) or _AMOUNT_AND_WORD.match(body):
        return False
    if len(_HAN.findall(_TEXT_COMMAND.sub("", body))) > 1:
        return False
    if not _COMMAND.search(body) and len(_LONG_WORD.findall(body)) > 1:
        return False
    if _BARE_NUMBER.fullmatch(body):
        return False
    return bool(_MATHS_MARK.search(body) or _SHORT.fullmatch(body) or _OPERATION.search(body))


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _opens_block(rest: str, partner: str) -> bool:
    """Say whether a line opens a block, from what follows the opener on that line."""
    if not rest:
        return True
    position = rest.find(partner)
    if position >= 0:
        return position == len(rest) - len(partner) and bool(rest[:position].strip())
    return rest[0] in "\\ \t"


def _find_end(state: StateBlock, start_line: int, end_line: int, partner: str) -> tuple[int, bool]:
    for line in range(start_line, end_line):
        text = _line(state, line)
        if not text or (line > start_line and state.sCount[line] < state.blkIndent):
            return line, False
        if text.removeprefix("$$" if line == start_line else "").endswith(partner):
            return line + 1, True
    return end_line, False


def _partner_position(source: str, start: int, partner: str) -> int:
    """Return where `partner` stands after `start`, -1 if not near; `\\\\)` doesn't count."""
    limit = start + _LONGEST_INLINE
    position = source.find(partner, start, limit)
    while position >= 0:
        before = source[start:position]
        backslashes = len(before) - len(before.rstrip("\\"))
        if backslashes % 2 == 0:
            return position if before.strip("\\ \t\n") else -1
        position = source.find(partner, position + 1, limit)
    return -1


def _single_dollar_end(source: str, start: int) -> int:
    """Return where the formula opened at `start` ends, -1 if the dollar is text.

    Only the next dollar is looked at, as Pandoc does, and what stands between must look like maths.
    """
    if start > 0 and (source[start - 1] == "$" or _is_ascii_word(source[start - 1])):
        return -1
    end = _partner_position(source, start + 1, "$")
    if end < 0 or end - start > _LONGEST_SINGLE:
        return -1
    body = source[start + 1 : end]
    if body != body.strip() or body.count("\n") > 1 or "`" in body:
        return -1
    if end + 1 < len(source) and _is_ascii_word(source[end + 1]):
        return -1
    return end if looks_like_maths(body) else -1


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
