"""Install, upgrade and remove for real, silently, and look at what each leaves behind on Windows.

    python packaging/try_installer.py dist/supertoken-desktop-0.1.0-windows-x64.exe

It installs for the user who runs it, so it refuses where the program or a history is there already.
Elsewhere than on Windows, `--through` and `--drive` lead to one; inno-under-wine.sh uses them.
"""

import argparse
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from places import COMMAND, NAME, TITLE, version

ENTRY = (
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall"
    r"\{EE0C2C94-3F59-4C2A-B145-192122F3BE18}_is1"
)
LINKS = r"HKCU\Software\Classes\supertoken"
LINK_COMMAND = LINKS + r"\shell\open\command"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
SILENTLY = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
STEP_LIMIT_S = 600.0
PATIENCE_S = 60.0
PAUSE_S = 0.2


class BrokenPromiseError(Exception):
    """What was found is not what the installer promises."""


class Computer:
    """A Windows to try on: this computer, or another one that `through` runs programs on."""

    def __init__(self, through: Sequence[str], drive: Path | None) -> None:
        self._through = through
        self._drive = drive
        local = self.output("cmd", "/c", "echo %LOCALAPPDATA%")
        roaming = self.output("cmd", "/c", "echo %APPDATA%")
        self.app = rf"{local}\Programs\{TITLE}"
        self.scratch = rf"{local}\{NAME}-trial"
        self.history = self.path(rf"{local}\{NAME}")
        self.menu = self.path(rf"{roaming}\Microsoft\Windows\Start Menu\Programs\{TITLE}.lnk")

    def path(self, windows_path: str) -> Path:
        """Return where a path of that Windows lies for us."""
        if self._drive is None:
            return Path(windows_path)
        return self._drive / windows_path.partition(":\\")[2].replace("\\", "/")

    def installed(self, name: str) -> Path:
        """Return the place of an installed file."""
        return self.path(rf"{self.app}\{name}")

    def run(self, *command: str) -> int:
        """Run a program to its end; return its exit status."""
        ran = subprocess.run(
            [*self._through, *command],
            check=False,
            timeout=STEP_LIMIT_S,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return ran.returncode

    def output(self, *command: str) -> str:
        """Run a program; return what it says, nothing where it fails."""
        ran = subprocess.run(
            [*self._through, *command],
            check=False,
            timeout=PATIENCE_S,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        return ran.stdout.decode("utf-8", "replace").strip() if ran.returncode == 0 else ""

    @contextmanager
    def running(self, *command: str) -> Iterator[None]:
        """Have a program run meanwhile, from when it has said its first line."""
        process = subprocess.Popen(
            [*self._through, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        try:
            promise("the program runs", process.stdout.readline())
            yield
        finally:
            process.kill()
            process.wait(PATIENCE_S)
            process.stdout.close()

    def registry(self, key: str, value: str = "") -> str:
        """Return a value of the registry, the key's own by default, as reg shows it."""
        return self.output("reg", "query", key, *(("/v", value) if value else ("/ve",)))


class Trial:
    """The life of an installation, step by step."""

    def __init__(self, computer: Computer, setup: str) -> None:
        self._on = computer
        self._setup = setup
        self._command = rf"{computer.app}\{COMMAND}.exe"
        self._sentinel = computer.history / "history.db"

    def go(self) -> None:
        """Take all steps. Raises: BrokenPromiseError."""
        for folder in (self._on.history, self._on.path(self._on.scratch)):
            folder.mkdir(parents=True)
        self._sentinel.write_bytes(b"a history")
        self._first_installation()
        self._upgrade_keeps_what_the_program_set()
        self._upgrade_with_other_choices()
        self._upgrade_of_a_running_program()
        self._removal_of_a_running_program()
        self._removal()
        for folder in (self._on.history, self._on.path(self._on.scratch)):
            shutil.rmtree(folder, ignore_errors=True)

    def _first_installation(self) -> None:
        self._install()
        promise("the program is there", self._on.installed(f"{NAME}.exe").is_file())
        promise("the command starts", self._on.run(self._command, "--version") == 0)
        tried = self._on.run(rf"{self._on.app}\{NAME}.exe", "--self-test", self._on.scratch)
        promise("the window passes its self-test", tried == 0)
        promise("it is in the Start menu", self._on.menu.is_file())
        command = self._on.registry(LINK_COMMAND)
        promise("links lead to it", rf'"{self._on.app}\{NAME}.exe" "%1"' in command)
        promise(
            "links are marked as links", "URL Protocol" in self._on.registry(LINKS, "URL Protocol")
        )
        promise("it does not start by itself", not self._on.registry(RUN, TITLE))
        shown = self._on.registry(ENTRY, "DisplayVersion").split()
        promise("Windows lists it with its version", shown[-1:] == [version()])

    def _upgrade_keeps_what_the_program_set(self) -> None:
        stale = self._on.installed("_internal") / "module of an older version"
        stale.write_bytes(b"")
        written = rf"{self._on.app}\{NAME}.exe --home X"
        self._on.run("reg", "add", RUN, "/v", TITLE, "/d", written, "/f")

        self._install()

        promise("an upgrade leaves no older modules", not stale.exists())
        promise("an upgrade keeps the start at login", written in self._on.registry(RUN, TITLE))
        promise("an upgrade keeps links", self._on.registry(LINK_COMMAND))

    def _upgrade_with_other_choices(self) -> None:
        self._install("/TASKS=links")
        promise("it no longer starts at login", not self._on.registry(RUN, TITLE))
        self._install("/TASKS=autostart")
        promise("it starts at login when asked to", "--hidden" in self._on.registry(RUN, TITLE))
        promise("links are given back", not self._on.registry(LINK_COMMAND))
        promise("it leaves the Start menu", not self._on.menu.exists())
        self._install("/TASKS=startmenu,links,autostart")
        promise("it returns to the Start menu", self._on.menu.is_file())

    def _upgrade_of_a_running_program(self) -> None:
        older = self._on.installed("_internal") / "module of an older version"
        older.write_bytes(b"")
        with self._on.running(self._command, "demo-relay"):
            status = self._on.run(self._setup, *SILENTLY)
        # Windows may have closed it; where it could not, nothing at all may change.
        promise("an upgrade while it runs is whole or none", older.exists() == (status != 0))
        promise("the command starts", self._on.run(self._command, "--version") == 0)

    def _removal_of_a_running_program(self) -> None:
        program = self._on.path(self._command)
        with self._on.running(self._command, "demo-relay"):
            status = self._on.run(rf"{self._on.app}\unins000.exe", *SILENTLY)
            promise("a running program is not removed", status != 0 and program.is_file())

    def _removal(self) -> None:
        self._on.run(rf"{self._on.app}\unins000.exe", *SILENTLY)
        until("nothing is left of the program", lambda: not self._on.path(self._on.app).exists())
        promise("it is gone from the Start menu", not self._on.menu.exists())
        promise("links are given back", not self._on.registry(LINKS, "URL Protocol"))
        promise("it no longer starts at login", not self._on.registry(RUN, TITLE))
        promise("Windows lists it no more", not self._on.registry(ENTRY, "DisplayVersion"))
        promise("the history is kept", self._sentinel.read_bytes() == b"a history")

    def _install(self, *choices: str) -> None:
        log = rf"{self._on.scratch}\setup.log"
        status = self._on.run(self._setup, *SILENTLY, f"/LOG={log}", *choices)
        written = self._on.path(log)
        if status:
            print(written.read_text("utf-8-sig") if written.is_file() else "It wrote no log.")
        promise("the installer ends well", status == 0)


def promise(what: str, proof: object) -> None:
    """Say whether it holds: whether there is proof. Raises: BrokenPromiseError."""
    print(("ok     " if proof else "NOT OK ") + what, flush=True)
    if not proof:
        raise BrokenPromiseError(what)


def until(what: str, condition: Callable[[], bool]) -> None:
    """Wait for what must come soon. Raises: BrokenPromiseError."""
    end_s = time.monotonic() + PATIENCE_S
    while not condition() and time.monotonic() < end_s:
        time.sleep(PAUSE_S)
    promise(what, condition())


def main(arguments: Sequence[str]) -> int:
    """Go through the trial; 0 when every promise is kept."""
    parser = argparse.ArgumentParser(description="Try the installer, silently and for real.")
    parser.add_argument("setup", help="the installer, as that Windows names it")
    parser.add_argument("--through", default="", help="what runs a program on that Windows")
    parser.add_argument("--drive", type=Path, help="where the drive C: of that Windows lies")
    chosen = parser.parse_args(arguments)
    computer = Computer(shlex.split(chosen.through), chosen.drive)
    taken = (computer.history, computer.path(computer.app), computer.path(computer.scratch))
    if any(place.exists() for place in taken):
        print("The program or its history is on this computer; nothing was tried.", file=sys.stderr)
        return 1
    try:
        Trial(computer, chosen.setup).go()
    except BrokenPromiseError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
