import json
import os
import plistlib
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supertoken_desktop.autostart import (
    DesktopEntry,
    LaunchAgent,
    exec_line,
    program_command,
    system_autostart,
)

COMMAND = ("/opt/super token/bin/supertoken-desktop", "--hidden")
TOLD = """import json, sys
from pathlib import Path
Path(sys.argv[1]).write_text(json.dumps(sys.argv[2:]))
"""
# What GLib takes in arguments: no control characters.
ARGUMENT = st.text(
    st.one_of(
        st.sampled_from(string.ascii_letters + " \"'`$\\%&|<>~*?#()=é中"),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")),
    ),
    max_size=12,
)


def test_it_is_off_until_it_is_turned_on(tmp_path: Path) -> None:
    entry = DesktopEntry(tmp_path / "autostart", COMMAND)

    states = [entry.is_on()]
    entry.turn_on()
    states.append(entry.is_on())
    entry.turn_off()
    states.append(entry.is_on())

    assert states == [False, True, False]
    assert list((tmp_path / "autostart").iterdir()) == []


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "Exec="])
def test_what_a_desktop_switched_off_is_off(tmp_path: Path, line: str) -> None:
    entry = DesktopEntry(tmp_path, COMMAND)
    entry.turn_on()
    file = tmp_path / "supertoken-desktop.desktop"
    name = line.partition("=")[0]
    kept = [one for one in file.read_text().splitlines() if not one.startswith(name)]
    file.write_text("\n".join([*kept, line]) + "\n")

    assert not entry.is_on()


@given(junk=st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_can_be_read(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "supertoken-desktop.desktop").write_bytes(junk)

    assert DesktopEntry(tmp_path, COMMAND).is_on() in (True, False)


def test_turning_off_what_is_off_is_no_error(tmp_path: Path) -> None:
    DesktopEntry(tmp_path / "missing", COMMAND).turn_off()
    LaunchAgent(tmp_path / "missing", COMMAND).turn_off()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file in the way")

    with pytest.raises(OSError, match="autostart"):
        DesktopEntry(tmp_path / "autostart", COMMAND).turn_on()


@pytest.mark.skipif(shutil.which("gio") is None, reason="gio is not installed")
@pytest.mark.parametrize(
    "arguments",
    [("plain",), ("a b", "'single'", '"double"'), ("50%", "$HOME", "`id`", "a\\b\\\\c")],
)
def test_desktops_read_the_command_as_it_was_meant(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    program, told = tmp_path / "pro gram.py", tmp_path / "told.json"
    program.write_text(TOLD)
    entry = DesktopEntry(tmp_path, (sys.executable, str(program), str(told), *arguments))
    entry.turn_on()

    subprocess.run(
        ["gio", "launch", str(tmp_path / "supertoken-desktop.desktop")], check=True, timeout=20
    )
    while not told.is_file() or not told.read_text():
        os.sched_yield()

    assert json.loads(told.read_text()) == list(arguments)


@given(arguments=st.lists(ARGUMENT, min_size=1, max_size=4))
def test_each_argument_comes_back_from_the_line(arguments: list[str]) -> None:
    assert _read(exec_line(arguments)) == arguments


def test_the_files_of_macos_are_read_back(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path / "LaunchAgents", COMMAND)
    agent.turn_on()
    (file,) = (tmp_path / "LaunchAgents").iterdir()
    found = plistlib.loads(file.read_bytes())

    assert agent.is_on()
    assert found["ProgramArguments"] == list(COMMAND)
    file.write_bytes(b"no list")
    assert not agent.is_on()


def test_the_file_of_macos_is_replaced_as_a_whole(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path, ("/opt/an older one", "--hidden", "x" * 100))
    agent.turn_on()
    (file,) = tmp_path.iterdir()
    with file.open("rb") as before:
        LaunchAgent(tmp_path, COMMAND).turn_on()

        assert plistlib.load(before)["ProgramArguments"][0] == "/opt/an older one"

    assert list(tmp_path.iterdir()) == [file]
    assert plistlib.loads(file.read_bytes())["ProgramArguments"] == list(COMMAND)


def test_the_command_starts_this_program() -> None:
    ran = subprocess.run(
        [*program_command(), "--version"], capture_output=True, text=True, check=True
    )

    assert ran.stdout.startswith("supertoken-desktop ")


def test_an_image_starts_itself_and_not_its_mount(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPIMAGE", "/home/user/SuperToken.AppImage")

    assert program_command() == ("/home/user/SuperToken.AppImage",)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="files of Linux desktops")
def test_a_home_of_its_own_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    system_autostart(tmp_path / "profile").turn_on()

    text = (tmp_path / "autostart" / "supertoken-desktop.desktop").read_text()
    line = next(one for one in text.splitlines() if one.startswith("Exec="))
    assert _read(line.removeprefix("Exec="))[-3:] == [
        *("--home", str(tmp_path / "profile")),
        "--hidden",
    ]


def _read(line: str) -> list[str]:
    """Read an Exec line as the specification says: escapes of texts, quotes, field codes."""
    text = line.replace("\\\\", "\\")
    found: list[str] = []
    at = 0
    while at < len(text):
        assert text[at] == '"'
        at += 1
        argument = ""
        while text[at] != '"':
            at += text[at] == "\\"
            argument += text[at]
            at += 1
        found.append(argument.replace("%%", "%"))
        at += 2
    return found
