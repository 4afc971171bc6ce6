"""Print figures as JSON lines, and find percentiles."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

# The conversations of a history that a benchmark starts with.
TITLES = ("A plan for the garden", "为什么天空是蓝色的", "Sort words by length in Python")
_KIB_PER_MB = 1024


def say(**figures: object) -> None:
    """Print one line."""
    rounded = {k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}
    sys.stdout.write(json.dumps(rounded) + "\n")
    sys.stdout.flush()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def resident_mb() -> float:
    """Return how much memory this process holds, in MB; Linux only, 0 elsewhere."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    lines = (line.split() for line in status.read_text().splitlines())
    return next(int(words[1]) for words in lines if words[0] == "VmRSS:") / _KIB_PER_MB
