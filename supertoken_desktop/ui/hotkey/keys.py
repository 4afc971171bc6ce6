"""Combinations of keys, and what each system calls them; pure.

A combination is written as Qt writes key sequences in its portable form ("Meta+Ctrl+Space"), which
on a Mac calls the command key Ctrl and the control key Meta.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


class Modifier(enum.Enum):
    """A key that is held down with another, in the order in which Qt writes them."""

    META = "Meta"
    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"


@dataclass(frozen=True, slots=True)
class NativeKey:
    """What systems call a key; None where a system has no such key.

    `keysym` is that of X, `name` the same in words (xkbcommon), `windows` a virtual key code,
    `carbon` the virtual key code of a Mac with an ANSI keyboard.
    """

    keysym: int
    name: str
    windows: int | None = None
    carbon: int | None = None


@dataclass(frozen=True, slots=True)
class Combination:
    """A key and what is held down with it; `str` gives Qt's portable form.

    `key` is a name of `NAMED_KEYS` or one printable character of Latin-1, a capital where the
    character has one.
    """

    modifiers: frozenset[Modifier]
    key: str

    def __str__(self) -> str:
        held = [modifier.value for modifier in Modifier if modifier in self.modifiers]
        return "+".join([*held, self.key])

    @property
    def is_usable(self) -> bool:
        """Tell whether it may be taken from all programs: typing a text must stay possible."""
        return bool(self.modifiers - {Modifier.SHIFT}) or self.key in _NEVER_TYPED


def read_combination(text: str) -> Combination | None:
    """Return the combination that a text names in Qt's portable form, None where it is none.

    Raises: nothing; the text comes from a file that anybody may have written.
    """
    modifiers: set[Modifier] = set()
    rest = text if len(text) <= _LONGEST else ""
    while True:
        head, plus, tail = rest.partition("+")
        found = next((modifier for modifier in Modifier if modifier.value == head), None)
        if found is None or not plus or found in modifiers:
            break
        modifiers.add(found)
        rest = tail
    key = _known_key(rest)
    return Combination(frozenset(modifiers), key) if key else None


def x_keysym(key: str) -> int:
    """Return the keysym of X that a key has with nothing held down."""
    named = NAMED_KEYS.get(key)
    # The keysyms of Latin-1 are its code points.
    return named.keysym if named is not None else ord(key.lower())


def windows_key(key: str) -> int | None:
    """Return the virtual key code of Windows, None where the layout of the keyboard decides."""
    named = NAMED_KEYS.get(key)
    if named is not None:
        return named.windows
    return ord(key) if key.isascii() and key.isalnum() else None


def carbon_key(key: str) -> tuple[int, bool] | None:
    """Return the virtual key code of a Mac, and whether the sign stands behind Shift.

    None where its keyboards have no such key. Signs are where an American keyboard has them.
    """
    named = NAMED_KEYS.get(key)
    if named is not None:
        return None if named.carbon is None else (named.carbon, False)
    plain = _CARBON_BEHIND_SHIFT.get(key, key)
    code = _CARBON_CHARACTERS.get(plain)
    return None if code is None else (code, plain != key)


def portal_trigger(combination: Combination) -> str:
    """Return the combination as desktop portals write it.

    Source: the shortcuts specification of freedesktop.org, 0.1: modifiers, then a keysym's name.
    """
    held = [_PORTAL_MODIFIERS[m] for m in Modifier if m in combination.modifiers]
    return "+".join([*held, _keysym_name(combination.key)])


def _known_key(text: str) -> str:
    """Return a key as it is written here, empty where there is no such key."""
    if text in NAMED_KEYS:
        return text
    capital = text.upper()
    if len(text) != 1 or max(map(ord, text + capital)) > _LAST_LATIN_1:
        return ""
    if not text.isprintable() or text.isspace():
        return ""
    return capital if len(capital) == 1 else text


def _keysym_name(key: str) -> str:
    named = NAMED_KEYS.get(key)
    if named is not None:
        return named.name
    if key.isascii():
        return key.lower() if key.isalnum() else _PUNCTUATION_NAMES[key]
    return f"U{ord(key.lower()):04X}"


_LONGEST = 64
_LAST_LATIN_1 = 0xFF
_PORTAL_MODIFIERS: Mapping[Modifier, str] = {
    Modifier.META: "LOGO",
    Modifier.CTRL: "CTRL",
    Modifier.ALT: "ALT",
    Modifier.SHIFT: "SHIFT",
}
# Source: Events.h of HIToolbox (kVK_…), winuser.h (VK_…), keysymdef.h and XF86keysym.h.
_EDITING_KEYS: Mapping[str, NativeKey] = {
    "Space": NativeKey(0x20, "space", 0x20, 0x31),
    "Return": NativeKey(0xFF0D, "Return", 0x0D, 0x24),
    "Enter": NativeKey(0xFF8D, "KP_Enter", None, 0x4C),
    "Tab": NativeKey(0xFF09, "Tab", 0x09, 0x30),
    "Esc": NativeKey(0xFF1B, "Escape", 0x1B, 0x35),
    "Backspace": NativeKey(0xFF08, "BackSpace", 0x08, 0x33),
    "Ins": NativeKey(0xFF63, "Insert", 0x2D),
    "Del": NativeKey(0xFFFF, "Delete", 0x2E, 0x75),
    "Home": NativeKey(0xFF50, "Home", 0x24, 0x73),
    "End": NativeKey(0xFF57, "End", 0x23, 0x77),
    "PgUp": NativeKey(0xFF55, "Prior", 0x21, 0x74),
    "PgDown": NativeKey(0xFF56, "Next", 0x22, 0x79),
    "Left": NativeKey(0xFF51, "Left", 0x25, 0x7B),
    "Up": NativeKey(0xFF52, "Up", 0x26, 0x7E),
    "Right": NativeKey(0xFF53, "Right", 0x27, 0x7C),
    "Down": NativeKey(0xFF54, "Down", 0x28, 0x7D),
}
_CARBON_FUNCTION_KEYS = (
    *(0x7A, 0x78, 0x63, 0x76, 0x60, 0x61, 0x62, 0x64, 0x65, 0x6D),
    *(0x67, 0x6F, 0x69, 0x6B, 0x71, 0x6A, 0x40, 0x4F, 0x50, 0x5A),
)
_FUNCTION_KEYS: Mapping[str, NativeKey] = {
    f"F{number}": NativeKey(
        0xFFBD + number,
        f"F{number}",
        0x6F + number,
        _CARBON_FUNCTION_KEYS[number - 1] if number <= len(_CARBON_FUNCTION_KEYS) else None,
    )
    for number in range(1, 25)
}
_EXTRA_KEYS: Mapping[str, NativeKey] = {
    "Pause": NativeKey(0xFF13, "Pause", 0x13),
    "Print": NativeKey(0xFF61, "Print", 0x2C),
    "ScrollLock": NativeKey(0xFF14, "Scroll_Lock", 0x91),
    "Menu": NativeKey(0xFF67, "Menu", 0x5D),
    "Help": NativeKey(0xFF6A, "Help", 0x2F, 0x72),
    "Volume Down": NativeKey(0x1008FF11, "XF86AudioLowerVolume", 0xAE, 0x49),
    "Volume Mute": NativeKey(0x1008FF12, "XF86AudioMute", 0xAD, 0x4A),
    "Volume Up": NativeKey(0x1008FF13, "XF86AudioRaiseVolume", 0xAF, 0x48),
    "Media Play": NativeKey(0x1008FF14, "XF86AudioPlay", 0xB3),
    "Media Stop": NativeKey(0x1008FF15, "XF86AudioStop", 0xB2),
    "Media Previous": NativeKey(0x1008FF16, "XF86AudioPrev", 0xB1),
    "Media Next": NativeKey(0x1008FF17, "XF86AudioNext", 0xB0),
    "Home Page": NativeKey(0x1008FF18, "XF86HomePage", 0xAC),
    "Launch Mail": NativeKey(0x1008FF19, "XF86Mail", 0xB4),
    "Search": NativeKey(0x1008FF1B, "XF86Search", 0xAA),
    "Calculator": NativeKey(0x1008FF1D, "XF86Calculator", 0xB7),
}
_CARBON_KEYPAD_DIGITS = (0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5B, 0x5C)
# Qt writes the keypad as a modifier, Num; here it is a part of the key's name.
_KEYPAD_KEYS: Mapping[str, NativeKey] = {
    **{
        f"Num+{digit}": NativeKey(
            0xFFB0 + digit, f"KP_{digit}", 0x60 + digit, _CARBON_KEYPAD_DIGITS[digit]
        )
        for digit in range(10)
    },
    "Num+*": NativeKey(0xFFAA, "KP_Multiply", 0x6A, 0x43),
    "Num++": NativeKey(0xFFAB, "KP_Add", 0x6B, 0x45),
    "Num+-": NativeKey(0xFFAD, "KP_Subtract", 0x6D, 0x4E),
    "Num+.": NativeKey(0xFFAE, "KP_Decimal", 0x6E, 0x41),
    "Num+/": NativeKey(0xFFAF, "KP_Divide", 0x6F, 0x4B),
}
_NEVER_TYPED = frozenset({*_FUNCTION_KEYS, *_EXTRA_KEYS})
NAMED_KEYS: Mapping[str, NativeKey] = MappingProxyType(
    {**_EDITING_KEYS, **_FUNCTION_KEYS, **_EXTRA_KEYS, **_KEYPAD_KEYS}
)
_CARBON_CHARACTERS: Mapping[str, int] = dict(
    zip(
        "ASDFHGZXCV" + "BQWERYT123465=97-80]OU[IPLJ'K;\\,/NM.`",
        (
            *(0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09),
            *(0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17),
            *(0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x25),
            *(0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x32),
        ),
        strict=True,
    )
)
_CARBON_BEHIND_SHIFT: Mapping[str, str] = dict(
    zip('!@#$%^&*()_+{}|:"<>?~', "1234567890-=[]\\;',./`", strict=True)
)
_PUNCTUATION_NAMES: Mapping[str, str] = dict(
    zip(
        "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
        (
            *("exclam", "quotedbl", "numbersign", "dollar", "percent", "ampersand", "apostrophe"),
            *("parenleft", "parenright", "asterisk", "plus", "comma", "minus", "period", "slash"),
            *("colon", "semicolon", "less", "equal", "greater", "question", "at", "bracketleft"),
            *("backslash", "bracketright", "asciicircum", "underscore", "grave", "braceleft"),
            *("bar", "braceright", "asciitilde"),
        ),
        strict=True,
    )
)
