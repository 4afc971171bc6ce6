"""Every entry of the stream catalogue over real sockets, attempt by attempt."""

import pytest

from supertoken_desktop.api.client import RelayClient
from supertoken_desktop.api.network import EndTimes, NetworkOptions
from supertoken_desktop.api.retry import BackOff
from supertoken_desktop.demo.scenarios import CATALOGUE, SAMPLE_PROMPT, Case, Scenario
from supertoken_desktop.demo.server import DemoOptions, DemoRelay
from supertoken_desktop.domain.errors import RetryClass, StreamBroken
from supertoken_desktop.domain.profile import Timeouts
from tests.contract.relays import Outcome, ask, asking_with, client_of

QUICK = NetworkOptions(timeouts=Timeouts(5.0, 0.5, 0.4, 0.6), end_times=EndTimes(0.2, 0.4, 0.2))
PATIENT = NetworkOptions(timeouts=Timeouts(10.0, 10.0, 10.0, 10.0))
EXACT = BackOff(lambda: 0.0)
ON_WIRE = [
    pytest.param(scenario, case, id=f"{scenario.number}-{scenario.id};{case.options}")
    for scenario in CATALOGUE
    if scenario.is_on_wire
    for case in scenario.cases
]
# Where the catalogue's own id is finer than what its machine form demands.
FINER = {"stall-first": "stall", "bare-error-mid": "bare-error", "empty-200": "empty"}
ENDS = {"done-no-finish", "eof-no-finish", "empty", "bad-json"}


async def attempts(
    client: RelayClient, scenario: Scenario, case: Case
) -> tuple[Outcome, list[float]]:
    """Ask as often as the retry rules allow; return the last outcome and all waits."""
    fields = dict(case.fields)
    request = asking_with(SAMPLE_PROMPT, scenario.model(case, "claude-haiku-4-5"), fields)
    waits: list[float] = []
    was_fixed = False
    while True:
        outcome = await ask(client, request)
        error = outcome.error
        if outcome.has_token or outcome.finish_reasons:
            return outcome, waits
        if error is None or (outcome.end is not None and outcome.end.bad_events):
            # A body that ended by itself is the engine's to judge: here, as it does.
            return outcome, waits
        if error.advice.retry_class is RetryClass.FIX:
            assert not was_fixed, "one refusal teaches once"
            was_fixed = True
            continue
        wait = EXACT.next_wait(error, len(waits), 0.0)
        if wait is None:
            return outcome, waits
        waits.append(wait)


@pytest.mark.timeout_s(60)
@pytest.mark.parametrize(("scenario", "case"), ON_WIRE)
async def test_each_entry_gives_its_deltas_error_and_waits(scenario: Scenario, case: Case) -> None:
    async with (
        DemoRelay(DemoOptions(limits=None)) as relay,
        client_of(relay.root, options=QUICK if case.is_slow else PATIENT) as client,
    ):
        outcome, waits = await attempts(client, scenario, case)
        requests = len(relay.requests)

    assert outcome.text == case.text
    assert outcome.reasoning.rstrip() == case.reasoning
    assert outcome.refusal == case.refusal
    assert outcome.alternatives == case.alternatives
    check_calls(outcome, case)
    check_usage(outcome, case)
    if case.verdict in ("complete", "truncated"):
        assert case.finish_reason is None or case.finish_reason in outcome.finish_reasons
        assert outcome.end is not None
        assert outcome.error is None
    if outcome.error is None:
        assert case.reason is None or outcome.finish_reasons or case.reason in ENDS
        return
    check_error(outcome, scenario, case)
    assert (requests, tuple(waits)) == (case.requests, case.waits_s)


def check_calls(outcome: Outcome, case: Case) -> None:
    found = [call for _, call in sorted(outcome.calls.items())]
    assert [(name, arguments) for _, name, arguments in found] == [
        (call.name, call.arguments) for call in case.tool_calls
    ]
    for (call_id, _, _), expected in zip(found, case.tool_calls, strict=True):
        assert call_id == expected.call_id if expected.call_id else call_id.startswith("call_")


def check_usage(outcome: Outcome, case: Case) -> None:
    if case.is_usage_free:
        return
    if case.usage is None:
        assert outcome.usage is None
        return
    assert outcome.usage is not None
    assert outcome.usage.prompt == case.usage.prompt
    assert outcome.usage.completion == case.usage.completion
    assert outcome.usage.total == case.usage.prompt + case.usage.completion
    assert (outcome.usage.reasoning or 0) == case.usage.reasoning


def check_error(outcome: Outcome, scenario: Scenario, case: Case) -> None:
    error = outcome.error
    assert error is not None
    reason = error.reason
    status_family = {
        "429": ("429-seconds", "429-date", "429-none"),
        "413": ("413-json", "413-html"),
    }
    allowed = {case.reason, scenario.id, *status_family.get(case.reason or "", ())}
    assert reason in allowed or FINER.get(reason) in allowed
    if case.error_status is not None:
        assert error.detail.status == case.error_status
    if case.error_code is not None:
        assert error.detail.code == case.error_code
    is_told = error.detail.status is not None or isinstance(error, StreamBroken)
    assert is_told or error.detail.host
