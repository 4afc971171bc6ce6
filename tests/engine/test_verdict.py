from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.errors import (
    ErrorRecord,
    Filtered,
    RelayFault,
    RetryClass,
    StreamBroken,
)
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.engine.verdict import (
    Evidence,
    ends_without_finish,
    failure_of,
    finish_of,
    judge,
    strongest,
)

WITH = Evidence(has_token=True, has_answer=True)
WITHOUT = Evidence()
words = st.sampled_from(
    [
        "stop",
        "length",
        "content_filter",
        "tool_calls",
        "error",
        "eos",
        "",
        "MAX_TOKENS",
        "pause_turn",
    ]
)
evidences = st.builds(
    Evidence,
    stopped=st.booleans(),
    has_token=st.booleans(),
    has_answer=st.booleans(),
    is_refusal=st.booleans(),
    finish_reasons=st.lists(words, max_size=3).map(tuple),
    error=st.none() | st.builds(RelayFault, reason=st.just("503")),
    marker=st.booleans(),
    bad_events=st.integers(0, 30),
    sends_no_finish=st.booleans(),
)


@given(evidences)
def test_a_stop_by_the_user_counts_before_all_else(evidence: Evidence) -> None:
    judgement = judge(replace(evidence, stopped=True))

    assert (judgement.verdict, judgement.reason) == (Verdict.STOPPED, "user-stop")
    assert judgement.error is None


@given(evidences)
def test_nothing_complete_or_interrupted_without_a_token(evidence: Evidence) -> None:
    verdict = judge(replace(evidence, stopped=False, has_token=False)).verdict

    assert verdict in (Verdict.FAILED, Verdict.TRUNCATED)


@given(evidences)
def test_nothing_failed_with_a_token(evidence: Evidence) -> None:
    verdict = judge(replace(evidence, stopped=False, has_token=True)).verdict

    assert verdict in (Verdict.COMPLETE, Verdict.TRUNCATED, Verdict.INTERRUPTED)


@given(evidences)
def test_an_error_goes_with_failed_and_interrupted_alone(evidence: Evidence) -> None:
    judgement = judge(evidence)

    is_bad = judgement.verdict in (Verdict.FAILED, Verdict.INTERRUPTED)
    assert (judgement.error is not None) == is_bad
    assert judgement.error is None or judgement.error.reason == judgement.reason


@given(evidences)
def test_a_finish_reason_is_final_against_a_later_error(evidence: Evidence) -> None:
    finished = replace(evidence, finish_reasons=("stop",), bad_events=0)

    assert judge(replace(finished, error=StreamBroken())) == judge(replace(finished, error=None))


@given(st.permutations(["stop", "length", "tool_calls"]))
def test_the_strongest_of_several_finish_reasons_counts(reasons: list[str]) -> None:
    judgement = judge(replace(WITH, finish_reasons=tuple(reasons)))

    assert (judgement.verdict, judgement.finish_reason) == (Verdict.TRUNCATED, "length")


@pytest.mark.parametrize(
    ("reasons", "counts"),
    [
        (("stop", "content_filter", "length"), "content_filter"),
        (("tool_calls", "stop"), "tool_calls"),
        (("stop", "error"), "error"),
        (("eos", "STOP"), "STOP"),
        (("", " "), None),
        ((), None),
    ],
)
def test_strength_has_an_order(reasons: tuple[str, ...], counts: str | None) -> None:
    assert strongest(reasons) == counts


@pytest.mark.parametrize(
    ("finish", "verdict", "reason"),
    [
        ("stop", Verdict.COMPLETE, None),
        ("end_turn", Verdict.COMPLETE, None),
        ("STOP", Verdict.COMPLETE, None),
        ("tool_calls", Verdict.COMPLETE, None),
        ("length", Verdict.TRUNCATED, "length"),
        ("max_tokens", Verdict.TRUNCATED, "length"),
        ("model_context_window_exceeded", Verdict.TRUNCATED, "context"),
        ("pause_turn", Verdict.TRUNCATED, "pause"),
        ("content_filter", Verdict.TRUNCATED, "content-filter"),
        ("SAFETY", Verdict.TRUNCATED, "content-filter"),
        ("IMAGE_SAFETY", Verdict.TRUNCATED, "content-filter"),
        ("error", Verdict.INTERRUPTED, "finish-error"),
        ("insufficient_system_resource", Verdict.INTERRUPTED, "finish-error"),
        ("eos", Verdict.COMPLETE, "unknown-finish"),
    ],
)
def test_finish_reasons_with_text(finish: str, verdict: Verdict, reason: str | None) -> None:
    judgement = judge(replace(WITH, finish_reasons=(finish,)))

    assert (judgement.verdict, judgement.reason) == (verdict, reason)
    assert judgement.finish_reason == finish


