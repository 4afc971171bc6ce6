"""Formulas that want to lead somewhere or to become markup of another kind."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.figures.formula import FormulaNotDrawn, draw_formula, formula_mathml

PLANTED = "http://planted.example/x"
HOSTILE = [
    rf"\href{{{PLANTED}}}{{x}}",
    r"\href{javascript:alert(1)}{x}",
    rf"\includegraphics{{{PLANTED}}}",
    rf"\url{{{PLANTED}}}",
    r"\input{/etc/passwd}",
    r"\class{x' onclick='alert(1)}{a}",
    rf"\style{{background:url({PLANTED})}}{{a}}",
    r'\color{red" onload="alert(1)}{a}',
    rf"\textcolor{{url({PLANTED})}}{{a}}",
    rf"\text{{<img src='{PLANTED}'>}}",
    r"\text{</annotation><script>alert(1)</script>}",
    r"\text{]]><script>alert(1)</script>}",
    r"\mathrm{<image href=x>}",
    r"\unicode{x3C}script",
    r"\htmlData{a=b}{c}",
    r"\cssId{a}{b}",
    r"\rule{1e9cm}{1e9cm}",
    r"\hspace{1e9cm}x",
    r"\operatorname{<b>}",
    r"\tag{<b>}",
]
SHAPES = {"svg", "g", "path", "rect", "symbol", "use", "defs", "line", "text", "tspan"}
MATHS = {
    *("math", "semantics", "annotation", "mrow", "mi", "mo", "mn", "mtext", "mspace", "mfrac"),
    *("msqrt", "mroot", "mstyle", "msub", "msup", "msubsup", "munder", "mover", "munderover"),
    *("mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose", "mmultiscripts", "mprescripts"),
    *("none", "merror", "mlabeledtr", "mfenced"),
}
LARGEST_EM = 10_000


def tags(markup: str) -> set[str]:
    return {element.tag.rpartition("}")[2] for element in ET.fromstring(markup).iter()}


def attributes(markup: str) -> set[tuple[str, str]]:
    every = (element.attrib.items() for element in ET.fromstring(markup).iter())
    return {(name.rpartition("}")[2].lower(), value) for pairs in every for name, value in pairs}


def check(latex: str) -> None:
    try:
        formula = draw_formula(latex, is_display=True)
    except FormulaNotDrawn:
        return
    assert tags(formula.svg) <= SHAPES
    assert 0 <= formula.width_em < LARGEST_EM
    assert 0 <= formula.height_em < LARGEST_EM
    for markup in (formula.svg, formula.mathml, formula_mathml(latex, is_display=False)):
        for name, value in attributes(markup):
            assert not name.startswith("on")
            assert name != "style"
            assert name not in ("href", "src") or value.startswith("#")
            assert "url(" not in value
            assert "script" not in value
    assert tags(formula.mathml) <= MATHS


@pytest.mark.parametrize("latex", HOSTILE)
def test_a_formula_leads_nowhere_and_is_markup_of_its_own_kind_alone(latex: str) -> None:
    check(latex)


@given(st.text(alphabet="<>&\"'{}/=;: \\]-!abhrefon", max_size=30))
def test_no_text_within_a_formula_becomes_markup(text: str) -> None:
    check(rf"a \text{{{text}}}")
