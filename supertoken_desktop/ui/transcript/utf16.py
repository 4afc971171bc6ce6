"""Qt's positions in texts, which count UTF-16 units, and Python's, which count characters."""


def utf16_length(text: str) -> int:
    """Return how many positions a text takes in Qt's documents."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def from_utf16(text: str, position: int) -> int:
    """Return the character of `text` that stands at one of Qt's positions."""
    if text.isascii():
        return min(position, len(text))
    taken = 0
    for index, character in enumerate(text):
        if taken >= position:
            return index
        taken += 2 if character > "\uffff" else 1
    return len(text)
