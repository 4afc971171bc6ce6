"""Fonts in other sizes."""

from PySide6.QtGui import QFont


def scaled(font: QFont, factor: float) -> QFont:
    """Return the same font larger or smaller."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * factor)
    else:
        made.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return made
