import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

from supertoken_desktop.api.limits import HOUR_S, MARGIN_S, MINUTE_S, RelayLimits
from supertoken_desktop.domain.ids import new_profile_id
from supertoken_desktop.domain.profile import Limits, ProviderProfile
from tests.fakes.clock import ManualClock
from tests.fakes.waiting import let_run, until

MINUTE = MINUTE_S + MARGIN_S


def profile(limits: Limits) -> ProviderProfile:
    return ProviderProfile(new_profile_id(), "relay", "https://host", "ref", limits=limits)


class Guest:
    def __init__(self, limits: RelayLimits, provider: ProviderProfile) -> None:
        self.waits: list[float] = []
        self.is_in = False
        self.may_leave = asyncio.Event()
        self.task = asyncio.create_task(self._visit(limits, provider))

    async def _visit(self, limits: RelayLimits, provider: ProviderProfile) -> None:
        async with limits.slot(provider, self.waits.append):
            self.is_in = True
            await self.may_leave.wait()

    async def leave(self) -> None:
        self.may_leave.set()
        await self.task


async def ended(*guests: Guest) -> None:
    for guest in guests:
        guest.task.cancel()
    await asyncio.gather(*(guest.task for guest in guests), return_exceptions=True)


async def fill(limits: RelayLimits, provider: ProviderProfile, count: int) -> None:
    for _ in range(count):
        async with limits.slot(provider, lambda _seconds: None):
            pass


async def test_the_request_over_the_minute_waits_for_the_first_to_leave_the_window() -> None:
    clock = ManualClock()
    limits, provider = RelayLimits(clock), profile(Limits(60, 3600, 10))
    await fill(limits, provider, 1)
    clock.advance(10)
    await fill(limits, provider, 59)

    guest = Guest(limits, provider)
    await let_run()
    assert guest.waits == [MINUTE - 10]
    clock.advance(MINUTE - 10.01)
    await let_run()
    assert not guest.is_in
    clock.advance(0.02)

    await until(lambda: guest.is_in)
    await guest.leave()


async def test_no_window_ever_holds_more_than_its_limit() -> None:
    clock = ManualClock()
    limits, provider = RelayLimits(clock), profile(Limits(3, 5, None))
    begun: list[float] = []

    async def send() -> None:
        async with limits.slot(provider, lambda _seconds: None):
            begun.append(clock.monotonic())

    tasks = [asyncio.create_task(send()) for _ in range(12)]
    while len(begun) < 12:
        await let_run(30)
        clock.advance(min(clock.waiting, default=1.0))
    await asyncio.gather(*tasks)

    for at in begun:
        assert sum(at <= other < at + MINUTE_S for other in begun) <= 3
        assert sum(at <= other < at + HOUR_S for other in begun) <= 5


async def test_the_one_too_many_at_once_waits_for_another_to_end() -> None:
    limits, provider = RelayLimits(ManualClock()), profile(Limits(60, 3600, 2))
    first, second, third = (Guest(limits, provider) for _ in range(3))
    await let_run()
    assert (first.is_in, second.is_in, third.is_in) == (True, True, False)
    assert third.waits == [0.0]

    await first.leave()

    await until(lambda: third.is_in)
    await ended(second, third)


async def test_who_came_first_goes_first() -> None:
    limits, provider = RelayLimits(ManualClock()), profile(Limits(None, None, 1))
    order: list[int] = []

    async def send(number: int) -> None:
        async with limits.slot(provider, lambda _seconds: None):
            order.append(number)
            await let_run(3)

    await asyncio.gather(*(send(number) for number in range(6)))

    assert order == list(range(6))


async def test_who_gives_up_waiting_leaves_the_place_to_the_next() -> None:
    clock = ManualClock()
    limits, provider = RelayLimits(clock), profile(Limits(1, None, None))
    await fill(limits, provider, 1)
    first, second = Guest(limits, provider), Guest(limits, provider)
    await let_run()
    assert second.waits == [2 * MINUTE]

    await ended(first)
    await let_run()
    assert second.waits == [2 * MINUTE, MINUTE]
    clock.advance(MINUTE)

    await until(lambda: second.is_in)
    await ended(second)


async def test_a_cancelled_request_gives_its_place_at_once_back() -> None:
    limits, provider = RelayLimits(ManualClock()), profile(Limits(None, None, 1))
    first = Guest(limits, provider)
    await until(lambda: first.is_in)

    await ended(first)

    async with limits.slot(provider, lambda _seconds: None):
        pass


async def test_wider_limits_count_for_those_who_already_wait() -> None:
    limits, provider = RelayLimits(ManualClock()), profile(Limits(60, 3600, 1))
    first, second = Guest(limits, provider), Guest(limits, provider)
    await let_run()
    assert not second.is_in

    third = Guest(limits, replace(provider, limits=Limits(60, 3600, 3)))

    await until(lambda: second.is_in and third.is_in)
    await ended(first, second, third)


async def test_providers_do_not_wait_for_each_other() -> None:
    limits = RelayLimits(ManualClock())

    async with AsyncExitStack() as stack:
        for _ in range(3):
            slot = limits.slot(profile(Limits(1, 1, 1)), lambda _seconds: None)
            await stack.enter_async_context(slot)
