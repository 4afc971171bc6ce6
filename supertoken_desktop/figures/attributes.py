"""Attributes of shapes, taken over one by one: numbers, words of SVG's own, nothing else."""

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from supertoken_desktop.figures.styles import local_name
from supertoken_desktop.figures.writing import DEFAULT_SIZE, Style, length

_NUMBERS = r"[-+0-9eE.,\s]*"
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:px|%)?\Z")
_POINTS = re.compile(_NUMBERS + r"\Z")
_PATH = re.compile(r"\s*[Mm][-+0-9eE.,\sMmZzLlHhVvCcSsQqTtAa]*\Z")
_TRANSFORM = re.compile(
    rf"(?:(?:translate|scale|rotate|matrix|skewX|skewY)\({_NUMBERS}\)[\s,]*)*\Z"
)
# More digits than can be seen: a rounded box may have thousands of them.
_LONG = re.compile(r"\d+\.\d{4,}")
_UNITS = re.compile(r"(?<=\d)(?:px|deg)\b")
# A pattern of dashes as a whole, in pixels. Mermaid's own shortest one is 2.
_SHORTEST_DASHES, _LONGEST_DASHES = 2.0, 10_000.0
_WORD = re.compile(r"[a-zA-Z-]+\Z")

_GEOMETRY: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "path": {"d": _PATH},
    "rect": dict.fromkeys(("x", "y", "width", "height", "rx", "ry"), _NUMBER),
    "circle": dict.fromkeys(("cx", "cy", "r"), _NUMBER),
    "ellipse": dict.fromkeys(("cx", "cy", "rx", "ry"), _NUMBER),
    "line": dict.fromkeys(("x1", "y1", "x2", "y2"), _NUMBER),
    "polyline": {"points": _POINTS},
    "polygon": {"points": _POINTS},
}
_NEEDED = {"path": "d", "rect": "width", "circle": "r", "polyline": "points", "polygon": "points"}
_DEFINED: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "marker": {
        "viewBox": _POINTS,
        **dict.fromkeys(("refX", "refY", "markerWidth", "markerHeight"), _NUMBER),
        **dict.fromkeys(("markerUnits",), _WORD),
        "orient": re.compile(r"auto|auto-start-reverse|-?[\d.]+"),
    },
    "linearGradient": {
        **dict.fromkeys(("x1", "y1", "x2", "y2"), _NUMBER),
        **dict.fromkeys(("gradientUnits", "spreadMethod"), _WORD),
        "gradientTransform": _TRANSFORM,
    },
    "radialGradient": {
        **dict.fromkeys(("cx", "cy", "r", "fx", "fy"), _NUMBER),
        **dict.fromkeys(("gradientUnits", "spreadMethod"), _WORD),
        "gradientTransform": _TRANSFORM,
    },
}


def is_shape(tag: str) -> bool:
    """Tell whether a tag is that of a shape."""
    return tag in _GEOMETRY


def is_definition(tag: str) -> bool:
    """Tell whether a tag is that of something shapes refer to."""
    return tag in _DEFINED


def geometry(element: Element, tag: str) -> str:
    """Return what a shape is like, "" for one that shows nothing."""
    found = _allowed(element, _GEOMETRY[tag])
    is_whole = tag not in _NEEDED or f" {_NEEDED[tag]}=" in found
    return found if is_whole else ""


def definition(element: Element, tag: str) -> str:
    """Return the attributes of a marker or gradient but for its name."""
    return _allowed(element, _DEFINED[tag])


def is_number(text: str) -> bool:
    """Tell whether a text is a number or share."""
    return _NUMBER.match(text) is not None


def painted(style: Style) -> str:
    """Return fill and stroke as attributes; what is unsaid is as SVG has it."""
    found = f' fill="{style.get("fill", "#000000")}"'
    if "fill-opacity" in style:
        found += f' fill-opacity="{short(share(style["fill-opacity"]))}"'
    if style.get("fill-rule") == "evenodd":
        found += ' fill-rule="evenodd"'
    width = length(style.get("stroke-width", "1"), DEFAULT_SIZE)
    if not width or width < 0:
        return found
    # Also of a line that isn't drawn: its markers are as large as it is wide.
    found += f' stroke="{style.get("stroke", "none")}" stroke-width="{short(width)}"'
    if style.get("stroke", "none") == "none":
        return found
    if "stroke-opacity" in style:
        found += f' stroke-opacity="{short(share(style["stroke-opacity"]))}"'
    dashes = _UNITS.sub("", style.get("stroke-dasharray", "")).replace(",", " ").split()
    if _are_seen(dashes):
        found += f' stroke-dasharray="{" ".join(dashes)}"'
    for name in ("stroke-linecap", "stroke-linejoin"):
        if _WORD.match(style.get(name, "")):
            found += f' {name}="{style[name]}"'
    return found


def _are_seen(dashes: Sequence[str]) -> bool:
    """Tell whether dashes are numbers, and long enough not to cut a line into millions."""
    if not all(map(_NUMBER.match, dashes)):
        return False
    lengths = [float(dash.removesuffix("px").removesuffix("%")) for dash in dashes]
    return min(lengths, default=-1.0) >= 0 and _SHORTEST_DASHES <= sum(lengths) <= _LONGEST_DASHES


def opacity(style: Style) -> str:
    """Return the opacity as an attribute, "" where nothing shines through."""
    value = share(style.get("opacity", "1"))
    return f' opacity="{short(value)}"' if value < 1 else ""


def transform(element: Element, style: Style) -> str:
    """Return how an element is moved, as an attribute; "" where it isn't."""
    value = _UNITS.sub("", style.get("transform", "")).strip()
    origin = [length(part, 1.0) for part in element.get("transform-origin", "").split()]
    if value and len(origin) == 2 and origin[0] is not None and origin[1] is not None:
        x, y = short(origin[0]), short(origin[1])
        value = f"translate({x} {y}) {value} translate(-{x} -{y})".replace("--", "")
    if local_name(element) == "svg":
        corner = (length(element.get(name, "0"), DEFAULT_SIZE) or 0.0 for name in ("x", "y"))
        value = f"translate({' '.join(map(short, corner))})"
    return f' transform="{value}"' if value and _TRANSFORM.match(value) else ""


def share(text: str) -> float:
    """Return a share from 0 to 1, 1 for what can't be read."""
    value = length(text.rstrip("%"), 1.0)
    if value is None:
        return 1.0
    return min(1.0, max(0.0, value / 100 if text.endswith("%") else value))


def short(number: float) -> str:
    """Return a number as it is written: no more digits than can be seen."""
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _allowed(element: Element, wanted: Mapping[str, re.Pattern[str]]) -> str:
    found = ""
    for name, shape in wanted.items():
        value = element.get(name)
        if value is not None and shape.match(value.strip()):
            found += f' {name}="{_LONG.sub(_rounded, value.strip())}"'
    return found


def _rounded(number: re.Match[str]) -> str:
    return short(float(number[0]))
