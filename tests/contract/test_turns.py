import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from supertoken_desktop.api.client import RelayClients
from supertoken_desktop.api.limits import RelayLimits
from supertoken_desktop.api.network import EndTimes, NetworkOptions
from supertoken_desktop.api.retry import BackOff
from supertoken_desktop.demo.reply_plan import Counts
from supertoken_desktop.demo.scenarios import (
    CATALOGUE,
    SAMPLE_PROMPT,
    SAMPLE_TEXT,
    Case,
    ExpectedCall,
    Scenario,
)
from supertoken_desktop.demo.server import DEMO_KEY, DemoOptions, DemoRelay
from supertoken_desktop.domain.ids import ProfileId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import RefusalPart, TextPart, ToolCallPart
from supertoken_desktop.domain.profile import Limits, ProviderProfile, Timeouts
from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.domain.turn import Verdict, WaitCause
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.engine.catalogue import Catalogue
from supertoken_desktop.engine.chat import ChatEngine
from supertoken_desktop.engine.journal import FLUSH_INTERVAL_S
from supertoken_desktop.engine.library import Library
from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.engine.profiles import AddressPreview, Profiles
from supertoken_desktop.engine.system_clock import SystemClock
from supertoken_desktop.engine.turn import Turn
from supertoken_desktop.secrets import MemorySecrets
from supertoken_desktop.settings import Settings
from supertoken_desktop.store.database import SqlStore, open_store
from tests.fakes.clock import ManualClock
from tests.fakes.waiting import until

MODEL = "claude-sonnet-4-6"
GPT = "gpt-5.2"
PATIENT = Timeouts(5.0, 10.0, 10.0, 10.0)
HASTY = Timeouts(5.0, 0.3, 0.3, 0.3)
CASES = [(scenario, case) for scenario in CATALOGUE for case in scenario.cases]
NAMES = [f"{scenario.id}[{case.options}]" for scenario, case in CASES]


@dataclass
class Desk:
    """The engine over a real client, a real store and the demo relay."""

    relay: DemoRelay
    store: SqlStore
    clock: ManualClock
    profiles: Profiles
    chat: ChatEngine

    async def ask(self, text: str, model_id: str, **wishes: object) -> Message:
        turn = await self.chat.send(None, text, model_id=model_id, **wishes)  # type: ignore[arg-type]  # named by the test
        turn.changed.subscribe(_hurry)
        message = await turn.wait_ended()
        await until(lambda: turn not in self.chat.running_turns())
        return message

    async def kept(self, message: Message) -> tuple[Message, ...]:
        """The answer and what lies beside it, as the store has them, the answer first."""
        kept = await self.store.messages(message.conversation_id)
        beside = [m for m in kept if m.parent_id == message.parent_id]
        return tuple(sorted(beside, key=lambda m: m.id != message.id))

    @property
    def chats(self) -> int:
        return sum(r.path.endswith("/chat/completions") for r in self.relay.requests)


@asynccontextmanager
async def desk(*, hasty: bool = False, gpt_requires_stream: bool = True) -> AsyncIterator[Desk]:
    clock = ManualClock()
    store = await open_store(None, None)
    ends = EndTimes(0.3, 0.3, 0.3) if hasty else EndTimes(3.0, 3.0, 0.3)
    network = NetworkOptions("none", timeouts=HASTY if hasty else PATIENT, end_times=ends)
    async with DemoRelay(DemoOptions(limits=None)) as relay:
        profile = ProviderProfile(
            ProfileId("demo"),
            "Demo",
            relay.root,
            "demo",
            limits=Limits(None, None, None),
            gpt_requires_stream=gpt_requires_stream,
        )
        clients = RelayClients(_key, SystemClock(), lambda: network, "0")
        limits = RelayLimits(clock)
        preferences = Preferences(Settings(), _write_nothing)
        profiles = Profiles(store, MemorySecrets(), clients, preferences, _preview, clock, limits)
        profiles.lend(profile)
        catalogue = Catalogue(store, clients, profiles, limits)
        chat = ChatEngine(
            store,
            clients,
            limits,
            BackOff(lambda: 0.0),
            clock,
            Library(store, clock),
            profiles,
            catalogue,
            preferences,
        )
        try:
            yield Desk(relay, store, clock, profiles, chat)
        finally:
            await chat.stop_all()
            await clients.close()
            await store.close()


async def _key(_profile: ProviderProfile) -> Secret:
    return Secret(DEMO_KEY)


async def _write_nothing(_settings: Settings) -> None:
    return


def _preview(address: str) -> AddressPreview:
    return AddressPreview(address, address, None)


def _hurry(turn: Turn) -> None:
    """Cut countdowns short as soon as they begin; what was asked of the clock is noted there."""
    if turn.waiting is not None and turn.waiting.cause is WaitCause.RETRY:
        asyncio.get_running_loop().call_soon(turn.skip_wait)


