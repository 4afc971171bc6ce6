"""LaTeX as models write it → the LaTeX that our library knows; and limits for hostile formulas."""

import re
from collections.abc import Callable

from supertoken_desktop.figures.formula import FormulaNotDrawn, Obstacle

LONGEST = 2400
DEEPEST = 24
MOST_CELLS = 400

_Replacement = tuple[re.Pattern[str], str]


def cleaned(latex: str) -> str:
    """Return a formula in words that the library knows, after it has passed the limits.

    Raises: FormulaNotDrawn.
    """
    source = _COMMENT.sub("", latex).strip()
    _check(source)
    for pattern, replacement in _REPLACEMENTS:
        source = pattern.sub(replacement, source)
    for command, rewrite in _REWRITES.items():
        source = _rewritten(source, command, rewrite)
    for found in _ENVIRONMENT.finditer(source):
        if found[1] not in _KNOWN_ENVIRONMENTS:
            raise FormulaNotDrawn(Obstacle.UNKNOWN_COMMAND, f"\\begin{{{found[1]}}}")
    return source.strip()


_ENVIRONMENT = re.compile(r"\\begin\s*\{([^{}]*)\}")
_KNOWN_ENVIRONMENTS = frozenset(
    {"align*", "array", "cases", "matrix", "matrix*", "pmatrix", "pmatrix*", "bmatrix", "bmatrix*"}
    | {"Bmatrix", "Bmatrix*", "vmatrix", "vmatrix*", "Vmatrix", "Vmatrix*", "substack"}
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*(?:\n|$)")
_CELL = re.compile(r"(?<!\\)&|\\\\|\\cr\b")
_DEPTH = re.compile(r"\\[{}]|(?P<up>\{|\\left\b|\\begin\b)|(?P<down>\}|\\right\b|\\end\b)")


# Formulas that define words of their own could grow without end.
_DEFINITION = re.compile(
    r"\\(?:[egx]?def|let|futurelet|newcommand|renewcommand|providecommand"
    r"|DeclareMathOperator|newenvironment)(?![a-zA-Z])"
)


def _check(source: str) -> None:
    if not source:
        raise FormulaNotDrawn(Obstacle.EMPTY)
    definition = _DEFINITION.search(source)
    if definition:
        raise FormulaNotDrawn(Obstacle.UNKNOWN_COMMAND, definition[0])
    if len(source) > LONGEST:
        raise FormulaNotDrawn(Obstacle.TOO_LONG)
    depth = 0
    for found in _DEPTH.finditer(source):
        if found["up"]:
            depth += 1
        elif found["down"]:
            depth -= 1
        if depth > DEEPEST:
            raise FormulaNotDrawn(Obstacle.TOO_DEEP)
    if sum(1 for _ in _CELL.finditer(source)) > MOST_CELLS:
        raise FormulaNotDrawn(Obstacle.TOO_MANY_CELLS)


def _environment(names: str, made: str) -> _Replacement:
    return re.compile(r"\\(begin|end)\s*\{(?:" + names + r")\*?\}"), r"\\\1{" + made + "}"


_REPLACEMENTS: tuple[_Replacement, ...] = (
    (re.compile(r"\\(?:nonumber|notag|displaylimits|allowbreak|nobreak)(?![a-zA-Z])"), ""),
    (re.compile(r"\\(?:label|vspace|intertext)\*?\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\hfill?(?![a-zA-Z])"), r"\\quad "),
    # Alignments with a number of columns, or a position, that says nothing to us.
    (re.compile(r"(\\begin\s*\{(?:alignat|alignedat|xalignat)\*?\})\s*\{\d+\}"), r"\1"),
    (re.compile(r"(\\begin\s*\{(?:aligned|gathered|alignedat|array)\})\s*\[[tcb]\]"), r"\1"),
    (re.compile(r"\\(?:begin|end)\s*\{(?:equation|math|displaymath)\*?\}"), ""),
    (re.compile(r"\\begin\s*\{rcases\*?\}"), r"\\left. \\begin{matrix}"),
    (re.compile(r"\\end\s*\{rcases\*?\}"), r"\\end{matrix} \\right\\}"),
    # An eqnarray has its relations in a column of their own.
    (
        re.compile(r"&\s*([^&\s]{1,12})\s*&(?=(?:(?!\\begin).)*\\end\s*\{eqnarray)", re.DOTALL),
        r"&\1 ",
    ),
    _environment("align|aligned|alignat|alignedat|xalignat|flalign|eqnarray|split", "align*"),
    _environment("gather|gathered|multline", "matrix"),
    _environment("dcases", "cases"),
    _environment("smallmatrix", "matrix"),
    # The library takes what follows a line break in brackets for a distance only without blanks.
    (re.compile(r"\\\\\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]"), r"\\\\ "),
    (re.compile(r"\\\\\*"), r"\\\\ "),
    (re.compile(r"(?:\\\\\s*)+(?=\\end\b)"), ""),
    (re.compile(r"(?:\\\\\s*)+$"), ""),
    (re.compile(r"\\(?:bm|boldsymbol|pmb)(?![a-zA-Z])"), r"\\boldsymbol"),
    (re.compile(r"\\(?:tfrac|dfrac|cfrac)(?![a-zA-Z])"), r"\\frac"),
    (re.compile(r"\\(?:Large|LARGE|large|huge|Huge|normalsize|small|footnotesize|tiny)\b"), ""),
    (re.compile(r"\\degree(?![a-zA-Z])"), r"{}^{\\circ}"),
    (re.compile(r"\\mathbb\s*\{?\s*1\s*\}?"), "\U0001d7d9"),
    (re.compile(r"\\(?:lt)(?![a-zA-Z])"), "<"),
    (re.compile(r"\\(?:gt)(?![a-zA-Z])"), ">"),
    (re.compile(r"\\(?:R|reals)(?![a-zA-Z])"), r"\\mathbb{R}"),
    (re.compile(r"\\(?:N)(?![a-zA-Z])"), r"\\mathbb{N}"),
    (re.compile(r"\\(?:Z)(?![a-zA-Z])"), r"\\mathbb{Z}"),
    (re.compile(r"\|\|"), r"\\Vert "),
    (re.compile(r"\\not\s*="), r"\\neq "),
    (re.compile(r"\\bmod(?![a-zA-Z])"), r"\\;\\mathrm {mod}\\;"),
    # The library forgets the upright letter of a group that follows at once.
    (re.compile(r"\\mathrm\{"), r"\\mathrm {"),
)


def _rewritten(source: str, command: str, rewrite: Callable[[str], str]) -> str:
    r"""Replace every `\command{argument}` by what `rewrite` makes of the argument."""
    pieces: list[str] = []
    start = 0
    for found in re.finditer(r"\\" + command + r"(?![a-zA-Z*])\s*(?:\[[^\]]*\])?\s*", source):
        if found.start() < start:
            continue
        end = _group_end(source, found.end())
        if end < 0:
            continue
        pieces += [source[start : found.start()], rewrite(source[found.end() + 1 : end - 1])]
        start = end
    return "".join([*pieces, source[start:]])


def _group_end(source: str, start: int) -> int:
    """Return where the group that opens at `start` is over, -1 where none opens or none ends."""
    if source[start : start + 1] != "{":
        return -1
    depth = 0
    position = start
    while position < len(source):
        character = source[position]
        if character == "\\":
            position += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    return -1


def _tag(argument: str) -> str:
    return rf"\qquad \text{{({argument})}}"


def _operator(argument: str) -> str:
    return _SPACING.sub("", argument).strip()


def _unstarred_operator(argument: str) -> str:
    return rf"\operatorname{{{_operator(argument)}}}"


def _starred_operator(argument: str) -> str:
    return rf"\operatorname*{{{_operator(argument)}}}"


_SPACING = re.compile(r"\\[,;:! ]|~|\\(?:math|text)(?:rm|bf|sf|normal)?(?![a-zA-Z])|[{}]")
_CHEMICAL = re.compile(
    r"(?P<arrow><=>|<->|->|<-)|(?P<charge>\^\{[^{}]*\}|\^[\d+-]+)|(?P<below>_\{[^{}]*\}|_\d+)"
    r"|(?P<word>[A-Za-z]+|[)\]])(?P<count>\d*)(?P<sign>[+-]+(?=\s|$|[)\]]))?|(?P<other>.)",
    re.DOTALL,
)
_ARROWS = {
    "->": r" \rightarrow ",
    "<-": r" \leftarrow ",
    "<=>": r" \rightleftharpoons ",
    "<->": r" \leftrightarrow ",
}


def _chemistry(argument: str) -> str:
    r"""Return what mhchem's `\ce` would show, for formulas and reactions as people write them."""
    pieces: list[str] = []
    for found in _CHEMICAL.finditer(argument):
        if found["arrow"]:
            pieces.append(_ARROWS[found["arrow"]])
        elif found["charge"]:
            pieces.append("^{" + found["charge"][1:].strip("{}") + "}")
        elif found["below"]:
            pieces.append("_{" + found["below"][1:].strip("{}") + "}")
        elif found["word"]:
            word = found["word"]
            pieces.append(word if word in ")]" else rf"\mathrm {{{word}}}")
            pieces.append("_{" + found["count"] + "}" if found["count"] else "")
            pieces.append("^{" + found["sign"] + "}" if found["sign"] else "")
        else:
            pieces.append(found["other"])
    return "".join(pieces)


_REWRITES = {
    r"tag\*?": _tag,
    "ce": _chemistry,
    r"operatorname\*": _starred_operator,
    "operatorname": _unstarred_operator,
}
