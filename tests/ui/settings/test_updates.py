from PySide6.QtWidgets import QCheckBox, QPushButton

from supertoken_desktop import __version__
from supertoken_desktop.domain.errors import UpdateCheckFailed
from supertoken_desktop.settings import Settings
from tests.fakes.releases import FakeReleases
from tests.fakes.waiting import until
from tests.ui.settings.room import settings_room

DAILY = "Look for new versions once a day"


async def test_it_is_off_until_the_user_says_yes_and_then_looks_at_once() -> None:
    feed = FakeReleases("9.0")
    async with settings_room(page="updates", releases=feed) as room:
        before = room.shown(QCheckBox, DAILY).isChecked(), feed.asked
        assert __version__ in room.words()
        room.click(DAILY)
        await until(lambda: "Version 9.0 is there." in room.words())

    assert before == (False, 0)
    assert feed.asked == 1
    assert room.settings.update_check


async def test_a_look_by_hand_needs_no_yes_and_says_what_it_found() -> None:
    feed = FakeReleases("0.0.1")
    async with settings_room(page="updates", releases=feed) as room:
        assert "Nobody was asked so far." in room.words()
        room.click("Look now")
        await until(lambda: "You have the newest version." in room.words())
        assert "Last look:" in room.words()

    assert not room.settings.update_check


async def test_a_look_by_hand_that_fails_says_why() -> None:
    feed = FakeReleases()
    feed.error = UpdateCheckFailed(reason="connect")
    async with settings_room(page="updates", releases=feed) as room:
        room.click("Look now")
        await until(lambda: "cannot be reached" in room.words())

        assert room.shown(QPushButton, "Look now").isEnabled()


async def test_what_is_new_is_a_click_away() -> None:
    settings = Settings(update_seen="9.0")
    feed = FakeReleases("9.0")
    async with settings_room(page="updates", releases=feed, settings=settings) as room:
        room.click("Look now")
        await until(lambda: "Version 9.0 is there." in room.words())
        room.click("What is new…")

        assert room.notes == [True]
