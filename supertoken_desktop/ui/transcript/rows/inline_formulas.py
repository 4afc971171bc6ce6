"""Formulas within text: objects of a text document that stand on the baseline of their line."""

import math
import re
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
from PySide6.QtWidgets import QWidget

from supertoken_desktop.figures.formula import Formula
from supertoken_desktop.ui.transcript.formulas import Formulas

OBJECT = "\ufffc"
_KIND = QTextFormat.ObjectTypes.UserObject.value + 1
_PROPERTIES = QTextFormat.Property.UserProperty.value
_LATEX, _WIDTH, _HEIGHT, _DESCENT = (_PROPERTIES + number for number in range(1, 5))
# The maths font's letters are lower than those of screen fonts of the same size.
_FONT_X_HEIGHT_EM = 0.473
_MOST_LARGER = 1.2
_BIG_SIZE = 100


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
    """Lay out and paint the formulas of one document, which must outlive neither this nor it.

    `colour` is that of the text around.
    """

    def __init__(self, document: QTextDocument, formulas: Formulas, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour = QColor()
        self.source_font = QFont()
        self._document = document
        self._formulas = formulas
        self._shown: dict[str, Formula | None] = {}
        document.documentLayout().registerHandler(_KIND, self)

    def forget(self) -> None:
        """Begin anew: the document is going to be filled."""
        self._shown.clear()

    def figure(self, latex: str) -> Figure | None:
        """Return a formula as it can be shown now, None where it stays source."""
        outcome = self._formulas.outcome(latex, is_display=False)
        if outcome is None:
            return Figure(latex, None)
        return Figure(latex, outcome) if isinstance(outcome, Formula) else None

    def width(self, figure: Figure) -> float:
        """Return the width of a formula in the document's font, in pixels."""
        return _size(figure).width * em_of(self._document.defaultFont())

    def format(self, figure: Figure, base: QTextCharFormat) -> QTextCharFormat:
        """Return the format of the character that stands for a formula, like `base` otherwise."""
        self._shown[figure.latex] = figure.formula
        em, size = em_of(self._document.defaultFont()), _size(figure)
        made = QTextCharFormat(base)
        made.setObjectType(_KIND)
        made.setProperty(_LATEX, figure.latex)
        made.setProperty(_WIDTH, size.width * em)
        descent = self._put_under_baseline(made, math.ceil(size.descent * em))
        made.setProperty(_DESCENT, descent)
        made.setProperty(_HEIGHT, math.ceil(size.ascent * em) + descent)
        return made

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: A002, ARG002, N802, N803 - Qt's signature
        """Return the room that a formula takes up."""
        return QSizeF(_number(format, _WIDTH), _number(format, _HEIGHT))

    def drawObject(  # noqa: N802 - Qt's name
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,  # noqa: ARG002 - Qt's signature
        posInDocument: int,  # noqa: ARG002, N803
        format: QTextFormat,  # noqa: A002
    ) -> None:
        """Paint a formula, as text where it isn't known yet."""
        room = QRectF(rect)
        marked = format.foreground()
        colour = self.colour if marked.style() == Qt.BrushStyle.NoBrush else marked.color()
        latex = str(format.property(_LATEX))
        formula = self._shown.get(latex)
        if formula is None:
            paint_source(painter, room, latex, self.source_font, colour)
            return
        em = em_of(self._document.defaultFont())
        baseline = room.bottom() - _number(format, _DESCENT)
        top_left = QPointF(room.left(), baseline - formula.ascent_em * em)
        where = QRectF(top_left, QSizeF(formula.width_em * em, formula.height_em * em))
        self._formulas.renderer(formula, colour).render(painter, where)

    def _put_under_baseline(self, made: QTextCharFormat, descent: int) -> float:
        """Have Qt lay an object out with a descent, and return the one it will really have.

        Qt knows no descent for objects, but one that stands on the baseline reaches as far under
        it as its font does: the font is the one with that descent.
        """
        made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        font = QFont(self._document.defaultFont())
        font.setPixelSize(_BIG_SIZE)
        ratio = QFontMetricsF(font).descent() / _BIG_SIZE
        font.setPixelSize(max(1, math.ceil(descent / ratio)))
        made.setProperty(QTextFormat.Property.FontPixelSize, font.pixelSize())
        return QFontMetricsF(font).descent()


def em_of(font: QFont) -> float:
    """Return the em, in pixels, at which formulas go with a font: their letters equally high."""
    size = QFontInfo(font).pixelSize()
    wanted = QFontMetricsF(font).xHeight() / _FONT_X_HEIGHT_EM
    return min(max(wanted, size), size * _MOST_LARGER)


def paint_source(painter: QPainter, rect: QRectF, latex: str, font: QFont, colour: QColor) -> None:
    """Paint as much of a formula's source as there is room for."""
    painter.setFont(font)
    painter.setPen(colour)
    one_line = " ".join(latex.split())
    text = QFontMetricsF(font).elidedText(one_line, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)


def expected_size(latex: str) -> Size:
    """Return about how large a formula will be, before anybody has drawn it."""
    signs = _NO_SIGN.sub("", _COMMAND.sub("x", latex[:_LONGEST_GUESS]))
    is_tall = any(command in latex for command in _TALL)
    lines = 1 + latex.count("\\\\")
    height = (1.0 if lines == 1 else 1.3 * lines) + (1.0 if is_tall else 0.2)
    return Size(0.55 * max(map(len, signs.split("\\\\"))) + 0.1, height * 0.6, height * 0.4)


_LONGEST_GUESS = 2000
_COMMAND = re.compile(r"\\[a-zA-Z]+\*?")
_NO_SIGN = re.compile(r"[{}^_&\s]")
_TALL = ("frac", "sum", "int", "prod", "lim", "binom")


def _size(figure: Figure) -> Size:
    made = figure.formula
    if made is None:
        return expected_size(figure.latex)
    return Size(made.width_em, made.ascent_em, made.descent_em)


def _number(text_format: QTextFormat, name: int) -> float:
    return text_format.doubleProperty(name)
