"""One process that opens a window, ours or an empty one, and says how long it took."""

import os
import sys
import time
from collections.abc import Callable

_IDLE_MS = 2000


def main(which: str) -> int:
    """Open the window, print the figures once it is painted, and end."""
    return _ours() if which == "ours" else _empty()


def _empty() -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["empty"])
    window = QMainWindow()
    window.resize(1180, 760)
    window.show()
    QTimer.singleShot(0, lambda: _painted(app.quit))
    return app.exec()


def _ours() -> int:
    from PySide6.QtCore import QTimer

    from supertoken_desktop.app import StartOptions
    from supertoken_desktop.window import run_window

    return run_window(
        StartOptions(demo=True),
        lambda session: QTimer.singleShot(0, lambda: _painted(session.quit)),
    )


def _painted(end: Callable[[], None]) -> None:
    from PySide6.QtCore import QTimer

    from benchmarks.report import resident_mb, say

    wall_s = time.monotonic() - float(os.environ["BENCH_BEGAN"])
    cpu_s = time.process_time()

    def report() -> None:
        say(wall_s=wall_s, cpu_s=cpu_s, rss_mb=resident_mb())
        end()

    QTimer.singleShot(_IDLE_MS if os.environ.get("BENCH_IDLE") else 0, report)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