@pytest.mark.parametrize(
    ("finish", "verdict", "reason"),
    [
        ("stop", Verdict.FAILED, "empty"),
        ("tool_calls", Verdict.FAILED, "empty"),
        ("eos", Verdict.FAILED, "empty"),
        ("length", Verdict.TRUNCATED, "length"),
        ("content_filter", Verdict.FAILED, "content-filter"),
        ("error", Verdict.FAILED, "finish-error"),
    ],
)
def test_finish_reasons_without_any_token(finish: str, verdict: Verdict, reason: str) -> None:
    evidence = replace(WITHOUT, finish_reasons=(finish,))

    judgement = judge(evidence)

    assert (judgement.verdict, judgement.reason) == (verdict, reason)
    failure = failure_of(evidence)
    assert failure is None or failure.advice.retry_class is RetryClass.NONE


@pytest.mark.parametrize(
    ("evidence", "verdict", "reason"),
    [
        (replace(WITH, marker=True), Verdict.INTERRUPTED, "done-no-finish"),
        (WITH, Verdict.INTERRUPTED, "eof-no-finish"),
        (replace(WITHOUT, marker=True), Verdict.FAILED, "empty"),
        (WITHOUT, Verdict.FAILED, "empty"),
        (replace(WITHOUT, bad_events=1), Verdict.FAILED, "bad-json"),
        (replace(WITH, bad_events=20, finish_reasons=("stop",)), Verdict.COMPLETE, None),
        (replace(WITH, bad_events=21), Verdict.INTERRUPTED, "bad-json"),
        (replace(WITH, bad_events=21, finish_reasons=("stop",)), Verdict.INTERRUPTED, "bad-json"),
        (replace(WITH, marker=True, sends_no_finish=True), Verdict.COMPLETE, "done-no-finish"),
        (replace(WITH, sends_no_finish=True), Verdict.INTERRUPTED, "eof-no-finish"),
        (replace(WITHOUT, marker=True, sends_no_finish=True), Verdict.FAILED, "empty"),
        (Evidence(has_token=True, finish_reasons=("stop",)), Verdict.COMPLETE, "reasoning-only"),
        (Evidence(has_token=True), Verdict.INTERRUPTED, "eof-no-finish"),
        (
            replace(WITH, is_refusal=True, finish_reasons=("stop",)),
            Verdict.COMPLETE,
            "refusal",
        ),
    ],
)
def test_ends_without_a_plain_finish(
    evidence: Evidence, verdict: Verdict, reason: str | None
) -> None:
    judgement = judge(evidence)

    assert (judgement.verdict, judgement.reason) == (verdict, reason)


def test_an_end_before_the_first_token_may_have_been_billed() -> None:
    failure = failure_of(replace(WITHOUT, marker=True))

    assert failure is not None
    assert (failure.advice.retry_class, failure.advice.was_sent) == (RetryClass.NET, True)


def test_unreadable_events_before_the_first_token_are_a_busy_relay() -> None:
    failure = failure_of(replace(WITHOUT, bad_events=2))

    assert failure is not None
    assert failure.advice.retry_class is RetryClass.BUSY


def test_a_withheld_answer_is_a_filter_error() -> None:
    judgement = judge(replace(WITHOUT, finish_reasons=("content_filter",)))

    assert judgement.error == ErrorRecord.of(Filtered(reason="content-filter"))


def test_the_error_that_came_is_the_error_that_is_kept() -> None:
    error = RelayFault(reason="503")

    judgement = judge(replace(WITH, error=error))

    assert (judgement.verdict, judgement.error) == (Verdict.INTERRUPTED, ErrorRecord.of(error))


@given(st.text(max_size=20))
def test_any_word_has_a_meaning(word: str) -> None:
    assert finish_of(word) == finish_of(word.upper().lower())


@given(evidences)
def test_a_relay_is_only_suspected_by_answers_that_end_by_their_marker(evidence: Evidence) -> None:
    if ends_without_finish(evidence):
        assert judge(replace(evidence, sends_no_finish=False)).reason == "done-no-finish"
