"""News of a newer version, in the whole window; the list of versions comes from this computer."""

from pathlib import Path

from supertoken_desktop.engine.updates import Updates
from supertoken_desktop.ui.banner import Banner
from supertoken_desktop.ui.updates.dialog import UpdateDialog
from supertoken_desktop.window.updates import UpdateNotice
from tests.fakes.clock import ManualClock
from tests.fakes.releases import FakeReleases
from tests.fakes.waiting import until
from tests.flow.person import Person, at_the_window


def banners(person: Person) -> list[str]:
    return [b.accessibleName() for b in person.window.findChildren(Banner) if b.isVisible()]


async def test_a_newer_version_is_told_in_a_line_and_can_be_skipped(home: Path) -> None:
    async with at_the_window(home) as person:
        preferences, clock = person.program.preferences, ManualClock()
        await preferences.update(update_check=True)
        feed = FakeReleases("9.0")
        updates = Updates(feed, preferences, clock, "0.1.0")
        notice = UpdateNotice(lambda: updates, person.window, person.session.tasks, clock)
        notice.begin()
        await until(lambda: bool(clock.waiting))
        asked_at_once = feed.asked
        clock.advance(60)
        await until(lambda: "Version 9.0 is there." in banners(person))
        person.click("What is new…")
        await until(lambda: bool(person.window.findChildren(UpdateDialog)))
        (dialog,) = person.window.findChildren(UpdateDialog)
        person.click("Skip this version", dialog)
        await until(lambda: "Version 9.0 is there." not in banners(person))
        skipped = preferences.current.update_seen

    assert asked_at_once == 0
    assert skipped == "9.0"


async def test_the_help_menu_opens_the_page_and_looks(home: Path) -> None:
    async with at_the_window(home) as person:
        feed = FakeReleases("9.0")
        person.session._parts.updates = Updates(
            feed, person.program.preferences, ManualClock(), "0.1.0"
        )
        person.session._actions.action("check-updates").trigger()
        settings = await person.dialog("Settings")
        await until(lambda: "Version 9.0 is there." in person.labels(settings))
        settings.close()

    assert feed.asked == 1
