"""Which keys the demo relay knows, and how it hides them in its record."""

import re
from collections.abc import Iterable

from supertoken_desktop.demo.faults import (
    BANNED,
    KEY_EXHAUSTED,
    KEY_EXPIRED,
    KEY_INVALID,
    KEY_NO_MODEL,
    KEY_SUFFIX,
    NO_KEY,
    NO_MONEY,
    Fault,
)
from supertoken_desktop.demo.wire import Headers

DEMO_KEY = "sk-demo"
KEY_HEADERS = frozenset(
    {"authorization", "x-api-key", "x-goog-api-key", "proxy-authorization", "cookie"}
)

_REFUSED = {
    "sk-expired": KEY_EXPIRED,
    "sk-exhausted": KEY_EXHAUSTED,
    "sk-nomoney": NO_MONEY,
    "sk-nomodel": KEY_NO_MODEL,
    "sk-banned": BANNED,
}


def bearer_key(headers: Iterable[tuple[str, str]]) -> str:
    """Return the Bearer key of a request, "" without one; header names are lower case."""
    value = next((value for name, value in headers if name == "authorization"), "")
    return re.sub(r"^bearer\s+", "", value.strip(), flags=re.IGNORECASE)


def key_fault(key: str, *, for_chat: bool) -> Fault | None:
    """Return why a key is refused, or None for a good one.

    Balance and model rights are looked at when a model is asked for, not when the list is.
    """
    if not key:
        return NO_KEY
    if key == DEMO_KEY:
        return None
    if key.startswith(f"{DEMO_KEY}-"):
        return KEY_SUFFIX
    fault = _REFUSED.get(key, KEY_INVALID)
    if fault in (NO_MONEY, KEY_NO_MODEL) and not for_chat:
        return None
    return fault


def masked(headers: Headers) -> Headers:
    """Return headers with keys cut down to their last four characters."""
    return tuple(
        (name, f"…{value[-4:]}" if name in KEY_HEADERS else value) for name, value in headers
    )


def masked_target(target: str) -> str:
    """Return a request target with a key in its query cut down to its last four characters."""
    return re.sub(r"([?&]key=)[^&]*?([^&]{0,4})(?=&|$)", r"\1…\2", target)
