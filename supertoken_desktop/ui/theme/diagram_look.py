"""The looks of diagrams: the palette's colours, and the font's measures for who can't see fonts."""

from collections.abc import Mapping

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from supertoken_desktop.figures.diagram import DiagramLook
from supertoken_desktop.figures.lettering import Lettering
from supertoken_desktop.ui.theme.palette import Colours

# What tells slices, bars and branches apart; text is legible on all of them.
_SERIES_LIGHT = (
    *("#8ea2ee", "#f0b56a", "#79c7a0", "#e79a9a"),
    *("#b9a1e6", "#7cc4d8", "#d9c76b", "#c0a08a"),
)
_SERIES_DARK = (
    *("#4a5fba", "#8b5d24", "#2f7050", "#9c4e4e"),
    *("#7057a6", "#307080", "#746627", "#7d604c"),
)
_SERIES_CONTRAST_DARK = (
    *("#3d52ab", "#74491a", "#22593f", "#8a3f3f"),
    *("#634a97", "#275f6e", "#5f541d", "#604a3b"),
)
_BORDER_LIGHT, _BORDER_DARK = "#9fb0ea", "#5a6bb8"
_NOTE_BORDER_LIGHT, _NOTE_BORDER_DARK = "#e2c27a", "#7a672f"
# Latin, whose letters differ most; of other scripts a guess is good enough.
_MEASURED = range(0x20, 0x180)
_MEASURED_AT = 64


def diagram_look(colours: Colours, font: QFont) -> DiagramLook:
    """Return the look of diagrams that goes with a palette and a font."""
    is_dark, is_high = colours.is_dark, colours.is_high_contrast
    border = _BORDER_DARK if is_dark else _BORDER_LIGHT
    note_border = _NOTE_BORDER_DARK if is_dark else _NOTE_BORDER_LIGHT
    series = _SERIES_DARK if is_dark else _SERIES_LIGHT
    if is_high and is_dark:
        series = _SERIES_CONTRAST_DARK
    return DiagramLook(
        is_dark=is_dark,
        ground=colours.surface.name(),
        text=colours.text.name(),
        muted=colours.muted.name(),
        line=colours.muted.name(),
        fill=colours.question.name(),
        border=colours.border.name() if is_high else border,
        group=colours.code_background.name(),
        note=colours.warning_background.name(),
        note_border=colours.border.name() if is_high else note_border,
        series=series,
        lettering=_lettering(font),
    )


def _lettering(font: QFont) -> Lettering:
    large = QFont(font)
    large.setPixelSize(_MEASURED_AT)
    measure = QFontMetricsF(large)
    widths: Mapping[str, float] = {
        chr(code): measure.horizontalAdvance(chr(code)) / _MEASURED_AT
        for code in _MEASURED
        if chr(code).isprintable()
    }
    return Lettering(
        family=QFontInfo(font).family(),
        widths=widths,
        ascent=measure.ascent() / _MEASURED_AT,
        descent=measure.descent() / _MEASURED_AT,
    )
