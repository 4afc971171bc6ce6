"""What `formula.py` promises, through latex2mathml and ziamath; importing it loads their tables.

ziamath keeps its font's settings in one place, so one formula is drawn at a time.
"""

import html
import math
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

from latex2mathml import exceptions as latex_errors
from latex2mathml.converter import Converter
from ziafont.fonttypes import BBox
from ziamath.config import config
from ziamath.nodes.mnode import Mnode
from ziamath.nodes.mrow import Mrow
from ziamath.nodes.nodetools import elementtext
from ziamath.zmath import Math, loadedfonts

from supertoken_desktop.figures.formula import Formula, FormulaNotDrawn, Obstacle
from supertoken_desktop.figures.latex import cleaned

# ziamath's own size: smaller sub- and superscripts than a share of this are not made.
_SIZE = 24.0
_MARGIN = 1.0
# Characters of Chinese, Japanese and Korean fill a square, which stands so far under the baseline.
_SQUARE_DESCENT = 0.12
_MOST_ELEMENTS = 1000
_DEEPEST = 64
# What the thread of a window reads in a few milliseconds.
_LONGEST_SVG = 300_000
_REMEMBERED = 2000

_LATEX_ERRORS = (
    latex_errors.NumeratorNotFoundError,
    latex_errors.DenominatorNotFoundError,
    latex_errors.ExtraLeftOrMissingRightError,
    latex_errors.MissingSuperScriptOrSubscriptError,
    latex_errors.DoubleSubscriptsError,
    latex_errors.DoubleSuperscriptsError,
    latex_errors.NoAvailableTokensError,
    latex_errors.InvalidStyleForGenfracError,
    latex_errors.MissingEndError,
    latex_errors.InvalidAlignmentError,
    latex_errors.InvalidWidthError,
    latex_errors.LimitsMustFollowMathOperatorError,
)
# Both libraries stumble in these ways over formulas that are not whole.
_STUMBLES = (
    *(AssertionError, AttributeError, IndexError, KeyError, RecursionError, RuntimeError),
    *(StopIteration, TypeError, ValueError, ZeroDivisionError, ET.ParseError),
)

_lock = threading.Lock()
config.svg2 = False
# A hundredth of a pixel at 24 pixels an em is less than anybody sees at any zoom.
config.precision = 2
config.math.color = "currentColor"


def typeset(latex: str, *, is_display: bool) -> Formula:
    """Return the picture of a formula.

    Raises: FormulaNotDrawn.
    """
    # Converted twice, so that copying finds the MathML of what is drawn without converting at all.
    mathml_text = mathml(latex, is_display=is_display)
    tree = _tree(latex, is_display=is_display)
    _prepare(tree)
    with _lock:
        try:
            return _drawn(tree, mathml_text)
        except _STUMBLES as error:
            raise FormulaNotDrawn(Obstacle.BROKEN) from error


@lru_cache(maxsize=_REMEMBERED)
def mathml(latex: str, *, is_display: bool) -> str:
    """Return a formula as MathML with its LaTeX as annotation.

    Raises: FormulaNotDrawn.
    """
    return _with_annotation(_tree(latex, is_display=is_display), latex)


def _tree(latex: str, *, is_display: bool) -> ET.Element:
    source = cleaned(latex)
    try:
        tree = Converter(display="block" if is_display else "inline").convert_to_element(source)
    except (*_LATEX_ERRORS, *_STUMBLES) as error:
        raise FormulaNotDrawn(Obstacle.BROKEN) from error
    _check_size(tree)
    for element in tree.iter():
        _settle(element)
    return tree


def _check_size(tree: ET.Element) -> None:
    level, count = [tree], 0
    for _depth in range(_DEEPEST):
        count += len(level)
        if count > _MOST_ELEMENTS:
            raise FormulaNotDrawn(Obstacle.TOO_LONG)
        level = [child for element in level for child in element]
        if not level:
            return
    raise FormulaNotDrawn(Obstacle.TOO_DEEP)


