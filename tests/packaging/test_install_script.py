"""The script of the archive for every Linux, with a small program in the place of ours."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.built import ROOT

SCRIPT = ROOT / "packaging" / "linux" / "install.sh"
ENTRY = "share/applications/supertoken-desktop.desktop"
ICON = "share/icons/hicolor/scalable/apps/supertoken-desktop.svg"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script for Linux")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """What is left of the archive without its weight."""
    folder = tmp_path / "archive"
    for name in ("supertoken-desktop", "supertoken"):
        program = folder / "bundle" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\necho {name} 1\n")
        program.chmod(0o755)
    for name, source in ((ENTRY, "packaging/linux/supertoken-desktop.desktop"), (ICON, "LICENSE")):
        (folder / name).parent.mkdir(parents=True)
        shutil.copyfile(ROOT / source, folder / name)
    shutil.copy2(SCRIPT, folder)
    shutil.copy2(ROOT / "LICENSE", folder)
    return folder


def test_installed_programs_start_and_the_menu_knows_them(archive: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "my own 程序"

    done = install(archive, "--prefix", str(prefix))

    assert done.returncode == 0, done.stderr
    program = prefix / "bin" / "supertoken-desktop"
    assert subprocess.check_output([str(program)], text=True) == "supertoken-desktop 1\n"
    entry = (prefix / ENTRY).read_text()
    assert entry.count(f'Exec="{program}"') == 3
    assert f"\nTryExec={program}\n" in entry
    assert (prefix / ICON).is_file()


def test_without_a_prefix_it_goes_into_the_home_of_the_user(archive: Path, tmp_path: Path) -> None:
    assert install(archive, HOME=str(tmp_path / "home")).returncode == 0

    assert (tmp_path / "home/.local/bin/supertoken").is_file()


def test_a_newer_version_takes_the_place_of_an_older_one(archive: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "prefix"
    (archive / "share/old.txt").write_text("of the old version alone")
    install(archive, f"--prefix={prefix}")
    (archive / "share/old.txt").unlink()
    (archive / "bundle/supertoken").write_text("#!/bin/sh\necho 2\n")

    done = install(archive, f"--prefix={prefix}")

    assert done.returncode == 0, done.stderr
    assert subprocess.check_output([str(prefix / "bin/supertoken")], text=True) == "2\n"
    assert not (prefix / "share/old.txt").exists()
    assert (prefix / ENTRY).is_file()


def test_removed_it_leaves_what_others_put_there(archive: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "prefix"
    other = prefix / "share/applications/other.desktop"
    other.parent.mkdir(parents=True)
    other.write_text("of somebody else")
    install(archive, "--prefix", str(prefix))

    own_script = prefix / "lib/supertoken-desktop/install.sh"
    done = run(own_script, "--prefix", str(prefix), "--uninstall")

    assert done.returncode == 0, done.stderr
    left = [path for path in prefix.rglob("*") if not path.is_dir() or path.is_symlink()]
    # The desktop's index of menu entries belongs to all of them.
    assert [path for path in left if path.name != "mimeinfo.cache"] == [other]


def test_removed_from_a_folder_of_its_own_it_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "prefix"
    install(archive, "--prefix", str(prefix))

    install(archive, "--prefix", str(prefix), "--uninstall")

    assert list(prefix.rglob("*")) == []


@pytest.mark.parametrize("name", ["bin/supertoken-desktop", "bin/supertoken", ENTRY])
def test_a_program_of_another_installation_is_left_alone(
    archive: Path, tmp_path: Path, name: str
) -> None:
    prefix = tmp_path / "prefix"
    other = prefix / name
    other.parent.mkdir(parents=True)
    other.write_text("of pip, say")

    done = install(archive, "--prefix", str(prefix))

    assert done.returncode == 1
    assert str(other) in done.stderr
    assert [path for path in prefix.rglob("*") if path.is_file()] == [other]
    assert other.read_text() == "of pip, say"


def test_a_folder_of_somebody_else_under_our_name_is_left_alone(
    archive: Path, tmp_path: Path
) -> None:
    other = tmp_path / "prefix/lib/supertoken-desktop/_internal/of the system's package"
    other.parent.mkdir(parents=True)
    other.write_text("kept")

    done = install(archive, "--prefix", str(tmp_path / "prefix"))

    assert done.returncode == 1
    assert other.read_text() == "kept"


def test_removing_it_leaves_a_program_that_has_taken_its_name(
    archive: Path, tmp_path: Path
) -> None:
    prefix = tmp_path / "prefix"
    install(archive, "--prefix", str(prefix))
    other = prefix / "bin/supertoken"
    other.unlink()
    other.write_text("of pip, say")

    done = install(archive, "--prefix", str(prefix), "--uninstall")

    assert done.returncode == 0, done.stderr
    assert other.read_text() == "of pip, say"
    assert not (prefix / "bin/supertoken-desktop").is_symlink()


def test_a_list_that_was_tampered_with_removes_nothing_outside(
    archive: Path, tmp_path: Path
) -> None:
    prefix = tmp_path / "prefix"
    install(archive, "--prefix", str(prefix))
    other = tmp_path / "other"
    other.write_text("kept")
    with (prefix / "lib/supertoken-desktop/installed-files").open("a") as list_:
        list_.write("share/../../other\n../other\n")

    install(archive, "--prefix", str(prefix), "--uninstall")

    assert other.read_text() == "kept"


def test_where_cd_prints_the_folder_it_still_installs(archive: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", f"{archive.name}/install.sh", "--prefix", str(tmp_path / "prefix")],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "CDPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_what_is_not_installed_cannot_be_removed(archive: Path, tmp_path: Path) -> None:
    done = install(archive, "--uninstall", "--prefix", str(tmp_path / "nothing"))

    assert done.returncode == 1
    assert "not installed" in done.stderr


@pytest.mark.parametrize("name", ['a"b', "a$b", "a`b", "a%b", "a|b", "a&b", "a\\b", "a\nb"])
def test_a_folder_that_menu_entries_cannot_name_is_refused(
    archive: Path, tmp_path: Path, name: str
) -> None:
    done = install(archive, "--prefix", str(tmp_path / name))

    assert done.returncode == 2
    assert "menu entries" in done.stderr
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("arguments", [["--prefix"], ["--prefix", ""], ["--wrong"], ["there"]])
def test_arguments_that_mean_nothing_install_nothing(archive: Path, arguments: list[str]) -> None:
    done = install(archive, *arguments)

    assert done.returncode == 2
    assert done.stderr


def install(archive: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return run(archive / "install.sh", *arguments, **variables)


def run(script: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(script.parent / "home"), **variables}
    return subprocess.run(
        [str(script), *arguments],
        env=environment,
        cwd=script.parent,
        capture_output=True,
        text=True,
        check=False,
    )
