"""One process that opens a window, ours or an empty one, and says how long that took.

Ours counts as usable when the list shows every conversation of the history and the letter that
was typed stands in the composer.
"""

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from supertoken_desktop.window.session import WindowSession

_IDLE_MS = 4000


def main(which: str) -> int:
    """Open the window, print the figures once it can be used, and end."""
    if which == "empty":
        return _empty(has_text=False)
    if which == "text":
        return _empty(has_text=True)
    return _ours(demo=which == "demo")


def _empty(*, has_text: bool) -> int:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["empty"])
    window = QMainWindow()
    window.resize(1180, 760)
    if has_text:
        window.setCentralWidget(_text())
    window.show()
    _once_exposed(window, lambda: True, app.quit)
    return app.exec()


def _text() -> "QWidget":
    """Return the least that shows a list and a field: fonts are loaded, also the Chinese one."""
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QListView, QPlainTextEdit, QSplitter

    splitter = QSplitter()
    view = QListView()
    view.setModel(QStringListModel(["A plan for the garden", "为什么天空是蓝色的"], view))
    splitter.addWidget(view)
    splitter.addWidget(QPlainTextEdit("a"))
    return splitter


def _ours(*, demo: bool) -> int:
    from supertoken_desktop.app import main as start
    from supertoken_desktop.arguments import StartOptions

    return start(StartOptions(demo=demo), lambda session: _type(session, is_new=demo))


def _type(session: "WindowSession", *, is_new: bool) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    from benchmarks.report import TITLES
    from supertoken_desktop.ui.conversations.list_view import ConversationListView

    page = session.page
    assert page is not None
    field = page.composer.focusProxy()
    assert field is not None
    # Who does nothing types nothing: the first letter makes the program load what sends it.
    typed = "" if os.environ.get("BENCH_IDLE") else "a"
    if typed:
        key = QKeyEvent(QEvent.Type.KeyPress, 65, Qt.KeyboardModifier.NoModifier, typed)
        QCoreApplication.sendEvent(field, key)
    listed = session.window.findChildren(ConversationListView)[0].model()

    def is_usable() -> bool:
        rows = range(listed.rowCount())
        spoken = "\n".join(str(listed.index(row, 0).data()) for row in rows)
        has_all = is_new or all(title in spoken for title in TITLES)
        return has_all and page.composer.text() == typed

    _once_exposed(session.window, is_usable, session.quit)


def _once_exposed(
    window: "QWidget", is_usable: Callable[[], bool], end: Callable[[], None]
) -> None:
    """Look at each turn of the loop; what was exposed in one turn is painted before the next."""
    from PySide6.QtCore import QTimer

    def look() -> None:
        if window.windowHandle().isExposed() and is_usable():
            QTimer.singleShot(0, lambda: _painted(end))
        else:
            QTimer.singleShot(0, look)

    look()


def _painted(end: Callable[[], None]) -> None:
    from PySide6.QtCore import QTimer

    from benchmarks.report import resident_mb, say

    wall_s = time.monotonic() - float(os.environ["BENCH_BEGAN"])
    cpu_s = time.process_time()

    def report() -> None:
        idle_cpu_s = time.process_time() - cpu_s
        say(wall_s=wall_s, cpu_s=cpu_s, rss_mb=resident_mb(), idle_cpu_s=idle_cpu_s)
        end()

    QTimer.singleShot(_IDLE_MS if os.environ.get("BENCH_IDLE") else 0, report)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
