"""Where things lie: the user's folders, and the files that come with the program."""

import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

HOME_VARIABLE = "SUPERTOKEN_HOME"
_PROGRAM = "supertoken-desktop"
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one profile: history, settings, logs, and what a running program needs."""

    data: Path
    config: Path
    logs: Path
    runtime: Path

    @property
    def database(self) -> Path:
        """The encrypted history."""
        return self.data / "history.db"

    @property
    def salt_file(self) -> Path:
        """What a passphrase is mixed with; there only where a passphrase opens the history."""
        return self.data / "history.salt"

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.config / "settings.json"

    @property
    def lock_file(self) -> Path:
        """Held by the one window of this profile."""
        return self.data / "window.lock"

    @property
    def run_marker(self) -> Path:
        """There while the window runs, and after a run that did not end in order."""
        return self.data / "window.running"

    @property
    def native_trace(self) -> Path:
        """The places in the code where a run crashed inside a library."""
        return self.logs / "native-crash.txt"

    @property
    def socket(self) -> Path:
        """Where a second start hands its arguments over."""
        return self.runtime / "window.sock"


def folders(base: Path | None = None) -> Folders:
    """Return the folders, made for the user alone where they are missing.

    `base`, or the variable SUPERTOKEN_HOME, puts all of them under one folder.
    """
    home = own_home(base)
    places = _under(home) if home is not None else _of_the_system()
    made = (places.data, places.config, places.logs, places.runtime)
    for folder in made if home is None else (home, *made):
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    return places


def own_home(base: Path | None = None) -> Path | None:
    """Return the one folder that the program was told to use, None where it uses the system's."""
    return base or _from_environment()


def resource(name: str) -> Path:
    """Return a file that comes with the program: in a checkout, a wheel or a frozen program."""
    homes = _homes()
    for home in homes:
        for place in (home / "resources" / name, home / name):
            if place.exists():
                return place
    return homes[-1] / "resources" / name


@cache
def _homes() -> tuple[Path, ...]:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    return (Path(frozen),) if frozen else (package / "_resources", package.parent)


def _from_environment() -> Path | None:
    named = os.environ.get(HOME_VARIABLE)
    return Path(named).expanduser() if named else None


def _under(home: Path) -> Folders:
    return Folders(home / "data", home / "config", home / "logs", home / "run")


def _of_the_system() -> Folders:
    dirs = platformdirs.PlatformDirs(_PROGRAM, appauthor=False)
    data = Path(dirs.user_data_dir)
    logs = Path(dirs.user_log_dir)
    return Folders(data, Path(dirs.user_config_dir), logs, _runtime(data))


def _runtime(data: Path) -> Path:
    """Return a folder that nobody else can write to; a shared temporary one would not do."""
    session = os.environ.get("XDG_RUNTIME_DIR")
    return Path(session) / _PROGRAM if session else data / "run"
