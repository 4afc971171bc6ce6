"""The token with which a window may come to the front: on Wayland no program may do so by itself.

Whoever calls for the window hands one along: a later start, a launcher, a notification, a key. Qt
takes it from the environment when a window is raised.
Source: the protocol xdg-activation, version 1; the startup notification of freedesktop.org.
"""

import os

from supertoken_desktop.handover import TOKEN_VARIABLE

_LIMIT = 256


def use_token(token: object) -> None:
    """Have the next window that is raised show this token; what is none is left out."""
    if isinstance(token, str) and is_token(token):
        os.environ[TOKEN_VARIABLE] = token


def is_token(text: str) -> bool:
    """Tell whether a text from outside can be a token."""
    return 0 < len(text) <= _LIMIT and text.isascii() and text.isprintable()
