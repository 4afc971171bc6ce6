"""What tells a free desktop of the program."""

import configparser
import json
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage, QImageReader

import icons
import places
import share
from supertoken_desktop import __version__
from supertoken_desktop.window.run import PROGRAM_ID

ENTRY = f"applications/{PROGRAM_ID}.desktop"
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    icons.write_icons(folder)
    return folder


@pytest.fixture(scope="module")
def shared(drawn: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return share.write_share(tmp_path_factory.mktemp("share") / "share", drawn)


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"not installed: {program}")


@needs("desktop-file-validate")
def test_the_menu_entry_is_valid(shared: Path) -> None:
    done = subprocess.run(
        ["desktop-file-validate", str(shared / ENTRY)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


@needs("appstreamcli")
def test_the_metainfo_is_valid(shared: Path) -> None:
    found = next((shared / "metainfo").iterdir())

    command = ["appstreamcli", "validate", "--no-net", "--pedantic", str(found)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_the_metainfo_tells_of_this_version_and_of_the_menu_entry(shared: Path) -> None:
    tree = ET.parse(next((shared / "metainfo").iterdir()))

    assert [release.get("version") for release in tree.iter("release")] == [__version__]
    assert tree.findtext("launchable") == Path(ENTRY).name
    assert "@" not in ET.tostring(tree.getroot(), encoding="unicode")


def test_windows_and_links_belong_to_the_menu_entry(shared: Path) -> None:
    main = entry(shared)["Desktop Entry"]

    assert main["StartupWMClass"] == PROGRAM_ID
    assert main["Exec"] == f"{PROGRAM_ID} %u"
    assert main["MimeType"] == "x-scheme-handler/supertoken;"


def test_the_menu_entry_offers_a_new_chat_and_a_quick_prompt(shared: Path) -> None:
    found = entry(shared)

    names = found["Desktop Entry"]["Actions"].split(";")[:-1]
    started = [found[f"Desktop Action {name}"]["Exec"] for name in names]
    assert started == [f"{PROGRAM_ID} --new", f"{PROGRAM_ID} --quick"]


def test_the_menu_speaks_chinese(shared: Path) -> None:
    found = entry(shared)

    for section in found.sections():
        for key in ("GenericName", "Comment", "Keywords"):
            if key in found[section]:
                assert CHINESE.search(found[section][f"{key}[zh_CN]"])
        if section != "Desktop Entry":
            assert CHINESE.search(found[section]["Name[zh_CN]"])


def test_icons_have_the_sizes_that_their_folders_say(shared: Path) -> None:
    pictures = sorted((shared / "icons/hicolor").glob("*x*/apps/*.png"))

    assert len(pictures) == len(icons.PNG_SIZES)
    for picture in pictures:
        image = QImage(str(picture))
        assert f"{image.width()}x{image.height()}" == picture.parent.parent.name
        assert image.pixelColor(image.width() // 2, image.height() // 8).alpha() == 255


def test_the_icon_of_windows_has_all_its_sizes(drawn: Path) -> None:
    reader = QImageReader(str(drawn / f"{PROGRAM_ID}.ico"))
    whole = icons.draw(32)

    sizes = []
    for at in range(reader.imageCount()):
        reader.jumpToImage(at)
        image = reader.read()
        sizes.append(image.width())
        if image.width() == whole.width():
            assert image.convertToFormat(whole.format()) == whole
    assert sizes == list(icons.ICO_SIZES)


def test_the_icon_of_macos_is_made_of_whole_pictures(drawn: Path) -> None:
    data = (drawn / f"{PROGRAM_ID}.icns").read_bytes()

    assert struct.unpack(">4sI", data[:8]) == (b"icns", len(data))
    at, found = 8, []
    while at < len(data):
        name, length = struct.unpack(">4sI", data[at : at + 8])
        image = QImage.fromData(data[at + 8 : at + length])
        found.append((name, image.width()))
        assert image.pixelColor(image.width() // 2, image.height() // 20).alpha() == 0
        at += length
    assert tuple(found) == icons.ICNS_SIZES


@needs("man")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="pages for Linux")
@pytest.mark.parametrize("name", ["supertoken-desktop", "supertoken"])
def test_the_pages_of_the_manual_are_well_formed(shared: Path, name: str) -> None:
    page = shared / "man" / "man1" / f"{name}.1.gz"

    done = subprocess.run(
        ["man", "--warnings", "--local-file", str(page)],
        env={"LC_ALL": "C.UTF-8", "MANWIDTH": "80", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert name in done.stdout


@needs("flatpak-builder")
def test_the_flatpak_has_the_name_of_the_metainfo(shared: Path) -> None:
    manifest = places.PACKAGING / "flatpak" / f"{places.APP_ID}.yml"

    command = ["flatpak-builder", "--show-manifest", str(manifest)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)

    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout)["id"] == places.APP_ID
    assert (shared / "metainfo" / f"{places.APP_ID}.metainfo.xml").is_file()


def entry(shared: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    found.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    found.read(shared / ENTRY, encoding="utf-8")
    return found
