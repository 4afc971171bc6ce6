from datetime import UTC, datetime, timedelta

from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.ui.chat.facts import details_text, usage_line

NOW = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)


def answer(
    verdict: Verdict | None = Verdict.COMPLETE,
    usage: Usage | None = None,
    served_by: str | None = None,
    error: ErrorRecord | None = None,
    first_token_s: float | None = None,
) -> Message:
    return Message(
        id=MessageId("m"),
        conversation_id=ConversationId("c"),
        parent_id=None,
        role=Role.ASSISTANT,
        parts=(TextPart("hi"),),
        created_at=NOW,
        ended_at=NOW + timedelta(seconds=2),
        model_id="gpt-5.2",
        verdict=verdict,
        usage=usage,
        served_by=served_by,
        error=error,
        attempts=2,
        first_token_s=first_token_s,
    )


def test_absent_counts_are_dashes_and_zero_is_zero() -> None:
    line = usage_line(answer(usage=Usage(prompt=1200, completion=0, total=None)))

    assert line == "prompt 1,200 · answer 0 · total – tokens · cached – · reasoning –"


def test_the_time_to_the_first_token_follows_the_counts() -> None:
    line = usage_line(answer(usage=Usage(1, 2, 3, 4, 5), first_token_s=0.66))

    assert line.endswith("cached 4 · reasoning 5 · first token 0.7 s")


def test_another_model_than_the_one_asked_is_named() -> None:
    assert "served by gpt-5.2-mini" in usage_line(answer(served_by="gpt-5.2-mini"))
    assert "served by" not in usage_line(answer(served_by="gpt-5.2"))


def test_running_and_failed_answers_have_no_counts() -> None:
    assert usage_line(answer(verdict=None)) == ""
    assert usage_line(answer(verdict=Verdict.FAILED)) == ""


def test_details_hold_every_known_fact_and_nothing_empty() -> None:
    detail = ErrorDetail(429, "rate_limit", "limit", "model", "slow down", "2026-id")
    error = ErrorRecord("rate", "429-none", detail, retry_after_s=12.5)

    lines = details_text(answer(Verdict.FAILED, error=error)).splitlines()

    facts = dict(line.split(": ", 1) for line in lines)
    assert facts["kind"] == "rate"
    assert facts["reason"] == "429-none"
    assert facts["status"] == "429"
    assert facts["param"] == "model"
    assert facts["retry_after_s"] == "12.5"
    assert facts["request_id"] == "2026-id"
    assert facts["attempts"] == "2"
    assert "host" not in facts
    assert all(facts.values())
