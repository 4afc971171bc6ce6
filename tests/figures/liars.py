"""Processes that do not what they should: as if the engine in them had been taken over."""

import json
import pickle
from multiprocessing.connection import Connection
from pathlib import Path

from supertoken_desktop.figures.diagram import DiagramLook

_DRAWN = {"svg": "<svg/>", "width": 5, "height": 5}


class _Act:
    """Does something where it is unpickled."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (_leave_a_mark, (self._path,))


def _leave_a_mark(path: str) -> None:
    Path(path).touch()


def lie(connection: "Connection[bytes, tuple[str, DiagramLook]]") -> None:
    """Answer with what the source names."""
    while True:
        source, _look = connection.recv()
        kind, _space, rest = source.partition(" ")
        match kind:
            case "pickle":
                connection.send_bytes(pickle.dumps(_Act(rest)))
            case "end":
                return
            case "much":
                connection.send_bytes(b" " * 60_000_000)
            case "say":
                connection.send_bytes(rest.encode())
            case _:
                connection.send_bytes(json.dumps(_DRAWN).encode())
