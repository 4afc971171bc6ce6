"""What an unfinished answer will most likely look like, for display only.

An open `**` is about to be closed, a line of dashes about to say what it is: showing the marks and
taking them away again would make the text jump. Nothing here decides what the finished text is.
"""

import re

LONGEST_CLOSED = 16_000

# A line of marks alone can become anything: heading, tag, item, rule, fence, underline, emphasis.
_MARKS_ONLY = re.compile(
    r"[\s#>*+\-=_~`]*(?:\d{1,9}[.)]?\s*)?(?:\[(?:[ xX]\]?|!\w*\]?)?)?(?:\$\$?|\\[\[(]?)?\s*"
)
_HEADER = re.compile(r" {0,3}\|[ \t]*[^\s|-]")
_DELIMITERS_BEGUN = re.compile(r" {0,3}(?:\|[ \t|:-]*)?")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_TRAILING_MARKS = re.compile(r"(?<!\\)(?:\*+|_+|~+|\\)$")
_HALF_LINK = re.compile(r"!?\[([^\[\]]*)(?:\](?:\([^()\s]*(?:\s[^)]*)?)?)?$")
_CODE_MARK = re.compile(r"(?<!\\)`+")
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
    if not before.strip() and _HEADER.match(line):
        return f"{line}\n{_delimiters(line)}"
    return line


def closed(content: str) -> str:
    """Return inline `content` with what its last line left open closed or left out."""
    head, newline, line = content.rpartition("\n")
    if len(line) > LONGEST_CLOSED:
        return content
    before, code = _split_at_open_code(line)
    if not code:
        before = _HALF_LINK.sub(_label, before)
        # Marks bind to text only: nothing closes after a blank.
        before = _TRAILING_MARKS.sub("", before).rstrip()
    return head + newline + before + code + _missing_closings(before)


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


def _label(half_link: re.Match[str]) -> str:
    label = half_link[1]
    return "" if label.startswith("^") else label


def _split_at_open_code(line: str) -> tuple[str, str]:
    """Part `line` at a code span that isn't closed yet, and close it."""
    marks = list(_CODE_MARK.finditer(line))
    lengths = [len(mark[0]) for mark in marks]
    index = 0
    while index < len(marks):
        if lengths[index] in lengths[index + 1 :]:
            index = lengths.index(lengths[index], index + 1) + 1
            continue
        mark = marks[index]
        code = line[mark.end() :].rstrip("`")
        if not code.strip():
            return line[: mark.start()], ""
        return line[: mark.start()], f"{mark[0]}{code}{mark[0]}"
    return line, ""


def _missing_closings(line: str) -> str:
    """Return the marks that close the emphasis still open at the end of `line`."""
    is_open: list[str] = []
    for match in _DELIMITER.finditer(_without_code(line)):
        mark = match[0]
        if mark.startswith("\\"):
            continue
        before, after = line[: match.start()][-1:], line[match.end() :][:1]
        if mark in is_open and _can_bind(mark, before, after):
            del is_open[is_open.index(mark) :]
        elif _can_bind(mark, after, before):
            is_open.append(mark)
    return "".join(reversed(is_open))


def _without_code(line: str) -> str:
    """Blank out code spans, keeping the length."""
    return re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", lambda span: " " * len(span[0]), line)


def _can_bind(mark: str, inner: str, outer: str) -> bool:
    """Say whether `mark` can stand between its text's side and the other side.

    Source: CommonMark 0.31.2, section 6.2, flanking delimiter runs.
    """
    if not inner or inner.isspace():
        return False
    if mark.startswith("_") and outer.isalnum():
        return False
    return inner.isalnum() or not outer.isalnum()
