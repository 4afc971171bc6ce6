"""Start and memory: fresh processes of ours against fresh processes with an empty window."""

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import say

# "empty" is a bare QMainWindow, "text" one with a list and a field, so that fonts are loaded.
# "saved" is ours with a provider and three conversations, "reopen" shows one of them again, "demo"
# is a first start on the demo relay.
WINDOWS = ("empty", "text", "saved", "reopen", "demo")
_ROOT = Path(__file__).resolve().parents[1]
Figures = dict[str, float]


def measure_start(rounds: int) -> None:
    """Compare times to a usable window, over an empty PySide6 window; headline: a usual start."""
    ratios = _compare(_rounds(rounds, is_idle=False), "start", ("wall_s", "cpu_s"))
    say(ratio=ratios["saved", "wall_s"])


def measure_memory(rounds: int) -> None:
    """Compare memory when idle, over an empty PySide6 window; headline: a usual start."""
    ratios = _compare(_rounds(rounds, is_idle=True), "idle", ("rss_mb", "idle_cpu_s"))
    say(ratio=ratios["saved", "rss_mb"])


def _compare(
    rounds: list[dict[str, Figures]], bench: str, names: tuple[str, ...]
) -> dict[tuple[str, str], float]:
    """Print the median of each figure and of its ratio to the empty window of the same round."""
    ratios: dict[tuple[str, str], float] = {}
    for window in WINDOWS:
        shown: Figures = {}
        for name in names:
            ratios[window, name] = statistics.median(
                found[window][name] / max(found["empty"][name], 1e-6) for found in rounds
            )
            shown[name] = statistics.median(found[window][name] for found in rounds)
        first = names[0]
        say(bench=bench, window=window, ratio=ratios[window, first], **shown)
    return ratios


def _rounds(count: int, *, is_idle: bool) -> list[dict[str, Figures]]:
    """Return the figures of all windows, taken in turn; the first round warms up."""
    # An installed program is compiled; a checkout under work may not be.
    for package in ("supertoken_desktop", "benchmarks"):
        compileall.compile_dir(_ROOT / package, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        history = Path(folder) / "history"
        history.mkdir()
        _call("benchmarks.history", str(history), home=history)
        return [
            {window: _run(window, history, is_idle=is_idle) for window in WINDOWS}
            for _round in range(count + 1)
        ][1:]


def _run(window: str, history: Path, *, is_idle: bool) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if window in ("saved", "reopen"):
            shutil.copytree(history, home)
        if window == "reopen":
            (home / "config" / "reopen.json").replace(home / "config" / "settings.json")
        done = _call("benchmarks.probe", window, home=home, is_idle=is_idle)
    figures: Figures = json.loads(done.splitlines()[-1])
    return figures


def _call(module: str, argument: str, *, home: Path, is_idle: bool = False) -> str:
    environment = {
        **os.environ,
        "SUPERTOKEN_HOME": str(home),
        "PYTHON_KEYRING_BACKEND": "benchmarks.memory_keyring.MemoryKeyring",
        "BENCH_IDLE": "1" if is_idle else "",
        "BENCH_BEGAN": repr(time.monotonic()),
    }
    done = subprocess.run(
        [sys.executable, "-m", module, argument],
        env=environment,
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
