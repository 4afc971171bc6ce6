from collections.abc import Iterator

import pytest

from tests.ui.hotkey.bus import Bus, running_bus
from tests.ui.hotkey.screen import Screen, running_screen


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with running_screen() as screen:
        yield screen


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    """A session bus of one's own, which this process finds where it looks for one."""
    with running_bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
        yield bus
