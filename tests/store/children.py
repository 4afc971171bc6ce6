"""Start and end other processes that write into a history."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supertoken_desktop.domain.secret import Secret

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def child(work: str, path: Path, key: Secret) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.child", work, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(key.reveal() + "\n")
        process.stdin.flush()
        yield process
        process.kill()


def next_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, "the process ended early"
    return line


def kill(process: "subprocess.Popen[str]") -> None:
    """End a process so that it can do nothing about it."""
    process.kill()
    assert process.wait() == -signal.SIGKILL
