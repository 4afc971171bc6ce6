import asyncio

import pytest

from supertoken_desktop.domain.delta import (
    AlternativeDelta,
    EndDelta,
    ErrorDelta,
    FinishDelta,
    ReasoningDelta,
    RefusalDelta,
    Restarted,
    ServedBy,
    TextDelta,
    ToolCallDelta,
    UsageDelta,
)
from supertoken_desktop.domain.errors import (
    ConnectFailed,
    DiskFull,
    ErrorDetail,
    RateLimited,
    RelayFault,
    RequestRejected,
    RetryAdvice,
    RetryClass,
    StreamBroken,
)
from supertoken_desktop.domain.parts import ReasoningPart, RefusalPart, TextPart, ToolCallPart
from supertoken_desktop.domain.turn import TurnState, Verdict, WaitCause
from supertoken_desktop.domain.usage import Usage
from tests.engine.flaky_store import FlakyStore
from tests.engine.scene import scene
from tests.fakes.client import Gate, Headers, answer
from tests.fakes.clock import ManualClock
from tests.fakes.policies import Repeat, WaitFirst
from tests.fakes.waiting import let_run, until

BUSY = RetryAdvice(RetryClass.BUSY)


async def test_an_answer_goes_through_its_states_and_is_saved() -> None:
    usage = Usage(prompt=9, completion=2, total=11)
    served = ServedBy("claude-x-0101", "req-7")
    async with scene((served, *answer("Hel", "lo"), UsageDelta(usage))) as s:
        turn = await s.chat.send(None, "Hi")
        states: list[TurnState] = []
        turn.changed.subscribe(lambda t: states.append(t.state))
        message = await s.said(turn)

    assert message.parts == (TextPart("Hello"),)
    assert (message.verdict, message.reason, message.finish_reason) == (
        Verdict.COMPLETE,
        None,
        "stop",
    )
    assert (message.usage, message.served_by, message.request_id) == (
        usage,
        "claude-x-0101",
        "req-7",
    )
    assert (message.attempts, message.error) == (1, None)
    assert list(dict.fromkeys(states)) == list(TurnState)


async def test_the_buffer_hands_out_each_piece_once() -> None:
    gate = Gate()
    async with scene((ReasoningDelta("hm"), TextDelta("Hel"), gate, *answer("lo"))) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        first = turn.buffer.take()
        is_filled_between = turn.buffer.filled
        gate.open()
        await s.said(turn)
        second = turn.buffer.take()

    assert (first.reasoning, first.text, second.text) == ("hm", "Hel", "lo")
    assert not is_filled_between
    assert (turn.text, turn.reasoning) == ("Hello", "hm")


async def test_stop_keeps_what_arrived_and_closes_the_response_first() -> None:
    gate = Gate()
    async with scene((TextDelta("Hel"), gate, *answer("lo"))) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        open_when_ended: list[int] = []
        s.chat.turn_ended.subscribe(lambda _turn: open_when_ended.append(s.client.open_streams))
        turn.stop()
        turn.stop()
        message = await s.said(turn)
        turn.stop()

    assert (message.text, message.verdict, message.reason) == ("Hel", Verdict.STOPPED, "user-stop")
    assert message.error is None
    assert open_when_ended == [0]
    assert s.client.closed_early == 1


async def test_stop_before_the_headers_leaves_an_empty_stopped_answer() -> None:
    gate = Gate()
    async with scene((gate, Headers(), *answer("Hello"))) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        turn.stop()
        message = await s.said(turn)

    assert (message.parts, message.verdict) == ((), Verdict.STOPPED)


async def test_stop_before_anything_ran_sends_nothing() -> None:
    async with scene() as s:
        turn = await s.chat.send(None, "Hi")
        turn.stop()
        message = await s.said(turn)

    assert message.verdict is Verdict.STOPPED
    assert s.client.requests == []


async def test_stop_wins_over_a_finish_reason_in_flight() -> None:
    gate = Gate()
    async with scene((TextDelta("Hello"), FinishDelta("stop"), gate, EndDelta(marker=True))) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        gate.open()
        turn.stop()
        message = await s.said(turn)

    assert (message.verdict, message.text) == (Verdict.STOPPED, "Hello")


