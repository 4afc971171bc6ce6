"""The quick prompt before a real window manager: focus, layer, moving, and the minimised window."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("xvfb-run", "openbox", "xdotool", "xprop")
MISSING = [name for name in NEEDED if shutil.which(name) is None]


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
def test_the_prompt_obeys_under_a_real_window_manager(tmp_path: Path) -> None:
    own = {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "SUPERTOKEN_HOME": str(tmp_path / "profile"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "QT_QPA_PLATFORM": "xcb",
    }

    ended = subprocess.run(
        [
            "xvfb-run",
            "-a",
            "-s",
            "-screen 0 1280x800x24",
            sys.executable,
            "-m",
            "tests.flow.prompting",
        ],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout.splitlines()[-1])
    assert seen == {
        "is_above": True,
        "is_utility": True,
        "copied": "one two three four five",
        "was_minimised": True,
        "moved": [80, 80],
        "stays_after_move": True,
    }
