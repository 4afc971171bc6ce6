"""Which way of holding keys this session has, and how its desktop binds a command to keys."""

import enum
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import assert_never

from supertoken_desktop.ui.hotkey.holder import HotkeyHolder, News, NoHotkeys
from supertoken_desktop.ui.tasks import Tasks

PROGRAM = "supertoken-desktop"
QUICK_OPTION = "--quick"


class Way(enum.Enum):
    """The ways of holding keys."""

    WINDOWS = enum.auto()
    MACOS = enum.auto()
    X11 = enum.auto()
    PORTAL = enum.auto()
    NONE = enum.auto()


class Desk(enum.Enum):
    """The desktops whose keyboard settings are known."""

    GNOME = enum.auto()
    KDE = enum.auto()
    XFCE = enum.auto()
    WINDOWS = enum.auto()
    MACOS = enum.auto()
    OTHER = enum.auto()


def way_of(system: str, qt_platform: str, variables: Mapping[str, str]) -> Way:
    """Return the way for a system (`sys.platform`), Qt's platform and the environment; pure.

    A window of X in a Wayland session gets keys by grabs only while such windows have the focus.
    """
    if system == "win32":
        return Way.WINDOWS
    if system == "darwin":
        return Way.MACOS
    is_wayland = variables.get("XDG_SESSION_TYPE") == "wayland" or "WAYLAND_DISPLAY" in variables
    if qt_platform.startswith("wayland") or (qt_platform == "xcb" and is_wayland):
        return Way.PORTAL
    return Way.X11 if qt_platform == "xcb" else Way.NONE


def desk_of(system: str, variables: Mapping[str, str]) -> Desk:
    """Return the desktop, by its system and the environment; pure."""
    if system == "win32":
        return Desk.WINDOWS
    if system == "darwin":
        return Desk.MACOS
    names = {name.casefold() for name in variables.get("XDG_CURRENT_DESKTOP", "").split(":")}
    known = {"gnome": Desk.GNOME, "kde": Desk.KDE, "xfce": Desk.XFCE}
    return next((desk for name, desk in known.items() if name in names), Desk.OTHER)


def quick_command(program: str, variables: Mapping[str, str], *, is_on_path: bool) -> str:
    """Return what to bind to keys, as a shell takes it; pure.

    `program` is how this one was started. An AppImage is run from a folder that goes with it.
    """
    image = variables.get("APPIMAGE", "")
    if image:
        return f"{shlex.quote(image)} {QUICK_OPTION}"
    if is_on_path or not program:
        return f"{PROGRAM} {QUICK_OPTION}"
    return f"{shlex.quote(program)} {QUICK_OPTION}"


def command_here() -> str:
    """Return what to bind to keys on this computer."""
    started = Path(sys.argv[0])
    program = str(started.resolve()) if started.stem == PROGRAM else ""
    return quick_command(program, os.environ, is_on_path=shutil.which(PROGRAM) is not None)


def holder_maker(
    way: Way, tasks: Tasks, app_id: str, description: Callable[[], str]
) -> Callable[[News], HotkeyHolder]:
    """Return what makes the holder of a way; what it needs is loaded with the first hotkey."""

    def make(news: News) -> HotkeyHolder:
        match way:
            case Way.WINDOWS:
                return _windows(news)
            case Way.MACOS:
                return _macos(news)
            case Way.X11:
                from supertoken_desktop.ui.hotkey.x11 import X11Hotkeys

                return X11Hotkeys(news, tasks)
            case Way.PORTAL:
                from supertoken_desktop.ui.hotkey.portal import PortalHotkeys

                return PortalHotkeys(news, tasks, app_id, description)
            case Way.NONE:
                return NoHotkeys()
            case _:
                assert_never(way)

    return make


def _windows(news: News) -> HotkeyHolder:
    if sys.platform == "win32":
        from supertoken_desktop.ui.hotkey.windows import User32, WindowsHotkeys

        return WindowsHotkeys(news, User32())
    return NoHotkeys()


def _macos(news: News) -> HotkeyHolder:
    if sys.platform == "darwin":
        from supertoken_desktop.ui.hotkey.macos import Carbon, MacHotkeys

        return MacHotkeys(news, Carbon())
    return NoHotkeys()
