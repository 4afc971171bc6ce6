from itertools import product

import pytest
from PySide6.QtGui import QColor

from supertoken_desktop.document.highlight import TokenKind
from supertoken_desktop.ui.theme.code_style import STYLES, colour_for
from supertoken_desktop.ui.theme.palette import DARK, LIGHT, Colours

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0

LOOKS = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
GROUNDS = ("window", "surface", "raised", "hover")
WORDS = ("text", "muted", "link", "error", "success", "warning")
PAIRS = [
    *product(WORDS, GROUNDS),
    *product(("text", "muted", "link"), ("question", "code_background")),
    ("accent_text", "accent"),
    ("selection_text", "selection"),
    ("hit_text", "hit"),
    ("hit_text", "current_hit"),
    ("error", "error_background"),
    ("text", "error_background"),
    ("muted", "error_background"),
    ("warning", "warning_background"),
    ("text", "warning_background"),
]
CODE_KINDS = [kind.value for kind in TokenKind]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(look: Colours, words: str, ground: str) -> None:
    assert _contrast(getattr(look, words), getattr(look, ground)) >= TEXT_CONTRAST


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_focus_ring_stands_out_from_every_ground(look: Colours, ground: str) -> None:
    assert _contrast(look.focus, getattr(look, ground)) >= SHAPE_CONTRAST


@pytest.mark.parametrize("look", LOOKS)
def test_the_main_button_stands_out_from_the_page(look: Colours) -> None:
    assert _contrast(look.accent, look.surface) >= SHAPE_CONTRAST


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", CODE_KINDS)
def test_code_can_be_read_in_every_style(look: Colours, style: str, kind: str) -> None:
    assert _contrast(colour_for(kind, look, style), look.code_background) >= TEXT_CONTRAST


def _contrast(one: QColor, other: QColor) -> float:
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
