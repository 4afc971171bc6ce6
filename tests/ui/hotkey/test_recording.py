import os
import subprocess
import sys

from tests.ui.hotkey.screen import Screen


def test_at_a_real_keyboard_keys_are_recorded_whoever_holds_them(screen: Screen) -> None:
    kept = {name: value for name, value in os.environ.items() if "WAYLAND" not in name}
    kept.pop("XDG_SESSION_TYPE", None)

    ended = subprocess.run(
        [sys.executable, "-m", "tests.ui.hotkey.recording_window"],
        env={**kept, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    taken = "Super+Q is held by another program. Choose other keys, or free them there."
    assert ended.stdout.splitlines() == [
        "ctrl+alt+space|Ctrl+Alt+Space||",
        f"super+q|Ctrl+Alt+Space|{taken}|",
        # Its own keys open nothing while they are recorded.
        "ctrl+alt+space|Ctrl+Alt+Space||",
        "ctrl+shift+1|Ctrl+Shift+!||",
        "at the end|Ctrl+Shift+!|1",
    ]
