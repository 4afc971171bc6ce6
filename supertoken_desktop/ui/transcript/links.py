"""Which links may leave the program."""

from urllib.parse import urlsplit

_OPENED = frozenset({"http", "https", "mailto"})


def is_openable(target: str) -> bool:
    """Tell whether a link may be handed to the system: http, https and mailto only.

    The address comes from an answer and is hostile: one that can't be read isn't opened.
    """
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    return scheme in _OPENED and bool(parts.netloc or scheme == "mailto")