@pytest.mark.parametrize("steps", range(5))
async def test_stop_at_any_event_keeps_exactly_what_had_come(steps: int) -> None:
    gate = Gate()
    pieces = ["One ", "two ", "three ", "four"]
    script = [*(TextDelta(p) for p in pieces), FinishDelta("stop"), EndDelta(marker=True)]
    async with scene((*script[:steps], gate, *script[steps:])) as s:
        turn = await s.chat.send(None, "Count")
        await gate.reached.wait()
        turn.stop()
        message = await s.said(turn)

    assert message.text == "".join(pieces[:steps])
    assert message.verdict is Verdict.STOPPED


async def test_a_busy_relay_is_asked_again_with_a_visible_countdown() -> None:
    error = RelayFault(reason="503", detail=ErrorDetail(status=503), advice=BUSY)
    async with scene((error,), answer("Hello"), retry=Repeat(0.5, 1.0)) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None)
        waiting = turn.waiting
        s.clock.advance(0.5)
        message = await s.said(turn)

    assert waiting is not None
    assert (waiting.cause, waiting.until_s, waiting.attempt) == (WaitCause.RETRY, 0.5, 2)
    assert waiting.error is not None
    assert waiting.error.detail.status == 503
    assert (message.verdict, message.attempts, message.text) == (Verdict.COMPLETE, 2, "Hello")
    assert turn.waiting is None


async def test_retries_end_where_the_policy_says_so() -> None:
    error = RelayFault(reason="503", detail=ErrorDetail(status=503, request_id="r-1"), advice=BUSY)
    policy = Repeat(0.5, 1.0)
    async with scene((error,), retry=policy) as s:
        turn = await s.chat.send(None, "Hi")
        for wait_s in (0.5, 1.0):
            await until(lambda: len(s.clock.waiting) == 1)
            s.clock.advance(wait_s)
        message = await s.said(turn)

    assert (message.verdict, message.reason, message.attempts) == (Verdict.FAILED, "503", 3)
    assert message.error is not None
    assert (message.error.kind, message.request_id) == ("relay", "r-1")
    assert policy.asked == [("503", 0, 0.0), ("503", 1, 0.5), ("503", 2, 1.5)]


async def test_nothing_is_repeated_after_the_first_token() -> None:
    policy = Repeat(0.5)
    broken = StreamBroken(reason="cut-chunk", advice=RetryAdvice(RetryClass.NET))
    async with scene((TextDelta("Hel"), broken), retry=policy) as s:
        message = await s.said(await s.chat.send(None, "Hi"))

    assert (message.text, message.verdict, message.reason) == (
        "Hel",
        Verdict.INTERRUPTED,
        "cut-chunk",
    )
    assert message.error is not None
    assert message.error.kind == "stream"
    assert policy.asked == []


async def test_reasoning_counts_as_a_token() -> None:
    policy = Repeat(0.5)
    broken = RelayFault(reason="bare-error", advice=BUSY)
    async with scene((ReasoningDelta("hm"), ErrorDelta(broken)), retry=policy) as s:
        message = await s.said(await s.chat.send(None, "Hi"))

    assert (message.verdict, message.reasoning, policy.asked) == (Verdict.INTERRUPTED, "hm", [])


async def test_an_error_in_the_stream_before_the_first_token_is_repeated() -> None:
    fault = RelayFault(reason="error-event", advice=BUSY)
    script = (TextDelta(""), ErrorDelta(fault), EndDelta(marker=True))
    async with scene(script, answer("Hello"), retry=Repeat(0.5)) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None)
        turn.skip_wait()
        message = await s.said(turn)

    assert (message.verdict, message.attempts) == (Verdict.COMPLETE, 2)


async def test_a_countdown_can_be_cut_short() -> None:
    limited = RateLimited(reason="429", advice=RetryAdvice(RetryClass.RATE))
    async with scene((limited,), answer("Hello"), retry=Repeat(30.0)) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None)
        turn.skip_wait()
        message = await s.said(turn)
        turn.skip_wait()

    assert message.verdict is Verdict.COMPLETE
    assert s.clock.waiting == ()


