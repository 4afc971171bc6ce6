import pytest

from supertoken_desktop.ui.hotkey.choose import (
    Desk,
    Way,
    desk_of,
    holder_maker,
    quick_command,
    way_of,
)
from supertoken_desktop.ui.hotkey.holder import HotkeyRefused, Problem
from supertoken_desktop.ui.tasks import Tasks
from tests.ui.hotkey.heard import Heard, keys


@pytest.mark.parametrize(
    ("system", "qt_platform", "variables", "way"),
    [
        ("win32", "windows", {}, Way.WINDOWS),
        ("darwin", "cocoa", {}, Way.MACOS),
        ("linux", "xcb", {"XDG_SESSION_TYPE": "x11", "DISPLAY": ":0"}, Way.X11),
        ("linux", "xcb", {"DISPLAY": ":0"}, Way.X11),
        ("linux", "xcb", {"XDG_SESSION_TYPE": "wayland"}, Way.PORTAL),
        ("linux", "xcb", {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, Way.PORTAL),
        ("linux", "wayland", {}, Way.PORTAL),
        ("linux", "wayland-egl", {}, Way.PORTAL),
        ("linux", "offscreen", {"XDG_SESSION_TYPE": "x11"}, Way.NONE),
    ],
)
def test_the_way_follows_from_the_session(
    system: str, qt_platform: str, variables: dict[str, str], way: Way
) -> None:
    assert way_of(system, qt_platform, variables) is way


@pytest.mark.parametrize(
    ("system", "names", "desk"),
    [
        ("linux", "ubuntu:GNOME", Desk.GNOME),
        ("linux", "KDE", Desk.KDE),
        ("linux", "XFCE", Desk.XFCE),
        ("linux", "sway", Desk.OTHER),
        ("linux", "", Desk.OTHER),
        ("win32", "", Desk.WINDOWS),
        ("darwin", "", Desk.MACOS),
    ],
)
def test_the_desktop_is_known_by_the_name_it_gives(system: str, names: str, desk: Desk) -> None:
    assert desk_of(system, {"XDG_CURRENT_DESKTOP": names}) is desk


@pytest.mark.parametrize(
    ("program", "variables", "is_on_path", "command"),
    [
        ("/usr/bin/supertoken-desktop", {}, True, "supertoken-desktop --quick"),
        ("/home/a b/supertoken-desktop", {}, False, "'/home/a b/supertoken-desktop' --quick"),
        ("/tmp/.mount/x", {"APPIMAGE": "/opt/S.AppImage"}, True, "/opt/S.AppImage --quick"),
        ("", {}, False, "supertoken-desktop --quick"),
    ],
)
def test_the_command_to_bind_starts_this_very_program(
    program: str, variables: dict[str, str], is_on_path: bool, command: str
) -> None:
    assert quick_command(program, variables, is_on_path=is_on_path) == command


@pytest.mark.parametrize("way", [Way.NONE, Way.WINDOWS, Way.MACOS])
async def test_where_there_is_no_way_every_wish_is_refused(way: Way) -> None:
    tasks = Tasks(lambda _error: None)
    make = holder_maker(way, tasks, "supertoken-desktop", lambda: "Quick prompt")

    with pytest.raises(HotkeyRefused) as refused:
        await make(Heard().news).hold(keys("Ctrl+Alt+Space"))
    await tasks.close()

    assert refused.value.problem is Problem.NO_WAY
