import subprocess
import sys
from pathlib import Path

import pytest

from supertoken_desktop.paths import folders, resource

ROOT = Path(__file__).resolve().parents[2]


def all_of(home: Path) -> list[Path]:
    return sorted(path for path in home.rglob("*") if path.is_dir())


def test_one_folder_can_hold_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "mine"
    monkeypatch.setenv("SUPERTOKEN_HOME", str(home))

    places = folders()

    assert places == folders(home)
    assert all_of(home) == sorted([places.data, places.config, places.logs, places.runtime])
    for file in (places.database, places.salt_file, places.settings_file, places.socket):
        assert home in file.parents
        assert not file.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_nobody_else_may_look_in(tmp_path: Path) -> None:
    home = tmp_path / "mine"
    folders(home)

    assert {path.stat().st_mode & 0o777 for path in (home, *all_of(home))} == {0o700}


@pytest.mark.skipif(sys.platform != "linux", reason="these variables are of Linux")
def test_the_system_says_where_things_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPERTOKEN_HOME", raising=False)
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))

    places = folders()

    assert places.database == tmp_path / "DATA" / "supertoken-desktop" / "history.db"
    assert places.settings_file == tmp_path / "CONFIG" / "supertoken-desktop" / "settings.json"
    assert tmp_path / "STATE" in places.logs.parents
    assert places.socket == tmp_path / "run" / "supertoken-desktop" / "window.sock"


def test_without_a_session_folder_the_socket_is_among_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUPERTOKEN_HOME", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    places = folders()

    assert places.data in places.socket.parents


@pytest.mark.parametrize("name", ["locale", "icons", "docs"])
def test_what_comes_with_the_program_is_found(name: str) -> None:
    assert resource(name).is_dir()


def test_a_frozen_program_looks_beside_itself(tmp_path: Path) -> None:
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    code = (
        "import sys\n"
        "sys._MEIPASS = sys.argv[1]\n"
        "from supertoken_desktop.paths import resource\n"
        "sys.stdout.write(str(resource('icons')))"
    )

    found = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert Path(found) == tmp_path / "resources" / "icons"