async def test_stop_in_a_countdown_ends_it() -> None:
    limited = RateLimited(reason="429", advice=RetryAdvice(RetryClass.RATE))
    async with scene((limited,), retry=Repeat(30.0)) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None)
        turn.stop()
        message = await s.said(turn)

    assert (message.verdict, message.attempts) == (Verdict.STOPPED, 1)
    assert s.clock.waiting == ()


async def test_a_request_that_the_client_could_mend_is_sent_once_more_at_once() -> None:
    bad = RequestRejected(reason="bad-param", advice=RetryAdvice(RetryClass.FIX))
    policy = Repeat()
    async with scene((bad,), answer("Hello"), retry=policy) as s:
        message = await s.said(await s.chat.send(None, "Hi"))

    assert (message.verdict, message.attempts) == (Verdict.COMPLETE, 2)
    assert policy.asked == []


async def test_a_mended_request_that_is_refused_again_fails() -> None:
    bad = RequestRejected(reason="bad-param", advice=RetryAdvice(RetryClass.FIX))
    async with scene((bad,), retry=Repeat(1.0, 1.0)) as s:
        message = await s.said(await s.chat.send(None, "Hi"))

    assert (message.verdict, message.reason, message.attempts) == (Verdict.FAILED, "bad-param", 2)


async def test_the_wait_for_a_place_is_shown_and_can_be_stopped() -> None:
    clock = ManualClock()
    limiter = WaitFirst(clock, 12.0)
    async with scene(limiter=limiter) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None)
        waiting = turn.waiting
        turn.skip_wait()
        turn.stop()
        message = await s.said(turn)

    assert waiting is not None
    assert (waiting.cause, waiting.until_s, turn.attempts) == (WaitCause.LIMIT, 12.0, 0)
    assert (message.verdict, s.client.requests, limiter.held) == (Verdict.STOPPED, [], 0)


async def test_a_place_is_given_back_during_a_countdown() -> None:
    clock = ManualClock()
    limiter = WaitFirst(clock, 0.0)
    async with scene((RelayFault(advice=BUSY),), limiter=limiter, retry=Repeat(9.0)) as s:
        turn = await s.chat.send(None, "Hi")
        await until(lambda: turn.waiting is not None and turn.waiting.cause is WaitCause.RETRY)
        held = limiter.held
        turn.stop()
        await s.said(turn)

    assert held == 0


async def test_the_time_to_the_first_token_counts_from_sending() -> None:
    gate = Gate()
    async with scene((gate, Headers(), *answer("Hello"))) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        s.clock.advance(1.5)
        gate.open()
        message = await s.said(turn)

    assert message.first_token_s == 1.5


async def test_parts_of_all_kinds_come_out_in_order() -> None:
    script = (
        ReasoningDelta("let me think\n"),
        TextDelta("Here: "),
        ToolCallDelta(0, "call_1", "get_time"),
        ToolCallDelta(0, arguments='{"tz":'),
        ToolCallDelta(0, arguments='"UTC"}'),
        RefusalDelta("no more"),
        FinishDelta("tool_calls"),
        EndDelta(marker=True),
    )
    async with scene(script) as s:
        message = await s.said(await s.chat.send(None, "Hi"))

    assert message.parts == (
        ReasoningPart("let me think", duration_s=0.0),
        TextPart("Here: "),
        RefusalPart("no more"),
        ToolCallPart("call_1", "get_time", '{"tz":"UTC"}'),
    )
    assert message.verdict is Verdict.COMPLETE


