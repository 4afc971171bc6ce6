import asyncio

import pytest

from supertoken_desktop.api.network import EndTimes
from supertoken_desktop.api.watch import Watch
from supertoken_desktop.domain.profile import Timeouts
from tests.fakes.clock import ManualClock

LIMITS = Timeouts(idle_s=120.0, progress_s=600.0)
ENDS = EndTimes(after_finish_s=5.0, after_tools_s=30.0, after_marker_s=1.0)


async def expired_after(watch: Watch) -> str:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(5), watch:
            await asyncio.Event().wait()
    return watch.expired


def watched(clock: ManualClock) -> Watch:
    return Watch(LIMITS, ENDS, clock, look_s=0.005)


async def test_a_computer_that_slept_through_the_limit_notices_on_waking() -> None:
    clock = ManualClock()
    asyncio.get_running_loop().call_later(0.01, clock.advance, 600.0)

    assert await expired_after(watched(clock)) == "stall"


async def test_comments_keep_a_stream_alive_only_until_the_limit_for_progress() -> None:
    clock = ManualClock()
    watch = watched(clock)

    def comment() -> None:
        clock.advance(100.0)
        watch.note_bytes(has_event=False)
        asyncio.get_running_loop().call_later(0.01, comment)

    asyncio.get_running_loop().call_later(0.01, comment)

    assert await expired_after(watch) == "stall-pings"
    assert clock.monotonic() == 600.0


@pytest.mark.parametrize(("has_tools", "grace_s"), [(False, 5.0), (True, 30.0)])
async def test_after_the_finish_only_the_grace_time_counts(has_tools: bool, grace_s: float) -> None:
    clock = ManualClock()
    watch = watched(clock)

    def go_on() -> None:
        watch.note_finish(has_tools=has_tools)
        clock.advance(grace_s - 0.1)
        watch.note_bytes(has_event=True)
        clock.advance(grace_s)

    asyncio.get_running_loop().call_later(0.01, go_on)

    assert await expired_after(watch) == "end"


async def test_after_the_end_mark_nothing_prolongs_the_reading() -> None:
    clock = ManualClock()
    watch = watched(clock)

    def go_on() -> None:
        watch.note_marker()
        clock.advance(0.9)
        watch.note_bytes(has_event=True)
        watch.note_marker()
        clock.advance(0.1)

    asyncio.get_running_loop().call_later(0.01, go_on)

    assert await expired_after(watch) == "end"


async def test_a_body_that_ends_in_time_leaves_nothing_behind() -> None:
    async with watched(ManualClock()) as watch:
        watch.note_bytes(has_event=True)

    assert watch.expired == ""
