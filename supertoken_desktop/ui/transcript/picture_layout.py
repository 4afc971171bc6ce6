"""Where the pictures of a row stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from supertoken_desktop.ui.theme import metrics

TALLEST = 420
TALLEST_OF_SEVERAL = 300
BOX_HEIGHT = 112
GAP = metrics.SPACE_2
# Smaller ones could not be hit.
_SMALLEST = 24


@dataclass(frozen=True, slots=True)
class Spot:
    """A place within a row, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Box:
    """Something as wide as the row: a picture that isn't there, and why."""

    height: int = BOX_HEIGHT


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a picture, in pixels."""

    width: int
    height: int


def lay_out(shapes: Sequence[Shape | Box], room: int) -> list[Spot]:
    """Return a spot for each picture, `room` being the width of the row.

    Pictures next to each other stand in lines of two (three, where there are three), as high as
    each other and never larger than they are; a box has a line for itself.
    """
    spots: list[Spot] = []
    line: list[Shape] = []
    y = 0
    together = _in_a_line(shapes)
    for shape in (*shapes, None):
        if line and (not isinstance(shape, Shape) or len(line) == together):
            spots += _line(line, y, room, is_alone=len(shapes) == 1)
            y = spots[-1].y + max(spot.height for spot in spots[-len(line) :]) + GAP
            line = []
        if isinstance(shape, Shape):
            line.append(shape)
        elif shape is not None:
            spots.append(Spot(0, y, room, shape.height))
            y += shape.height + GAP
    return spots


def height_of(spots: Sequence[Spot]) -> int:
    """Return the height of a row."""
    return max((spot.y + spot.height for spot in spots), default=0)


def _in_a_line(shapes: Sequence[Shape | Box]) -> int:
    count = sum(isinstance(shape, Shape) for shape in shapes)
    return 3 if count == 3 else 2


def _line(shapes: Sequence[Shape], y: int, room: int, *, is_alone: bool) -> list[Spot]:
    tallest = TALLEST if is_alone else TALLEST_OF_SEVERAL
    ratios = [shape.width / shape.height for shape in shapes]
    free = max(1, room - GAP * (len(shapes) - 1))
    height = min(float(tallest), free / sum(ratios), *(shape.height for shape in shapes))
    spots: list[Spot] = []
    x = 0
    for ratio in ratios:
        width = max(_SMALLEST, min(free, round(ratio * height)))
        spots.append(Spot(x, y, width, max(_SMALLEST, round(height))))
        x += width + GAP
    return spots
