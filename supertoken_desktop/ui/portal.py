"""The portal of a Linux desktop: where it is on the session bus, and what its answers are made of.

Source: https://flatpak.github.io/xdg-desktop-portal/docs/.
"""

from collections.abc import Mapping

PORTAL = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"


def value_in(found: object, name: str) -> object:
    """Return a value of a dictionary of variants, which are pairs of a signature and a value."""
    match found.get(name) if isinstance(found, Mapping) else None:
        case (str(), value):
            return value
        case _:
            return None


def text_in(found: object, name: str) -> str:
    """Return a text of such a dictionary, "" where there is none."""
    value = value_in(found, name)
    return value if isinstance(value, str) else ""
