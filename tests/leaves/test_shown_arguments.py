import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "supertoken://provider/add?data=c2VjcmV0"
STARTED = """
import sys
import supertoken_desktop.app as app
from supertoken_desktop.__main__ import main

def stay(start):
    print(start.wanted[0] + " " + sys.argv[1], flush=True)
    sys.stdin.read()
    return 0

app.main = stay
sys.exit(main())
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc of Linux")


def test_no_list_of_processes_shows_the_link_that_the_program_was_started_with(
    tmp_path: Path,
) -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", STARTED, SECRET, "--home", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    line = started.stdout.readline()
    shown = Path(f"/proc/{started.pid}/cmdline").read_bytes()
    variables = Path(f"/proc/{started.pid}/environ").read_bytes()
    started.communicate()

    assert line == f"{SECRET} {SECRET}\n"
    assert SECRET.encode() not in shown
    assert shown.rstrip(b"\0") == sys.executable.encode()
    assert b"PATH=" in variables
