"""Which libraries a bundle takes from the system, and which Debian packages have them."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

# All that a bundle may ask of a system, by Debian's package. What is not here must be in it.
DEBIAN_PACKAGES = {
    "libc6": ("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "libresolv.so.2"),
    "libgcc-s1": ("libgcc_s.so.1",),
    "libstdc++6": ("libstdc++.so.6",),
    "libegl1": ("libEGL.so.1",),
    "libgl1": ("libGL.so.1",),
    "libx11-6": ("libX11.so.6",),
    "libx11-xcb1": ("libX11-xcb.so.1",),
    "libxcb1": ("libxcb.so.1",),
    "libwayland-client0": ("libwayland-client.so.0",),
    "libwayland-cursor0": ("libwayland-cursor.so.0",),
    "libdbus-1-3": ("libdbus-1.so.3",),
    "libfontconfig1": ("libfontconfig.so.1",),
    "libfreetype6": ("libfreetype.so.6",),
    # Newer releases know it by a name of its own.
    "libglib2.0-0 | libglib2.0-0t64": ("libglib-2.0.so.0", "libgthread-2.0.so.0"),
    "libbrotli1": ("libbrotlicommon.so.1", "libbrotlidec.so.1"),
    "libuuid1": ("libuuid.so.1",),
}
# Loads only where the desktop has GTK; Qt does without it elsewhere.
_OPTIONAL = "libqgtk3.so"
_LOADER = "ld-linux"
_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[([^]]+)\]")
_SEARCH_PATH = re.compile(r"\((?:RUNPATH|RPATH)\)\s+Library (?:runpath|rpath): \[([^]]+)\]")
_GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")
_ELF = b"\x7fELF"


def check(bundle: Path) -> None:
    """See that nothing is missing. Raises: SystemExit, naming what is."""
    known = {library for names in DEBIAN_PACKAGES.values() for library in names}
    missing = sorted(asked_of_the_system(bundle) - known)
    if missing:
        raise SystemExit(f"Neither in the bundle nor on every desktop: {', '.join(missing)}")
    elsewhere = sorted(_searched(bundle))
    if elsewhere:
        raise SystemExit(f"Looked for libraries on the build machine: {', '.join(elsewhere)}")


def asked_of_the_system(bundle: Path) -> set[str]:
    """Return the libraries that files of a bundle link to, and that are not in it."""
    files = list(_programs(bundle))
    own = {path.name for path in bundle.rglob("*")}
    asked = {
        library
        for file in files
        if file.name != _OPTIONAL
        for library in _NEEDED.findall(_readelf("--dynamic", file))
    }
    return {library for library in asked - own if not library.startswith(_LOADER)}


def debian_dependencies(bundle: Path) -> list[str]:
    """Return what a Debian package of the bundle depends on, the C library with its version."""
    asked = asked_of_the_system(bundle)
    packages = [name for name, has in DEBIAN_PACKAGES.items() if asked.intersection(has)]
    major, minor = glibc_version(bundle)
    return [f"libc6 (>= {major}.{minor})" if name == "libc6" else name for name in packages]


def glibc_version(bundle: Path) -> tuple[int, int]:
    """Return the oldest C library with which the bundle runs."""
    found = {
        (int(major), int(minor))
        for file in _programs(bundle)
        for major, minor in _GLIBC.findall(_readelf("--version-info", file))
    }
    return max(found)


def _searched(bundle: Path) -> set[str]:
    """Return folders of the build machine in which files of a bundle would look for others."""
    paths = {
        path
        for file in _programs(bundle)
        for found in _SEARCH_PATH.findall(_readelf("--dynamic", file))
        for path in found.split(":")
    }
    return {path for path in paths if not path.startswith("$ORIGIN")}


def _programs(bundle: Path) -> Iterator[Path]:
    for path in bundle.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(len(_ELF)) == _ELF:
                    yield path


def _readelf(what: str, file: Path) -> str:
    command = ["readelf", "--wide", what, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
