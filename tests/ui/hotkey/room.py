"""The hotkey over settings that are kept in memory, and a holder that a test decides about."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.hotkey.hotkey import GlobalHotkey, HotkeyState
from supertoken_desktop.ui.tasks import Tasks
from tests.ui.hotkey.fake_holder import FakeHolder


@dataclass
class HotkeyRoom:
    """The hotkey, and what it tells."""

    hotkey: GlobalHotkey
    holder: FakeHolder
    preferences: Preferences
    tasks: Tasks
    presses: list[str] = field(default_factory=list)
    states: list[HotkeyState] = field(default_factory=list)

    @property
    def setting(self) -> str:
        return self.preferences.current.hotkey


@asynccontextmanager
async def hotkey_room(
    holder: FakeHolder | None = None, *, setting: str = ""
) -> AsyncIterator[HotkeyRoom]:
    async def write(_changed: Settings) -> None:
        return

    preferences = Preferences(Settings(hotkey=setting), write)
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    used = holder or FakeHolder()
    hotkey = GlobalHotkey(preferences, used.make, tasks)
    room = HotkeyRoom(hotkey, used, preferences, tasks)
    hotkey.pressed.connect(lambda: room.presses.append("pressed"))
    hotkey.pressed_at_rest.connect(lambda: room.presses.append("at rest"))
    hotkey.state_changed.connect(room.states.append)
    hotkey.start()
    try:
        yield room
    finally:
        await hotkey.close()
        await tasks.close()
        hotkey.deleteLater()
    assert errors == []
