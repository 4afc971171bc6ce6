"""Which way a text runs: by its first letter, as the Unicode algorithm has it."""

import unicodedata

# Where no letter comes within so many characters, the text runs from left to right.
_LOOKED_AT = 512
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def is_right_to_left(text: str) -> bool:
    """Tell whether a text's first strong character belongs to a script like Arabic or Hebrew.

    Source: Unicode Standard Annex 9, rules P2 and P3; isolates are not looked for.
    """
    if text.isascii():
        return False
    for character in text[:_LOOKED_AT]:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT:
            return True
    return False
