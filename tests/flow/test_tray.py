"""The program in a real tray: over the bus, by XEmbed, and where there is none."""

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from supertoken_desktop.demo.server import DemoOptions, DemoRelay
from supertoken_desktop.settings import Settings, SettingsFile
from tests.fakes.panel import Panel, has_icon, panel
from tests.fakes.waiting import let_run, until
from tests.flow.desktop import Desktop, desktop, needs
from tests.flow.test_processes import DRIVER, log_of
from tests.programs import Programs

T = TypeVar("T")

LIMIT_S = 30.0
ICON_LIMIT = 64
PRESS_AGAIN_S = 2.0
pytestmark = needs("Xvfb", "dbus-daemon")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run processes on a plain loop, as this process shows no window meanwhile."""

    async def limited() -> T:
        async with asyncio.timeout(LIMIT_S):
            return await work

    return asyncio.run(limited())


@dataclass
class Window:
    """A running program and how its window stands."""

    process: asyncio.subprocess.Process
    programs: Programs

    async def becomes(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for the window to stand like this."""
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            facts: dict[str, Any] = json.loads(line)
            if condition(facts):
                return facts
        assert self.process.stderr is not None
        raise AssertionError((await self.process.stderr.read()).decode())

    async def ended(self) -> int:
        """Wait for the program's end."""
        await self.process.communicate()
        assert self.process.returncode is not None
        assert "ERROR" not in log_of(self.programs)
        return self.process.returncode


@asynccontextmanager
async def window(
    place: Desktop, folder: Path, *arguments: str, closing: str = "tray", notify: str = "always"
) -> AsyncIterator[Window]:
    """Start the program with a choice already made."""
    programs = Programs(folder).having(**place.variables)
    settings = Settings(closing=closing, notifications=notify)
    SettingsFile(programs.profile / "config" / "settings.json").write(settings)
    process = await programs.start(*DRIVER, "stay", *arguments)
    shown = Window(process, programs)
    try:
        yield shown
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            assert await shown.ended() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def closing(place: Desktop) -> AsyncIterator[None]:
    """Close the program's window by the window manager's keys, which goes on meanwhile.

    They are pressed again where a window manager that is still starting has not heard them. No
    press is cut short: the keys would stay down.
    """
    done = asyncio.Event()
    big = await _seen(place, lambda width: width > ICON_LIMIT)

    async def press() -> None:
        while not done.is_set():
            if (await place.tool("xdotool", "getactivewindow")).strip() != big:
                await place.tool("xdotool", "windowactivate", big)
                continue
            await place.tool("xdotool", "key", "alt+F4")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), PRESS_AGAIN_S)

    pressing = asyncio.create_task(press())
    try:
        yield
    finally:
        done.set()
        await pressing


async def close(place: Desktop, shown: Window) -> None:
    """Close the window, which the tray keeps."""
    async with closing(place):
        await shown.becomes(lambda w: not w["visible"])


async def _seen(place: Desktop, fits: Callable[[int], bool]) -> str:
    """Wait for a window of the program's with a width that fits; an icon is a window, too."""
    while True:
        found = await place.tool("xdotool", "search", "--onlyvisible", "--class", "supertoken")
        for one in found.split():
            shape = await place.tool("xdotool", "getwindowgeometry", "--shell", one)
            if "WIDTH=" in shape and fits(int(shape.split("WIDTH=")[1].split()[0])):
                return one
        await asyncio.sleep(0.05)


@asynccontextmanager
async def in_the_tray(tmp_path: Path) -> AsyncIterator[tuple[Panel, Window]]:
    """A program whose window was shown and closed, so that it is in the tray alone."""
    async with (
        desktop(tmp_path) as place,
        place.program("openbox"),
        panel(place.bus) as tray,
        window(place, tmp_path) as shown,
    ):
        await has_icon(tray)
        await shown.becomes(lambda w: w["visible"])
        await close(place, shown)
        yield tray, shown


@needs("openbox", "xdotool")
def test_the_window_goes_to_the_tray_and_a_click_brings_it_back(tmp_path: Path) -> None:
    async def work() -> tuple[str, str]:
        async with in_the_tray(tmp_path) as (tray, shown):
            await tray.activate()
            await shown.becomes(lambda w: w["visible"])
            return await tray.property("Status"), await tray.tip()

    status, tip = run(work())

    assert (status, tip) == ("Active", "SuperToken Desktop")


