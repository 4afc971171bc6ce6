import contextlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supertoken_desktop.figures.formula import (
    Formula,
    FormulaNotDrawn,
    Obstacle,
    coloured,
    draw_formula,
    formula_mathml,
)
from tests.figures.samples import NOT_DRAWN, TYPICAL

PIECES = (
    *(r"\frac", r"\sqrt", r"\left(", r"\right)", r"\sum", r"\text{", r"\begin{pmatrix}"),
    *(r"\end{pmatrix}", r"\begin{align*}", r"\end{align*}", r"\\", "&", "{", "}", "^", "_", "x"),
    *("12", "+", "-", "=", " ", r"\alpha", r"\tag{1}", r"\ce{", "中", "😀", "'", r"\mathbb", "|"),
    *(r"\hat", r"\limits", r"\operatorname*{", r"\left.", r"\middle|", r"\color{red}", "<", ";"),
    *(r"\overset", r"\substack{", r"\hline", r"\mathrm{", "%", "$", "#", "~", r"\ ", r"\binom"),
)


def draw(latex: str) -> Formula:
    return draw_formula(latex, is_display=True)


def obstacle(latex: str) -> Obstacle:
    with pytest.raises(FormulaNotDrawn) as caught:
        draw(latex)
    return caught.value.obstacle


@pytest.mark.parametrize("latex", TYPICAL)
def test_a_typical_formula_is_drawn(latex: str) -> None:
    for is_display in (True, False):
        made = draw_formula(latex, is_display=is_display)

        assert ET.fromstring(made.svg).tag.endswith("svg")
        assert ET.fromstring(made.mathml).tag == "{http://www.w3.org/1998/Math/MathML}math"
        assert made.width_em > 0
        assert made.height_em > 0


@pytest.mark.parametrize("latex", NOT_DRAWN)
def test_what_nobody_can_draw_says_so(latex: str) -> None:
    with pytest.raises(FormulaNotDrawn):
        draw(latex)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40))
@example(r"\mathbf{v} = \begin{pmatrix} v_1 \\ v_2 \end{pmatrix}^T")
@example(r"\color{red}{x}")
@example("\x00")
@example("\ud800")
@example(r"\frac{a}")
@settings(deadline=None, max_examples=150)
def test_nothing_but_its_own_error_comes_out(latex: str) -> None:
    try:
        made = draw(latex)
    except FormulaNotDrawn:
        return
    ET.fromstring(made.svg)
    ET.fromstring(made.mathml)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("", Obstacle.EMPTY),
        ("x" * 5000, Obstacle.TOO_LONG),
        ("{" * 100 + "x" + "}" * 100, Obstacle.TOO_DEEP),
        (r"\begin{matrix}" + "x&" * 1000 + r"\end{matrix}", Obstacle.TOO_MANY_CELLS),
        (r"\nosuchthing{x}", Obstacle.UNKNOWN_COMMAND),
        (r"\begin{CD} A \end{CD}", Obstacle.UNKNOWN_COMMAND),
        ("x + 😀", Obstacle.UNKNOWN_CHARACTER),
        (r"\sqrt" * 120 + " x", Obstacle.TOO_DEEP),
        (r"\frac{a}{b}" * 200, Obstacle.TOO_LONG),
        (r"\newcommand{\a}{\a\a}\a", Obstacle.UNKNOWN_COMMAND),
        (r"\rule{1000000em}{1em}", Obstacle.TOO_LONG),
        (r"\frac{a}", Obstacle.BROKEN),
        (r"x^2^3", Obstacle.BROKEN),
    ],
)
def test_an_error_says_what_is_in_the_way(latex: str, expected: Obstacle) -> None:
    assert obstacle(latex) is expected


@pytest.mark.parametrize(
    "shape", [r"\frac{%s}{y}", r"\sqrt{%s}", "x^{%s}", r"\left(%s\right)", "{%s}"]
)
def test_nesting_costs_no_more_than_its_depth(shape: str) -> None:
    latex = "x"
    for _ in range(16):
        latex = shape % latex

    start = time.process_time()
    draw(latex)

    # Unbounded, each level doubles what the one before took: minutes at this depth.
    assert time.process_time() - start < 1.0


def test_a_long_row_costs_no_more_than_its_length() -> None:
    def cost(length: int) -> float:
        start = time.process_time()
        with contextlib.suppress(FormulaNotDrawn):
            draw("x+" * length)
        return time.process_time() - start

    cost(10)

    assert cost(600) < 12 * cost(150) + 0.1


def test_a_picture_does_not_depend_on_what_was_drawn_before() -> None:
    before = draw(r"f'(x)^{\prime} - y")

    draw(r"\text{off-line} + \frac{a}{b}")

    assert draw(r"f'(x)^{\prime} - y") == before


def test_threads_draw_the_same_as_one_alone() -> None:
    formulas = TYPICAL[:40] * 3
    alone = [draw(latex).svg for latex in TYPICAL[:40]] * 3

    with ThreadPoolExecutor(4) as pool:
        together = [made.svg for made in pool.map(draw, formulas)]

    assert together == alone


def test_chinese_stands_in_the_formula_as_text_of_the_reader_s_font() -> None:
    made = draw(r"\text{速度} = \frac{\text{路程}}{\text{时间}}")

    texts = [element.text for element in ET.fromstring(made.svg).iter() if element.text]

    assert "".join(texts) == "速度路程时间"


def test_a_tall_formula_reaches_under_the_baseline() -> None:
    letter, fraction = draw("x"), draw(r"\frac{a}{b}")

    assert letter.descent_em < 0.1
    assert fraction.descent_em > 0.5
    assert fraction.ascent_em > letter.ascent_em


def test_display_style_is_larger_than_inline_style() -> None:
    latex = r"\sum_{i=1}^{n} \frac{1}{i}"

    assert draw(latex).height_em > draw_formula(latex, is_display=False).height_em


def test_colours_come_from_the_reader_not_from_the_author() -> None:
    made = draw(r"\color{red}{x} + \textcolor{blue}{y} + \frac{a}{b}")

    svg = coloured(made, "#123456")

    assert "currentColor" in made.svg
    assert "currentColor" not in svg
    assert "#123456" in svg
    assert "red" not in svg
    assert "blue" not in svg


def test_mathml_keeps_the_source_as_annotation() -> None:
    made = ET.fromstring(formula_mathml(r"a < b & c", is_display=False))

    annotation = made.find(".//{*}annotation")
    assert annotation is not None
    assert annotation.text == "a < b & c"
    assert annotation.get("encoding") == "application/x-tex"


def test_the_libraries_are_loaded_by_the_first_formula_only() -> None:
    code = (
        "import sys\n"
        "import supertoken_desktop.ui.transcript.view\n"
        "import supertoken_desktop.figures.formula\n"
        "print([n for n in sys.modules if n in ('ziamath', 'ziafont', 'latex2mathml')])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert loaded.strip() == "[]"
