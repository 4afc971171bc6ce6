from collections.abc import Iterable, Iterator

import pytest

from supertoken_desktop.document.blocks import (
    Block,
    Heading,
    ListBlock,
    Math,
    Paragraph,
    Quote,
    SpanStyle,
    Table,
    Text,
)
from supertoken_desktop.document.document import parse


def formulas(text: str) -> list[str]:
    """All formulas, wherever they stand."""
    return list(_formulas(parse(text)))


def _formulas(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(text) | Heading(_, text):
                yield from _inline(text)
            case Math(source):
                yield source
            case ListBlock():
                for item in block.items:
                    yield from _formulas(item.blocks)
            case Quote(inner):
                yield from _formulas(inner)
            case Table():
                for row in (block.header, *block.rows):
                    for cell in row:
                        yield from _inline(cell)
            case _:
                pass


def _inline(text: Text) -> list[str]:
    return [text.text[s.start : s.end] for s in text.spans if s.style is SpanStyle.MATH]


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
    "text",
    [
        "这件衣服$99，那件$199，一共$298。",
        "每月$20到$30之间",
        "价格在$5~$10之间，平均$7.5。",
        "从$1,000涨到$2,500",
        "A股$3.5亿和$4.2亿",
        "it is $5-$10 per month",
        "between $1.50 and $2.75 each",
        "$100k–$150k a year",
        "$20/month or $200/year",
        "US$5 and A$7",
        "pay $3 + $4 = $7",
        "save $5 (was $10)",
        "if x > $5 and y < $10",
        '"$HOME" and "$PATH"',
        "use $1 and $2 as arguments",
        "$((a+b)) and $(pwd)",
        "for f in $FILES; do echo $f; done",
        "${y} and ${z}",
        "regex ^a$|^b$ ends",
        "/^\\d+$/ and /^\\w+$/",
        "^[a-z]+$ matches, and [0-9]+$ too",
        "`Hi ${name}` and ${count} items",
        "jQuery: $('#id') and $(\".c\")",
        "$scope.x and $http.get",
        "PHP: $a = $b + $c;",
        "$_GET and $_POST",
        "$x$y",
        "$1$ and $-1$ and $3.14$",
        "$HOME$",
        "$a\n\nb$",
        "\\$5 and \\$10",
        "\\\\(not\\\\)",
    ],
)
def test_money_shells_and_patterns_are_text(text: str) -> None:
    assert formulas(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("设$f(x)=x^2$，求$f'(x)$。", ["f(x)=x^2", "f'(x)"]),
        ("若$a>b$且$b>c$则$a>c$", ["a>b", "b>c", "a>c"]),
        ("向量$\\vec{a}$与$\\vec{b}$", ["\\vec{a}", "\\vec{b}"]),
        ("概率$P(A|B)$和$P(A)$", ["P(A|B)", "P(A)"]),
        ("$n$个数，$k$次", ["n", "k"]),
        ("$x_i \\in \\mathbb{R}$ for all $i$.", ["x_i \\in \\mathbb{R}", "i"]),
        ("$O(n \\log n)$ time and $O(1)$ space", ["O(n \\log n)", "O(1)"]),
        ("$10^{-3}$ m and $5\\%$", ["10^{-3}", "5\\%"]),
        ("$a, b, c$ are sides, $(x, y)$ a point", ["a, b, c", "(x, y)"]),
        ("$x = 5$ and cost is $5", ["x = 5"]),
        ("$\\frac{1}{2}$ cup costs $3", ["\\frac{1}{2}"]),
        ("$N=10$, $p < 0.05$", ["N=10", "p < 0.05"]),
        ("$\\text{价格}=5$", ["\\text{价格}=5"]),
        ("**$x$**, *$y$* and [$z$](http://a.b)", ["x", "y", "z"]),
        ("# The $n$-th one", ["n"]),
        ("- \\( a \\) first\n- \\( b_1 \\) second", ["a", "b_1"]),
        ("1. \\[ x = 1 \\]\n2. $$y$$", ["x = 1", "y"]),
        ("- item:\n  \\[\n  y = 2\n  \\]\n- next", ["y = 2"]),
        ("1. so\n\n   $$\n   z\n   $$\n", ["z"]),
        ("> $$z$$", ["z"]),
        ("| $a$ | $b^2$ |\n|---|---|\n| $c$ | $5 |", ["a", "b^2", "c"]),
        ("inline $$a+b$$ here, and $$c$$", ["a+b", "c"]),
    ],
)
def test_formulas_of_real_answers_are_found(text: str, found: list[str]) -> None:
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
