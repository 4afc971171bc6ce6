"""Where the window stood, in a form that is kept, and where it goes on the screens of today.

Pure. A place is remembered by its screen and not by coordinates alone: screens are plugged in and
out, change sides and resolution, and systems number them anew.
"""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Self

# Title bar and edges, whose size is known only once a window is shown.
FRAME_WIDTH = 8
FRAME_HEIGHT = 40
# What no window or desktop exceeds; a kept value beyond it is none of ours.
_FARTHEST = 1_000_000
_LONGEST_TEXT = 4_096


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the desktop in logical pixels."""

    left: int
    top: int
    width: int
    height: int

    def shared_with(self, other: "Area") -> tuple[int, int]:
        """Return width and height of what both cover; 0 or less where they don't meet."""
        right = min(self.left + self.width, other.left + other.width)
        bottom = min(self.top + self.height, other.top + other.height)
        return right - max(self.left, other.left), bottom - max(self.top, other.top)


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of today; `room` is what task bars and docks leave of `area`."""

    name: str
    serial: str
    area: Area
    room: Area


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a window stood: its place when it is neither maximised nor full screen.

    `left` and `top` of the frame are counted from the screen's corner; `width` and `height` are
    those within the frame. The screen's own place and size tell it from others of its name.
    """

    left: int
    top: int
    width: int
    height: int
    is_maximised: bool = False
    is_full_screen: bool = False
    screen_name: str = ""
    screen_serial: str = ""
    screen_left: int = 0
    screen_top: int = 0
    screen_width: int = 0
    screen_height: int = 0

    @property
    def screen_area(self) -> Area:
        """The screen's place and size when it was noted."""
        return Area(self.screen_left, self.screen_top, self.screen_width, self.screen_height)

    def on(self, screen: Screen) -> Self:
        """Return the same with this screen noted."""
        area = screen.area
        return replace(
            self,
            screen_name=screen.name,
            screen_serial=screen.serial,
            screen_left=area.left,
            screen_top=area.top,
            screen_width=area.width,
            screen_height=area.height,
        )

    def as_text(self) -> str:
        """Return the form in which it is kept."""
        return json.dumps(asdict(self), separators=(",", ":"))


def placement_in(text: str) -> Placement | None:
    """Read a kept placement; None where it is none.

    Raises: nothing; settings are edited by hand, too.
    """
    found: object = None
    if len(text) <= _LONGEST_TEXT:
        with contextlib.suppress(ValueError, RecursionError):
            found = json.loads(text)
    if not isinstance(found, dict) or not {"left", "top", "width", "height"} <= found.keys():
        return None
    values = {field.name: found[field.name] for field in fields(Placement) if field.name in found}
    kinds = {field.name: field.type for field in fields(Placement)}
    if not all(type(value) is kinds[name] for name, value in values.items()):
        return None
    numbers = (value for value in values.values() if type(value) is int)
    if any(abs(number) > _FARTHEST for number in numbers):
        return None
    return Placement(**values)


def screen_of(placement: Placement, screens: Sequence[Screen]) -> Screen | None:
    """Return the screen on which a window stood; None where it is not there any more.

    A serial number is the surest sign, but not every screen has one, and some share theirs. Then
    the name decides, which is that of the outlet: another screen there stands in for the one that
    was. What is left is the place on the desktop.
    """
    by_serial = [s for s in screens if s.serial and s.serial == placement.screen_serial]
    by_name = [s for s in screens if s.name and s.name == placement.screen_name]
    by_area = [s for s in screens if s.area == placement.screen_area]
    found = by_serial or by_name or by_area
    return min(found, key=lambda screen: _unlikeness(placement, screen), default=None)


def placed(
    placement: Placement, screens: Sequence[Screen], least_seen: tuple[int, int]
) -> tuple[Screen, Area] | None:
    """Return the screen and the place for a window; None where there is no screen at all.

    The first of the screens is the one for a window whose own is gone: it stands in its middle. On
    a screen as it was the window may hang over an edge, as long as `least_seen` of its title bar
    can be reached; else it is moved in, and made smaller where it must be.
    """
    if not screens:
        return None
    own = screen_of(placement, screens)
    screen = own or screens[0]
    area = screen.area
    wanted = Area(
        area.left + placement.left, area.top + placement.top, placement.width, placement.height
    )
    room = screen.room
    fits = wanted.width <= room.width and wanted.height <= room.height
    noted = placement.screen_area
    is_as_before = (noted.width, noted.height) == (screen.area.width, screen.area.height)
    is_within = room.shared_with(wanted) == (wanted.width, wanted.height)
    is_by_will = fits and is_as_before and _is_seen(wanted, screens, least_seen)
    if own is not None and (is_within or is_by_will):
        return screen, wanted
    width = min(wanted.width, room.width - FRAME_WIDTH)
    height = min(wanted.height, room.height - FRAME_HEIGHT)
    if own is None:
        return screen, _in_the_middle(width, height, room)
    return screen, _inside(Area(wanted.left, wanted.top, width, height), room)


def _unlikeness(placement: Placement, screen: Screen) -> tuple[int, int, int]:
    """Return how much a screen differs from the one that was noted: name, place, size."""
    away = abs(screen.area.left - placement.screen_left)
    away += abs(screen.area.top - placement.screen_top)
    other = abs(screen.area.width - placement.screen_width)
    other += abs(screen.area.height - placement.screen_height)
    return int(screen.name != placement.screen_name), away, other


def _is_seen(area: Area, screens: Sequence[Screen], least_seen: tuple[int, int]) -> bool:
    title = Area(area.left, area.top, area.width, least_seen[1])
    shared = (screen.room.shared_with(title) for screen in screens)
    return any(width >= least_seen[0] and height >= least_seen[1] // 2 for width, height in shared)


def _inside(area: Area, room: Area) -> Area:
    right_most = room.left + room.width - area.width - FRAME_WIDTH
    lowest = room.top + room.height - area.height - FRAME_HEIGHT
    left = max(room.left, min(area.left, right_most))
    top = max(room.top, min(area.top, lowest))
    return replace(area, left=left, top=top)


def _in_the_middle(width: int, height: int, room: Area) -> Area:
    left = room.left + (room.width - FRAME_WIDTH - width) // 2
    top = room.top + (room.height - FRAME_HEIGHT - height) // 2
    return Area(left, top, width, height)
