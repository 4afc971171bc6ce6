"""Diagrams in Mermaid's language → pictures, drawn by a process that can be ended.

Mermaid is JavaScript. It runs far from the window: a drawing may take seconds or never come to an
end, an engine that has drawn holds some 100 MB, and it needs no part in what the window holds.
"""

import contextlib
import enum
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from supertoken_desktop.figures.lettering import Lettering

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    Serve = Callable[["Connection[bytes, tuple[str, DiagramLook]]"], None]

LANGUAGE = "mermaid"
# Mermaid's own limit, too.
LONGEST_SOURCE = 50_000
LIMIT_S = 20.0
LARGEST_SIDE = 20_000
LONGEST_SVG = 4_000_000
# A drawing as JSON, each of its characters spelled in six.
_LONGEST_ANSWER_BYTES = 6 * LONGEST_SVG + 1_000
_LINE = re.compile(r"\bline (\d{1,6})")
# Mermaid counts lines after it has taken out comments, directives and front matter.
_UNCOUNTED = re.compile(r"^\s*(?:%%|---)", re.MULTILINE)
_VIEW_BOX = re.compile(r'viewBox="(\S+) (\S+) (\S+) (\S+)"')


@dataclass(frozen=True, slots=True)
class DiagramLook:
    """Colours as `#rrggbb` and lettering of a diagram.

    `text` and `line` stand on `ground`; `fill` and `border` make the boxes, `note` and
    `note_border` the remarks; `series` tells slices, bars and branches apart.
    """

    is_dark: bool
    ground: str
    text: str
    muted: str
    line: str
    fill: str
    border: str
    group: str
    note: str
    note_border: str
    series: tuple[str, ...]
    lettering: Lettering = field(default_factory=Lettering)


@dataclass(frozen=True, slots=True)
class Diagram:
    """A picture: SVG without anything that leads out of it, and its size in pixels.

    It is drawn on nothing, to be read on `ground`.
    """

    svg: str
    width: int
    height: int
    ground: str
    is_dark: bool

    @property
    def svg_on_ground(self) -> str:
        """The picture for places whose ground isn't known: it brings its own."""
        head, end, content = self.svg.partition(">")
        box = _VIEW_BOX.search(head)
        if box is None:
            return self.svg
        x, y, width, height = box.groups()
        where = f'x="{x}" y="{y}" width="{width}" height="{height}"'
        return f'{head}{end}<rect {where} fill="{self.ground}"/>{content}'


class DiagramFault(enum.Enum):
    """Why there is no picture."""

    TOO_LONG = "too long"
    TOO_SLOW = "too slow"
    TOO_LARGE = "too large"
    NOT_UNDERSTOOD = "not understood"
    BROKEN = "broken"


class DiagramFailed(Exception):
    """A source that can't be drawn; `line` is where Mermaid stopped to understand it, from 1."""

    def __init__(self, fault: DiagramFault, line: int | None = None) -> None:
        super().__init__(fault.value if line is None else f"{fault.value}: line {line}")
        self.fault = fault
        self.line = line


class DiagramProcess:
    """Draw in a process of its own, which starts with the first drawing and ends when idle.

    A drawing that takes longer than `limit_s` is ended with its process; the next one gets a new
    process. May be used by any thread; one drawing is made at a time. `serve` is what the process
    does, None for what draws.
    """

    def __init__(self, limit_s: float = LIMIT_S, serve: "Serve | None" = None) -> None:
        self._limit_s = limit_s
        self._serve = serve
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection[object, bytes] | None = None
        self._is_closed = False

    def draw(self, source: str, look: DiagramLook) -> Diagram:
        """Return the picture of a source. Takes up to some seconds.

        Raises: DiagramFailed.
        """
        if len(source) > LONGEST_SOURCE:
            raise DiagramFailed(DiagramFault.TOO_LONG)
        with self._lock:
            if self._process is not None:
                # It may just have ended because nothing was to be done.
                with contextlib.suppress(_ProcessEnded):
                    return self._ask(source, look)
            try:
                return self._ask(source, look)
            except _ProcessEnded as error:
                raise DiagramFailed(DiagramFault.BROKEN) from error

    def close(self) -> None:
        """End the process, also in the midst of a drawing; nothing is drawn any more."""
        self._is_closed = True
        process = self._process
        if process is not None:
            # The drawing thread may have given it up at this moment.
            with contextlib.suppress(ValueError):
                process.kill()

    def _ask(self, source: str, look: DiagramLook) -> Diagram:
        if self._is_closed:
            raise DiagramFailed(DiagramFault.BROKEN)
        connection = self._started()
        try:
            connection.send((source, look))
            if not connection.poll(self._limit_s):
                self._end()
                raise DiagramFailed(DiagramFault.TOO_SLOW)
            answer = connection.recv_bytes(_LONGEST_ANSWER_BYTES)
        except (EOFError, OSError) as error:
            self._end()
            raise _ProcessEnded from error
        return _read(answer, source, look)

    def _started(self) -> "Connection[object, bytes]":
        if self._connection is not None:
            return self._connection
        # What start-up does not need is loaded with the first diagram.
        from multiprocessing import get_context

        from supertoken_desktop.figures.worker import serve

        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=self._serve or serve, args=(theirs,), name="diagrams", daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        return ours

    def _end(self) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if process is not None:
            process.kill()
            process.join()
            process.close()
        if connection is not None:
            connection.close()


class _ProcessEnded(Exception):
    """The other process is gone."""


def _read(answer: bytes, source: str, look: DiagramLook) -> Diagram:
    """Read what the process sent: JSON, as it has handled what nobody can vouch for."""
    try:
        match json.loads(answer):
            case {"svg": str(svg), "width": int(width), "height": int(height)}:
                if 0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE:
                    return Diagram(svg, width, height, look.ground, look.is_dark)
            case {"fault": str(fault), "words": str(words)}:
                raise DiagramFailed(DiagramFault(fault), _line(words, source))
            case _:
                pass  # as for sizes that cannot be
    except (ValueError, RecursionError) as error:
        raise DiagramFailed(DiagramFault.BROKEN) from error
    raise DiagramFailed(DiagramFault.BROKEN)


def _line(words: str, source: str) -> int | None:
    """Return the line that Mermaid complains of; the rest of its words names inner symbols."""
    found = _LINE.search(words)
    if found is None or _UNCOUNTED.search(source):
        return None
    return min(int(found[1]), source.rstrip().count("\n") + 1)


Answer = Mapping[str, str | int]
