from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from supertoken_desktop.domain.errors import UpdateCheckFailed
from supertoken_desktop.domain.version import parse_version
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.updates import Updates, UpdateState, newest
from supertoken_desktop.settings import Settings
from tests.fakes.clock import START, ManualClock
from tests.fakes.releases import FakeReleases, release

DAY_S = 24 * 3600.0


@dataclass
class Scene:
    updates: Updates
    feed: FakeReleases
    preferences: Preferences
    clock: ManualClock
    told: list[UpdateState]


def scene(*published: str, **settings: object) -> Scene:
    async def write(_settings: Settings) -> None: ...

    chosen = Settings(**{"update_check": True, **settings})  # type: ignore[arg-type]
    preferences, feed, clock = Preferences(chosen, write), FakeReleases(*published), ManualClock()
    updates = Updates(feed, preferences, clock, "0.1.0")
    told: list[UpdateState] = []
    updates.changed.subscribe(told.append)
    return Scene(updates, feed, preferences, clock, told)


def ago(seconds: float) -> str:
    return (START - timedelta(seconds=seconds)).isoformat()


async def test_nobody_is_asked_until_the_user_says_yes() -> None:
    with_default = scene("0.2.0", update_check=Settings().update_check)

    await with_default.updates.look_if_due()

    assert with_default.feed.asked == 0


@pytest.mark.parametrize(
    ("last", "asked"),
    [
        ("", 1),
        (ago(DAY_S), 1),
        (ago(DAY_S - 60), 0),
        (ago(0), 0),
        (ago(-3 * DAY_S), 1),
        ("not a time", 1),
        (START.replace(tzinfo=None).isoformat(), 0),
    ],
)
async def test_it_asks_once_a_day_at_most(last: str, asked: int) -> None:
    one = scene(update_checked_at=last)

    await one.updates.look_if_due()
    await one.updates.look_if_due()

    assert one.feed.asked == asked


async def test_a_newer_version_is_told_and_the_time_kept() -> None:
    one = scene("0.1.0", "0.3.0", "0.2.0")

    await one.updates.look_if_due()

    assert one.updates.to_be_told == release("0.3.0")
    assert [state.is_looking for state in one.told] == [True, False]
    assert datetime.fromisoformat(one.preferences.current.update_checked_at) == START


async def test_a_failure_by_itself_is_silent_and_one_by_hand_is_told() -> None:
    one = scene()
    one.feed.error = UpdateCheckFailed(reason="timeout")

    await one.updates.look_if_due()
    silent = one.updates.state
    await one.updates.look()

    assert silent.error is None
    assert one.updates.state.error is not None
    assert one.updates.state.error.reason == "timeout"


@pytest.mark.parametrize(("reason", "asked"), [("connect", 2), ("status", 1), ("form", 1)])
async def test_only_where_nobody_could_be_reached_it_asks_again_the_same_day(
    reason: str, asked: int
) -> None:
    one = scene()
    one.feed.error = UpdateCheckFailed(reason=reason)

    await one.updates.look_if_due()
    await one.updates.look_if_due()

    assert one.feed.asked == asked


async def test_a_failure_keeps_what_was_found_before() -> None:
    one = scene("0.2.0")
    await one.updates.look()
    one.feed.error = UpdateCheckFailed(reason="connect")

    await one.updates.look()

    assert one.updates.state.newer == release("0.2.0")


async def test_a_skipped_version_is_told_no_more_but_a_newer_one_is() -> None:
    one = scene("0.2.0")
    await one.updates.look()

    await one.updates.skip(release("0.2.0"))
    skipped = one.updates.to_be_told
    one.feed.published += (release("0.2.1"),)
    await one.updates.look()

    assert skipped is None
    assert one.updates.to_be_told == release("0.2.1")


@pytest.mark.parametrize(
    ("own", "published", "found"),
    [
        ("0.1.0", ["0.1.0", "0.0.9"], None),
        ("0.1.0", ["0.2.0rc1"], None),
        ("0.2.0rc1", ["0.2.0rc2", "0.1.9"], "0.2.0rc2"),
        ("0.2.0rc1", ["0.2.0rc2", "0.2.0"], "0.2.0"),
        ("0.9.0", ["0.10.0"], "0.10.0"),
        ("nonsense", ["9.0"], None),
    ],
)
def test_versions_before_their_release_are_offered_to_their_like_alone(
    own: str, published: list[str], found: str | None
) -> None:
    result = newest([release(text) for text in published], parse_version(own))

    assert (result.version.text if result else None) == found
