"""The files that tell a free desktop of the program: menu entry, metainfo, icons, manual."""

import gzip
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from icons import SOURCE
from places import APP_ID, BUILD, COMMAND, ICONS, NAME, PACKAGING, ROOT, version

SHARE = BUILD / "share"


def write_share(folder: Path = SHARE, icons: Path = ICONS) -> Path:
    """Write what belongs below `share/` of any prefix; return the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    _put(PACKAGING / "linux" / f"{NAME}.desktop", folder / "applications" / f"{NAME}.desktop")
    metainfo = folder / "metainfo" / f"{APP_ID}.metainfo.xml"
    metainfo.parent.mkdir(parents=True)
    metainfo.write_text(_metainfo(), encoding="utf-8")
    for name in (NAME, COMMAND):
        page = folder / "man" / "man1" / f"{name}.1.gz"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(gzip.compress((PACKAGING / "linux" / f"{name}.1").read_bytes(), mtime=0))
    theme = folder / "icons" / "hicolor"
    for picture in sorted((icons / "png").iterdir()):
        size = picture.stem
        _put(picture, theme / f"{size}x{size}" / "apps" / f"{NAME}.png")
    _put(SOURCE, theme / "scalable" / "apps" / f"{NAME}.svg")
    return folder


def made_at() -> datetime:
    """Return when what is packed was last changed: the date of its files, whenever it is built.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told is None:
        command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)


def _metainfo() -> str:
    text = (PACKAGING / "linux" / "metainfo.xml").read_text(encoding="utf-8")
    facts = {"@APP_ID@": APP_ID, "@VERSION@": version(), "@DATE@": f"{made_at():%Y-%m-%d}"}
    for mark, fact in facts.items():
        text = text.replace(mark, fact)
    return text


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
