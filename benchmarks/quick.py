"""Opening the quick prompt: from the call to a painted window with the caret in its field."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject

from benchmarks.report import percentile, say
from benchmarks.sessions import run, use_memory_keyring
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.quick.prompt import QuickPrompt
from supertoken_desktop.window.session import WindowSession

TOGGLES = 100
_LIMIT_S = 2.0
# Longer than a key that is held takes to repeat.
_PAUSE_S = 0.2
_READY_S = 2.5
_WINDOWS: dict[str, Callable[[MainWindow], None]] = {
    "shown": MainWindow.show,
    "minimised": MainWindow.showMinimized,
    "hidden": MainWindow.hide,
}


def measure() -> None:
    """Print the times of all openings, with the main window shown, minimised and hidden."""
    use_memory_keyring()
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as home:
        run(Path(home), lambda session: _toggle(session, figures), demo=True)
    for window, found in figures.items():
        say(bench="quick", window=window, toggles=TOGGLES, **found)
    say(
        p99_ms=max(found["p99_ms"] for found in figures.values()),
        with_caret=min(found["with_caret"] for found in figures.values()),
    )


async def _toggle(session: WindowSession, figures: dict[str, dict[str, float]]) -> None:
    # The program makes the prompt when the start is over.
    await asyncio.sleep(_READY_S)
    prompt = session.quick.prompt
    first = _Opening(prompt)
    for name, put in _WINDOWS.items():
        put(session.window)
        await asyncio.sleep(_READY_S / 5)
        figures[name] = await _measure(session, prompt, first)


async def _measure(
    session: WindowSession, prompt: QuickPrompt, opening: "_Opening"
) -> dict[str, float]:
    costs: list[float] = []
    cpu_costs: list[float] = []
    with_caret = 0
    for _ in range(TOGGLES):
        before = session.window.isVisible(), session.window.isMinimized()
        began, cpu_began = time.monotonic(), time.thread_time()
        session.quick.toggle()
        with_caret += await opening.is_ready()
        costs.append((time.monotonic() - began) * 1000)
        cpu_costs.append((time.thread_time() - cpu_began) * 1000)
        await asyncio.sleep(_PAUSE_S)
        session.quick.toggle()
        await asyncio.sleep(_PAUSE_S)
        if prompt.isVisible() or before != (
            session.window.isVisible(),
            session.window.isMinimized(),
        ):
            raise SystemExit("the prompt or the main window is not as it was")
    return {
        "p50_ms": percentile(costs, 0.5),
        "p99_ms": percentile(costs, 0.99),
        "max_ms": max(costs),
        "first_ms": costs[0],
        "cpu_p50_ms": percentile(cpu_costs, 0.5),
        "cpu_p99_ms": percentile(cpu_costs, 0.99),
        "with_caret": float(with_caret),
    }


class _Opening(QObject):
    """Tell when the field has been painted and has the caret."""

    def __init__(self, prompt: QuickPrompt) -> None:
        super().__init__(prompt)
        self._prompt = prompt
        self._painted = asyncio.Event()
        prompt.field.viewport().installEventFilter(self)

    async def is_ready(self) -> bool:
        """Wait for the paint and the focus; tell whether both came."""
        self._painted.clear()
        try:
            async with asyncio.timeout(_LIMIT_S):
                await self._painted.wait()
                while not self._has_caret():  # noqa: ASYNC110  # of focus no event tells all
                    await asyncio.sleep(0)
        except TimeoutError:
            return False
        return True

    def _has_caret(self) -> bool:
        return self._prompt.isActiveWindow() and self._prompt.field.hasFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at paints; the loop comes round when the paint is over."""
        if event.type() == QEvent.Type.Paint:
            self._painted.set()
        return False
