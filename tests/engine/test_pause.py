import asyncio
from collections.abc import Callable

from supertoken_desktop.api.limits import RelayLimits
from supertoken_desktop.domain.errors import RelayFault, RetryAdvice, RetryClass
from supertoken_desktop.domain.profile import Limits, ProviderProfile
from supertoken_desktop.domain.turn import TurnState, Verdict, WaitCause
from supertoken_desktop.engine.pause import UNTIL_RESUMED_S, PausableLimits
from tests.engine.scene import PROFILE, scene
from tests.fakes.client import Gate, answer
from tests.fakes.clock import ManualClock
from tests.fakes.policies import NoLimits, Repeat
from tests.fakes.waiting import let_run, until

BUSY = RetryAdvice(RetryClass.BUSY)
LIMITED = ProviderProfile(
    PROFILE.id, "Limited", PROFILE.root, "p1", limits=Limits(per_minute=2, per_hour=None)
)


async def in_turn(
    limits: PausableLimits, name: str, log: list[str], on_wait: Callable[[float], None]
) -> None:
    async with limits.slot(PROFILE, on_wait):
        log.append(name)


async def test_a_new_request_waits_for_the_end_of_the_pause() -> None:
    limits = PausableLimits(NoLimits())
    limits.pause()
    async with scene(answer("Hello"), limiter=limits) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None)
        waiting = turn.waiting
        asked_while_paused = len(s.client.requests)
        limits.resume()
        message = await s.said(turn)

    assert waiting is not None
    assert (waiting.cause, waiting.attempt, asked_while_paused) == (WaitCause.PAUSE, 1, 0)
    assert (message.verdict, message.text) == (Verdict.COMPLETE, "Hello")


async def test_a_running_answer_goes_on_through_a_pause() -> None:
    limits, gate = PausableLimits(NoLimits()), Gate()
    begun, *rest = answer("Hel", "lo")
    async with scene((begun, gate, *rest), limiter=limits) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.state is TurnState.STREAMING)
        limits.pause()
        gate.open()
        message = await s.said(turn)

    assert (message.verdict, message.text) == (Verdict.COMPLETE, "Hello")


async def test_what_waits_can_be_stopped() -> None:
    limits = PausableLimits(NoLimits())
    limits.pause()
    async with scene(answer("Hello"), limiter=limits) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None)
        turn.stop()
        message = await s.said(turn)

    assert message.verdict is Verdict.STOPPED
    assert s.client.requests == []


async def test_the_time_of_a_pause_does_not_wear_out_the_patience_of_retries() -> None:
    limits, retry = PausableLimits(NoLimits()), Repeat(0.5)
    limits.pause()
    failed = RelayFault(reason="busy", advice=BUSY)
    async with scene((failed,), answer("Hello"), limiter=limits, retry=retry) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None)
        s.clock.advance(600)
        limits.resume()
        await until(lambda: bool(s.clock.waiting))
        s.clock.advance(0.5)
        await s.said(turn)

    assert [elapsed_s for _reason, _retries, elapsed_s in retry.asked] == [0.0]


async def test_requests_go_on_in_the_order_in_which_they_came() -> None:
    limits = PausableLimits(NoLimits())
    log: list[str] = []
    heard: list[float] = []
    limits.pause()

    async with asyncio.TaskGroup() as group:
        for name in "abc":
            group.create_task(in_turn(limits, name, log, heard.append))
        await let_run()
        held = list(log)
        limits.resume()

    assert (held, log) == ([], ["a", "b", "c"])
    assert heard == [UNTIL_RESUMED_S] * 3


async def test_who_waits_for_a_place_when_a_pause_begins_waits_for_its_end() -> None:
    clock = ManualClock()
    limits = PausableLimits(RelayLimits(clock))
    log: list[str] = []
    heard: list[float] = []

    async def ask() -> None:
        async with limits.slot(LIMITED, heard.append):
            log.append("asked")

    await ask()
    await ask()
    third = asyncio.create_task(ask())
    await until(lambda: bool(clock.waiting))
    limits.pause()
    clock.advance(61)
    await until(lambda: heard[-1] == UNTIL_RESUMED_S)
    held = len(log)
    limits.resume()
    await third

    assert (held, len(log)) == (2, 3)


async def test_news_of_a_pause_come_once() -> None:
    limits = PausableLimits(NoLimits())
    told: list[bool] = []
    limits.changed.subscribe(told.append)

    limits.pause()
    limits.pause()
    limits.resume()
    limits.resume()

    assert told == [True, False]
