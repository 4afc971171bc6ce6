"""Labels that take their text literally, as much of it comes from elsewhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

_LONGEST_PIECE = 24


def plain_label(role: str = "") -> QLabel:
    """Return an empty label whose lines wrap, in the colours of a role of the style sheet."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def paint(label: QLabel, text: str, role: str) -> None:
    """Put a text into a label, in the colours of a role of the style sheet."""
    label.setText(text)
    if label.property("role") == role:
        return
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)


def breakable(address: str) -> str:
    """Return an address with places where a line may break, which are not seen."""
    pieces: list[str] = []
    length = 0
    for character in address:
        pieces.append(character)
        length += 1
        if character in "/.-_?&=" or length >= _LONGEST_PIECE:
            pieces.append("\u200b")
            length = 0
    return "".join(pieces)
