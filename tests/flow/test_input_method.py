"""Chinese is written with a real input method: IBus and its engine for Pinyin, under X."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("xvfb-run", "dbus-run-session", "ibus-daemon", "xdotool", "openbox")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
ENGINE = Path("/usr/libexec/ibus-engine-libpinyin")


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.skipif(not ENGINE.exists(), reason="ibus-libpinyin is not installed")
def test_pinyin_is_composed_in_the_composer_and_the_search(tmp_path: Path) -> None:
    own = {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "SUPERTOKEN_HOME": str(tmp_path / "profile"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "QT_QPA_PLATFORM": "xcb",
        "LANG": "C.UTF-8",
    }
    program = [sys.executable, "-m", "tests.flow.composing"]

    ended = subprocess.run(
        ["xvfb-run", "-a", "dbus-run-session", "--", *program],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout.splitlines()[-1])
    assert seen == {
        "sent_while_composing": 0,
        "taken_by_enter": "nihao",
        "question": "你好",
        "searched": "你好",
        "candidates_beside_caret": True,
    }
