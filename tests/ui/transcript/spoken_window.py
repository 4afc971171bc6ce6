"""Show a conversation in a window and print what a screen reader finds of it over its bus.

Run as a program in a session of its own; with `--read` it is the reader.
"""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import PlainFooter, answer, question

TEXT = "# Title\n\nSome text.\n\n3. third\n\n```python\nx = 1\n```\n\n| a |\n|---|\n| b |"
# The program registers with the bus when it gets round to it.
NOTHING_THERE = 3
ACCESSIBLE = "org.a11y.atspi.Accessible"
TEXT_INTERFACE = "org.a11y.atspi.Text"
ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_CHILD = re.compile(r"\('([^']+)', (?:objectpath )?'([^']+)'\)")
_STRING = re.compile(r"""^\(<?(['"])(.*)\1>?,\)$""", re.DOTALL)

Node = tuple[str, str]


def show() -> int:
    app = QApplication(["spoken"])
    theme = Theme()
    theme.apply(Settings(theme="light"))
    with ThreadPoolExecutor(1) as pool:
        view = TranscriptView(theme, PlainFooter, pool)
        view.resize(600, 460)
        view.show()
        view.show_entries([question(0, "Why?"), answer(1, TEXT)], conversation_id="a")
        reader = QProcess(view)
        reader.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
        reader.setProgram(sys.executable)
        reader.setArguments(["-m", "tests.ui.transcript.spoken_window", "--read"])
        reader.finished.connect(
            lambda status: reader.start() if status == NOTHING_THERE else app.quit()
        )
        reader.start()
        app.exec()
    return reader.exitCode()


def read() -> int:
    asked = call_at(["--session"], ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus.GetAddress")
    bus = ["--address", string_in(asked)]
    programs = children(bus, ROOT)
    windows = [window for program in programs for window in children(bus, program)]
    for window in windows:
        walk(bus, window)
    return 0 if windows else NOTHING_THERE


def walk(bus: list[str], node: Node) -> None:
    role = string_in(call_at(bus, node, f"{ACCESSIBLE}.GetRoleName"))
    if role == "scroll bar":
        return
    name = string_in(property_of(bus, node, "Name"))
    description = string_in(property_of(bus, node, "Description"))
    text = ""
    if TEXT_INTERFACE in call_at(bus, node, f"{ACCESSIBLE}.GetInterfaces"):
        count = property_of(bus, node, "CharacterCount", TEXT_INTERFACE).strip("(<>,)")
        text = string_in(call_at(bus, node, f"{TEXT_INTERFACE}.GetText", "0", count))
    print(f"{role}|{name}|{description}|{text}")  # noqa: T201  # what the test reads
    for child in children(bus, node):
        walk(bus, child)


def children(bus: list[str], node: Node) -> list[Node]:
    return _CHILD.findall(call_at(bus, node, f"{ACCESSIBLE}.GetChildren"))


def property_of(bus: list[str], node: Node, name: str, interface: str = ACCESSIBLE) -> str:
    return call_at(bus, node, "org.freedesktop.DBus.Properties.Get", interface, name)


def call_at(bus: list[str], node: Node, method: str, *arguments: str) -> str:
    where = ["--dest", node[0], "--object-path", node[1], "--method", method]
    command = ["gdbus", "call", *bus, *where, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def string_in(answer_text: str) -> str:
    found = _STRING.match(answer_text)
    return found[2] if found is not None else ""


if __name__ == "__main__":
    sys.exit(read() if "--read" in sys.argv else show())