async def test_a_restarted_answer_keeps_the_earlier_text_beside_it() -> None:
    script = (TextDelta("Hel"), Restarted(), *answer("Hello ", "there"))
    async with scene(script) as s:
        turn = await s.chat.send(None, "Hi")
        message = await s.said(turn)
        await until(lambda: turn not in s.chat.running_turns())
        await let_run()
        tree = await s.tree(turn.conversation_id)
        shown = await s.path_texts(turn.conversation_id)
        taken = turn.buffer.take()

    beside = [tree.get(m) for m in tree.siblings(message.id) if m != message.id]
    assert [(m.text, m.verdict, m.reason) for m in beside] == [
        ("Hel", Verdict.INTERRUPTED, "restart")
    ]
    assert shown == ["Hi", "Hello there"]
    assert (taken.restarted, taken.text) == (True, "Hello there")


async def test_other_choices_become_siblings() -> None:
    script = (TextDelta("A"), AlternativeDelta(1, "B"), AlternativeDelta(1, "b"), *answer("a"))
    async with scene(script) as s:
        turn = await s.chat.send(None, "Hi")
        message = await s.said(turn)
        await until(lambda: not s.chat.running_turns())
        await let_run()
        tree = await s.tree(turn.conversation_id)
        kept = await s.store.messages(turn.conversation_id)

    texts = [tree.get(m).text for m in tree.siblings(message.id)]
    assert texts == ["Aa", "Bb"]
    assert [m.text for m in kept] == ["Hi", "Aa", "Bb"]


async def test_a_bug_becomes_a_verdict_and_loses_no_text(caplog: pytest.LogCaptureFixture) -> None:
    async with scene((TextDelta("Hel"), ZeroDivisionError("bug"))) as s:
        message = await s.said(await s.chat.send(None, "Hi"))

    assert (message.text, message.verdict) == ("Hel", Verdict.INTERRUPTED)
    assert message.error is not None
    assert message.error.kind == "internal"
    assert "ZeroDivisionError" in caplog.text


async def test_cancelling_stops_saves_and_passes_on() -> None:
    gate = Gate()
    async with scene((TextDelta("Hel"), gate)) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        await s.chat.stop_all(0.0)
        message = await s.said(turn)

    assert (message.text, message.verdict) == ("Hel", Verdict.STOPPED)
    assert s.client.open_streams == 0


async def test_text_is_journalled_within_a_quarter_of_a_second_also_before_a_silence() -> None:
    store = await FlakyStore.in_memory()
    gate, silence = Gate(), Gate()
    script = (TextDelta("Hel"), TextDelta("lo"), gate, TextDelta(" there"), silence, *answer())
    async with scene(script, store=store) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        before = list(store.journalled)
        s.clock.advance(0.25)
        await until(lambda: len(store.journalled) == 1)
        gate.open()
        await silence.reached.wait()
        s.clock.advance(0.25)
        await until(lambda: len(store.journalled) == 2)
        silence.open()
        await s.said(turn)
    await store.close()

    assert before == []
    assert store.journalled == ["Hello", " there"]


async def test_nothing_is_journalled_while_nothing_comes() -> None:
    gate = Gate()
    async with scene((TextDelta("Hel"), gate, *answer("lo"))) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        s.clock.advance(0.25)
        await until(lambda: s.clock.waiting == ())
        await let_run()
        idle = s.clock.waiting
        gate.open()
        await s.said(turn)

    assert idle == ()


async def test_one_append_at_a_time_and_what_comes_meanwhile_follows() -> None:
    store = await FlakyStore.in_memory()
    store.hold = asyncio.Event()
    gate = Gate()
    async with scene((TextDelta("a"), gate, TextDelta("b"), *answer("c")), store=store) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        s.clock.advance(0.25)
        await until(lambda: store.appending == 1)
        gate.open()
        await until(lambda: turn.text == "abc")
        store.hold.set()
        message = await s.said(turn)
    await store.close()

    assert store.most_appending == 1
    assert message.text == "abc"


