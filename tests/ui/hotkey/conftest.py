from collections.abc import Iterator

import pytest

from tests.session_bus import Bus, own_bus
from tests.ui.hotkey.screen import Screen, running_screen


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with running_screen() as screen:
        yield screen


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with own_bus(monkeypatch) as bus:
        yield bus
