"""The window on desktops of several screens, in processes of its own, as screens can't be added."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
BESIDE = {"DP-1": (0, 0, 1920, 1080), "HDMI-1": (1920, 0, 1280, 1024)}
SWAPPED = {"HDMI-1": (0, 0, 1280, 1024), "DP-1": (1280, 0, 1920, 1080)}
ALONE = {"DP-1": (0, 0, 1920, 1080)}
SMALLER = {"DP-1": (0, 0, 1920, 1080), "HDMI-1": (1920, 0, 800, 600)}
LARGER = {"DP-1": (0, 0, 1920, 1080), "HDMI-1": (1920, 0, 3840, 2160)}

Screens = Mapping[str, tuple[int, int, int, int]]
Facts = dict[str, Any]
Start = Callable[..., Facts]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Open the window on a desktop, do things with it, and return what was seen."""

    def started(screens: Screens, kept: str = "", *deeds: str) -> Facts:
        file = tmp_path / "screens.json"
        file.write_text(json.dumps({"screens": [_screen(*item) for item in screens.items()]}))
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": f"offscreen:configfile={file}",
        }
        out = subprocess.run(
            [sys.executable, "-m", "tests.ui.shell.screens_child", kept, *deeds],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=True,
        ).stdout
        found: Facts = json.loads(out)
        return found

    return started


def _screen(name: str, area: tuple[int, int, int, int]) -> dict[str, object]:
    left, top, width, height = area
    place = {"x": left, "y": top, "width": width, "height": height}
    return {"name": name, **place, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


def _place(facts: Facts) -> tuple[str, list[int], list[int]]:
    return facts["screen"], facts["at"], facts["size"]


def test_the_window_comes_back_on_the_screen_where_it_stood(start: Start) -> None:
    kept = start(BESIDE, "", "to HDMI-1 100 50")["kept"]

    assert _place(start(BESIDE, kept)) == ("HDMI-1", [2020, 50], [760, 520])


def test_it_goes_with_its_screen_to_the_other_side(start: Start) -> None:
    kept = start(BESIDE, "", "to HDMI-1 100 50")["kept"]

    assert _place(start(SWAPPED, kept)) == ("HDMI-1", [100, 50], [760, 520])


def test_without_its_screen_it_is_whole_on_the_one_that_is_left(start: Start) -> None:
    kept = start(BESIDE, "", "to HDMI-1 100 50")["kept"]

    facts = start(ALONE, kept)

    assert (facts["screen"], facts["size"]) == ("DP-1", [760, 520])
    assert facts["at"][0] >= 0
    assert facts["right"] < 1920
    assert facts["bottom"] < 1080


def test_a_smaller_screen_still_shows_it_whole(start: Start) -> None:
    kept = start(BESIDE, "", "to HDMI-1 400 400")["kept"]

    facts = start(SMALLER, kept)

    assert facts["screen"] == "HDMI-1"
    assert facts["right"] < 1920 + 800
    assert facts["bottom"] < 600


def test_on_a_much_larger_screen_it_keeps_its_size(start: Start) -> None:
    kept = start(BESIDE, "", "to HDMI-1 100 50")["kept"]

    assert _place(start(LARGER, kept)) == ("HDMI-1", [2020, 50], [760, 520])


@pytest.mark.parametrize(("deed", "state"), [("maximise", "maximised"), ("full screen", "full")])
def test_a_window_that_filled_a_screen_fills_it_again(start: Start, deed: str, state: str) -> None:
    kept = start(BESIDE, "", "to HDMI-1 100 50", deed)["kept"]

    facts = start(BESIDE, kept)

    assert facts["screen"] == "HDMI-1"
    assert facts[state]
    assert facts["at"] == [1920, 0]


def test_a_maximised_window_knows_its_place_for_later(start: Start) -> None:
    moved = start(BESIDE, "", "to HDMI-1 100 50")["kept"]
    kept = start(BESIDE, moved, "maximise")["kept"]
    # Twice, as nothing of it may drift from start to start.
    kept = start(BESIDE, kept)["kept"]

    assert _place(start(BESIDE, kept, "restore")) == ("HDMI-1", [2020, 50], [760, 520])


def test_a_maximised_window_whose_screen_is_gone_fills_the_other(start: Start) -> None:
    kept = start(BESIDE, "", "to HDMI-1 100 50", "maximise")["kept"]

    facts = start(ALONE, kept)

    assert (facts["screen"], facts["maximised"], facts["at"]) == ("DP-1", True, [0, 0])


def test_raising_a_minimised_window_leaves_it_maximised(start: Start) -> None:
    assert start(BESIDE, "", "maximise", "minimise and raise")["maximised"]
