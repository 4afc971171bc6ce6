import asyncio

import pytest

from supertoken_desktop.demo.server import (
    DemoOptions,
    DemoRelay,
    RateLimits,
    RealClock,
    RetryAfter,
    SteppedClock,
)
from tests.demo.raw import ask, chat_body, connect, control, exchange, fetch, request_bytes, until


async def test_the_61st_request_of_a_minute_is_refused() -> None:
    clock = SteppedClock()
    async with DemoRelay(clock=clock) as relay:
        statuses = [(await ask(relay.root)).status for _ in range(61)]
        clock.advance(60)
        later = await ask(relay.root)

    assert statuses == [200] * 60 + [429]
    assert later.status == 200


async def test_the_window_slides() -> None:
    clock = SteppedClock()
    async with DemoRelay(DemoOptions(limits=RateLimits(minute=2)), clock) as relay:
        statuses = []
        for step_s in (0, 40, 10, 10, 0, 40):
            clock.advance(step_s)
            statuses.append((await ask(relay.root)).status)

    assert statuses == [200, 200, 429, 200, 429, 200]


async def test_the_hour_has_a_limit_of_its_own() -> None:
    clock = SteppedClock()
    async with DemoRelay(DemoOptions(limits=RateLimits(hour=2)), clock) as relay:
        statuses = []
        for step_s in (0, 600, 600, 2400):
            clock.advance(step_s)
            statuses.append((await ask(relay.root)).status)

    assert statuses == [200, 200, 429, 200]


async def test_refused_requests_and_lists_do_not_count() -> None:
    clock = SteppedClock()
    async with DemoRelay(DemoOptions(limits=RateLimits(minute=1)), clock) as relay:
        for _ in range(3):
            await fetch(relay.root, "/v1/models")
        statuses = [(await ask(relay.root)).status for _ in range(3)]
        clock.advance(60)
        statuses.append((await ask(relay.root)).status)

    assert statuses == [200, 429, 429, 200]


async def test_only_so_many_answers_are_open_at_once() -> None:
    async with DemoRelay(DemoOptions(limits=RateLimits(concurrent=2))) as relay:
        sent = request_bytes("POST", "/v1/chat/completions", chat_body(model="sc:stall"))
        writers = []
        for _ in range(2):
            reader, writer = await connect(relay.root)
            writer.write(sent)
            await reader.readuntil(b"assistant")
            writers.append(writer)
        third = await ask(relay.root)
        writers[0].close()
        await until(lambda: not relay.requests[0].is_open)
        fourth = await ask(relay.root)
        writers[1].close()

    assert third.status == 429
    assert third.error["code"] == "rate_limit_exceeded"
    assert fourth.status == 200
    assert [entry.concurrency for entry in relay.requests] == [1, 2, 3, 2]


async def test_limits_can_be_off() -> None:
    async with DemoRelay(DemoOptions(limits=None)) as relay:
        statuses = {(await ask(relay.root)).status for _ in range(70)}

    assert statuses == {200}


@pytest.mark.parametrize(
    ("form", "header", "value"),
    [
        (RetryAfter.SECONDS, "retry-after", "60"),
        (RetryAfter.MS, "retry-after-ms", "60000"),
        (RetryAfter.DATE, "retry-after", "Thu, 01 Jan 2026 00:01:00 GMT"),
    ],
)
async def test_a_refusal_says_when_to_come_back(form: RetryAfter, header: str, value: str) -> None:
    options = DemoOptions(limits=RateLimits(minute=1), retry_after=form)
    async with DemoRelay(options, SteppedClock()) as relay:
        await ask(relay.root)
        refused = await ask(relay.root)

    assert refused.headers[header] == value


async def test_the_clock_can_be_advanced_over_http() -> None:
    clock = RealClock()
    async with DemoRelay(DemoOptions(limits=RateLimits(minute=1)), clock) as relay:
        await ask(relay.root)
        refused = await ask(relay.root)
        await control(relay.root, "clock", advance=61)
        admitted = await ask(relay.root)

    assert (refused.status, admitted.status) == (429, 200)
    assert clock.now() >= 61


async def test_advancing_ends_waits_on_the_real_clock() -> None:
    clock = RealClock()
    waiting = asyncio.create_task(clock.wait(1000))
    await asyncio.sleep(0)

    clock.advance(999)
    await asyncio.sleep(0)
    still_waits = not waiting.done()
    clock.advance(1)
    await waiting

    assert still_waits


async def test_the_real_clock_passes_by_itself() -> None:
    clock = RealClock()

    await clock.wait(0.01)

    assert clock.now() >= 0.01


async def test_each_key_has_its_own_window() -> None:
    async with DemoRelay(DemoOptions(auth=False, limits=RateLimits(minute=1))) as relay:
        path, body = "/v1/chat/completions", chat_body()
        statuses = [
            (await exchange(relay.root, request_bytes("POST", path, body, key=key))).status
            for key in ("a", "b", "a")
        ]

    assert statuses == [200, 200, 429]
