import subprocess
import sys
from pathlib import Path

import pytest

from supertoken_desktop.run_marker import LastEnd, LastRun, RunMarker

BEGIN = """
import ctypes, os, signal, sys
from pathlib import Path
from supertoken_desktop.run_marker import RunMarker
home = Path(sys.argv[1])
marker = RunMarker(home / "running", home / "trace", "0.1.0")
last = marker.begin()
question = "my very private question"
"""
READY = "marker.mark_ready()\n"


def run(home: Path, then: str) -> int:
    """Begin a run in a process of its own and go on with some code."""
    command = [sys.executable, "-c", BEGIN + then, str(home)]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.fixture
def marker(tmp_path: Path) -> RunMarker:
    return RunMarker(tmp_path / "running", tmp_path / "trace", "0.1.0")


def last_run(marker: RunMarker) -> LastRun:
    return marker._last_run()


def test_a_run_that_ended_in_order_leaves_nothing(tmp_path: Path, marker: RunMarker) -> None:
    status = run(tmp_path, READY + "marker.end()")

    assert status == 0
    assert list(tmp_path.iterdir()) == []
    assert last_run(marker) == LastRun(LastEnd.PROPER)


def test_a_run_that_was_killed_is_told_from_one_that_crashed(
    tmp_path: Path, marker: RunMarker
) -> None:
    run(tmp_path, READY + "os.kill(os.getpid(), signal.SIGKILL)")

    assert last_run(marker) == LastRun(LastEnd.KILLED)


def test_a_run_that_died_while_it_started_crashed(tmp_path: Path, marker: RunMarker) -> None:
    run(tmp_path, "os._exit(1)")

    assert last_run(marker) == LastRun(LastEnd.CRASHED)


def test_a_crash_in_a_library_leaves_where_it_was_and_no_values(
    tmp_path: Path, marker: RunMarker
) -> None:
    status = run(tmp_path, READY + "ctypes.string_at(0)")

    last = last_run(marker)
    assert status != 0
    assert last.end is LastEnd.CRASHED
    assert "Segmentation fault" in last.text
    assert "ctypes/__init__.py" in last.text
    assert "private" not in last.text
    assert "/" + "home" not in last.text


def test_the_next_run_begins_with_a_new_trace(tmp_path: Path, marker: RunMarker) -> None:
    run(tmp_path, READY + "ctypes.string_at(0)")
    run(tmp_path, READY + "marker.end()")

    assert last_run(marker) == LastRun(LastEnd.PROPER)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [b"", b"{", b"\xff\xfe", b"[1]", b'{"stage": 3}', b"[" * 90_000])
def test_a_marker_that_was_cut_or_filled_with_anything_is_a_run_that_was_killed(
    tmp_path: Path, marker: RunMarker, left: bytes
) -> None:
    (tmp_path / "running").write_bytes(left)

    assert last_run(marker) == LastRun(LastEnd.KILLED)


def test_a_folder_that_cannot_be_written_keeps_no_run_from_beginning(tmp_path: Path) -> None:
    nowhere = tmp_path / "missing"

    status = run(nowhere, READY + "marker.end()")

    assert status == 0


def test_a_trace_that_cannot_be_removed_keeps_nothing_from_ending(tmp_path: Path) -> None:
    marker = RunMarker(tmp_path / "marker", tmp_path / "trace", "1")
    marker.begin()
    (tmp_path / "trace").unlink()
    (tmp_path / "trace").mkdir()

    marker.end()

    assert not (tmp_path / "marker").exists()
