"""Colours as style sheets write them → `#rrggbb` with an opacity, and how they stand together."""

import colorsys
import re
from dataclasses import dataclass

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)\Z")
_NUMBER = re.compile(r"(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)(%|deg)?")
_LINK = re.compile(r"url\(\s*[\"']?#([A-Za-z_][\w.-]*)[\"']?\s*\)\Z")
# The names that people and models use; others are drawn as if nothing had been said.
_NAMES = {
    "black": "000000",
    "white": "ffffff",
    "red": "ff0000",
    "green": "008000",
    "blue": "0000ff",
    "yellow": "ffff00",
    "orange": "ffa500",
    "purple": "800080",
    "pink": "ffc0cb",
    "gray": "808080",
    "grey": "808080",
    "lightgray": "d3d3d3",
    "lightgrey": "d3d3d3",
    "darkgray": "a9a9a9",
    "darkgrey": "a9a9a9",
    "silver": "c0c0c0",
    "lightblue": "add8e6",
    "lightgreen": "90ee90",
    "lightyellow": "ffffe0",
    "lightpink": "ffb6c1",
    "lightcyan": "e0ffff",
    "skyblue": "87ceeb",
    "steelblue": "4682b4",
    "darkblue": "00008b",
    "darkgreen": "006400",
    "darkred": "8b0000",
    "navy": "000080",
    "teal": "008080",
    "cyan": "00ffff",
    "aqua": "00ffff",
    "magenta": "ff00ff",
    "fuchsia": "ff00ff",
    "lime": "00ff00",
    "maroon": "800000",
    "olive": "808000",
    "brown": "a52a2a",
    "gold": "ffd700",
    "coral": "ff7f50",
    "salmon": "fa8072",
    "tomato": "ff6347",
    "crimson": "dc143c",
    "khaki": "f0e68c",
    "beige": "f5f5dc",
    "lavender": "e6e6fa",
    "violet": "ee82ee",
    "indigo": "4b0082",
    "turquoise": "40e0d0",
    "orchid": "da70d6",
    "plum": "dda0dd",
    "tan": "d2b48c",
    "wheat": "f5deb3",
    "ivory": "fffff0",
    "honeydew": "f0fff0",
    "aliceblue": "f0f8ff",
    "mintcream": "f5fffa",
    "palegreen": "98fb98",
    "limegreen": "32cd32",
    "seagreen": "2e8b57",
    "dodgerblue": "1e90ff",
    "royalblue": "4169e1",
    "slategray": "708090",
    "whitesmoke": "f5f5f5",
    "gainsboro": "dcdcdc",
    "darkorange": "ff8c00",
    "hotpink": "ff69b4",
    "chocolate": "d2691e",
    "peachpuff": "ffdab9",
    "mistyrose": "ffe4e1",
}
_LEAST_CONTRAST = 3.0
_SEEN = 0.5


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour `#rrggbb`, "none" or `url(#id)`, and how opaque it is, from 0 to 1."""

    value: str
    opacity: float = 1.0

    @property
    def is_ground(self) -> bool:
        """Whether text on it is read against this colour."""
        return self.value.startswith("#") and self.opacity >= _SEEN


NONE = Paint("none")


def parse_paint(text: str) -> Paint | None:
    """Return the paint that a style sheet means, None where it can't be told."""
    text = text.strip().lower() if "url(" not in text else text.strip()
    if text in ("none", "transparent"):
        return NONE
    if text in _NAMES:
        return Paint(f"#{_NAMES[text]}")
    link = _LINK.match(text)
    if link:
        return Paint(f"url(#{link[1]})")
    if _HEX.match(text):
        return _from_hex(text[1:])
    function = _FUNCTION.match(text)
    return _from_function(function[1], function[2]) if function else None


def readable(text: str, ground: str, choices: tuple[str, str]) -> str:
    """Return the colour for text on a ground: its own, or the best choice if that is too weak."""
    if contrast(text, ground) >= _LEAST_CONTRAST:
        return text
    return max(choices, key=lambda choice: contrast(choice, ground))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21.

    Source: WCAG 2.2, "contrast ratio".
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _from_hex(digits: str) -> Paint:
    if len(digits) < 6:
        digits = "".join(2 * digit for digit in digits)
    opacity = int(digits[6:8], 16) / 255 if len(digits) == 8 else 1.0
    return Paint(f"#{digits[:6]}", opacity)


def _from_function(name: str, inside: str) -> Paint | None:
    numbers = [(float(value), unit) for value, unit in _NUMBER.findall(inside)]
    if len(numbers) not in (3, 4):
        return None
    opacity = _share(*numbers[3], whole=1.0) if len(numbers) == 4 else 1.0
    if name == "rgb":
        shares = [_share(value, unit, whole=255.0) for value, unit in numbers[:3]]
    else:
        hue, saturation, lightness = (value for value, _unit in numbers[:3])
        shares = list(
            colorsys.hls_to_rgb(hue % 360 / 360, _clamped(lightness / 100), saturation / 100)
        )
    return Paint("#" + "".join(f"{round(255 * _clamped(s)):02x}" for s in shares), opacity)


def _share(value: float, unit: str, whole: float) -> float:
    return _clamped(value / (100.0 if unit == "%" else whole))


def _clamped(share: float) -> float:
    return min(1.0, max(0.0, share))