async def test_a_full_disk_loses_no_text_and_is_told() -> None:
    store = await FlakyStore.in_memory()
    gate = Gate()
    async with scene((TextDelta("Hel"), gate, *answer("lo")), store=store) as s:
        told: list[str] = []
        s.chat.save_failed.subscribe(lambda error: told.append(error.kind))
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        store.error = DiskFull()
        s.clock.advance(0.25)
        await until(lambda: store.refused == 1)
        gate.open()
        message = await turn.wait_ended()
        await until(lambda: bool(told))
        shown = (await s.tree(turn.conversation_id)).get(message.id)
        store.error = None
        await until(lambda: len(s.clock.waiting) == 1)
        s.clock.advance(5.0)
        await until(lambda: store.ended == [message.id])
        kept = await s.said(turn)
    await store.close()

    assert (message.text, message.verdict) == ("Hello", Verdict.COMPLETE)
    assert shown == message == kept
    assert told == ["store.full"]


async def test_a_failing_journal_is_tried_again_with_all_its_pieces() -> None:
    store = await FlakyStore.in_memory()
    gate = Gate()
    async with scene((TextDelta("Hel"), gate, *answer("lo")), store=store) as s:
        turn = await s.chat.send(None, "Hi")
        await gate.reached.wait()
        store.error = DiskFull()
        s.clock.advance(0.25)
        await until(lambda: store.refused == 1)
        store.error = None
        await until(lambda: len(s.clock.waiting) == 1)
        s.clock.advance(1.0)
        await until(lambda: bool(store.journalled))
        gate.open()
        await s.said(turn)
    await store.close()

    assert store.journalled == ["Hel"]


async def test_connect_failure_without_tokens_fails_with_its_error() -> None:
    error = ConnectFailed(reason="net-dns", detail=ErrorDetail(host="relay.example"))
    async with scene((error,)) as s:
        message = await s.said(await s.chat.send(None, "Hi"))

    assert (message.verdict, message.reason, message.parts) == (Verdict.FAILED, "net-dns", ())
    assert message.error is not None
    assert message.error.detail.host == "relay.example"


async def test_a_relay_that_never_gives_finish_reasons_is_believed_after_three_answers() -> None:
    async with scene(answer("Hello", finish=None)) as s:
        verdicts = []
        for _ in range(4):
            message = await s.said(await s.chat.send(None, "Hi"))
            verdicts.append((message.verdict, message.reason))
        s.client.play(answer("Hello"), answer("Hello", finish=None))
        await s.said(await s.chat.send(None, "Hi"))
        after = await s.said(await s.chat.send(None, "Hi"))

    broken = (Verdict.INTERRUPTED, "done-no-finish")
    assert verdicts == [broken, broken, broken, (Verdict.COMPLETE, "done-no-finish")]
    assert (after.verdict, after.reason) == broken


async def test_a_restart_that_brings_nothing_gives_the_earlier_text_back() -> None:
    broken = StreamBroken(reason="cut-chunk")
    async with scene((TextDelta("Hel"), Restarted(), broken)) as s:
        turn = await s.chat.send(None, "Hi")
        message = await s.said(turn)

    assert (message.text, message.verdict) == ("Hel", Verdict.INTERRUPTED)
    assert turn.other_versions == ()


async def test_text_that_was_only_misread_is_no_other_version() -> None:
    script = (TextDelta("plan"), Restarted(keeps_earlier=False), ReasoningDelta("plan"))
    async with scene((*script, *answer("Answer"))) as s:
        turn = await s.chat.send(None, "Hi")
        message = await s.said(turn)

    assert (message.text, message.reasoning, turn.other_versions) == ("Answer", "plan", ())


async def test_stop_at_any_event_of_a_tool_call_keeps_what_had_come() -> None:
    script = (
        ToolCallDelta(0, "call_1", "get_time"),
        ToolCallDelta(0, arguments='{"t'),
        ToolCallDelta(0, arguments='z":1}'),
        FinishDelta("tool_calls"),
    )
    for steps in range(1, len(script) + 1):
        gate = Gate()
        async with scene((*script[:steps], gate, *script[steps:])) as s:
            turn = await s.chat.send(None, "Hi")
            await gate.reached.wait()
            turn.stop()
            message = await s.said(turn)

        assert message.verdict is Verdict.STOPPED
        arguments = "".join(d.arguments for d in script[:steps] if isinstance(d, ToolCallDelta))
        assert message.parts == (ToolCallPart("call_1", "get_time", arguments),)
