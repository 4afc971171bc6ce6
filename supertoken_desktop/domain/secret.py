"""A value that must not be seen: keys of relays and of the database."""

from typing import NoReturn, final

_QUOTES = "\"'`“”‘’«»,;"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
# Of a shorter one, seven characters would be too many to show.
_LONG_ENOUGH_TO_HINT = 16
_PREFIXES = ("authorization:", "bearer ", "api-key:", "x-api-key:")


@final
class Secret:
    """Hold a secret text so that printing, logging or pickling it by accident shows nothing."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text itself; for the request header and the database key alone."""
        return self._value

    def masked(self) -> str:
        """Return the first and last characters, by which its owner knows it, or "…"."""
        if len(self._value) < _LONG_ENOUGH_TO_HINT:
            return "…"
        return f"{self._value[:3]}…{self._value[-4:]}"

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is never pickled or copied")


def cleaned_key(text: str) -> str:
    """Return a pasted key as it goes into the header: no blanks, quotes or leading `Bearer`.

    Source: the relays take everything after `sk-` literally, so that one stray character is a 401.
    """
    rest = text.translate(_INVISIBLE).strip()
    before = None
    while rest != before:
        before = rest
        rest = rest.strip().strip(_QUOTES).strip()
        for prefix in _PREFIXES:
            if rest.lower().startswith(prefix):
                rest = rest[len(prefix) :]
    return "".join(rest.split())
