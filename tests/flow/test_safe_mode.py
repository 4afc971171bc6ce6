"""Starts after a crash, safe mode, and starts that fail: the user always sees words."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from supertoken_desktop.paths import folders
from supertoken_desktop.run_marker import LastEnd, LastRun
from supertoken_desktop.settings import Settings, SettingsFile
from supertoken_desktop.ui.banner import Banner
from supertoken_desktop.ui.crash_dialog import CrashDialog
from tests.fakes.waiting import until
from tests.flow.person import Person, at_the_window
from tests.flow.test_processes import DRIVER, OFFSCREEN, WINDOW, run, said
from tests.programs import Programs, Ran, ended

NATIVE = LastRun(LastEnd.CRASHED, "Fatal Python error: Aborted\n  x.py:1 in f")
OWN = Settings(
    theme="dark",
    zoom_percent=150,
    language="en",
    proxy_mode="none",
    send_key="enter",
    quick_keep=False,
    clear_clipboard_s=30,
)
PROMPT = "my very private question"
BREAK = """
import os, sys
from supertoken_desktop import app
from supertoken_desktop.__main__ import main
import supertoken_desktop.ui.crash_dialog as crash_dialog
from PySide6.QtCore import QTimer

class Shown(crash_dialog.CrashDialog):
    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        print(self._heading.text(), flush=True)
        print(self.report, flush=True)
        QTimer.singleShot(0, self._close.click)

