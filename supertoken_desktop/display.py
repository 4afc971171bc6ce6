"""Whether there is a screen to open a window on; where there is none, Qt ends the program."""

import os
import socket
import sys

NO_DISPLAY = (
    "There is no display to open a window on. Start it in a desktop session, or with xvfb-run."
)


def has_display() -> bool:
    """Tell whether Qt can open a window; where it cannot, it would abort without a clear word."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    return bool(display) and _answers(display)


def _answers(display: str) -> bool:
    """Tell whether a local X server listens; of a remote one nothing can be said in advance."""
    host, _colon, number = display.rpartition(":")
    if host not in ("", "unix"):
        return True
    path = f"/tmp/.X11-unix/X{number.split('.')[0]}"  # noqa: S108  # where X servers listen
    for address in (path, f"\0{path}"):
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(address) == 0:
                return True
    return False
