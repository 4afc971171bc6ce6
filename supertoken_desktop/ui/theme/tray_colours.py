"""Colours of the tray icon: nobody tells how dark a panel is, so light and dark stand together."""

from PySide6.QtGui import QColor

LIGHT = QColor("#f7f8fb")
DARK = QColor("#20242c")
ACCENT = QColor("#3d5bd9")
ATTENTION = QColor("#e8590c")
# What a system colours by itself gives its shape alone.
MASK = QColor("#000000")
