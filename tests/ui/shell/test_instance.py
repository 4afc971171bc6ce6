import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supertoken_desktop.handover import SIZE_LIMIT_BYTES, TOKEN_VARIABLE, Found, hand_over
from supertoken_desktop.ui.activation import use_token
from supertoken_desktop.ui.instance import SingleInstance, arguments_in

HOLDER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from supertoken_desktop.ui.instance import SingleInstance
app = QCoreApplication([])
one = SingleInstance(Path(sys.argv[1]) / "lock", Path(sys.argv[1]) / "sock")
sys.stdout.write(f"{one.claim(sys.argv[2:])} {one.was_handed_over}\\n")
sys.stdout.flush()
if one.was_handed_over:
    sys.exit(0)
sys.exit(app.exec())
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    # Short: a socket's path has room for a hundred characters only.
    with tempfile.TemporaryDirectory(prefix="st-") as name:
        yield Path(name)


def test_the_second_start_hands_its_arguments_over(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    first = _instance(folder)
    assert first.claim()

    with qtbot.waitSignal(first.arguments_received) as told:
        second = _started(folder, "--open", "快速 'quoted' \"double\"")

    assert told.args == [["--open", "快速 'quoted' \"double\""]]
    assert second.communicate(timeout=10)[0] == "False True\n"
    first.release()


def test_a_lock_left_by_a_killed_program_is_no_hindrance(qapp: QApplication, folder: Path) -> None:
    killed = _started(folder)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "True False\n"
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate(timeout=10)

    after = _instance(folder)

    assert after.claim()
    after.release()


def test_a_released_folder_can_be_claimed_again(qapp: QApplication, folder: Path) -> None:
    first = _instance(folder)
    assert first.claim()

    first.release()
    second = _instance(folder)

    assert second.claim()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes cannot be waited for there")
def test_a_start_waits_for_a_program_that_takes_its_time_to_end(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    first = _instance(folder)
    assert first.claim()
    first.stop_listening()

    second = _started(folder, "hello")
    assert second.stdout is not None
    out = second.stdout
    # Answers are saved, and notifications taken back.
    QTimer.singleShot(4000, first.release)
    qtbot.waitUntil(lambda: bool(select.select([out], [], [], 0)[0]), timeout=15_000)

    assert out.readline() == "True False\n"
    second.kill()
    second.communicate(timeout=10)


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix only")
def test_nobody_else_can_use_the_socket(qapp: QApplication, folder: Path) -> None:
    first = _instance(folder)
    assert first.claim()

    assert (folder / "sock").stat().st_mode & 0o077 == 0
    first.release()


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix only")
@pytest.mark.parametrize(
    "message",
    [
        b"x" * (SIZE_LIMIT_BYTES + 10),
        b"not json\n",
        b"[1, 2]\n",
        b'{"arguments": "no list"}\n',
        b'{"arguments": [1]}\n',
        b"[" * 50_000 + b"\n",
        b"\xff\xfe\n",
    ],
    ids=["too-long", "no-json", "no-object", "no-list", "no-texts", "nested", "no-utf-8"],
)
def test_a_message_that_is_none_of_ours_is_dropped(
    qtbot: QtBot, qapp: QApplication, folder: Path, message: bytes
) -> None:
    first = _instance(folder)
    assert first.claim()
    guest = QLocalSocket()

    with qtbot.assertNotEmitted(first.arguments_received):
        guest.connectToServer(str(folder / "sock"))
        with qtbot.waitSignal(guest.disconnected):
            guest.write(message)

    assert guest.readAll().data() == b""
    first.release()


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix only")
def test_a_guest_that_goes_in_the_middle_does_no_harm(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    first = _instance(folder)
    assert first.claim()
    with socket.socket(socket.AF_UNIX) as rude:
        rude.connect(str(folder / "sock"))
        rude.sendall(b'{"argum')

    with qtbot.waitSignal(first.arguments_received) as told:
        polite = _started(folder, "hello")

    assert told.args == [["hello"]]
    polite.communicate(timeout=10)
    first.release()


@given(st.lists(st.text(), max_size=20))
def test_arguments_arrive_as_they_were(arguments: list[str]) -> None:
    message = json.dumps({"arguments": arguments}).encode() + b"\n"

    assert arguments_in(message) == (arguments, "")


@given(st.binary(max_size=200))
def test_reading_a_message_never_raises(message: bytes) -> None:
    found = arguments_in(message)

    assert found is None or isinstance(found[0], list)


def _instance(folder: Path) -> SingleInstance:
    return SingleInstance(folder / "lock", folder / "sock")


def _started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_a_program_that_hangs_is_not_waited_for_longer_than_a_few_seconds(
    qapp: QApplication, folder: Path
) -> None:
    holder = QLockFile(str(folder / "lock"))
    assert holder.tryLock(0)
    silent = socket.socket(socket.AF_UNIX)
    silent.bind(str(folder / "sock"))
    silent.listen(20)
    began_s = time.monotonic()

    one = _instance(folder)

    assert not one.claim()
    assert not one.was_handed_over
    assert time.monotonic() - began_s < 10
    silent.close()
    holder.unlock()


HANDING_OVER = """
import sys
from pathlib import Path
from supertoken_desktop.handover import hand_over
sys.stdout.write(hand_over(Path(sys.argv[1]) / "sock", sys.argv[2:]).name)
"""


def _handed_over(folder: Path, *wanted: str, token: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HANDING_OVER, str(folder), *wanted],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, TOKEN_VARIABLE: token},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix only")
def test_a_start_without_qt_hands_over_the_same_and_its_token(
    qtbot: QtBot, qapp: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "before")
    first = _instance(folder)
    assert first.claim()

    with qtbot.waitSignal(first.arguments_received) as told:
        second = _handed_over(folder, "--quick=快 'x'", token="raise-me_7")

    assert told.args == [["--quick=快 'x'"]]
    assert second.communicate(timeout=10)[0] == "TAKEN"
    assert os.environ[TOKEN_VARIABLE] == "raise-me_7"
    first.release()


@pytest.mark.parametrize("token", ["", "a\nb", "x" * 300, "ключ"])
def test_what_is_no_token_is_left_out(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "before")

    use_token(token)

    assert os.environ[TOKEN_VARIABLE] == "before"


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix only")
def test_where_nobody_listens_nobody_is_found(folder: Path) -> None:
    left_over = socket.socket(socket.AF_UNIX)
    left_over.bind(str(folder / "sock"))
    left_over.close()

    assert hand_over(folder / "sock", []) is Found.NOBODY
    assert hand_over(folder / "none", []) is Found.NOBODY
    assert hand_over(folder / ("x" * 200), []) is Found.NOBODY


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix only")
def test_who_hangs_up_without_thanks_is_silent(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as rude:
        rude.bind(str(folder / "sock"))
        rude.listen(1)
        second = _handed_over(folder)
        guest, _address = rude.accept()
        guest.recv(1000)
        guest.close()

        assert second.communicate(timeout=10)[0] == "SILENT"
