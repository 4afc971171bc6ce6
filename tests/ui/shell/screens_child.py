"""A window on the screens of a made-up desktop; run by `test_screens`, tells JSON.

The first argument is what the window is to take back, the second what is done with it then.
"""

import json
import sys

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.theme.palette import Theme

SIZE = (760, 520)


def act(window: MainWindow, deed: str) -> None:
    if deed.startswith("to "):
        name, x, y = deed.removeprefix("to ").split()
        screen = next(s for s in QGuiApplication.screens() if s.name() == name)
        window.resize(*SIZE)
        window.move(screen.geometry().topLeft() + QPoint(int(x), int(y)))
    elif deed == "maximise":
        window.showMaximized()
    elif deed == "full screen":
        window.showFullScreen()
    elif deed == "restore":
        window.showNormal()
    elif deed == "minimise and raise":
        window.showMinimized()
        window.raise_to_front()


def main(kept: str, *deeds: str) -> None:
    app = QApplication([])
    theme = Theme()
    theme.apply(Settings())
    window = MainWindow(Actions(theme), theme, QLabel, QLabel, QLabel)
    told: list[str] = []
    window.placement_changed.connect(lambda place, _widths: told.append(place))
    window.restore_placement(kept, ())
    window.show()
    left = list(deeds)

    def go_on() -> None:
        """Do one thing after the other, each when the one before has come to pass."""
        if left:
            act(window, left.pop(0))
        else:
            facts.update(facts_of(window))
            window.close()
            # Not quit(), which asks the window first.
            app.exit()

    facts: dict[str, object] = {}
    steps = QTimer(interval=30)
    steps.timeout.connect(go_on)
    steps.start()
    app.exec()
    sys.stdout.write(json.dumps({**facts, "kept": told[-1]}))


def facts_of(window: MainWindow) -> dict[str, object]:
    frame = window.frameGeometry()
    return {
        "screen": window.screen().name(),
        "at": [window.x(), window.y()],
        "size": [window.width(), window.height()],
        "right": frame.right(),
        "bottom": frame.bottom(),
        "maximised": window.isMaximized(),
        "full": window.isFullScreen(),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
