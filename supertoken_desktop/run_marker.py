"""The trace that a run leaves while it lasts: what is left of it tells how the last one ended."""

import contextlib
import enum
import faulthandler
import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from supertoken_desktop.crash_report import native_text

_LIMIT_BYTES = 64 * 1024
_STARTING = "starting"
_READY = "ready"


class LastEnd(enum.Enum):
    """How the last run ended: in order, from outside (killed, power loss), or by a crash."""

    PROPER = enum.auto()
    KILLED = enum.auto()
    CRASHED = enum.auto()


@dataclass(frozen=True, slots=True)
class LastRun:
    """How the last run ended, and what Python could still write where it crashed."""

    end: LastEnd = LastEnd.PROPER
    text: str = ""


class RunMarker:
    """Mark a run in a folder that nobody else uses at the same time; all of it blocks briefly.

    A process that is killed or loses its power leaves the marker. One that crashes inside a library
    leaves the places in the code as well, which `faulthandler` writes: names of files and
    functions, never values.
    """

    def __init__(self, marker: Path, trace: Path, version: str) -> None:
        self._marker = marker
        self._trace = trace
        self._version = version
        self._file: TextIO | None = None
        self._lock = threading.Lock()
        self._is_over = False

    def begin(self) -> LastRun:
        """Return how the last run ended and mark this one."""
        last = self._last_run()
        self._write(_STARTING)
        with contextlib.suppress(OSError):  # a run without this trace is as good as any
            self._file = self._trace.open("w", encoding="utf-8")
            faulthandler.enable(self._file)
        return last

    def mark_ready(self) -> None:
        """Note that the window can be used; from any thread."""
        with self._lock:
            if not self._is_over:
                self._write(_READY)

    def end(self) -> None:
        """Take all traces away: this run ends in order."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            _remove(self._trace)
        with self._lock:
            self._is_over = True
            _remove(self._marker)

    def _last_run(self) -> LastRun:
        if not self._marker.is_file():
            return LastRun()
        text = native_text(_beginning(self._trace))
        is_crash = bool(text) or _stage_in(_beginning(self._marker)) == _STARTING
        return LastRun(LastEnd.CRASHED if is_crash else LastEnd.KILLED, text)

    def _write(self, stage: str) -> None:
        facts = {"pid": os.getpid(), "version": self._version, "stage": stage}
        with contextlib.suppress(OSError):  # a full disk must not keep the window shut
            self._marker.write_text(json.dumps(facts) + "\n", encoding="utf-8")


def _remove(path: Path) -> None:
    """Remove a file; one that somebody holds must not keep the program from ending in order."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _beginning(path: Path) -> str:
    """Return the text of a file up to a limit, "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_LIMIT_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _stage_in(text: str) -> str:
    """Return what a marker says, "" where it is broken. The file may have been cut at any byte."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    stage = found.get("stage") if isinstance(found, dict) else ""
    return stage if isinstance(stage, str) else ""
