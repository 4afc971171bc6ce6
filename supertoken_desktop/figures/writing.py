"""Text of an SVG, taken apart into lines that stand where they stand, whoever draws them.

Mermaid leaves much of the layout to the browser: words as tspans one after the other, lines by `dy`
in em, baselines by name. Simpler drawers know nothing of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from supertoken_desktop.figures.lettering import Lettering, is_bold

Style = Mapping[str, str]

_BLANKS = re.compile(r"\s+")
_LENGTH = re.compile(
    r"\s*(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(px|em|ex|rem|pt|%)?", re.IGNORECASE
)
DEFAULT_SIZE = 16.0
_SMALLEST, _LARGEST = 1.0, 400.0
# How far the baseline is moved down, as shares of ascent and descent.
_BASELINES = {
    "middle": (0.5, -0.5),
    "central": (0.5, -0.5),
    "hanging": (0.8, 0.0),
    "text-before-edge": (1.0, 0.0),
    "before-edge": (1.0, 0.0),
    "text-top": (1.0, 0.0),
    "text-after-edge": (0.0, -1.0),
    "after-edge": (0.0, -1.0),
    "ideographic": (0.0, -1.0),
    "text-bottom": (0.0, -1.0),
}
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one style; where `x` or `y` are given a new line begins there."""

    text: str
    style: Style
    x: float | None = None
    y: float | None = None
    dx: float = 0.0
    dy: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """Text at a place: `y` is the baseline, `anchor` says what of the text is at `x`."""

    text: str
    x: float
    y: float
    anchor: str
    style: Style


def lines_of(runs: list[Run], lettering: Lettering) -> Iterator[Line]:
    """Put runs where a browser would."""
    x = y = 0.0
    for chunk in _chunks(_collapsed(runs)):
        first = chunk[0]
        x = first.x if first.x is not None else x
        y = first.y if first.y is not None else y
        yield from _set(chunk, x, y, lettering)
        x += sum(run.dx + _width(run, lettering) for run in chunk)
        y += sum(run.dy for run in chunk)


def font_size(style: Style) -> float:
    """Return the size of the font in pixels."""
    return float(style.get("font-size", DEFAULT_SIZE))


def length(text: str, em: float) -> float | None:
    """Return a length in pixels, None where it isn't one."""
    found = _LENGTH.match(text)
    if found is None:
        return None
    value = float(found[1])
    match (found[2] or "px").lower():
        case "px":
            return value
        case "em":
            return value * em
        case "ex":
            return value * em / 2
        case "rem":
            return value * DEFAULT_SIZE
        case "pt":
            return value * 4 / 3
        case _:
            return value * em / 100


def size_in(text: str, parent: float) -> float:
    """Return a declared font size in pixels, within reason."""
    value = length(text, parent)
    return min(_LARGEST, max(_SMALLEST, parent if value is None else value))


def _collapsed(runs: list[Run]) -> list[Run]:
    """Make stretches of blanks one blank, and none where a line begins."""
    found: list[Run] = []
    ends_blank = True
    for run in runs:
        ends_blank = ends_blank or run.x is not None or run.y is not None
        text = _BLANKS.sub(" ", run.text)
        if ends_blank:
            text = text.lstrip(" ")
        if not text and not (run.dx or run.dy or run.x is not None or run.y is not None):
            continue
        found.append(replace(run, text=text))
        ends_blank = text.endswith(" ") or (not text and ends_blank)
    return found


def _chunks(runs: list[Run]) -> Iterator[list[Run]]:
    chunk: list[Run] = []
    for run in runs:
        if chunk and (run.x is not None or run.y is not None):
            yield chunk
            chunk = []
        is_joined = chunk and not (run.dx or run.dy) and chunk[-1].style == run.style
        if is_joined:
            chunk[-1] = replace(chunk[-1], text=chunk[-1].text + run.text)
        else:
            chunk.append(run)
    if chunk:
        yield chunk


def _set(chunk: list[Run], x: float, y: float, lettering: Lettering) -> Iterator[Line]:
    written = [run for run in chunk if run.text.strip()]
    if not written:
        return
    anchor = written[0].style.get("text-anchor", "start")
    anchor = anchor if anchor in _ANCHORS else "start"
    if len(written) == 1:
        # Who draws it knows its width better.
        run = written[0]
        x += sum(other.dx for other in chunk)
        y += sum(other.dy for other in chunk)
        yield Line(run.text.strip(), x, y + _shift(run.style, lettering), anchor, run.style)
        return
    x -= sum(run.dx + _width(run, lettering) for run in chunk) * _ANCHORS[anchor]
    for run in chunk:
        x, y = x + run.dx, y + run.dy
        width = _width(run, lettering)
        text = run.text.strip()
        if text:
            blank = len(run.text) - len(run.text.lstrip())
            start = x + lettering.width(" " * blank, font_size(run.style))
            yield Line(text, start, y + _shift(run.style, lettering), "start", run.style)
        x += width


def _width(run: Run, lettering: Lettering) -> float:
    bold = is_bold(run.style.get("font-weight", ""))
    return lettering.width(run.text, font_size(run.style), is_bold=bold)


def _shift(style: Style, lettering: Lettering) -> float:
    named = style.get("alignment-baseline", "")
    named = named if named in _BASELINES else style.get("dominant-baseline", "")
    up, down = _BASELINES.get(named, (0.0, 0.0))
    return font_size(style) * (up * lettering.ascent + down * lettering.descent)
