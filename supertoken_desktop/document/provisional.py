"""What an unfinished answer will most likely look like, for display only.

An open `**` is about to be closed, a line of dashes about to say what it is: showing the marks and
taking them away again would make the text jump. Nothing here decides what the finished text is.
"""

import re
from typing import NamedTuple

LONGEST_CLOSED = 16_000
# A bracket that may become a link waits so long for its end; what is longer is shown as text.
LONGEST_HELD_BACK = 120
# Of an address that is still arriving, so much is looked at.
LONGEST_SHOWN_TARGET = 200
# Inline formulas are no longer than this.
LONGEST_FORMULA = 4_000

# A line of marks alone can become anything: heading, tag, item, rule, fence, underline, emphasis.
_MARKS_ONLY = re.compile(
    r"[\s#>*+\-=_~`]*(?:\d{1,9}(?:[.)][\s*+\-=_~`]*)?)?(?:\[(?:[ xX]\]?|!\w*\]?)?)?"
    r"[\s*_~`]*(?:\$\$?|\\[\[(]?)?\s*"
)
_HEADER = re.compile(r" {0,3}\|[ \t]*[^\s|-]")
_DELIMITERS_BEGUN = re.compile(r" {0,3}(?:\|[ \t|:-]*)?")
_DELIMITERS_OF_ANY_TABLE = re.compile(r"[ \t|:-]*")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
# Half of an entity, of an address in angle brackets or of an image.
_HALF_TOKEN = re.compile(r"(?:&#?[A-Za-z0-9]{0,10}|<[A-Za-z0-9+.-]{0,12}|(?<![^\s(\[])!)$")
_HALF_ADDRESS = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]*)$")
_TRAILING_MARKS = re.compile(r"(?<!\\)(?:\*+|_+|~+|\\)$")
# Stands for what is neither mark nor blank.
_LETTER = "x"
_LITERAL_BEGUN = re.compile(r"\\[(\[]|\$\$|`+|\\.")
_FORMULA_ENDS = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_BRACKET = re.compile(r"\\.|[\[\]]")
_OPEN_TARGET = re.compile(r"\([^()\s]*(?:\s[^)]*)?$")
_DELIMITER = re.compile(r"\\.|\*{1,3}|~~|_{1,3}")


def shown_line(finished: str, line: str) -> str:
    """Return what to parse in place of the unfinished `line` that follows the `finished` lines.

    It is "" where the line can't be judged yet; where a table has begun, the line under its header
    is completed.
    """
    before_that, before = _last_two_lines(finished)
    is_below_header = not before_that.strip() and _HEADER.match(before)
    if is_below_header and _DELIMITERS_BEGUN.fullmatch(line):
        return _delimiters(before)
    if _MARKS_ONLY.fullmatch(line) or line.strip() == "|":
        return ""
    if "|" in before and _DELIMITERS_OF_ANY_TABLE.fullmatch(line):
        return ""
    line = _shortened(_without_half_mark(line))
    if not before.strip() and _HEADER.match(line):
        return f"{line}\n{_delimiters(line)}"
    return line


def closed(content: str) -> str:
    """Return inline `content` with what its last line left open closed or left out."""
    head, newline, line = content.rpartition("\n")
    if len(line) > LONGEST_CLOSED:
        return content
    literals, begun = _literals(line)
    before, literal = (line, "") if begun is None else (line[: begun.start], begun.closed(line))
    masked = _masked(before, literals)
    if not literal:
        before, masked = _without_half_link(*_without_half_token(before, masked))
        # Marks bind to text only: nothing closes after a blank.
        kept = len(_TRAILING_MARKS.sub("", masked).rstrip())
        before, masked = before[:kept], masked[:kept]
    return head + newline + before + literal + _missing_closings(masked + _LETTER * len(literal))


def without_half_break(finished: str) -> str:
    """Leave out a backslash at the end of the last line: it breaks the line once more follows."""
    return finished[:-2] + "\n" if finished.endswith("\\\n") else finished


def _without_half_mark(line: str) -> str:
    """Leave out half of an escape or of a mark that ends a formula."""
    is_half_escape = (len(line) - len(line.rstrip("\\"))) % 2 == 1
    is_half_end = line.endswith("$") and not line.endswith("$$")
    return line[:-1] if is_half_escape or is_half_end else line


def _shortened(line: str) -> str:
    """Leave out most of a long address that hasn't ended: the data of a picture."""
    target = line.rfind("](", 0, len(line)) + 2
    is_open = target > 1 and line.find(")", target) < 0 and line.find(" ", target) < 0
    if is_open and len(line) - target > LONGEST_SHOWN_TARGET:
        return line[: target + LONGEST_SHOWN_TARGET]
    return line


