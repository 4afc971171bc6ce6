"""What comes while the program ends, or before it has begun: nothing hangs or is swallowed."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from supertoken_desktop.arguments import StartOptions
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.handover import Found, hand_over
from supertoken_desktop.opening import protect_with_passphrase
from supertoken_desktop.paths import folders
from supertoken_desktop.store.database import open_store
from supertoken_desktop.ui.instance import SingleInstance
from supertoken_desktop.ui.welcome.history_choice import UnlockDialog
from supertoken_desktop.window.session import WindowSession
from tests.fakes.waiting import until
from tests.flow.person import at_the_window


async def test_a_start_while_the_program_ends_is_not_swallowed(home: Path) -> None:
    async with at_the_window(home) as person:
        person.session.quit()
        found = hand_over(folders(home).socket, ["--new=a"])

    assert found is Found.NOBODY


@pytest.mark.parametrize("way", ["toggle", "present"])
async def test_a_call_for_the_quick_prompt_while_the_program_ends_opens_nothing(
    home: Path, way: str
) -> None:
    async with at_the_window(home) as person:
        quick = person.session.quick
        person.session.quit()
        await until(lambda: not person.window.isVisible())
        getattr(quick, way)()
        before = visible_windows()
        await until(lambda: quick._made is None)
        getattr(quick, way)()

        assert before == visible_windows() == []


async def test_a_notification_clicked_while_the_program_ends_brings_no_window_back(
    home: Path,
) -> None:
    async with at_the_window(home) as person:
        # Nothing was sent with it: it connects with the first one.
        bus = person.session._keep_tray()._on_bus()
        person.session.quit()
        await until(lambda: not person.window.isVisible())
        bus.clicked.emit("conversation", "message")

        assert visible_windows() == []


async def test_quitting_takes_the_question_for_the_passphrase_away(
    home: Path, qapp: QApplication
) -> None:
    places = folders(home)
    store = await open_store(None, None)
    await protect_with_passphrase(places, Secret("a good long passphrase"), store)
    await store.close()
    instance = SingleInstance(places.lock_file, places.socket)
    assert instance.claim()
    session = WindowSession(qapp, places, StartOptions(home=home), instance)
    running = asyncio.create_task(session.run(None))
    await until(lambda: any(isinstance(w, UnlockDialog) for w in visible_windows()))

    session.quit()

    async with asyncio.timeout(5):
        await running
    assert visible_windows() == []
    instance.release()


def visible_windows() -> list[object]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