@pytest.mark.parametrize(("scenario", "case"), CASES, ids=NAMES)
async def test_every_entry_of_the_catalogue_ends_as_it_says(scenario: Scenario, case: Case) -> None:
    wishes: dict[str, object] = {"parameters": Parameters(**dict(case.fields))}  # type: ignore[arg-type]  # by name
    is_forced = scenario.id == "gpt-nonstream"
    if is_forced:
        wishes["stream"] = False
    async with desk(hasty=case.is_slow, gpt_requires_stream=not is_forced) as d:
        model_id = scenario.model(case, GPT if is_forced else MODEL)
        message = await d.ask(SAMPLE_PROMPT, model_id, **wishes)
        requests = d.chats
        waits_s = tuple(w for w in d.clock.waits if w != FLUSH_INTERVAL_S)
        kept, *beside = await d.kept(message)
        after = await d.ask(SAMPLE_PROMPT, MODEL)

    assert kept == message
    assert message.verdict == case.verdict, message
    assert _is_reason(message.reason, case, scenario), message
    assert _texts(message) == (case.text, case.reasoning, case.refusal)
    _assert_calls(message, case.tool_calls)
    assert tuple(m.text for m in beside) == case.alternatives
    assert message.finish_reason == case.finish_reason
    if not case.is_usage_free:
        assert _counts(message.usage) == case.usage
    assert (requests, message.attempts) == (_requests(case, scenario), requests)
    assert waits_s == case.waits_s
    _assert_error(message, case)
    assert (after.verdict, after.text) == (Verdict.COMPLETE, SAMPLE_TEXT)


def _requests(case: Case, scenario: Scenario) -> int:
    """The case of a forced request without a stream is told for a client that never sends one."""
    return 2 if scenario.id == "gpt-nonstream" else case.requests


def _is_reason(reason: str | None, case: Case, scenario: Scenario) -> bool:
    """A client may tell an end more finely than the catalogue's cases do."""
    if case.reason is None:
        return True
    return reason in (case.reason, scenario.id) or f"{reason}".startswith(f"{case.reason}-")


def _texts(message: Message) -> tuple[str, str, str]:
    text = "".join(p.text for p in message.parts if isinstance(p, TextPart))
    refusal = "".join(p.text for p in message.parts if isinstance(p, RefusalPart))
    return text, message.reasoning, refusal


def _assert_calls(message: Message, expected: tuple[ExpectedCall, ...]) -> None:
    calls = [p for p in message.parts if isinstance(p, ToolCallPart)]
    found = [(c.name, _read(c.arguments)) for c in calls]
    assert found == [(e.name, _read(e.arguments)) for e in expected]
    for call, wanted in zip(calls, expected, strict=True):
        assert call.call_id
        assert wanted.call_id in (None, call.call_id)


def _read(arguments: str) -> object:
    """What arguments mean, the text itself where they cannot be read."""
    try:
        return json.loads(arguments)
    except ValueError:
        return arguments


def _assert_error(message: Message, case: Case) -> None:
    is_bad = message.verdict in (Verdict.FAILED, Verdict.INTERRUPTED)
    assert (message.error is not None) == is_bad
    if message.error is None:
        return
    if case.error_status is not None:
        assert message.error.detail.status == case.error_status
    if case.error_code is not None:
        assert message.error.detail.code == case.error_code
    assert DEMO_KEY not in repr(message)


def _counts(usage: Usage | None) -> Counts | None:
    if usage is None:
        return None
    assert usage.total == (usage.prompt or 0) + (usage.completion or 0)
    return Counts(usage.prompt or 0, usage.completion or 0, usage.reasoning or 0)


async def test_stopping_closes_the_connection_and_keeps_what_came() -> None:
    async with desk() as d:
        turn = await d.chat.send(None, SAMPLE_PROMPT, model_id=f"{MODEL}@stall;after=3")
        await until(lambda: bool(turn.text))
        turn.stop()
        message = await turn.wait_ended()
        await until(lambda: not d.relay.requests[0].is_open)
        request = d.relay.requests[0]

    assert message.verdict is Verdict.STOPPED
    assert SAMPLE_TEXT.startswith(message.text)
    assert request.client_closed_early


async def test_continue_goes_on_where_the_answer_broke_off() -> None:
    async with desk() as d:
        first = await d.ask(SAMPLE_PROMPT, f"{MODEL}@cut-chunk")
        turn = await d.chat.continue_(first.conversation_id, first.id)
        stopped = await turn.wait_ended()
        body = d.relay.requests[-1].body

    assert first.verdict is Verdict.INTERRUPTED
    assert stopped.text.startswith(first.text)
    assert isinstance(body, dict)
    assert [m["role"] for m in body["messages"]] == ["user", "assistant", "user"]
    assert body["messages"][1]["content"] == first.text


async def test_a_profile_is_tried_out_with_real_requests() -> None:
    async with desk() as d:
        profile = d.profiles.profiles[0]
        good = await d.profiles.test(profile)
        bad = await d.profiles.test(replace(profile, root="http://127.0.0.1:9"))

    assert good.ok
    assert good.models
    assert not bad.ok
    assert bad.error is not None
    assert bad.error.kind == "connect"


async def test_one_more_than_may_run_waits_here_and_the_relay_never_sees_it() -> None:
    async with desk() as d:
        profile = d.profiles.profiles[0]
        d.profiles.lend(replace(profile, limits=Limits(None, None, at_once=2)))
        turns = [
            await d.chat.send(None, SAMPLE_PROMPT, model_id=f"{MODEL}@stall;after=3")
            for _ in range(3)
        ]
        await until(lambda: d.chats == 2)
        await until(lambda: turns[2].waiting is not None)
        cause = turns[2].waiting.cause if turns[2].waiting is not None else None
        turns[0].stop()
        await until(lambda: d.chats == 3)
        most_at_once = max(r.concurrency for r in d.relay.requests)
        await d.chat.stop_all()
        verdicts = [(await turn.wait_ended()).verdict for turn in turns]

    assert (cause, most_at_once) == (WaitCause.LIMIT, 2)
    assert verdicts == [Verdict.STOPPED] * 3
