"""Formulas within text: objects of a text document that stand on the baseline of their line."""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit

from supertoken_desktop.figures.formula import Formula
from supertoken_desktop.ui.transcript.formula_words import reason
from supertoken_desktop.ui.transcript.formulas import Formulas, NotDrawn
from supertoken_desktop.ui.transcript.rows.style import RowStyle

OBJECT = "\ufffc"
_KIND = QTextFormat.ObjectTypes.UserObject.value + 1
_PROPERTIES = QTextFormat.Property.UserProperty.value
_LATEX, _WIDTH, _HEIGHT, _DESCENT = (_PROPERTIES + number for number in range(1, 5))
# The maths font's letters are lower than those of screen fonts of the same size.
_FONT_X_HEIGHT_EM = 0.473
_MOST_LARGER = 1.2
_BIG_SIZE = 100
_ROUNDING = 0.01


class Figure(NamedTuple):
    """A formula in a line of text; `formula` is None while it is being drawn."""

    latex: str
    formula: Formula | None


class Size(NamedTuple):
    """What a formula takes up, in ems of maths."""

    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.ascent + self.descent


class InlineFormulas(QPyTextObject):
    """Lay out and paint the formulas in the document of `edit`, which keeps a reference to this."""

    def __init__(self, edit: QTextEdit, formulas: Formulas) -> None:
        super().__init__(edit)
        self._edit = edit
        self._colour = QColor()
        self._source_font = QFont()
        self._source_colour = QColor()
        self._marked: Mapping[int, QTextCharFormat] = {}
        self._formulas = formulas
        self._shown: dict[str, Formula | None] = {}
        edit.document().documentLayout().registerHandler(_KIND, self)
        self._measure()

    def take_style(self, colour: QColor, style: RowStyle) -> None:
        """Go with the text around: its font, which the document has already, and its colour."""
        self._colour, self._source_font = colour, style.code_small
        self._source_colour = style.colours.muted
        self._measure()

    def mark(self, marked: Mapping[int, QTextCharFormat]) -> None:
        """Show formulas at these positions of the document as marked, and no others."""
        if marked or self._marked:
            self._marked = marked
            self._edit.viewport().update()

    def forget(self) -> None:
        """Begin anew: the document is going to be filled."""
        self._shown.clear()

    def figure(self, latex: str) -> Figure | None:
        """Return a formula as it can be shown now, None where it stays source."""
        outcome = self._formulas.outcome(latex, is_display=False)
        if outcome is None:
            return Figure(latex, None)
        return Figure(latex, outcome) if isinstance(outcome, Formula) else None

    def reason(self, latex: str) -> str:
        """Return why a formula isn't drawn, "" where it is or will be."""
        outcome = self._formulas.outcome(latex, is_display=False)
        return reason(outcome) if isinstance(outcome, NotDrawn) else ""

    def width(self, figure: Figure) -> float:
        """Return the width of a formula in the document's font, in pixels."""
        return _size(figure).width * self._em

    def format(self, figure: Figure, base: QTextCharFormat) -> QTextCharFormat:
        """Return the format of the character that stands for a formula, like `base` otherwise."""
        self._shown[figure.latex] = figure.formula
        em, size = self._em, _size(figure)
        made = QTextCharFormat(base)
        made.setObjectType(_KIND)
        made.setProperty(_LATEX, figure.latex)
        made.setProperty(_WIDTH, size.width * em)
        # At least as high as a line of text, so that selections are of one height.
        descent = self._put_under_baseline(made, max(size.descent * em, self._descent))
        made.setProperty(_DESCENT, descent)
        made.setProperty(_HEIGHT, max(size.ascent * em, self._ascent) + descent)
        return made

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: A002, ARG002, N802, N803 - Qt's signature
        """Return the room that a formula takes up."""
        return QSizeF(_number(format, _WIDTH), _number(format, _HEIGHT))

    def drawObject(  # noqa: N802 - Qt's name
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,  # noqa: ARG002 - Qt's signature
        posInDocument: int,  # noqa: N803
        format: QTextFormat,  # noqa: A002
    ) -> None:
        """Paint a formula, as text where it isn't known yet."""
        room = QRectF(rect)
        colour = self._colour
        marked = self._marked.get(posInDocument)
        if marked is not None:
            painter.fillRect(room, marked.background())
            colour = marked.foreground().color()
        latex = str(format.property(_LATEX))
        formula = self._shown.get(latex)
        if formula is None:
            paint_source(painter, room, latex, self._source_font, self._source_colour)
            return
        em = self._em
        baseline = room.bottom() - _number(format, _DESCENT)
        top_left = QPointF(room.left(), baseline - formula.ascent_em * em)
        where = QRectF(top_left, QSizeF(formula.width_em * em, formula.height_em * em))
        self._formulas.renderer(formula, colour).render(painter, where)

    def _put_under_baseline(self, made: QTextCharFormat, descent: float) -> float:
        """Have Qt lay an object out with a descent, and return the one it will really have.

        Qt knows no descent for objects, but one that stands on the baseline reaches as far under
        it as its font does: the font is the one with that descent.
        """
        made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        pixels = max(1, math.ceil(descent / self._descent_of_pixel - _ROUNDING))
        made.setProperty(QTextFormat.Property.FontPixelSize, pixels)
        font = QFont(self._edit.document().defaultFont())
        font.setPixelSize(pixels)
        return QFontMetricsF(font).descent()

    def _measure(self) -> None:
        font = QFont(self._edit.document().defaultFont())
        measure = QFontMetricsF(font)
        self._em = em_of(font)
        self._ascent, self._descent = measure.ascent(), measure.descent()
        font.setPixelSize(_BIG_SIZE)
        self._descent_of_pixel = QFontMetricsF(font).descent() / _BIG_SIZE


