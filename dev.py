#!/usr/bin/env python3
"""Set up everything and run it: python3 dev.py run | test | lint | bench NAME | screenshots | …

Needs Python 3.11 and nothing else. Everything it installs goes into `.venv` and `.dev` beside this
file; on Debian and Ubuntu it also installs the system libraries that Qt needs.
"""

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PRIVATE = ROOT / ".dev"
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements" / "dev.txt"
STAMP = VENV / "synced"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

DEBIAN_WINDOW = [
    "ca-certificates",
    *("libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1"),
    *("libxkbcommon0", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0"),
    *("libxcb-keysyms1", "libxcb-render-util0", "libxcb-shape0", "libxcb-xinerama0"),
    *("fonts-dejavu-core", "fonts-noto-cjk", "fonts-noto-color-emoji"),
]
DEBIAN_TESTS = [
    *("xvfb", "xauth", "dbus", "gnome-keyring", "libglib2.0-bin", "at-spi2-core"),
    *("openbox", "xdotool", "ibus", "ibus-libpinyin"),
]
OTHER_SYSTEMS = {
    "fedora": "sudo dnf install mesa-libEGL mesa-libGL libxkbcommon-x11 xcb-util-cursor "
    "xcb-util-wm xcb-util-keysyms xcb-util-image xcb-util-renderutil dbus-libs fontconfig "
    "google-noto-sans-cjk-fonts",
    "arch": "sudo pacman -S --needed libglvnd libxkbcommon-x11 xcb-util-cursor xcb-util-wm "
    "xcb-util-keysyms xcb-util-image xcb-util-renderutil dbus fontconfig noto-fonts-cjk",
}


def run(arguments: Sequence[str]) -> int:
    """Open the window on the embedded demo relay."""
    prepare(DEBIAN_WINDOW)
    return python("-m", "supertoken_desktop", "--demo", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Run the whole test suite without a display."""
    prepare(DEBIAN_WINDOW + DEBIAN_TESTS)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return python("-m", "pytest", *arguments)


def lint(arguments: Sequence[str]) -> int:
    """Check style, format and types; with --fix, mend what a machine can mend."""
    prepare([])
    fix = "--fix" in arguments
    checks = (
        ("-m", "ruff", "check", *(["--fix"] if fix else [])),
        ("-m", "ruff", "format", *([] if fix else ["--check"])),
        ("-m", "mypy"),
    )
    return max([python(*check) for check in checks])


def bench(arguments: Sequence[str]) -> int:
    """Measure: bench NAME, one JSON line a case, the headline last."""
    prepare(DEBIAN_WINDOW + DEBIAN_TESTS)
    return python("-m", "benchmarks", *arguments)


def screenshots(arguments: Sequence[str]) -> int:
    """Take pictures of the windows of the running program."""
    prepare(DEBIAN_WINDOW + DEBIAN_TESTS)
    return python("-m", "benchmarks.screenshots", *arguments)


def site(arguments: Sequence[str]) -> int:
    """Build the user guide as a web site in both languages, into dist/site."""
    prepare([])
    return python("packaging/website/build.py", *arguments)


def strings(arguments: Sequence[str]) -> int:
    """Bring the catalogues of translations up to date with the code."""
    prepare([])
    return python("-m", "tests.rules.catalogues", *arguments)


def lock(arguments: Sequence[str]) -> int:
    """Pin the newest versions that pyproject.toml allows, with their hashes."""
    uv = find_uv()
    common = ["pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header"]
    common += ["--no-annotate", "--python-version", "3.11", "pyproject.toml", *arguments]
    call([uv, *common, "-o", "requirements/run.txt"])
    call([uv, *common, "--group", "dev", "-o", "requirements/dev.txt"])
    return 0


COMMANDS = {
    command.__name__: command
    for command in (run, test, lint, bench, screenshots, site, strings, lock)
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit status is ours."""
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever runs this may well have an older one
        return refuse("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")
    if not arguments or arguments[0] not in COMMANDS:
        listed = "\n".join(f"  {name:12} {c.__doc__}" for name, c in COMMANDS.items())
        return refuse(f"usage: python3 dev.py COMMAND [ARGUMENT …]\n{listed}")
    return COMMANDS[arguments[0]](arguments[1:])


def prepare(packages: Sequence[str]) -> None:
    """Install system packages and the locked environment, where they are not there yet."""
    install_system_packages(packages)
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    uv = find_uv()
    if not VENV.is_dir():
        call([uv, "venv", "-q", "--python", sys.executable, str(VENV)])
    at = ["--python", str(VENV)]
    # Compiled now, so that the first start does not have to.
    call([uv, "pip", "sync", "-q", "--require-hashes", "--compile-bytecode", *at, str(LOCK)])
    editable = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    call([uv, "pip", "install", "-q", *at, *editable])
    call([str(VENV / SCRIPTS / "python"), "-m", "compileall", "-q", "supertoken_desktop"])
    STAMP.write_text(wanted)


def find_uv() -> str:
    """Return uv: the system's, else one of our own, installed once from a pinned file."""
    found = shutil.which("uv")
    if found:
        return found
    home = PRIVATE / "uv"
    uv = home / SCRIPTS / ("uv.exe" if os.name == "nt" else "uv")
    if not uv.is_file():
        if sys.platform.startswith("linux") and not has_ensurepip():
            install_system_packages([f"python3.{sys.version_info.minor}-venv"])
        call([sys.executable, "-m", "venv", "--clear", str(home)])
        pip = [str(home / SCRIPTS / "python"), "-m", "pip", "install", "-q", "--no-deps"]
        call([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "uv.txt")])
    return str(uv)


def has_ensurepip() -> bool:
    """Tell whether this Python can make environments; Debian ships that part apart."""
    probe = [sys.executable, "-c", "import ensurepip"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def install_system_packages(packages: Sequence[str]) -> None:
    """Install what is missing on Debian and Ubuntu; on other Linux systems say what is needed."""
    if not sys.platform.startswith("linux") or not packages:
        return
    system = linux_family()
    if system == "debian":
        install_with_apt([package for package in packages if not is_installed(package)])
    elif not (ctypes.util.find_library("EGL") and ctypes.util.find_library("xcb-cursor")):
        command = OTHER_SYSTEMS.get(system, "install EGL, GL, xkbcommon-x11 and xcb-util-cursor")
        sys.exit(refuse(f"Qt needs some system libraries. Please run:\n  {command}"))


def install_with_apt(missing: Sequence[str]) -> None:
    """Install Debian packages as root or through sudo, else print the command."""
    if not missing:
        return
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    if sudo and not shutil.which("sudo"):
        sys.exit(refuse(f"Some system packages are missing. As root, run:\n  {' '.join(install)}"))
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    print("Installing system packages:", " ".join(missing), flush=True)
    call([*sudo, "apt-get", "update", "-q"])
    call([*sudo, *install])


def linux_family() -> str:
    """Return debian, fedora, arch or another name, from os-release."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    facts = dict(line.split("=", 1) for line in lines if "=" in line)
    names = f"{facts.get('ID', '')} {facts.get('ID_LIKE', '')}".replace('"', "").split()
    known = ("debian", "fedora", "arch")
    return next((name for name in names if name in known), names[0] if names else "")


def is_installed(package: str) -> bool:
    """Ask dpkg; newer releases know some libraries under the same name with t64 behind it."""
    query = ["dpkg-query", "-W", "-f=${db:Status-Status} ", package, package + "t64"]
    found = subprocess.run(query, capture_output=True, text=True, check=False)
    return "installed" in found.stdout.split()


def python(*arguments: str) -> int:
    """Run the environment's Python in the checkout; return its exit status."""
    program = str(VENV / SCRIPTS / "python")
    return subprocess.run([program, *arguments], cwd=ROOT, check=False).returncode


def call(command: Sequence[str]) -> None:
    """Run a step of the set-up; stop with its exit status where it fails."""
    status = subprocess.run(list(command), cwd=ROOT, check=False).returncode
    if status:
        sys.exit(refuse(f"This step failed with status {status}:\n  {' '.join(command)}"))


def refuse(message: str) -> int:
    """Say why it does not go on."""
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
