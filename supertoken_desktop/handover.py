"""Hand what is wanted over to the program that runs already, before anything large is loaded.

Loading the window's program only to find another one takes several times as long. Windows has named
pipes in place of sockets with paths; there `ui/instance.py` does it.
"""

import enum
import json
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

SIZE_LIMIT_BYTES = 256 * 1024
ARGUMENTS_LIMIT = 64
SILENT = "The program is already running with this folder and does not answer."
THANKS = b"ok\n"
TOKEN_VARIABLE = "XDG_ACTIVATION_TOKEN"  # noqa: S105  # the name of a variable
# A program that is still starting, or busy, answers late; the same must not be asked twice.
_ANSWER_LIMIT_S = 5.0


class Found(enum.Enum):
    """Who was found where another program would listen."""

    NOBODY = "nobody"
    TAKEN = "it took what was handed over"
    SILENT = "it does not answer"


def hand_over(place: Path, wanted: Sequence[str]) -> Found:
    """Give what is wanted to who listens at a socket; never raises."""
    if sys.platform == "win32":
        return Found.NOBODY
    with socket.socket(socket.AF_UNIX) as guest:
        guest.settimeout(_ANSWER_LIMIT_S)
        try:
            guest.connect(str(place))
        except (OSError, ValueError):
            return Found.NOBODY
        try:
            guest.sendall(message_of(wanted))
            return Found.TAKEN if guest.recv(len(THANKS)) == THANKS else Found.SILENT
        except OSError:
            return Found.SILENT


def message_of(wanted: Sequence[str]) -> bytes:
    """Return what goes over the socket: a line of JSON, with the token that lets a window rise."""
    token = os.environ.get(TOKEN_VARIABLE, "")
    return json.dumps({"arguments": list(wanted), "token": token}).encode() + b"\n"