_COMMAND = re.compile(r"\\[a-zA-Z]+")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Colours that an author chose for paper are not readable on every ground; links are not for
# pictures, and styles are not for us to trust.
_UNWANTED = ("mathcolor", "mathbackground", "style", "class", "href", "id")


def _settle(element: ET.Element) -> None:
    """Make an element fit for anybody: real characters, nothing of the author's but the formula."""
    text = html.unescape(element.text or "")
    if element.tag != "mtext":
        found = _COMMAND.match(text)
        if found:
            raise FormulaNotDrawn(Obstacle.UNKNOWN_COMMAND, found[0])
    if _CONTROL.search(text):
        raise FormulaNotDrawn(Obstacle.UNKNOWN_CHARACTER)
    text = _ESCAPED.sub(r"\1", text)
    if element.tag == "mo" and len(element):
        element.tag = "mrow"
    _gather_base(element)
    element.text = text or None
    for name in _UNWANTED:
        element.attrib.pop(name, None)


def _gather_base(element: ET.Element) -> None:
    """Make one base of the several elements that the library leaves under one exponent."""
    surplus = len(element) - _CHILDREN.get(element.tag, len(element))
    if surplus > 0:
        base = ET.Element("mrow")
        base.extend(element[: surplus + 1])
        del element[: surplus + 1]
        element.insert(0, base)


