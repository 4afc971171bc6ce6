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
from PySide6.QtWidgets import QToolButton

from benchmarks.parts import CONVERSATION, application, message, transcript
from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord, PictureNotLoaded
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import ReasoningPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.figures.diagram import Diagram, DiagramLook, DiagramProcess
from supertoken_desktop.i18n import _
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.remote_pictures import RemotePictures
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.matching import phrase
from supertoken_desktop.ui.transcript.rows.code import CodeView
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
_SOUGHT = "tide"
_NUMBERED = "text"

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


class CountingProcess(DiagramProcess):
    """A process for diagrams that tells whether it draws."""

    is_busy = False

    def draw(self, source: str, look: DiagramLook) -> Diagram:
        """Draw, and be busy meanwhile."""
        self.is_busy = True
        try:
            return super().draw(source, look)
        finally:
            self.is_busy = False


class NoLoader:
    """Load nothing: the page shows what asks to be loaded."""

    async def load(self, url: str) -> bytes:
        """Fail, as without a network."""
        raise PictureNotLoaded(url)


class _Page:
    """Wait until everything on the page has been drawn, then keep it as a picture."""

    def __init__(
        self, view: TranscriptView, pool: CountingPool, process: CountingProcess, target: Path
    ) -> None:
        self._view = view
        self._workers = (pool, process)
        self._target = target
        self._steps = [self._show_tools, self._mark, self._keep]
        self._looks = self._quiet = self._height = 0
        self._timer = QTimer(view, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        """Take the next step when nothing has happened for a while."""
        view, height = self._view, self._view.stack.height
        self._looks += 1
        is_same = height == self._height == view.height()
        is_busy = any(worker.is_busy for worker in self._workers)
        self._quiet = self._quiet + 1 if is_same and not is_busy else 0
        self._height = height
        view.resize(view.width(), height)
        if self._quiet >= _QUIET_LOOKS or self._looks >= _MOST_LOOKS:
            self._quiet = 0
            self._steps.pop(0)()

    def _show_tools(self) -> None:
        """Unfold what the first answer's model thought; wrap and number a block of code."""
        view = self._view
        thoughts = view.findChildren(ThoughtView)
        min(thoughts, key=lambda found: found.mapTo(view, found.rect().topLeft()).y()).click()
        for code in view.findChildren(CodeView):
            if code.row is not None and code.row.fence.language == _NUMBERED:
                for name in (_("Wrap lines"), _("Line numbers")):
                    tools = code.findChildren(QToolButton)
                    next(tool for tool in tools if tool.accessibleName() == name).click()
        # Where no ring shows.
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self) -> None:
        """Mark hits, and a selection in the first paragraph."""
        self._view.look_for(phrase(_SOUGHT))
        first, last = _SELECTED
        row = self._view.stack.section(1).first_block_row
        ends = (Position(1, row, first), Position(1, row, last))
        origin, reached = (Stretch(end, end) for end in ends)
        self._view.pointer.select(Selection(origin, reached))

    def _keep(self) -> None:
        self._timer.stop()
        self._view.grab().save(str(self._target))
        sys.stdout.write(f"{self._target}\n")
        application().quit()


def _take(settings: Settings, width: int, target: Path) -> None:
    app = application()
    pool, process = CountingPool(), CountingProcess()
    tasks = Tasks(_raise)
    remote = RemotePictures(NoLoader(), Preferences(settings, _forget), tasks)
    view = transcript(settings, pool, remote, process)
    view.resize(width, _FIRST_HEIGHT)
    view.show_entries(_entries(SOURCE.read_text(encoding="utf-8")), conversation_id=CONVERSATION)
    _page = _Page(view, pool, process, target)
    app.exec()
    view.deleteLater()
    process.close()
    pool.shutdown()


def _raise(error: BaseException) -> None:
    raise error


async def _forget(settings: Settings) -> None:
    """Keep no settings."""


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
