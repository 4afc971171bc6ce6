"""How wide text is, so that boxes are made as large as what is written in them.

Nothing here can see the fonts of the screen; who can hands over the widths of common characters.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

# What is drawn bold is about so much wider.
BOLD = 1.09
_WIDE = 1.0
_EMOJI = 1.3
_OTHER = 0.62
_EMOJI_START = 0x1F000


@dataclass(frozen=True, slots=True)
class Lettering:
    """A font: its family, one name as QtSvg knows no list of them, and its measures in em.

    `widths` maps characters to their advance; those of Chinese, Japanese and Korean are one em
    wide in every font, others are guessed generously.
    """

    family: str = "sans-serif"
    widths: Mapping[str, float] = field(default_factory=dict, hash=False)
    ascent: float = 0.93
    descent: float = 0.24

    def width(self, text: str, size: float, *, is_bold: bool = False) -> float:
        """Return the advance of a line of text in pixels, `size` being the font's."""
        whole = sum(map(self._advance, text)) * size
        return whole * BOLD if is_bold else whole

    def _advance(self, character: str) -> float:
        known = self.widths.get(character)
        if known is not None:
            return known
        if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
            return 0.0
        if ord(character) >= _EMOJI_START and unicodedata.category(character) == "So":
            return _EMOJI
        if unicodedata.east_asian_width(character) in ("W", "F"):
            return _WIDE
        return _OTHER


def is_bold(weight: str) -> bool:
    """Tell whether a font weight, in CSS's words, is a bold one."""
    return weight.strip() in ("bold", "bolder", "600", "700", "800", "900")
