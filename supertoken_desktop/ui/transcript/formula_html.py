"""Formulas in HTML for the clipboard: MathML, which word processors take as equations."""

from supertoken_desktop.document.html import FormulaHtml, formula_source
from supertoken_desktop.figures.formula import FormulaNotDrawn, formula_mathml

# Copying is waited for, and this much takes up to a second: more than any but hostile answers have.
MOST_CHARACTERS = 40_000
# What a formula costs however short it is, in characters.
_AT_LEAST = 20


def formula_html(latex: str, is_display: bool) -> str:  # noqa: FBT001 - a FormulaHtml
    """Return a formula as MathML, or its LaTeX as code where that can't be read."""
    try:
        return formula_mathml(latex, is_display=is_display)
    except FormulaNotDrawn:
        return formula_source(latex, is_display)


def formulas_within(most_characters: int = MOST_CHARACTERS) -> FormulaHtml:
    """Return what writes formulas as MathML up to so many characters, and then as LaTeX."""
    left = most_characters

    def write(latex: str, is_display: bool) -> str:  # noqa: FBT001 - a FormulaHtml
        nonlocal left
        left -= _AT_LEAST + len(latex)
        return formula_html(latex, is_display) if left >= 0 else formula_source(latex, is_display)

    return write
