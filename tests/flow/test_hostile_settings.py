"""A settings file that somebody has broken on purpose still opens the window and its parts."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from supertoken_desktop.paths import folders
from tests.fakes.waiting import until
from tests.flow.person import at_the_window

HUGE = 10**30


@pytest.mark.parametrize(
    "broken",
    [
        {
            "quick_place": [HUGE, HUGE, HUGE],
            "splitter": [HUGE, HUGE],
            "window_geometry": f"{HUGE},{HUGE},{HUGE},{HUGE}",
            "hotkey": "Ctrl+" * 1000,
            "shortcuts": ["new\tCtrl+\ud800", "\t\t\t", "x" * 100_000],
            "quick_actions": ["\0\ud800\t{clipboard}{input}{", "\t", "a\tb"] * 50,
            "update_check": True,
            "update_seen": "9" * 5000,
            "update_checked_at": "9999-12-31T23:59:59-23:59",
            "reading_places": ["a\tb\tc", "\ud800", f"a {HUGE} {HUGE}"] * 100,
            "font_family": "\0\ud800" * 100,
            "proxy_url": "\ud800://\0",
        },
        {
            "quick_place": [2**31 - 1, 2**31 - 1, 2**31 - 1],
            "splitter": [-5] * 1000,
            "window_geometry": "1 2 3 4 " * 1000,
            "clear_clipboard_s": HUGE,
            "font_size_pt": HUGE,
            "connect_s": 1e400,
            "headers_s": float("nan"),
            "open_conversation_id": "\ud800" * 100,
            "default_profile_id": "\ud800",
            "quick_profile_id": "\ud800",
            "quick_model_id": "\ud800" * 1000,
        },
    ],
    ids=["large", "odd"],
)
async def test_broken_settings_cost_no_more_than_themselves(
    home: Path, broken: Mapping[str, object]
) -> None:
    folders(home).settings_file.write_text(
        json.dumps({"theme": "dark", "language": "en", **broken}), encoding="utf-8"
    )

    async with at_the_window(home) as person:
        person.session.quick.present("text")
        await until(person.session.quick.prompt.isVisible)
        person.session.open_settings("quick")
        await person.program.preferences.update(theme="light")

        assert person.program.preferences.current.theme == "light"
        assert person.session._crashes._troubles.all == ()