def test_the_menu_of_the_icon_acts(tmp_path: Path) -> None:
    async def work() -> tuple[list[str], bool, int]:
        async with (
            desktop(tmp_path) as place,
            panel(place.bus) as tray,
            window(place, tmp_path) as shown,
        ):
            await has_icon(tray)
            labels = list(await tray.entries())
            await tray.choose("Pause new requests")
            await shown.becomes(lambda w: w["paused"])
            is_ticked = (await tray.entries())["Pause new requests"]["toggle-state"] == 1
            await tray.choose("Settings…")
            await shown.becomes(lambda w: w["settings"])
            await tray.choose("Quit")
            return labels, is_ticked, await shown.ended()

    labels, is_ticked, status = run(work())

    assert labels == [
        *("Open SuperToken Desktop", "Quick prompt", "New chat"),
        *("Pause new requests", "Settings…", "Quit"),
    ]
    assert is_ticked
    assert status == 0


def test_an_answer_that_ends_unseen_is_told_of_and_a_click_opens_it(tmp_path: Path) -> None:
    async def work() -> tuple[Any, dict[str, Any], str, str, list[str], bool]:
        async with (
            desktop(tmp_path) as place,
            panel(place.bus) as tray,
            DemoRelay(DemoOptions(limits=None)) as relay,
            window(place, tmp_path, relay.root, "echo:secret words", "hidden") as shown,
        ):
            await has_icon(tray)
            at_rest = await tray.picture()
            await until(lambda: bool(tray.posted))
            while "1 chat has a new answer" not in (unseen := await tray.tip()):
                await let_run()
            is_marked = await tray.picture() != at_rest
            labels = list(await tray.entries())
            await tray.click(tray.posted[0].number, token="wayland-7")
            facts = await shown.becomes(lambda w: w["visible"] and bool(w["open"]))
            return tray.posted[0], facts, unseen, facts["token"], labels, is_marked

    posted, facts, unseen, token, labels, is_marked = run(work())

    assert (posted.title, posted.text) == ("echo:secret words", "The answer is ready.")
    assert posted.actions == ("default", "Open")
    assert facts["open"]
    assert unseen == "SuperToken Desktop\n1 chat has a new answer"
    assert token == "wayland-7"
    assert "echo:secret words" in labels
    assert is_marked


@needs("openbox", "xdotool")
def test_a_tray_that_vanishes_gives_the_window_back(tmp_path: Path) -> None:
    async def work() -> dict[str, Any]:
        async with in_the_tray(tmp_path) as (tray, shown):
            await tray.leave()
            return await shown.becomes(lambda w: w["visible"])

    assert run(work())["visible"]


@needs("openbox", "xdotool")
def test_without_a_tray_closing_ends_the_program(tmp_path: Path) -> None:
    async def work() -> int:
        async with (
            desktop(tmp_path) as place,
            place.program("openbox"),
            window(place, tmp_path) as shown,
        ):
            await shown.becomes(lambda w: w["visible"])
            async with closing(place):
                return await shown.ended()

    assert run(work()) == 0


@needs("openbox", "xdotool")
def test_with_a_tray_closing_asks_at_first(tmp_path: Path) -> None:
    async def work() -> tuple[bool, str]:
        async with (
            desktop(tmp_path) as place,
            place.program("openbox"),
            panel(place.bus) as tray,
            window(place, tmp_path, closing="ask") as shown,
        ):
            await has_icon(tray)
            await shown.becomes(lambda w: w["visible"])
            async with closing(place):
                asked = await shown.becomes(lambda w: w["asking"])
            await place.tool("xdotool", "key", "Return")
            hidden = await shown.becomes(lambda w: not w["visible"])
            file = SettingsFile(shown.programs.profile / "config" / "settings.json")
            await until(lambda: file.read().closing != "ask")
            return asked["visible"] and not hidden["asking"], file.read().closing

    was_asked, choice = run(work())

    assert was_asked
    assert choice == "tray"


def test_sigterm_ends_a_program_that_is_only_in_the_tray(tmp_path: Path) -> None:
    async def work() -> int:
        async with (
            desktop(tmp_path) as place,
            panel(place.bus) as tray,
            window(place, tmp_path, "", "", "hidden") as shown,
        ):
            await has_icon(tray)
            shown.process.send_signal(signal.SIGTERM)
            return await shown.ended()

    assert run(work()) == 0


@needs("trayer", "openbox", "xdotool")
def test_an_old_tray_embeds_the_icon_and_passes_its_click_on(tmp_path: Path) -> None:
    async def work() -> dict[str, Any]:
        async with (
            desktop(tmp_path) as place,
            place.program("openbox"),
            place.program(
                *("trayer", "--edge", "top", "--align", "left", "--widthtype", "pixel"),
                *("--width", "64", "--heighttype", "pixel", "--height", "32"),
            ),
            window(place, tmp_path) as shown,
        ):
            await shown.becomes(lambda w: w["visible"])
            icon = await _seen(place, lambda width: 1 < width <= ICON_LIMIT)
            await close(place, shown)
            await place.tool("xdotool", "mousemove", "--window", icon, "8", "8", "click", "1")
            return await shown.becomes(lambda w: w["visible"])

    assert run(work())["visible"]