def em_of(font: QFont) -> float:
    """Return the em, in pixels, at which formulas go with a font: their letters equally high."""
    size = QFontInfo(font).pixelSize()
    wanted = QFontMetricsF(font).xHeight() / _FONT_X_HEIGHT_EM
    return min(max(wanted, size), size * _MOST_LARGER)


def paint_source(painter: QPainter, rect: QRectF, latex: str, font: QFont, colour: QColor) -> None:
    """Paint as much of a formula's source as there is room for."""
    one_line = " ".join(latex.split())
    text = QFontMetricsF(font).elidedText(one_line, Qt.TextElideMode.ElideRight, rect.width())
    if len(text) < min(len(one_line), _SHORTEST_SOURCE):
        return
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)


def expected_size(latex: str) -> Size:
    """Return about how large a formula will be, before anybody has drawn it."""
    signs = _NO_SIGN.sub("", _COMMAND.sub("x", latex[:_LONGEST_GUESS]))
    is_tall = any(command in latex for command in _TALL)
    lines = 1 + latex.count("\\\\")
    height = (1.0 if lines == 1 else 1.3 * lines) + (1.0 if is_tall else 0.2)
    return Size(0.55 * max(map(len, signs.split("\\\\"))) + 0.1, height * 0.6, height * 0.4)


_LONGEST_GUESS = 2000
_SHORTEST_SOURCE = 8
_COMMAND = re.compile(r"\\[a-zA-Z]+\*?")
_NO_SIGN = re.compile(r"[{}^_&\s]")
_TALL = ("frac", "sum", "int", "prod", "lim", "binom")


def _size(figure: Figure) -> Size:
    made = figure.formula
    if made is None:
        expected = expected_size(figure.latex)
        return Size(expected.width, min(expected.ascent, 1.1), min(expected.descent, 0.4))
    return Size(made.width_em, made.ascent_em, made.descent_em)


def _number(text_format: QTextFormat, name: int) -> float:
    return text_format.doubleProperty(name)
