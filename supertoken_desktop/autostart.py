"""Start at login: written where the system looks for it, and read from there alone.

All of it blocks for a moment, so callers use a thread.
"""

import os
import plistlib
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

PROGRAM = "supertoken-desktop"
NAME = "SuperToken Desktop"
HIDDEN = "--hidden"
_IDENTIFIER = "cc.supertoken.client"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
# Where the task manager notes what the user has switched off; the lowest bit means off.
_APPROVED_KEY = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_QUOTED_IN_EXEC = '"`$\\'


class Autostart(Protocol):
    """One system's way; methods that write may raise OSError."""

    @property
    def is_possible(self) -> bool:
        """Tell whether this program can have itself started here."""
        ...

    def is_on(self) -> bool:
        """Tell whether the system will start the program at login."""
        ...

    def turn_on(self) -> None:
        """Have the program started at login, with its window in the tray."""
        ...

    def turn_off(self) -> None:
        """Have it started no more; where it was not, nothing happens."""
        ...


def system_autostart(home: Path | None = None) -> Autostart:
    """Return this system's way; `home` is the folder that the program was told to use."""
    arguments = () if home is None else ("--home", str(home.absolute()))
    command = (*program_command(), *arguments, HIDDEN)
    if sys.platform == "win32":
        return RunKey(command)
    if sys.platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents", command)
    return DesktopEntry(_autostart_folder(os.environ), command)


def program_command() -> tuple[str, ...]:
    """Return what starts this very program: frozen, installed, or from a checkout."""
    image = os.environ.get("APPIMAGE")
    if image:
        # What runs is mounted for this run only.
        return (image,)
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    ending = ".exe" if sys.platform == "win32" else ""
    script = Path(sysconfig.get_path("scripts")) / (PROGRAM + ending)
    if script.is_file():
        return (str(script),)
    return (_windowed(sys.executable), "-m", "supertoken_desktop")


class DesktopEntry:
    """A file in the autostart folder of Linux desktops.

    Source: Desktop Application Autostart Specification; Desktop Entry Specification, "Exec".
    """

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self._file = folder / f"{PROGRAM}.desktop"
        self._command = tuple(command)

    @property
    def is_possible(self) -> bool:
        """Not within a sandbox, whose autostart folder nobody reads, nor for a broken path."""
        is_plain = all(part.isprintable() for part in self._command)
        return is_plain and not Path("/.flatpak-info").exists() and "SNAP" not in os.environ

    def is_on(self) -> bool:
        """Tell whether the file is there and neither hidden nor switched off by a desktop."""
        try:
            entries = _entries(self._file.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return False
        is_off = entries.get("Hidden") == "true"
        return (
            bool(entries.get("Exec"))
            and not is_off
            and entries.get("X-GNOME-Autostart-enabled") != "false"
        )

    def turn_on(self) -> None:
        """Write the file."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={NAME}",
            f"Exec={exec_line(self._command)}",
            f"Icon={PROGRAM}",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
        )
        written = self._file.with_suffix(".new")
        written.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="surrogateescape")
        written.replace(self._file)

    def turn_off(self) -> None:
        """Remove the file."""
        self._file.unlink(missing_ok=True)


class LaunchAgent:
    """A property list that macOS reads at login. Source: launchd.plist(5)."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self._file = folder / f"{_IDENTIFIER}.plist"
        self._command = tuple(command)

    @property
    def is_possible(self) -> bool:
        """Everywhere on macOS."""
        return True

    def is_on(self) -> bool:
        """Tell whether the file is there and asks for a start at login."""
        try:
            found = plistlib.loads(self._file.read_bytes())
        except (OSError, ValueError, plistlib.InvalidFileException):
            return False
        return (
            isinstance(found, dict)
            and found.get("RunAtLoad") is True
            and found.get("Disabled") is not True
        )

    def turn_on(self) -> None:
        """Write the file."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(".new")
        written.write_bytes(
            plistlib.dumps(
                {
                    "Label": _IDENTIFIER,
                    "ProgramArguments": list(self._command),
                    "RunAtLoad": True,
                    "LimitLoadToSessionType": "Aqua",
                    "ProcessType": "Interactive",
                }
            )
        )
        written.replace(self._file)

    def turn_off(self) -> None:
        """Remove the file."""
        self._file.unlink(missing_ok=True)


class RunKey:
    """A value in the registry of Windows, in the user's own part."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)

    @property
    def is_possible(self) -> bool:
        """Everywhere on Windows."""
        return True

    def is_on(self) -> bool:
        """Tell whether the value is there and the task manager has not switched it off."""
        if not isinstance(_registry_value(_RUN_KEY), str):
            return False
        approved = _registry_value(_APPROVED_KEY)
        return not (isinstance(approved, bytes) and approved[:1] and approved[0] % 2 == 1)

    def turn_on(self) -> None:
        """Write the value, and take back what the task manager noted."""
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                line = subprocess.list2cmdline(self._command)
                winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, line)
            _remove_registry_value(_APPROVED_KEY)

    def turn_off(self) -> None:
        """Remove the value."""
        _remove_registry_value(_RUN_KEY)


def exec_line(command: Sequence[str]) -> str:
    r"""Return a command as a desktop entry's Exec has it.

    Each argument is quoted for the entry's own shell-like rules, in which `%` is a field code, and
    the whole is then escaped as every text of the file is: one backslash becomes two.
    """
    return " ".join(_quoted(argument) for argument in command).replace("\\", "\\\\")


def _quoted(argument: str) -> str:
    inner = "".join("\\" + c if c in _QUOTED_IN_EXEC else c for c in argument.replace("%", "%%"))
    return f'"{inner}"'


def _autostart_folder(environment: Mapping[str, str]) -> Path:
    config = environment.get("XDG_CONFIG_HOME", "")
    return (Path(config) if config.startswith("/") else Path.home() / ".config") / "autostart"


def _entries(text: str) -> dict[str, str]:
    """Return the entries of the file's main group, which comes first."""
    found: dict[str, str] = {}
    in_group = False
    for line in text.splitlines():
        if line.startswith("["):
            in_group = line.strip() == "[Desktop Entry]"
        elif in_group and "=" in line and not line.startswith("#"):
            name, _sign, value = line.partition("=")
            found[name.strip()] = value.strip()
    return found


def _windowed(python: str) -> str:
    """Return the Python that opens no console window, on Windows."""
    if sys.platform == "win32":
        windowed = Path(python).with_name("pythonw.exe")
        return str(windowed) if windowed.is_file() else python
    return python


def _registry_value(path: str) -> object:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return winreg.QueryValueEx(key, NAME)[0]
        except OSError:
            return None
    return None


def _remove_registry_value(path: str) -> None:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, NAME)
        except FileNotFoundError:
            # It was off already.
            return
