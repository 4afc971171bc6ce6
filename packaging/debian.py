"""The Debian package: the bundle below /usr/lib, its programs in /usr/bin, and the menu entry."""

import gzip
import hashlib
import os
import shutil
from email.utils import format_datetime
from pathlib import Path
from subprocess import check_output

from bundle import run
from libraries import debian_dependencies
from places import BUILD, BUNDLE, COMMAND, DIST, NAME, PACKAGING, ROOT, version
from share import made_at

MAINTAINER = "SuperToken Desktop contributors <noreply@supertoken.invalid>"
# Beside the libraries: fonts are found by files of fontconfig, relays trusted by certificates.
ALSO_NEEDED = ("fontconfig", "ca-certificates")
RECOMMENDED = ("gnome-keyring | kwalletmanager", "xdg-utils", "xdg-desktop-portal")
SUGGESTED = ("fonts-noto-cjk", "fonts-noto-color-emoji")


def build(share: Path) -> Path:
    """Return the package, made of the bundle and of `share`."""
    root = BUILD / "debian"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(BUNDLE, root / "usr" / "lib" / NAME, symlinks=True)
    shutil.copytree(share, root / "usr" / "share")
    programs = root / "usr" / "bin"
    programs.mkdir()
    for program in (NAME, COMMAND):
        (programs / program).symlink_to(f"../lib/{NAME}/{program}")
    _write_papers(root / "usr" / "share" / "doc" / NAME)
    _set_modes(root)
    architecture = check_output(["dpkg", "--print-architecture"], text=True).strip()
    _write_control(root, architecture)
    package = DIST / f"{NAME}_{version()}_{architecture}.deb"
    os.environ["SOURCE_DATE_EPOCH"] = str(int(made_at().timestamp()))
    run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(package)])
    return package


def _write_papers(folder: Path) -> None:
    folder.mkdir(parents=True)
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    (folder / "copyright").write_text(_copyright(licence), encoding="utf-8")
    entry = f"{NAME} ({version()}) unstable; urgency=low\n\n  * See the program's own list.\n\n"
    entry += f" -- {MAINTAINER}  {format_datetime(made_at())}\n"
    for name, text in (("changelog.Debian.gz", entry), ("changelog.gz", _changes())):
        (folder / name).write_bytes(gzip.compress(text.encode(), mtime=0))


def _changes() -> str:
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def _copyright(licence: str) -> str:
    body = "\n".join(f" {line}" if line else " ." for line in licence.strip().splitlines())
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: SuperToken Desktop\n"
        "Comment: The licences of the libraries that come with the program lie in\n"
        f" /usr/lib/{NAME}/_internal/licences.\n"
        "\nFiles: *\nCopyright: 2026 SuperToken Desktop contributors\n"
        f"License: Expat\n{body}\n"
    )


def _set_modes(root: Path) -> None:
    """Let everybody read and run, whatever the builder's own habits are."""
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        is_program = path.is_dir() or (path.parent.name == NAME and os.access(path, os.X_OK))
        path.chmod(0o755 if is_program else 0o644)


def _write_control(root: Path, architecture: str) -> None:
    folder = root / "DEBIAN"
    folder.mkdir(mode=0o755)
    files = sorted(p for p in (root / "usr").rglob("*") if p.is_file() and not p.is_symlink())
    depends = [*debian_dependencies(BUNDLE), *ALSO_NEEDED]
    description = (PACKAGING / "linux" / "description.txt").read_text(encoding="utf-8").strip()
    fields = {
        "Package": NAME,
        "Version": version(),
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(sum(p.stat().st_size for p in files) // 1024),
        "Section": "net",
        "Priority": "optional",
        "Depends": ", ".join(depends),
        "Recommends": ", ".join(RECOMMENDED),
        "Suggests": ", ".join(SUGGESTED),
        "Description": description,
    }
    control = "".join(f"{name}: {value}\n" for name, value in fields.items())
    (folder / "control").write_text(control, encoding="utf-8")
    sums = [f"{hashlib.md5(p.read_bytes()).hexdigest()}  {p.relative_to(root)}\n" for p in files]  # noqa: S324  # the format of Debian
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")
