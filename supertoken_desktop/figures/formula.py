"""LaTeX → a picture of the formula, as SVG that is crisp at any size.

Sizes are in ems, so one picture serves every font size; its colour is `currentColor`.
"""

import enum
from dataclasses import dataclass


class Obstacle(enum.Enum):
    """Why a formula can't be drawn."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    TOO_DEEP = "too deep"
    TOO_MANY_CELLS = "too many cells"
    UNKNOWN_COMMAND = "unknown command"
    UNKNOWN_CHARACTER = "unknown character"
    BROKEN = "broken"


class FormulaNotDrawn(Exception):
    """A formula stays source. `detail` is the command or character that is unknown, else ""."""

    def __init__(self, obstacle: Obstacle, detail: str = "") -> None:
        super().__init__(f"{obstacle.value}: {detail}" if detail else obstacle.value)
        self.obstacle = obstacle
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Formula:
    """A drawn formula.

    `svg` is a whole SVG document that paints in `currentColor`. `width_em`, `ascent_em` (above the
    baseline) and `descent_em` (below it) are its size, in ems of the font around it. `mathml` is
    the same formula for programs that take formulas from the clipboard.
    """

    svg: str
    width_em: float
    ascent_em: float
    descent_em: float
    mathml: str

    @property
    def height_em(self) -> float:
        """The height from top to bottom."""
        return self.ascent_em + self.descent_em

    @property
    def size_bytes(self) -> int:
        """About how much memory it takes."""
        return len(self.svg) + len(self.mathml)


def coloured(formula: Formula, colour: str) -> str:
    """Return the SVG of a formula in a colour, as SVG spells colours."""
    return formula.svg.replace("currentColor", colour)


def draw_formula(latex: str, *, is_display: bool) -> Formula:
    """Return the picture of a formula; takes milliseconds, so not for the thread of a window.

    `is_display` is for formulas that stand alone: limits above and under, large operators.

    Raises: FormulaNotDrawn. The LaTeX is hostile input.
    """
    # Its libraries read a font and tables of symbols, 0.2 s: not before there is a formula.
    from supertoken_desktop.figures.typesetting import typeset

    return typeset(latex, is_display=is_display)


def formula_mathml(latex: str, *, is_display: bool) -> str:
    """Return a formula as MathML with its LaTeX as annotation.

    Raises: FormulaNotDrawn.
    """
    from supertoken_desktop.figures.typesetting import mathml

    return mathml(latex, is_display=is_display)
