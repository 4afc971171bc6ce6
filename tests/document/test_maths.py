import pytest

from supertoken_desktop.document.blocks import Math, Paragraph, SpanStyle
from supertoken_desktop.document.document import parse


def formulas(text: str) -> list[str]:
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    content = block.text
    return [content.text[s.start : s.end] for s in content.spans if s.style is SpanStyle.MATH]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It costs $5 and $10.", []),
        ("$2k cohort and the $25-50k tier", []),
        ("$/PR is down but $/month is up", []),
        ("export $HOME/$USER", []),
        ("价格是$4，另一个$6", []),
        ("$x$, $n$-th, $x'$", ["x", "n", "x'"]),
        ("$E=mc^2$, $\\alpha$", ["E=mc^2", "\\alpha"]),
        ("$5 \\times 3$, $3x^2$", ["5 \\times 3", "3x^2"]),
        ("$ x $", []),
        ("a$b$c", []),
        ("\\$5$", []),
        ("cost $c_1$ is $100", ["c_1"]),
        ("$(ls)$", []),
        ("$(a+b)$, 设$x^2$为正", ["(a+b)", "x^2"]),
        ("PATH=${A}/bin:${B}", []),
        ("两种价格$5和$10", []),
        ("$100$ bill", []),
        ("`$a$`", []),
        ("$x + y", []),
    ],
)
def test_a_single_dollar_is_maths_only_where_it_looks_like_it(text: str, found: list[str]) -> None:
    assert formulas(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("so \\(x + 1\\) and \\[y\\] and $$z$$ end", ["x + 1", "y", "z"]),
        ("\\(a \\\\) b\\)", ["a \\\\) b"]),
        ("\\( open", []),
        ("\\(\\)", []),
        ("**\\(x\\)**", ["x"]),
        ("see \\(a\nb\\)", ["a\nb"]),
    ],
)
def test_other_delimiters_are_always_maths(text: str, found: list[str]) -> None:
    assert formulas(text) == found


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("$$\nx\ny\n$$\n", Math("x\ny", True)),
        ("\\[\nx\n\\]\n", Math("x", True)),
        ("\\[ x \\]", Math("x", True)),
        ("$$x$$", Math("x", True)),
        ("\\[\\begin{a}\nx\n\\end{a}\\]", Math("\\begin{a}\nx\n\\end{a}", True)),
        ("$$\nx\n", Math("x", False)),
    ],
)
def test_displayed_formulas_are_blocks(text: str, block: Math) -> None:
    assert parse(text) == (block,)


def test_an_open_formula_ends_at_a_blank_line() -> None:
    assert parse("$$\nx\n\n$$ later") == (Math("x", False), Math("later", False))


def test_a_formula_may_follow_a_paragraph_and_stand_in_a_list() -> None:
    paragraph, formula = parse("So:\n\\[\nx\n\\]\n")
    (in_list,) = parse("- So:\n  $$\n  x\n  $$\n")

    assert isinstance(paragraph, Paragraph)
    assert formula == Math("x", True)
    assert "Math(source='x', closed=True" in repr(in_list)


@pytest.mark.parametrize("text", ["$$x$$ is short", "\\[1] Smith", "$$$", "$5 a day"])
def test_lines_that_only_begin_like_a_formula_are_paragraphs(text: str) -> None:
    assert isinstance(parse(text)[0], Paragraph)
