"""Formulas in HTML for the clipboard: MathML, which word processors take as equations."""

from supertoken_desktop.document.html import formula_source
from supertoken_desktop.figures.formula import FormulaNotDrawn, formula_mathml


def formula_html(latex: str, is_display: bool) -> str:  # noqa: FBT001 - a FormulaHtml
    """Return a formula as MathML, or its LaTeX as code where that can't be read."""
    try:
        return formula_mathml(latex, is_display=is_display)
    except FormulaNotDrawn:
        return formula_source(latex, is_display)
