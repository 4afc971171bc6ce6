"""When code is coloured, and as what: by its author's word or by a guess, open or closed."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from supertoken_desktop.document.blocks import Fence
from supertoken_desktop.document.guess import guess_language
from supertoken_desktop.document.highlight import (
    LONGEST_CODE,
    OpenHighlighter,
    Recolouring,
    TokenSpan,
)
from supertoken_desktop.ui.transcript.rows.code_colours import LineColours
from supertoken_desktop.ui.transcript.rows.code_text import CodeText
from supertoken_desktop.ui.transcript.rows.style import RowStyle

RECOLOUR_MS = 250
# After colouring took long, so many times as long nothing is coloured.
_WAIT_FACTOR = 4
# An open block of so many lines is long enough for a guess, which looks at its beginning.
GUESSED_FROM_LINES = 8
_GUESSED_BY = 4_000


class Colourist(Protocol):
    """Colour code in the background."""

    def colours(self, code: str, language: str) -> Sequence[TokenSpan] | None:
        """Return the spans if they are known; otherwise None, and `CodeView.recolour` later."""

    def colour_open(
        self, highlighter: OpenHighlighter, code: str, done: Callable[[Recolouring], None]
    ) -> None:
        """Colour what is new in code that is being written, then call `done`."""


class CodeColouring(QObject):
    """Keep a code's colours true to its text. `language_changed` tells of a guess."""

    language_changed = Signal()

    def __init__(self, text: CodeText, colourist: Colourist) -> None:
        super().__init__(text)
        self.language = ""
        self.is_guessed = False
        self._text = text
        self._colourist = colourist
        self._fence: Fence | None = None
        self._lines = LineColours(text, self)
        self._open: OpenHighlighter | None = None
        self._is_working = False
        self._awaits_colours = False
        self._has_guessed = False
        self._timer = QTimer(self, singleShot=True, interval=RECOLOUR_MS)
        self._timer.timeout.connect(self._colour_open)

    def begin(self, fence: Fence, style: RowStyle) -> None:
        """Colour a code of which nothing is coloured."""
        self._lines.begin(self._text.shown, style)
        self.language, self.is_guessed, self._has_guessed = fence.language, False, False
        self._open = None
        self._timer.stop()
        self.go_on(fence)

    def go_on(self, fence: Fence) -> None:
        """Colour what has been added, or all of it now that the code is closed."""
        self._fence = fence
        self._guess(fence)
        if fence.closed:
            self._open = None
            self._timer.stop()
            self._colour_closed()
        else:
            self._colour_soon()

    def recolour(self) -> None:
        """Take the colours that have become known."""
        if self._awaits_colours and self._fence is not None and self._fence.closed:
            self._colour_closed()

    def resume(self) -> None:
        """Go on with a code that wasn't on screen for a while."""
        if self._fence is not None and not self._fence.closed:
            self._colour_soon()

    def _colour_soon(self) -> None:
        if not self._timer.isActive() and not self._is_working:
            self._timer.start(RECOLOUR_MS)

    def _guess(self, fence: Fence) -> None:
        """Guess once when there is enough to go by, and for good when the code is closed."""
        if fence.language:
            return
        is_long = self._text.reader.line_count >= GUESSED_FROM_LINES
        if not fence.closed and (self._has_guessed or not is_long):
            return
        self._has_guessed = True
        guess = guess_language(_beginning(fence))
        if guess != self.language:
            self.language, self.is_guessed = guess, bool(guess)
            self._open = None
            self.language_changed.emit()

    def _colour_closed(self) -> None:
        assert self._fence is not None
        shown = self._text.shown.length
        if shown > LONGEST_CODE:
            # It keeps the colours that it got while it was written.
            return
        code = self._fence.code[:shown]
        spans = self._colourist.colours(code, self.language)
        self._awaits_colours = spans is None
        if spans is not None:
            self._lines.show(spans, 0, shown, is_first=True)

    def _colour_open(self) -> None:
        if self._fence is None or self._fence.closed or not self.language or self._is_working:
            return
        if not self._text.isVisible() or not self._text.shown.numbers[-1]:
            # A very long line is coloured when it is finished: each time would cost all of it.
            # What nobody sees waits for `resume`.
            return
        if self._open is None:
            self._open = OpenHighlighter(self.language)
        code = self._fence.code[: self._text.shown.length]
        done = partial(self._on_open_coloured, self._open, len(code), time.perf_counter())
        self._is_working = True
        self._colourist.colour_open(self._open, code, done)

    def _on_open_coloured(
        self, highlighter: OpenHighlighter, end: int, started_at: float, found: Recolouring
    ) -> None:
        if not isValid(self):
            return
        self._is_working = False
        if highlighter is self._open:
            self._lines.show(found.spans, found.start, end)
        if self._fence is not None and not self._fence.closed and self._text.shown.length > end:
            took_ms = int((time.perf_counter() - started_at) * 1000)
            self._timer.start(max(RECOLOUR_MS, _WAIT_FACTOR * took_ms))


def _beginning(fence: Fence) -> str:
    pieces: list[str] = []
    length = 0
    for chunk in fence.body.chunks:
        pieces.append(chunk)
        length += len(chunk)
        if length >= _GUESSED_BY:
            break
    return "".join(pieces)[:_GUESSED_BY]
