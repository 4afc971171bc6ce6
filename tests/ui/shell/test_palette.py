"""Every pair of colours that is shown, in every look, against the figures of WCAG 2.2.

A branch that adds a colour adds the pairs in which it is seen to `PAIRS` or `SHAPES`.
"""

from collections.abc import Iterator
from dataclasses import fields
from itertools import product

import pytest
from PySide6.QtGui import QColor, QFont

from supertoken_desktop.document.highlight import TokenKind
from supertoken_desktop.ui.theme.code_style import colour_for, diff_ground
from supertoken_desktop.ui.theme.contrast import CONTRAST_DARK, CONTRAST_LIGHT
from supertoken_desktop.ui.theme.diagram_look import diagram_look
from supertoken_desktop.ui.theme.palette import DARK, LIGHT, Colours
from supertoken_desktop.ui.theme.style_sheet import mixed

# WCAG 2.2: 1.4.3 (AA), 1.4.6 (AAA), 1.4.11.
TEXT_CONTRAST = 4.5
HIGH_TEXT_CONTRAST = 7.0
SHAPE_CONTRAST = 3.0

STYLES = ("calm", "vivid", "plain")
LOOKS = {
    "light": LIGHT,
    "dark": DARK,
    "contrast-light": CONTRAST_LIGHT,
    "contrast-dark": CONTRAST_DARK,
}
GROUNDS = ("window", "surface", "raised", "hover")
# Where people read: the page, questions, and what stands within a line.
READING = ("surface", "question", "code_background", "inline_code")
WORDS = ("text", "muted", "link", "error", "success", "warning")

# What is written, and on what.
PAIRS = [
    *product(WORDS, GROUNDS),
    *product(("text", "muted", "link"), READING),
    ("text", "pressed"),
    ("accent_text", "accent"),
    ("accent_text", "accent_hover"),
    ("selection_text", "selection"),
    ("hit_text", "hit"),
    ("hit_text", "current_hit"),
    *product(("text", "muted", "link", "error"), ("error_background",)),
    *product(("text", "muted", "warning"), ("warning_background",)),
]
# What is drawn to be understood, and on what.
SHAPES = [
    *product(("focus",), (*GROUNDS, "selection", "question", "error_background")),
    *product(("accent",), ("surface", "raised", "window")),
    # Bars of alerts, check boxes, bullets, the caret of an answer.
    *product(("link", "success", "accent", "warning", "error", "muted"), ("surface",)),
    *product(("muted", "accent"), ("question",)),
    ("error", "error_background"),
]
# What only high contrast promises.
HIGH_SHAPES = [
    *product(("border", "quote_bar", "code_border", "scroll"), ("window", "surface", "raised")),
    *product(("border", "code_border"), ("code_background", "question", "hover")),
]
CODE_KINDS = [kind.value for kind in TokenKind]


def _text_wanted(look: Colours) -> float:
    return HIGH_TEXT_CONTRAST if look.is_high_contrast else TEXT_CONTRAST


def _cases() -> Iterator[tuple[str, str, str, float]]:
    for name, look in LOOKS.items():
        wanted = _text_wanted(look)
        yield from ((name, words, ground, wanted) for words, ground in dict.fromkeys(PAIRS))
        shapes = [*SHAPES, *(HIGH_SHAPES if look.is_high_contrast else ())]
        yield from ((name, shape, ground, SHAPE_CONTRAST) for shape, ground in shapes)


@pytest.mark.parametrize(("name", "one", "ground", "wanted"), list(_cases()))
def test_what_is_shown_stands_out_from_its_ground(
    name: str, one: str, ground: str, wanted: float
) -> None:
    colours = _all_of(LOOKS[name])

    assert contrast(colours[one], colours[ground]) >= wanted


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", CODE_KINDS)
def test_code_can_be_read_in_every_style(name: str, style: str, kind: str) -> None:
    look = LOOKS[name]

    assert contrast(colour_for(kind, look, style), look.code_background) >= _text_wanted(look)


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("is_inserted", [True, False])
def test_a_diff_can_be_read_on_its_grounds(name: str, style: str, *, is_inserted: bool) -> None:
    look = LOOKS[name]
    kind = "inserted" if is_inserted else "deleted"
    ground = diff_ground(look, is_inserted=is_inserted)

    for words in (look.text, colour_for(kind, look, style)):
        assert contrast(words, ground) >= _text_wanted(look)


@pytest.mark.parametrize("name", LOOKS)
def test_a_diagram_can_be_read(name: str) -> None:
    look = LOOKS[name]
    diagram = diagram_look(look, QFont())

    for ground in (diagram.ground, diagram.fill, diagram.group, diagram.note, *diagram.series):
        assert contrast(QColor(diagram.text), QColor(ground)) >= _text_wanted(look)
    if look.is_high_contrast:
        for edge in (diagram.border, diagram.note_border, diagram.line):
            assert contrast(QColor(edge), QColor(diagram.ground)) >= SHAPE_CONTRAST


def test_every_colour_of_a_look_is_in_the_table() -> None:
    listed = {name for pair in (*PAIRS, *SHAPES, *HIGH_SHAPES) for name in pair}
    colours = {f.name for f in fields(Colours) if f.type in (QColor, "QColor")}

    assert colours <= listed


@pytest.mark.parametrize("name", LOOKS)
def test_a_tint_can_be_told_from_the_page(name: str) -> None:
    look = LOOKS[name]

    for ground in (look.question, look.code_background, look.inline_code, look.hover):
        assert ground != look.surface


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two opaque colours. Source: WCAG 2.2, "contrast ratio"."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _all_of(look: Colours) -> dict[str, QColor]:
    names = look.names()
    return {name: QColor(value) for name, value in {**names, **mixed(names)}.items()}


def _luminance(colour: QColor) -> float:
    parts = [_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
