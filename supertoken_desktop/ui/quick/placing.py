"""Where the quick prompt stands and how large it may grow; pure, but for Qt's rectangles."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

WIDTH = 640
MIN_WIDTH = 420
MAX_WIDTH = 1100
STRIP_HEIGHT = 64
# The top is so far down the screen, and the whole at most so high.
_TOP_SHARE = 0.22
_HEIGHT_SHARE = 0.6
# So much of the strip must be on a screen for it to be found and moved.
_VISIBLE = 120
_EDGE = 16
# No desktop is so large; Qt's rectangles end a little further out.
_FARTHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """The left top corner and the width, in logical pixels of the desktop."""

    left: int
    top: int
    width: int


def place_for(remembered: Sequence[int], screen: QRect, screens: Sequence[QRect]) -> Place:
    """Return where to stand: where it was put, else on the screen with the pointer.

    `remembered` is left, top, width, or empty; a place that no screen shows is not used.
    """
    if len(remembered) != 3 or any(abs(number) > _FARTHEST for number in remembered):
        return usual_place(screen, WIDTH)
    left, top, width = remembered
    width = max(MIN_WIDTH, min(width, MAX_WIDTH))
    strip = QRect(left, top, width, STRIP_HEIGHT)
    if not any(_shows(found, strip) for found in screens):
        return usual_place(screen, width)
    return Place(left, top, width)


def usual_place(screen: QRect, width: int) -> Place:
    """Return the middle of a screen's upper third."""
    width = min(width, screen.width() - 2 * _EDGE)
    left = screen.left() + (screen.width() - width) // 2
    return Place(left, screen.top() + round(screen.height() * _TOP_SHARE), width)


def greatest_height(screen: QRect, top: int, *, knows_top: bool) -> int:
    """Return how high the prompt may become on a screen.

    Where the top is known, it also ends above the lower edge, unless that left hardly any room.
    """
    share = round(screen.height() * _HEIGHT_SHARE)
    if not knows_top:
        return share
    left = screen.bottom() - _EDGE - top
    return min(share, max(left, share // 2))


def raised_top(screen: QRect, top: int, height: int) -> int:
    """Return the top at which something so high ends above the lower edge of the screen."""
    return max(screen.top(), min(top, screen.bottom() - _EDGE - height))


def screen_at(point: QPoint, screens: Sequence[QRect]) -> QRect:
    """Return the screen with a point, the first one where none has it."""
    return next((screen for screen in screens if screen.contains(point)), screens[0])


def _shows(screen: QRect, strip: QRect) -> bool:
    seen = screen.intersected(strip)
    return seen.width() >= _VISIBLE and seen.height() == strip.height()
