"""SVG as Mermaid makes it → SVG that any drawer draws alike and that leads nowhere.

Nothing is taken over that isn't known: shapes with numbers, colours, text. Style sheets are worked
out and put on the shapes; scripts, links, pictures, fonts, HTML, filters and animations have no
way through, whatever a source smuggles in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.sax.saxutils import escape, quoteattr

from supertoken_desktop.figures.attributes import (
    definition,
    geometry,
    is_definition,
    is_number,
    is_shape,
    opacity,
    painted,
    share,
    short,
    transform,
)
from supertoken_desktop.figures.diagram import LARGEST_SIDE, LONGEST_SVG, DiagramLook
from supertoken_desktop.figures.lettering import is_bold
from supertoken_desktop.figures.paint import Paint, parse_paint, readable
from supertoken_desktop.figures.styles import StyleSheet, classes_of, local_name
from supertoken_desktop.figures.writing import (
    Line,
    Run,
    Style,
    font_size,
    length,
    lines_of,
    size_in,
)

MOST_ELEMENTS = 20_000
DEEPEST = 200

_ID = re.compile(r"[A-Za-z_][\w.:-]*\Z")
_CENTRED = re.compile(r"translate\(\s*0\s*,")
_INHERITED = (
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width"),
    *("stroke-dasharray", "stroke-linecap", "stroke-linejoin", "color", "visibility"),
    *("font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline"),
    *("marker-start", "marker-mid", "marker-end"),
)
_OWN = ("opacity", "display", "alignment-baseline", "transform", "stop-color", "stop-opacity")
_KNOWN = frozenset((*_INHERITED, *_OWN))
_MARKERS = ("marker-start", "marker-mid", "marker-end")
_ON_MARKER = "sequenceNumber"
_UNKNOWN = "unknown"
# A circle smaller than this is a dot that nothing is written on.
_DOT = 8.0
_UNSAID = frozenset(("inherit", "initial", "unset", "revert", "revert-layer", ""))


class TooLarge(Exception):
    """The picture is beyond what a window should be asked to draw."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A safe and simple SVG and its size in pixels."""

    svg: str
    width: int
    height: int


def flatten(svg: str, look: DiagramLook) -> Flat:
    """Return the same picture, simple and safe.

    Raises: TooLarge, also for what can't be read.
    """
    if len(svg) > LONGEST_SVG or "<!" in svg:
        raise TooLarge
    try:
        # Without a document type there are no entities to blow up.
        root = fromstring(svg)  # noqa: S314
    except ParseError as error:
        raise TooLarge from error
    sheet = StyleSheet("\n".join(e.text or "" for e in root.iter() if local_name(e) == "style"))
    box = _view_box(root)
    flat = _Flattening(sheet, look).whole(root, box)
    if len(flat) > LONGEST_SVG:
        raise TooLarge
    return Flat(flat, round(box[2]), round(box[3]))


