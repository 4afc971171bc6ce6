"""What was packaged: sizes, and the start of the bundle against the start from source.

Both show their window on an X server of its own and find a real keyring. A start counts until the
server maps the window; "cold" means that the system has forgotten the program's files.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.report import say
from tests.secret_service import running_secret_service

_ROOT = Path(__file__).resolve().parents[1]
_DIST = _ROOT / "dist"
_BUNDLE = _DIST / "supertoken-desktop"
_PACKAGES = (".deb", ".tar.xz")
_MAPPED = "MapNotify event"
_LIMIT_S = 60
# Until the watcher watches.
_SETTLE_S = 0.3
_MB = 1_000_000


def measure(rounds: int) -> None:
    """Print sizes and starts; headline: a warm start over that from source."""
    if not _BUNDLE.is_dir():
        sys.exit("There is nothing to measure yet: python3 dev.py package")
    say(bench="package", what="bundle", size_mb=_size(_BUNDLE) / _MB)
    for path in sorted(_DIST.iterdir()):
        if path.name.endswith(_PACKAGES):
            say(bench="package", what=path.name, size_mb=path.stat().st_size / _MB)
    ratios = {}
    with running_secret_service() as service, _screen() as display:
        environment = {**service.environment, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        for is_cold in (False, True):
            ratios[is_cold] = _compare(rounds, environment, is_cold=is_cold)
    say(ratio=ratios[False])


def _compare(rounds: int, environment: Mapping[str, str], *, is_cold: bool) -> float:
    """Start both in turn; return the median of the ratios. The first round warms up."""
    programs = {
        "source": [sys.executable, "-m", "supertoken_desktop"],
        "bundle": [str(_BUNDLE / "supertoken-desktop")],
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as home:
        for _round in range(rounds + 1):
            for name, command in programs.items():
                if is_cold:
                    _forget(_BUNDLE if name == "bundle" else Path(sys.prefix), _ROOT)
                taken[name].append(_start([*command, "--home", f"{home}/{name}"], environment))
    pairs = zip(taken["bundle"][1:], taken["source"][1:], strict=True)
    ratio = statistics.median(bundle / source for bundle, source in pairs)
    medians = {f"{name}_s": statistics.median(times[1:]) for name, times in taken.items()}
    say(bench="package", start="cold" if is_cold else "warm", ratio=ratio, **medians)
    return ratio


def _start(command: list[str], environment: Mapping[str, str]) -> float:
    """Return the seconds until the window is mapped; then end the program in order."""
    # It would keep what it has seen to itself until there is more of it.
    watch = ["stdbuf", "--output=L", "xev", "-root", "-event", "substructure"]
    with subprocess.Popen(watch, env=dict(environment), stdout=subprocess.PIPE, text=True) as seen:
        assert seen.stdout is not None
        # One that never comes must not be waited for.
        patience = threading.Timer(_LIMIT_S, seen.terminate)
        patience.start()
        time.sleep(_SETTLE_S)
        began = time.monotonic()
        with subprocess.Popen(command, env=dict(environment), cwd=_ROOT) as program:
            is_mapped = any(line.startswith(_MAPPED) for line in seen.stdout)
            taken = time.monotonic() - began
            program.send_signal(signal.SIGTERM)
        patience.cancel()
        seen.terminate()
    if not is_mapped:
        sys.exit(f"No window within {_LIMIT_S} s: {' '.join(command)}")
    return taken


@contextmanager
def _screen() -> Iterator[str]:
    """Have an X server of one's own."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x900x24", "-noreset"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[writer], stdout=quiet, stderr=quiet) as server:
        os.close(writer)
        with os.fdopen(reader) as number:
            yield f":{number.readline().strip()}"
        server.terminate()


def _forget(*folders: Path) -> None:
    """Let the system forget the content of files, as far as nobody else uses them."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                file = os.open(path, os.O_RDONLY)
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(file)


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
