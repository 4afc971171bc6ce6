import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("xvfb-run", "dbus-run-session", "gdbus")
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
MISSING = [name for name in NEEDED if shutil.which(name) is None]


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.skipif(not LAUNCHER.exists(), reason="at-spi2-core is not installed")
def test_another_program_reads_the_transcript_over_the_bus_of_screen_readers(
    tmp_path: Path,
) -> None:
    asked = {
        "XDG_RUNTIME_DIR": str(tmp_path),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
    }
    window = [sys.executable, "-m", "tests.ui.transcript.spoken_window"]

    ended = subprocess.run(
        ["xvfb-run", "-a", "dbus-run-session", "--", *window],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    lines = [line for line in ended.stdout.splitlines() if not line.startswith("filler||")]
    assert ended.returncode == 0, ended.stderr
    messages = lines.index("list|Messages|2 messages|")
    assert lines[messages - 1] == "filler|Conversation||"
    assert lines[messages + 1].startswith("list item|Question 1 of 2, ")
    assert "heading|Title|Level 1|" in lines
    assert "label|3. third|List|third" in lines
    assert "panel|Code, Python, 1 line||" in lines
    assert [line for line in lines if line.endswith("|x = 1")]
    table = lines.index("table|Table, 1 column, 1 row||")
    assert lines[table + 1 : table + 5] == ["row|||", "column header|a||", "row|||", "cell|b||"]
    assert "Traceback" not in ended.stderr
