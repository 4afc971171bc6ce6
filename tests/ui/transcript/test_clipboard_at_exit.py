import subprocess
import sys

COPY_AND_END = """
from PySide6.QtWidgets import QApplication
from supertoken_desktop.ui.transcript.copying import Copied

app = QApplication([])
app.clipboard().setMimeData(Copied("**a**", "a", "<b>a</b>").as_mime())
"""


def test_the_program_ends_well_with_a_copy_on_the_clipboard() -> None:
    ended = subprocess.run([sys.executable, "-c", COPY_AND_END], check=False)

    assert ended.returncode == 0