class _Literal(NamedTuple):
    """A code span or formula; `end` and `closing` are of the mark that ends it."""

    start: int
    body: int
    closing: str

    def closed(self, line: str) -> str:
        """Return the literal with its end, "" while there is nothing in it."""
        body = line[self.body :]
        if self.closing.startswith("`"):
            body = body.rstrip("`")
        return line[self.start : self.body] + body + self.closing if body.strip() else ""


def _literals(line: str) -> tuple[list[tuple[int, int]], _Literal | None]:
    """Return where code spans and formulas are, and the one that isn't closed yet."""
    found: list[tuple[int, int]] = []
    position = 0
    while match := _LITERAL_BEGUN.search(line, position):
        mark, position = match[0], match.end()
        if mark.startswith("`"):
            closing = re.compile(rf"(?<!`){mark}(?!`)").search(line, position)
            end = closing.end() if closing else -1
        elif mark in _FORMULA_ENDS:
            closing_at = line.find(_FORMULA_ENDS[mark], position)
            end = closing_at + 2 if closing_at >= 0 else -1
            if end < 0 and len(line) - position > LONGEST_FORMULA:
                continue
        else:
            continue
        if end < 0:
            return found, _Literal(match.start(), position, _FORMULA_ENDS.get(mark, mark))
        found.append((match.start(), end))
        position = end
    return found, None


def _masked(line: str, literals: list[tuple[int, int]]) -> str:
    """Return `line` with blameless letters in place of its code spans and formulas."""
    pieces: list[str] = []
    position = 0
    for start, end in literals:
        pieces += [line[position:start], _LETTER * (end - start)]
        position = end
    return "".join([*pieces, line[position:]])


def _without_half_token(line: str, masked: str) -> tuple[str, str]:
    if match := _HALF_TOKEN.search(masked):
        return line[: match.start()], masked[: match.start()]
    if match := _HALF_ADDRESS.search(masked):
        at = match.start()
        return line[:at] + line[at + 1 :], masked[:at] + masked[at + 1 :]
    return line, masked


def _without_half_link(line: str, masked: str) -> tuple[str, str]:
    """Leave out a bracket that may become a link, or the target of one that is a link."""
    is_open: list[int] = []
    last = (0, -1)
    for match in _BRACKET.finditer(masked):
        if match[0] == "[":
            is_open.append(match.start())
        elif match[0] == "]" and is_open:
            last = (is_open.pop(), match.start())
    begun = [start for start in is_open if len(line) - start <= LONGEST_HELD_BACK]
    if begun:
        start = begun[0] - (line[: begun[0]].endswith("!"))
        return line[:start], masked[:start]
    opening, closing = last
    if closing < 0:
        return line, masked
    if _OPEN_TARGET.match(masked, closing + 1):
        start = opening - (line[:opening].endswith("!"))
        label = slice(opening + 1, closing)
        return line[:start] + line[label], masked[:start] + masked[label]
    if closing == len(line) - 1 and len(line) - opening <= LONGEST_HELD_BACK:
        start = opening - (line[:opening].endswith("!"))
        return line[:start], masked[:start]
    return line, masked


def _last_two_lines(finished: str) -> tuple[str, str]:
    end = len(finished) - 1
    middle = finished.rfind("\n", 0, max(end, 0))
    start = finished.rfind("\n", 0, max(middle, 0))
    return finished[start + 1 : max(middle, 0)], finished[middle + 1 : max(end, 0)]


def _delimiters(header: str) -> str:
    cells = _CELL_BORDER.split(header.strip().removeprefix("|"))
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    indent = header[: len(header) - len(header.lstrip())]
    return indent + "|" + "---|" * len(cells)


def _missing_closings(line: str) -> str:
    """Return the marks that close the emphasis still open at the end of `line`."""
    is_open: list[str] = []
    for match in _DELIMITER.finditer(line):
        mark = match[0]
        if mark.startswith("\\"):
            continue
        before, after = line[: match.start()][-1:], line[match.end() :][:1]
        if mark in is_open and _can_bind(mark, before, after):
            del is_open[is_open.index(mark) :]
        elif _can_bind(mark, after, before):
            is_open.append(mark)
    return "".join(reversed(is_open))


def _can_bind(mark: str, inner: str, outer: str) -> bool:
    """Say whether `mark` can stand between its text's side and the other side.

    Source: CommonMark 0.31.2, section 6.2, flanking delimiter runs.
    """
    if not inner or inner.isspace():
        return False
    if mark.startswith("_") and outer.isalnum():
        return False
    return inner.isalnum() or not outer.isalnum()
