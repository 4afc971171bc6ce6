import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.ui.placement import (
    Area,
    Placement,
    Screen,
    placed,
    placement_in,
    screen_of,
)

SEEN = (120, 60)
LEFT = Screen("DP-1", "A1", Area(0, 0, 1920, 1080), Area(0, 40, 1920, 1040))
RIGHT = Screen("HDMI-1", "B2", Area(1920, 0, 1280, 1024), Area(1920, 0, 1280, 1024))
STOOD = Placement(100, 80, 800, 600).on(RIGHT)

whole = st.integers(-5000, 5000)
sizes = st.integers(1, 4000)
areas = st.builds(Area, whole, whole, st.integers(200, 4000), st.integers(200, 3000))
texts = st.text(max_size=8)


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    area = draw(areas)
    room = Area(area.left, area.top + 30, area.width, area.height - 30)
    return Screen(draw(texts), draw(texts), area, room)


placements = st.builds(
    Placement,
    *(whole, whole, sizes, sizes),
    *(st.booleans(), st.booleans()),
    *(texts, texts, whole, whole, sizes, sizes),
)


def moved(screen: Screen, left: int, top: int = 0) -> Screen:
    area = replace(screen.area, left=left, top=top)
    return replace(screen, area=area, room=area)


def resized(screen: Screen, width: int, height: int) -> Screen:
    area = replace(screen.area, width=width, height=height)
    return replace(screen, area=area, room=area)


def test_nothing_changed_and_the_window_stands_where_it_stood() -> None:
    assert placed(STOOD, (LEFT, RIGHT), SEEN) == (RIGHT, Area(2020, 80, 800, 600))


def test_a_screen_that_is_on_the_other_side_now_takes_its_window_along() -> None:
    there = moved(RIGHT, -1280)

    assert placed(STOOD, (LEFT, there), SEEN) == (there, Area(-1180, 80, 800, 600))


def test_screens_that_are_numbered_anew_are_told_by_their_serials() -> None:
    left, right = replace(LEFT, name="HDMI-1"), replace(RIGHT, name="DP-1")

    found = placed(STOOD, (left, right), SEEN)

    assert found is not None
    assert found[0] == right


def test_of_two_screens_with_one_serial_the_name_decides() -> None:
    twins = replace(LEFT, serial="0"), replace(RIGHT, serial="0")

    assert screen_of(Placement(0, 0, 9, 9).on(twins[1]), twins) == twins[1]


def test_of_two_screens_alike_the_place_decides() -> None:
    twins = (moved(RIGHT, 0), moved(RIGHT, 1280))

    assert screen_of(Placement(0, 0, 9, 9).on(twins[1]), twins) == twins[1]


def test_another_screen_at_the_same_outlet_stands_in() -> None:
    other = replace(RIGHT, serial="C3")

    assert screen_of(STOOD, (LEFT, other)) == other


def test_a_window_whose_screen_is_gone_stands_in_the_middle_of_the_first() -> None:
    found = placed(STOOD, (LEFT,), SEEN)

    assert found is not None
    screen, area = found
    assert screen == LEFT
    assert (area.width, area.height) == (800, 600)
    assert abs((area.left + 400) - 960) <= 10
    assert abs((area.top + 300) - 560) <= 25


def test_a_lower_resolution_moves_the_window_in_and_makes_it_no_larger() -> None:
    small = resized(RIGHT, 640, 480)

    found = placed(STOOD, (LEFT, small), SEEN)

    assert found is not None
    screen, area = found
    assert screen == small
    assert area.left >= small.room.left
    assert area.left + area.width <= small.room.left + 640
    assert area.top + area.height <= 480


def test_a_window_that_hangs_over_an_edge_by_will_stays_so() -> None:
    hanging = Placement(-500, 80, 800, 600).on(RIGHT)

    assert placed(hanging, (LEFT, RIGHT), SEEN) == (RIGHT, Area(1420, 80, 800, 600))


def test_without_a_screen_there_is_no_place() -> None:
    assert placed(STOOD, (), SEEN) is None


@given(placements, st.lists(screens(), min_size=1, max_size=4))
def test_a_window_can_always_be_reached(placement: Placement, there: list[Screen]) -> None:
    found = placed(placement, there, SEEN)

    assert found is not None
    screen, area = found
    title = Area(area.left, area.top, area.width, SEEN[1])
    shares = [one.room.shared_with(title) for one in there]
    assert screen in there
    assert any(width > 0 and height > 0 for width, height in shares)


@given(placements)
def test_a_placement_comes_back_from_its_text(placement: Placement) -> None:
    assert placement_in(placement.as_text()) == placement


@given(st.one_of(st.text(), st.recursive(st.none() | st.booleans() | whole, st.lists).map(str)))
def test_reading_any_text_raises_nothing(text: str) -> None:
    found = placement_in(text)

    assert found is None or isinstance(found, Placement)


@pytest.mark.parametrize(
    "change",
    [
        {"left": "0"},
        {"left": 1.5},
        {"left": None},
        {"left": True},
        {"is_maximised": 1},
        {"width": 10**9},
        {"screen_name": 7},
    ],
    ids=str,
)
def test_a_value_of_another_kind_makes_it_no_placement(change: dict[str, object]) -> None:
    kept = json.loads(STOOD.as_text())

    assert placement_in(json.dumps({**kept, **change})) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "[" * 4000, '{"left": 1}', "AdnQywADAAA="])
def test_what_is_no_placement_is_left_out(text: str) -> None:
    assert placement_in(text) is None
