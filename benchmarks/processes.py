"""Start and memory: fresh processes of ours against fresh processes with an empty window."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.report import say


def measure_start(pairs: int) -> None:
    """Compare times to a usable window, over an empty PySide6 window, in turn."""
    rows = [(_run("empty"), _run("ours")) for _ in range(pairs + 1)][1:]
    for name in ("wall_s", "cpu_s"):
        say(
            bench="start",
            figure=name,
            empty=statistics.median(empty[name] for empty, _ours in rows),
            ours=statistics.median(ours[name] for _empty, ours in rows),
            ratio=statistics.median(ours[name] / empty[name] for empty, ours in rows),
        )
    say(ratio=statistics.median(ours["wall_s"] / empty["wall_s"] for empty, ours in rows))


def measure_memory(pairs: int) -> None:
    """Compare memory when idle, over an empty PySide6 window."""
    rows = [(_run("empty", idle=True), _run("ours", idle=True)) for _ in range(pairs)]
    empty = statistics.median(row[0]["rss_mb"] for row in rows)
    ours = statistics.median(row[1]["rss_mb"] for row in rows)
    say(bench="memory", empty_mb=empty, ours_mb=ours)
    say(ratio=ours / empty)


def _run(which: str, *, idle: bool = False) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "SUPERTOKEN_HOME": home,
            "BENCH_BEGAN": repr(time.monotonic()),
            "BENCH_IDLE": "1" if idle else "",
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.probe", which],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures
