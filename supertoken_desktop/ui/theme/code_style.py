"""Colours of code: a few hues, each readable on the code background of either look."""

from collections.abc import Mapping

from PySide6.QtGui import QColor

from supertoken_desktop.ui.theme.palette import Colours

_CALM_LIGHT = {
    "keyword": "#5b3fb5",
    "string": "#1a6b3c",
    "number": "#8a4b08",
    "comment": "#626a77",
    "function": "#2a50b8",
    "type": "#0f6674",
    "constant": "#8a4b08",
    "decorator": "#8a4b08",
    "tag": "#5b3fb5",
    "attribute": "#0f6674",
    "heading": "#2a50b8",
    "inserted": "#1a6b3c",
    "deleted": "#b3261e",
    "error": "#b3261e",
}
_CALM_DARK = {
    "keyword": "#b9a5ff",
    "string": "#8fd0a4",
    "number": "#e3b07b",
    "comment": "#8f97a5",
    "function": "#93b4ff",
    "type": "#7fcbd6",
    "constant": "#e3b07b",
    "decorator": "#e3b07b",
    "tag": "#b9a5ff",
    "attribute": "#7fcbd6",
    "heading": "#93b4ff",
    "inserted": "#8fd0a4",
    "deleted": "#ff9d95",
    "error": "#ff9d95",
}
_VIVID_LIGHT = {
    **_CALM_LIGHT,
    "keyword": "#a3117f",
    "string": "#0a6b1f",
    "number": "#b03a00",
    "function": "#0b49d1",
    "type": "#00667a",
    "constant": "#b03a00",
    "decorator": "#7a3fd0",
    "tag": "#a3117f",
    "attribute": "#7a3fd0",
}
_VIVID_DARK = {
    **_CALM_DARK,
    "keyword": "#ff8fd8",
    "string": "#9be564",
    "number": "#ffb454",
    "function": "#6cb6ff",
    "type": "#4fd6e8",
    "constant": "#ffb454",
    "decorator": "#d3a6ff",
    "tag": "#ff8fd8",
    "attribute": "#d3a6ff",
}
# The same hues at 7:1.
_CALM_CONTRAST_LIGHT = {
    "keyword": "#42268f",
    "string": "#0a4a25",
    "number": "#5f3200",
    "comment": "#3d434d",
    "function": "#173a8f",
    "type": "#07464f",
    "constant": "#5f3200",
    "decorator": "#5f3200",
    "tag": "#42268f",
    "attribute": "#07464f",
    "heading": "#173a8f",
    "inserted": "#0a4a25",
    "deleted": "#850000",
    "error": "#850000",
}
_CALM_CONTRAST_DARK = {
    "keyword": "#c9b9ff",
    "string": "#a3e0b7",
    "number": "#efc393",
    "comment": "#b9bfca",
    "function": "#a9c4ff",
    "type": "#97dbe5",
    "constant": "#efc393",
    "decorator": "#efc393",
    "tag": "#c9b9ff",
    "attribute": "#97dbe5",
    "heading": "#a9c4ff",
    "inserted": "#a3e0b7",
    "deleted": "#ffb3ad",
    "error": "#ffb3ad",
}
_VIVID_CONTRAST_LIGHT = {
    **_CALM_CONTRAST_LIGHT,
    "keyword": "#7a0060",
    "string": "#004d10",
    "number": "#7a2600",
    "function": "#00349e",
    "type": "#004756",
    "constant": "#7a2600",
    "decorator": "#55209f",
    "tag": "#7a0060",
    "attribute": "#55209f",
}
_VIVID_CONTRAST_DARK = {
    **_CALM_CONTRAST_DARK,
    "keyword": "#ffa3df",
    "string": "#a8ee78",
    "number": "#ffc070",
    "function": "#8ac5ff",
    "type": "#6ee2f2",
    "constant": "#ffc070",
    "decorator": "#dcb8ff",
    "tag": "#ffa3df",
    "attribute": "#dcb8ff",
}
# By style, dark, high contrast.
_KINDS_OF: Mapping[tuple[str, bool, bool], Mapping[str, str]] = {
    ("calm", False, False): _CALM_LIGHT,
    ("calm", True, False): _CALM_DARK,
    ("calm", False, True): _CALM_CONTRAST_LIGHT,
    ("calm", True, True): _CALM_CONTRAST_DARK,
    ("vivid", False, False): _VIVID_LIGHT,
    ("vivid", True, False): _VIVID_DARK,
    ("vivid", False, True): _VIVID_CONTRAST_LIGHT,
    ("vivid", True, True): _VIVID_CONTRAST_DARK,
}
# Several words for what looks the same.
_SAME_AS: Mapping[str, str] = {
    "class": "type",
    "builtin": "type",
    "namespace": "type",
    "literal": "constant",
    "regex": "string",
    "escape": "number",
    "prompt": "comment",
    "output": "comment",
    "doc": "comment",
    "meta": "decorator",
    "preprocessor": "decorator",
}


# The grounds of a diff's lines: inserted, deleted.
_DIFF_LIGHT = (QColor("#e2f3e7"), QColor("#fde8e6"))
_DIFF_DARK = (QColor("#17301f"), QColor("#3a1d20"))
_DIFF_CONTRAST_LIGHT = (QColor("#d8f3e0"), QColor("#ffe2df"))
_DIFF_CONTRAST_DARK = (QColor("#0a2a14"), QColor("#3d0a0a"))


def diff_ground(colours: Colours, *, is_inserted: bool) -> QColor:
    """Return what lies under an inserted or deleted line of a diff."""
    grounds = _DIFF_DARK if colours.is_dark else _DIFF_LIGHT
    if colours.is_high_contrast:
        grounds = _DIFF_CONTRAST_DARK if colours.is_dark else _DIFF_CONTRAST_LIGHT
    return grounds[0 if is_inserted else 1]


def colour_for(kind: str, colours: Colours, style: str) -> QColor:
    """Return the colour of a kind of token; text's own where the style has none for it."""
    hues = _KINDS_OF.get((style, colours.is_dark, colours.is_high_contrast))
    if hues is None:
        return colours.muted if kind == "comment" else colours.text
    name = hues.get(kind) or hues.get(_SAME_AS.get(kind, ""))
    return QColor(name) if name else colours.text
