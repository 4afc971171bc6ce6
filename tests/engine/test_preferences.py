import asyncio

import pytest

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from tests.fakes.waiting import let_run


async def test_a_change_applies_at_once_and_is_then_written() -> None:
    written: list[Settings] = []
    in_force: list[str] = []

    async def write(settings: Settings) -> None:
        in_force.append(preferences.current.theme)
        written.append(settings)

    preferences = Preferences(Settings(), write)
    told: list[Settings] = []
    preferences.changed.subscribe(told.append)
    await preferences.update(theme="dark")
    await preferences.update(theme="dark")

    assert in_force == ["dark"]
    assert written == told == [Settings(theme="dark")]


async def test_writes_never_overlap_and_the_last_value_wins() -> None:
    written: list[str] = []
    gate = asyncio.Event()
    writing = 0

    async def write(settings: Settings) -> None:
        nonlocal writing
        writing += 1
        assert writing == 1
        await gate.wait()
        written.append(settings.theme)
        writing -= 1

    preferences = Preferences(Settings(), write)
    async with asyncio.TaskGroup() as group:
        for theme in ("dark", "light", "system", "dark"):
            group.create_task(preferences.update(theme=theme))
        await let_run()
        gate.set()

    assert written == ["dark"]


async def test_a_change_that_cannot_be_written_stays_in_force_and_is_written_later() -> None:
    written: list[Settings] = []
    is_full = True

    async def write(settings: Settings) -> None:
        if is_full:
            raise OSError("no room")
        written.append(settings)

    preferences = Preferences(Settings(), write)
    with pytest.raises(OSError, match="no room"):
        await preferences.update(theme="dark")
    is_full = False
    await preferences.update(send_key="ctrl_enter")

    assert written == [Settings(theme="dark", send_key="ctrl_enter")]


async def test_a_name_that_is_no_setting_is_refused() -> None:
    async def write(_settings: Settings) -> None:
        return

    with pytest.raises(TypeError):
        await Preferences(Settings(), write).update(thema="dark")
