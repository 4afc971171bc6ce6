"""One tall picture of the transcript with every construct that answers contain, in one look.

`constructs.md` has the messages, each below a line `===== KIND`.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar

from PySide6.QtCore import Qt, QTimer

from benchmarks.parts import CONVERSATION, application, message, transcript
from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import ReasoningPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.rows.simple import ThoughtView
from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch
from supertoken_desktop.ui.transcript.view import TranscriptView

LOOKS: Mapping[str, Settings] = {
    "light": Settings(theme="light", contrast="normal"),
    "dark": Settings(theme="dark", contrast="normal"),
    "contrast-light": Settings(theme="light", contrast="high"),
    "contrast-dark": Settings(theme="dark", contrast="high"),
}
SOURCE = Path(__file__).with_name("constructs.md")
WIDTH = 960
_FIRST_HEIGHT = 2000
_LOOK_EVERY_MS = 100
# Nothing waited and no height changed for so many looks: the page is done.
_QUIET_LOOKS = 8
_MOST_LOOKS = 300
_THOUGHT_S = 12.4
_MODEL = "tide-2-large"
_SELECTED = (6, 38)

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def main(arguments: Sequence[str] | None = None) -> int:
    """Take one picture; the zoom, the width and others of the settings can be given, too."""
    parser = argparse.ArgumentParser(prog="benchmarks.contact_sheet")
    parser.add_argument("look", choices=LOOKS)
    parser.add_argument("--to", type=Path, default=Path())
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("--zoom", type=int, default=100)
    parser.add_argument("--density", default="normal")
    parser.add_argument("--line-width", default="normal")
    parser.add_argument("--questions", default="right")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    settings = replace(
        LOOKS[asked.look],
        zoom_percent=asked.zoom,
        density=asked.density,
        line_width=asked.line_width,
        question_style=asked.questions,
    )
    _take(settings, asked.width, asked.to / f"constructs-{asked.look}.png")
    return 0


class CountingPool(ThreadPoolExecutor):
    """Threads that tell how much of their work is still to be done."""

    def __init__(self) -> None:
        super().__init__(2)
        self._due: list[Future[object]] = []

    @property
    def is_busy(self) -> bool:
        """Whether something is being worked on."""
        self._due = [work for work in self._due if not work.done()]
        return bool(self._due)

    def submit(
        self,
        fn: Callable[_Arguments, _Result],
        /,
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> Future[_Result]:
        """Start work and note it."""
        work = super().submit(fn, *args, **kwargs)
        self._due.append(work)  # type: ignore[arg-type]  # what it gives does not matter here
        return work


class _Page:
    """Wait until everything on the page has been drawn, then keep it as a picture."""

    def __init__(self, view: TranscriptView, pool: CountingPool, target: Path) -> None:
        self._view = view
        self._pool = pool
        self._target = target
        self._looks = self._quiet = self._height = 0
        self._timer = QTimer(view, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        view, height = self._view, self._view.stack.height
        self._looks += 1
        is_same = height == self._height == view.height()
        self._quiet = self._quiet + 1 if is_same and not self._pool.is_busy else 0
        self._height = height
        view.resize(view.width(), height)
        if self._quiet < _QUIET_LOOKS and self._looks < _MOST_LOOKS:
            return
        self._timer.stop()
        self._select()
        view.grab().save(str(self._target))
        sys.stdout.write(f"{self._target}\n")
        application().quit()

    def _select(self) -> None:
        first, last = _SELECTED
        row = self._view.stack.section(1).first_block_row
        ends = (Position(1, row, first), Position(1, row, last))
        origin, reached = (Stretch(end, end) for end in ends)
        self._view.pointer.select(Selection(origin, reached))


def _take(settings: Settings, width: int, target: Path) -> None:
    app = application()
    pool = CountingPool()
    view = transcript(settings, pool)
    view.resize(width, _FIRST_HEIGHT)
    view.show_entries(_entries(SOURCE.read_text(encoding="utf-8")), conversation_id=CONVERSATION)
    thoughts = view.findChildren(ThoughtView)
    min(thoughts, key=lambda found: found.mapTo(view, found.rect().topLeft()).y()).click()
    # Where no ring shows.
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    _page = _Page(view, pool, target)
    app.exec()
    view.deleteLater()
    pool.shutdown()


def _entries(source: str) -> list[Entry]:
    pieces = re.split(r"^===== (\w+)\n", source, flags=re.MULTILINE)[1:]
    entries: list[Entry] = []
    thought: tuple[ReasoningPart, ...] = ()
    for kind, text in zip(pieces[::2], pieces[1::2], strict=True):
        if kind == "reasoning":
            thought = (ReasoningPart(text, duration_s=_THOUGHT_S),)
            continue
        entries.append(_entry(kind, text.strip(), thought))
    return entries


def _entry(kind: str, text: str, thought: tuple[ReasoningPart, ...]) -> Entry:
    if kind == "question":
        return Entry(message(Role.USER, text), 1, 1, "", is_running=False)
    made = message(Role.ASSISTANT, text, is_running=kind == "running")
    made = replace(made, model_id=_MODEL)
    count = 1
    if kind == "answer":
        made, count = _with_facts(replace(made, parts=(*thought, *made.parts))), 3
    elif kind == "failed":
        detail = ErrorDetail(status=429, message="Too many requests.", request_id="req-7f3a")
        error = ErrorRecord("rate", "rate", detail, retry_after_s=20)
        made = replace(made, verdict=Verdict.FAILED, error=error)
    elif kind == "interrupted":
        made = replace(made, parts=(*thought, *made.parts), verdict=Verdict.INTERRUPTED)
    return Entry(made, min(2, count), count, _MODEL, made.is_running)


def _with_facts(answer: Message) -> Message:
    counted = Usage(prompt=412, completion=1893, total=2305, cached=128, reasoning=240)
    ended = datetime.now(UTC) + timedelta(seconds=20)
    return replace(answer, usage=counted, first_token_s=0.8, ended_at=ended)


if __name__ == "__main__":
    sys.exit(main())
