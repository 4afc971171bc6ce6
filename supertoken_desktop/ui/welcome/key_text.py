"""Keys as people paste them; pure."""

_QUOTES = "\"'`“”‘’«»,;"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_PREFIXES = ("authorization:", "bearer ", "api-key:", "x-api-key:")


def cleaned_key(text: str) -> str:
    """Return a key without blanks, quotes and a leading `Bearer`, as it goes into the header."""
    rest = text.translate(_INVISIBLE).strip()
    before = None
    while rest != before:
        before = rest
        rest = rest.strip().strip(_QUOTES).strip()
        for prefix in _PREFIXES:
            if rest.lower().startswith(prefix):
                rest = rest[len(prefix) :]
    return "".join(rest.split())