class _Flattening:
    """One picture on its way."""

    def __init__(self, sheet: StyleSheet, look: DiagramLook) -> None:
        self._sheet = sheet
        self._look = look
        self._definitions: dict[str, str] = {}
        self._count = 0

    def whole(self, root: Element, box: tuple[float, float, float, float]) -> str:
        style = self._style([root], {"fill": self._look.text, "color": self._look.text})
        content = "".join(self._children([root], style, None))
        family = quoteattr(self._look.lettering.family)
        size = f'width="{short(box[2])}" height="{short(box[3])}"'
        where = " ".join(map(short, box))
        used = "".join(text for link, text in self._definitions.items() if link in content)
        definitions = f"<defs>{used}</defs>" if used else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{where}" {size}'
            f" font-family={family}>{definitions}{content}</svg>"
        )

    def _children(self, path: Sequence[Element], style: Style, ground: str | None) -> Iterator[str]:
        """Give the children; text is read against the last shape that was filled before it."""
        if len(path) > DEEPEST:
            raise TooLarge
        for child in path[-1]:
            self._count += 1
            if self._count > MOST_ELEMENTS:
                raise TooLarge
            inner = [*path, child]
            tag = local_name(child)
            if is_shape(tag):
                own = self._style(inner, style)
                drawn = self._shape(child, tag, own)
                if drawn and len(path) > 1 and _is_box(child, tag):
                    fill = parse_paint(own.get("fill", ""))
                    ground = fill.value if fill is not None and fill.is_ground else ground
                yield drawn
            elif tag == "text":
                yield from self._text(inner, self._style(inner, style), ground)
            elif tag in ("g", "a", "svg", "switch"):
                own = self._style(inner, style)
                if _is_centred(path[-1], child):
                    own.setdefault("text-anchor", "middle")
                yield from self._group(inner, own, ground)
            elif is_definition(tag):
                self._define(inner, tag, self._style(inner, style))
            elif tag == "defs":
                # Only what can be referred to is of interest; it ends up elsewhere.
                for _ in self._children(inner, self._style(inner, style), None):
                    pass

    def _group(self, path: Sequence[Element], style: Style, ground: str | None) -> Iterator[str]:
        if style.get("display") == "none":
            return
        around = transform(path[-1], style) + opacity(style)
        content = "".join(self._children(path, style, ground))
        if not content:
            return
        yield f"<g{around}>{content}</g>" if around else content

    def _shape(self, element: Element, tag: str, style: Style) -> str:
        if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
            return ""
        form = geometry(element, tag)
        if not form:
            return ""
        markers = "".join(f" {name}={quoteattr(style[name])}" for name in _MARKERS if name in style)
        look = painted(style) + markers + opacity(style) + transform(element, style)
        return f"<{tag}{form}{look}/>"

    def _text(self, path: Sequence[Element], style: Style, ground: str | None) -> Iterator[str]:
        if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
            return
        if _ON_MARKER in classes_of(path[-1]):
            ground = _UNKNOWN
        runs = list(self._runs(path, style, {}))
        lines = list(lines_of(runs, self._look.lettering))
        moved = transform(path[-1], style)
        written = "".join(self._line(line, ground) for line in lines)
        yield f"<g{moved}>{written}</g>" if moved and written else written

    def _runs(
        self, path: Sequence[Element], style: Style, pending: dict[str, float]
    ) -> Iterator[Run]:
        """Give text and tspans in order; `pending` is where the next run begins."""
        element = path[-1]
        em = font_size(style)
        for name in ("x", "y", "dx", "dy"):
            value = length(element.get(name, "").split(",")[0].split(" ")[0], em)
            if value is not None:
                pending[name] = value
        yield from _run(element.text, style, pending)
        for child in element:
            self._count += 1
            if self._count > MOST_ELEMENTS or len(path) > DEEPEST:
                raise TooLarge
            if local_name(child) in ("tspan", "a"):
                inner = [*path, child]
                yield from self._runs(inner, self._style(inner, style), pending)
            yield from _run(child.tail, style, pending)

    def _line(self, line: Line, ground: str | None) -> str:
        style = line.style
        fill = parse_paint(style.get("fill", "")) or Paint(self._look.text)
        if fill.value == "none":
            return ""
        colour = fill.value if fill.value.startswith("#") else self._look.text
        if ground != _UNKNOWN:
            against = ground or self._look.ground
            colour = readable(colour, against, (self._look.text, self._look.ground))
        weight = ' font-weight="bold"' if is_bold(style.get("font-weight", "")) else ""
        slant = ' font-style="italic"' if style.get("font-style") == "italic" else ""
        anchor = f' text-anchor="{line.anchor}"' if line.anchor != "start" else ""
        where = f'x="{short(line.x)}" y="{short(line.y)}" font-size="{short(font_size(style))}"'
        look = f' fill="{colour}"{anchor}{weight}{slant}{opacity(style)}'
        return f"<text {where}{look}>{escape(line.text)}</text>"

    def _define(self, path: Sequence[Element], tag: str, style: Style) -> None:
        element = path[-1]
        name = element.get("id", "")
        if not _ID.match(name):
            return
        if tag == "marker":
            # The line's own look doesn't reach its ends.
            plain = {key: value for key, value in style.items() if key not in _MARKERS}
            content = "".join(self._children(path, plain, None))
            # The hollow ends of lines are white in every look of Mermaid's.
            content = content.replace('fill="#ffffff"', f'fill="{self._look.ground}"')
        else:
            content = "".join(self._stops(path, style))
        head = f'{tag} id="{name}"{definition(element, tag)}'
        self._definitions[f"url(#{name})"] = f"<{head}>{content}</{tag}>"

    def _stops(self, path: Sequence[Element], style: Style) -> Iterator[str]:
        for child in path[-1]:
            own = self._style([*path, child], style)
            paint = parse_paint(own.get("stop-color", "#000000"))
            offset = child.get("offset", "0")
            if local_name(child) == "stop" and paint is not None and is_number(offset):
                shown = paint.opacity * share(own.get("stop-opacity", "1"))
                look = f' stop-color="{paint.value}" stop-opacity="{short(shown)}"'
                yield f'<stop offset="{offset}"{look}/>'

    def _style(self, path: Sequence[Element], inherited: Style) -> dict[str, str]:
        """Work out what holds for the last element of a path."""
        element = path[-1]
        style = {name: inherited[name] for name in _INHERITED if name in inherited}
        declared = {name: value for name, value in element.attrib.items() if name in _KNOWN}
        declared |= self._sheet.declared(path)
        for name, value in declared.items():
            if name not in _KNOWN or value in _UNSAID:
                continue
            if name == "font-size":
                style[name] = repr(size_in(value, font_size(inherited)))
            elif name in ("fill", "stroke", "color", "stop-color"):
                self._take_paint(style, name, value)
            elif name in _MARKERS:
                _take_marker(style, name, value)
            else:
                style[name] = value
        return style

    def _take_paint(self, style: dict[str, str], name: str, value: str) -> None:
        if value.lower() == "currentcolor":
            value = style.get("color", self._look.text)
        paint = parse_paint(value)
        if paint is None:
            return
        style[name] = paint.value
        if paint.opacity < 1 and name in ("fill", "stroke"):
            style[f"{name}-opacity"] = short(paint.opacity)
        elif paint.opacity < 1 and name == "stop-color":
            style["stop-opacity"] = short(paint.opacity)


