#!/usr/bin/env python3
"""Set up everything and run it: python3 dev.py run | test | lint | bench NAME | package | …

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
LOCKS = ROOT / "requirements"
PACKAGING_VENV = PRIVATE / "package"
BUNDLE = ROOT / "dist" / "supertoken-desktop"
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
    *("trayer", "openbox", "xdotool", "x11-utils", "x11-xkb-utils", "ibus", "ibus-libpinyin"),
]
DEBIAN_LINT = ["shellcheck"]
DEBIAN_PACKAGE = ["binutils", "patchelf", "xz-utils", "desktop-file-utils", "appstream"]
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
    """Check style, format, types, scripts and workflows; with --fix, mend what a machine can."""
    prepare(DEBIAN_LINT)
    fix = "--fix" in arguments
    checks = (
        ("-m", "ruff", "check", *(["--fix"] if fix else [])),
        ("-m", "ruff", "format", *([] if fix else ["--check"])),
        ("-m", "mypy"),
    )
    statuses = [python(*check) for check in checks]
    statuses.append(tool(str(VENV / SCRIPTS / "zizmor"), "--offline", "--quiet", ".github"))
    shellcheck = shutil.which("shellcheck")
    if shellcheck:
        scripts = [ROOT / ".ci" / "run", *sorted((ROOT / "packaging").glob("**/*.sh"))]
        statuses.append(tool(shellcheck, *map(str, scripts)))
    return max(statuses)


def bench(arguments: Sequence[str]) -> int:
    """Measure: bench NAME, one JSON line a case, the headline last."""
    prepare([*DEBIAN_WINDOW, *DEBIAN_TESTS, "x11-utils"])
    return python("-m", "benchmarks", *arguments)


def screenshots(arguments: Sequence[str]) -> int:
    """Take pictures of the windows of the running program."""
    prepare(DEBIAN_WINDOW + DEBIAN_TESTS)
    return python("-m", "benchmarks.screenshots", *arguments)


def site(arguments: Sequence[str]) -> int:
    """Build the user guide as a web site in both languages, into dist/site."""
    prepare([])
    return python("packaging/website/make_site.py", *arguments)


def package(arguments: Sequence[str]) -> int:
    """Build the packages of this system into dist/; with --smoke, try them out as well."""
    install_system_packages([*DEBIAN_WINDOW, *DEBIAN_PACKAGE, *shared_python()])
    synced(PACKAGING_VENV, LOCKS / "package.txt")
    built = subprocess.run(
        [interpreter(PACKAGING_VENV), "packaging/build.py"], cwd=ROOT, check=False
    )
    if built.returncode or "--smoke" not in arguments:
        return built.returncode
    return smoke([])


def smoke(arguments: Sequence[str]) -> int:
    """Try out the packages that lie in dist/."""
    prepare(DEBIAN_WINDOW + DEBIAN_TESTS + DEBIAN_PACKAGE)
    if not BUNDLE.is_dir():
        return refuse("There is nothing to try out yet: python3 dev.py package")
    return python("-m", "pytest", "tests/packaging", *arguments)


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
    # What is packed is what was tested.
    same = ["--constraint", "requirements/run.txt"]
    for group in ("dev", "package"):
        call([uv, *common, *same, "--group", group, "-o", f"requirements/{group}.txt"])
    return 0


COMMANDS = {
    command.__name__: command
    for command in (run, test, lint, bench, screenshots, package, smoke, site, strings, lock)
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
    if not synced(VENV, LOCKS / "dev.txt"):
        return
    editable = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    call([find_uv(), "pip", "install", "-q", "--python", str(VENV), *editable])
    call([interpreter(VENV), "-m", "compileall", "-q", "supertoken_desktop"])


def synced(venv: Path, lock: Path) -> bool:
    """Bring an environment in line with its lock; tell whether there was anything to do."""
    stamp = venv / "synced"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    uv = find_uv()
    if not venv.is_dir():
        call([uv, "venv", "-q", "--python", sys.executable, str(venv)])
    # Compiled now, so that the first start does not have to.
    sync = [uv, "pip", "sync", "-q", "--require-hashes", "--compile-bytecode"]
    call([*sync, "--python", str(venv), str(lock)])
    stamp.write_text(wanted)
    return True


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


def shared_python() -> list[str]:
    """Return what a bundle needs of the system's own Python; Debian ships that part apart."""
    is_systems = sys.base_prefix == "/usr"
    return [f"libpython3.{sys.version_info.minor}"] if is_systems else []


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
    return tool(interpreter(VENV), *arguments)


def tool(*command: str) -> int:
    """Run a program in the checkout; return its exit status."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def interpreter(venv: Path) -> str:
    """Return the path of an environment's Python."""
    return str(venv / SCRIPTS / "python")


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