_CHILDREN = {"msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}


def _with_annotation(tree: ET.Element, latex: str) -> str:
    whole = ET.Element("math", tree.attrib)
    semantics = ET.SubElement(whole, "semantics")
    semantics.extend(list(tree))
    annotation = ET.SubElement(semantics, "annotation", {"encoding": "application/x-tex"})
    annotation.text = _CONTROL.sub("", latex)
    return ET.tostring(whole, encoding="unicode")


_STIFF = frozenset("↑↓⟨⟩")
_SQUARE = (
    "[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)
_RUNS = re.compile(f"({_SQUARE}+)")
_TOKENS = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_SQUARE_TAG = "squares"


def _prepare(tree: ET.Element) -> None:
    """Change a tree to what ziamath draws well."""
    tree.attrib.pop("xmlns", None)
    for element in list(tree.iter()):
        text = element.text or ""
        if "mathvariant" in element.attrib:
            variant = element.attrib["mathvariant"]
            element.set("mathvariant", " ".join(_VARIANTS.get(w, w) for w in variant.split("-")))
        if element.tag == "mover" and element.get("accent") == "true":
            element[1].set("stretchy", "false")
        if element.tag in _TOKENS:
            if element.tag in ("mo", "mi") and text in _STIFF and "stretchy" not in element.attrib:
                element.set("stretchy", "false")
            if element.tag == "mo" and text in _ACCENTS:
                is_wide = element.get("stretchy") != "false"
                element.text = _ACCENTS[text][1 if is_wide else 0]
            _part_squares(element)
        elif element.tag == "mstyle" and not element.attrib:
            element.tag = "mrow"
        elif element.get("columnspacing") == "0em 2em":
            element.set("columnspacing", "0em 0.3em")


# ziamath's words for what MathML calls double-struck, sans-serif and monospace.
_VARIANTS = {"double": "double", "struck": "", "sans": "sans", "serif": "", "monospace": "mono"}
# The narrow and the wide form.
_ACCENTS = {"^": ("\u02c6", "\u0302"), "~": ("~", "\u0303")}


def _part_squares(element: ET.Element) -> None:
    """Give characters that our font doesn't have, and that fill a square, an element of theirs."""
    text = element.text or ""
    runs = _RUNS.split(text)
    font = loadedfonts["default"]
    for plain in runs[::2]:
        for character in plain:
            if not character.isspace() and font.glyphindex(character) == 0:
                raise FormulaNotDrawn(Obstacle.UNKNOWN_CHARACTER, character)
    if len(runs) == 1:
        return
    tag = "mtext" if element.tag == "mi" else element.tag
    element.tag, element.text = "mrow", None
    element.attrib.clear()
    for index, run in enumerate(runs):
        if run:
            ET.SubElement(element, _SQUARE_TAG if index % 2 else tag).text = run


def _drawn(tree: ET.Element, mathml_text: str) -> Formula:
    loadedfonts["default"].language("math", "")  # type: ignore[no-untyped-call]  # theirs
    drawing = Math(tree, size=_SIZE, margin=_MARGIN)
    box = drawing.node.bbox
    svg = drawing.svgxml()
    size = _Size(box.xmax - box.xmin, box.ymax, -box.ymin)
    if size.is_empty:
        raise FormulaNotDrawn(Obstacle.EMPTY)
    if not size.is_sensible:
        raise FormulaNotDrawn(Obstacle.TOO_LONG)
    svg_text = ET.tostring(svg, encoding="unicode")
    if len(svg_text) > _LONGEST_SVG:
        raise FormulaNotDrawn(Obstacle.TOO_LONG)
    return Formula(
        svg_text,
        (size.width + 2 * _MARGIN) / _SIZE,
        (size.ascent + _MARGIN) / _SIZE,
        (size.descent + _MARGIN) / _SIZE,
        mathml_text,
    )


_LARGEST = 400 * _SIZE


@dataclass(frozen=True, slots=True)
class _Size:
    width: float
    ascent: float
    descent: float

    @property
    def is_empty(self) -> bool:
        return not (self.width > 0 and self.ascent + self.descent > 0)

    @property
    def is_sensible(self) -> bool:
        return all(abs(x) < _LARGEST for x in (self.width, self.ascent, self.descent))


class _Row(Mrow, tag="mrow"):
    """A row that takes a time in proportion to what is in it.

    ziamath's own asks each child for its height twice, which doubles with each level, and looks at
    all children again for each of them.
    """

    def _get_height_nostretch(
        self, line: list[ET.Element], **kwargs: object
    ) -> tuple[float, float]:
        if kwargs.get("nostretch"):
            return 0.0, 0.0
        return super()._get_height_nostretch(line, **kwargs)

    def _setup_single_line(self, line: list[ET.Element], **kwargs: object) -> None:
        lowest, highest = self._get_height_nostretch(line, **kwargs)
        kwargs |= {"rowymin": lowest, "rowymax": highest}
        x = xmin = xmax = 0.0
        ymin, ymax = math.inf, -math.inf
        for child in line:
            if child.tag == "mo" and not elementtext(child):
                continue
            node = Mnode.fromelement(child, self, **kwargs)
            self.nodes.append(node)
            self.nodexy.append((x, 0))
            xmin = min(xmin, x + node.bbox.xmin) if len(self.nodes) > 1 else node.bbox.xmin
            xmax = max(xmax, x + node.bbox.xmax)
            ymin, ymax = min(ymin, node.bbox.ymin), max(ymax, node.bbox.ymax)
            x += node.xadvance()
        self.bbox = BBox(xmin, xmax, ymin, ymax) if self.nodes else BBox(0, 0, 0, 0)
        self._xadvance = x


class _Squares(Mnode, tag=_SQUARE_TAG):
    """Characters of another font, which whoever shows the SVG has: room of a square for each."""

    def __init__(self, element: ET.Element, parent: Mnode, **kwargs: object) -> None:
        super().__init__(element, parent, **kwargs)
        self.string = element.text or ""
        size = self.glyphsize
        width = size * len(self.string)
        descent = _SQUARE_DESCENT * size
        self.bbox = BBox(0, width, -descent, size - descent)

    def draw(self, x: float, y: float, svg: ET.Element) -> tuple[float, float]:
        """Write the characters one by one, so that no font's widths shift what follows."""
        for offset, character in enumerate(self.string):
            place = {"x": f"{x + offset * self.glyphsize:.3f}", "y": f"{y:.3f}"}
            style = {"font-size": f"{self.glyphsize:.3f}", "fill": "currentColor"}
            ET.SubElement(svg, "text", place | style).text = character
        return x + self.bbox.xmax, y