def _take_marker(style: dict[str, str], name: str, value: str) -> None:
    paint = parse_paint(value)
    if paint is not None and paint.value.startswith("url("):
        style[name] = paint.value
    else:
        style.pop(name, None)


def _run(text: str | None, style: Style, pending: dict[str, float]) -> Iterator[Run]:
    if not text or not (text.strip() or text.strip("\n")):
        return
    yield Run(
        text,
        style,
        pending.get("x"),
        pending.get("y"),
        pending.get("dx", 0.0),
        pending.get("dy", 0.0),
    )
    pending.clear()


def _is_box(element: Element, tag: str) -> bool:
    """Tell whether something may be written on a shape."""
    radius = length(element.get("r", ""), 1.0)
    return tag != "line" and (radius is None or radius >= _DOT)


def _is_centred(parent: Element, child: Element) -> bool:
    """Tell whether a label stands in the middle of its box, which Mermaid leaves to HTML."""
    is_label = "label" in classes_of(child) and "mindmap-node" in classes_of(parent)
    return is_label and _CENTRED.match(child.get("transform", "")) is not None


def _view_box(root: Element) -> tuple[float, float, float, float]:
    numbers = [length(part, 1.0) for part in root.get("viewBox", "").replace(",", " ").split()]
    if len(numbers) != 4:
        sides = [length(root.get(name, ""), 1.0) for name in ("width", "height")]
        numbers = [0.0, 0.0, *sides]
    x, y, width, height = (number if number is not None else 0.0 for number in numbers)
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        raise TooLarge
    return x, y, width, height