crash_dialog.CrashDialog = Shown
"""


def banners(person: Person) -> list[str]:
    return [b.accessibleName() for b in person.window.findChildren(Banner) if b.isVisible()]


def crash_dialogs() -> list[CrashDialog]:
    from PySide6.QtWidgets import QApplication

    found = (w for w in QApplication.topLevelWidgets() if isinstance(w, CrashDialog))
    return [dialog for dialog in found if dialog.isVisible()]


def keep_settings(home: Path) -> bytes:
    path = folders(home).settings_file
    SettingsFile(path).write(OWN)
    return path.read_bytes()


async def test_safe_mode_has_default_settings_and_leaves_the_users_alone(home: Path) -> None:
    before = keep_settings(home)

    async with at_the_window(home, safe_mode=True) as person:
        now = person.program.preferences.current
        await person.program.preferences.update(zoom_percent=125)
        words = banners(person)

    assert (now.theme, now.zoom_percent) == ("system", 100)
    assert (now.proxy_mode, now.language) == ("none", "en")
    assert any(text.startswith("Safe mode:") for text in words)
    assert folders(home).settings_file.read_bytes() == before


async def test_safe_mode_keeps_no_quick_chat_of_who_wants_none_kept(home: Path) -> None:
    keep_settings(home)

    async with at_the_window(home, safe_mode=True) as person:
        now = person.program.preferences.current
        engine = await person.session.quick._engine()

    assert not engine.is_kept
    assert now.clear_clipboard_s == 30


async def test_restart_as_usual_ends_the_run_and_begins_another(home: Path) -> None:
    async with at_the_window(home, safe_mode=True) as person:
        person.click("Restart as usual")
        session = person.session

    assert session.next_start is not None
    assert not session.next_start.safe_mode
    assert session.next_start.home == home


def test_a_restart_runs_nothing_that_lies_in_the_folder_it_is_started_from(tmp_path: Path) -> None:
    (tmp_path / "supertoken_desktop").mkdir()
    for name in ("__init__.py", "__main__.py"):
        (tmp_path / "supertoken_desktop" / name).write_text("print('somebody else')")
    code = (
        "import sys; del sys.path[0]\n"
        "from supertoken_desktop.window.safe_mode import begin_again; begin_again(['--version'])"
    )

    # All that was started writes there, and is waited for.
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert ran.stdout.startswith("supertoken-desktop ")


@pytest.mark.parametrize("choice", ["Start as usual", "Start in safe mode"])
async def test_after_a_crash_it_asks_and_starts_as_chosen(home: Path, choice: str) -> None:
    keep_settings(home)
    asked: list[str] = []

    async def answer() -> None:
        await until(lambda: bool(crash_dialogs()))
        (dialog,) = crash_dialogs()
        asked.append(dialog.report)
        (dialog._safe if "safe" in choice else dialog._close).click()

    answering = asyncio.ensure_future(answer())
    async with at_the_window(home, last=NATIVE) as person:
        await answering
        is_default = person.program.preferences.current.zoom_percent == 100
        is_said = any(text.startswith("Safe mode:") for text in banners(person))

    assert "Fatal Python error: Aborted" in asked[0]
    assert is_default is is_said is ("safe" in choice)


async def test_a_run_that_was_killed_is_told_of_in_a_line_and_asks_nothing(home: Path) -> None:
    async with at_the_window(home, last=LastRun(LastEnd.KILLED)) as person:
        words = banners(person)
        person.click("Restart in safe mode")
        session = person.session

    assert any(text.startswith("The program did not end properly") for text in words)
    assert session.next_start is not None
    assert session.next_start.safe_mode


def test_kill_leaves_the_marker_and_a_proper_end_takes_it_away(tmp_path: Path) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)
    marker = folders(programs.profile).run_marker

    async def kill_and_end() -> tuple[str, bool]:
        first = await programs.start(*DRIVER, "show")
        await said(first)
        # A thread notes it, and may still be about to.
        await until(lambda: "ready" in marker.read_text(encoding="utf-8"))
        first.kill()
        await first.wait()
        left = marker.read_text(encoding="utf-8")
        second = await programs.start(*DRIVER, "show")
        await said(second)
        second.send_signal(signal.SIGTERM)
        await ended(second)
        return left, marker.exists()

    left, is_there = run(kill_and_end())

    assert json.loads(left)["stage"] == "ready"
    assert not is_there


def test_sigterm_ends_a_start_that_waits_for_the_question(tmp_path: Path) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)
    folders(programs.profile).run_marker.write_text('{"stage": "starting"}', encoding="utf-8")
    show = (
        "import sys, tests.flow.driver\n"
        "import supertoken_desktop.ui.crash_dialog as d\n"
        "class Shown(d.CrashDialog):\n"
        "    def showEvent(self, event):\n"
        "        super().showEvent(event)\n"
        "        print('{}', flush=True)\n"
        "d.CrashDialog = Shown\n"
        "tests.flow.driver.main('show')\n"
    )

    async def ask_and_end() -> int:
        process = await programs.start("-c", show)
        await said(process)
        process.send_signal(signal.SIGTERM)
        return (await ended(process)).status

    assert run(ask_and_end()) == 0


@pytest.mark.parametrize(
    "broken",
    [
        "app.build_program = None",
        "import supertoken_desktop.window.session as s; del s.WindowSession._make_window",
        "sys.modules['supertoken_desktop.window.run'] = None",
        f"app.load_keyring = lambda: [][{PROMPT!r}]",
        f"app.load_keyring = lambda: int({PROMPT!r})",
    ],
)
def test_a_start_that_fails_says_so_on_the_screen_and_the_terminal(
    tmp_path: Path, broken: str
) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)
    code = BREAK + broken + "\nsys.exit(main())"

    ran = run(_ended(programs, "-c", code))

    assert ran.status == 1
    assert "SuperToken Desktop had to stop" in ran.out
    assert "had to stop because of an error in the program itself" in ran.err
    assert "--safe-mode" in ran.err
    assert "Traceback" not in ran.err
    assert PROMPT not in ran.out + ran.err


@pytest.mark.skipif(os.name == "nt", reason="folders are made unwritable otherwise")
def test_a_folder_that_cannot_be_made_is_told_by_its_error(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file where the folder should be", encoding="utf-8")
    programs = Programs(tmp_path).having(**OFFSCREEN)

    ran = run(_ended(programs, "-c", BREAK + "sys.exit(main())"))

    assert ran.status == 1
    assert "FileExistsError (EEXIST)" in ran.out
    assert "FileExistsError (EEXIST)" in ran.err


def test_without_qt_there_are_still_words_on_the_terminal(tmp_path: Path) -> None:
    programs = Programs(tmp_path).having(**OFFSCREEN)
    code = (
        "import sys; sys.modules['PySide6'] = None\nfrom supertoken_desktop.__main__ import main\n"
    )

    ran = run(_ended(programs, "-c", code + "sys.exit(main())"))

    assert ran.status == 1
    assert "had to stop because of an error in the program itself" in ran.err
    assert "There is nothing to show this on" in ran.err
    assert "(PySide6." in ran.err


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb is not installed")
def test_safe_mode_starts_from_the_command_line(tmp_path: Path) -> None:
    programs = Programs(tmp_path)

    async def start() -> int:
        process = await programs.start(*WINDOW, "--safe-mode", before=("xvfb-run", "-a"))
        marker = folders(programs.profile).run_marker
        await until(lambda: marker.is_file() and "ready" in marker.read_text(encoding="utf-8"))
        pid = json.loads(marker.read_text(encoding="utf-8"))["pid"]
        os.kill(pid, signal.SIGTERM)
        return (await ended(process)).status

    assert run(start()) == 0


async def _ended(programs: Programs, *arguments: str) -> Ran:
    return await ended(await programs.start(*arguments))
