"""How well a passphrase holds against guessing, as a hint; pure."""

import enum
import math

LEAST_CHARACTERS = 8
_FAIR_BITS = 50.0
_STRONG_BITS = 75.0
_POOLS = (
    (str.islower, 26),
    (str.isupper, 26),
    (str.isdigit, 10),
    (str.isspace, 1),
)
_SIGNS = 32
_BEYOND_ASCII = 3000


class Strength(enum.Enum):
    """Four steps; only TOO_SHORT is refused."""

    TOO_SHORT = enum.auto()
    WEAK = enum.auto()
    FAIR = enum.auto()
    STRONG = enum.auto()


def strength_of(passphrase: str) -> Strength:
    """Judge by length and variety; characters that repeat count little."""
    if len(passphrase) < LEAST_CHARACTERS:
        return Strength.TOO_SHORT
    bits = _bits(passphrase)
    if bits < _FAIR_BITS:
        return Strength.WEAK
    return Strength.FAIR if bits < _STRONG_BITS else Strength.STRONG


def _bits(passphrase: str) -> float:
    pool = sum(size for holds, size in _POOLS if any(holds(c) for c in passphrase))
    if any(c.isascii() and not c.isalnum() and not c.isspace() for c in passphrase):
        pool += _SIGNS
    if not passphrase.isascii():
        pool += _BEYOND_ASCII
    distinct = len(set(passphrase))
    repeats = len(passphrase) - distinct
    return (distinct + repeats / 2) * math.log2(max(pool, 2))
