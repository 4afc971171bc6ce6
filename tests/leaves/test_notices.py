from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain import errors
from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord, SuperTokenError
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.notices import Act, act_label, notice_for, verdict_line

REASONS = (
    "401-no-key 401-invalid 401-expired 401-exhausted 403-suffix 403-banned 403-ip 402 403-quota "
    "429-none 429-long 429-quota 503-no-channel 403-model 404-model 404-url 413-json 422 410 501 "
    "content-filter html redirect 503 500-always 529 504 empty-200 bad-json net-dns net-refused "
    "net-tls net-proxy net-rst-headers net-connect timeout-headers stall stall-first stall-pings "
    "cut-chunk done-no-finish eof-no-finish too-big app-crash"
).split()


def every_kind() -> Iterator[str]:
    waiting: list[type[SuperTokenError]] = [SuperTokenError]
    while waiting:
        found = waiting.pop()
        yield found.kind
        waiting.extend(found.__subclasses__())


KINDS = sorted(set(every_kind()))


@given(
    kind=st.sampled_from(KINDS) | st.text(max_size=8),
    reason=st.sampled_from(REASONS) | st.text(max_size=8),
    status=st.none() | st.integers(100, 599),
    hint=st.none() | st.text(max_size=12),
    wait_s=st.none() | st.floats(0, 1e6),
)
def test_every_error_has_whole_sentences_and_no_code(
    kind: str, reason: str, status: int | None, hint: str | None, wait_s: float | None
) -> None:
    error = ErrorRecord(kind, reason, ErrorDetail(status=status, hint=hint), wait_s)

    notice = notice_for(error)

    assert notice.title
    assert not notice.title.endswith(".")
    assert notice.sentence.endswith(".")
    assert notice.remedy
    assert "failed" not in notice.title.lower()
    assert len(set(notice.acts)) == len(notice.acts)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("error", "internal")])
def test_only_a_bug_is_called_unexpected(kind: str) -> None:
    notice = notice_for(ErrorRecord(kind, kind))

    assert "unexpected" not in notice.title


def test_each_refused_key_says_why() -> None:
    reasons = ("no-key", "401-invalid", "401-expired", "401-exhausted", "403-suffix", "403-ip")

    titles = {notice_for(ErrorRecord("key", reason)).title for reason in reasons}

    assert len(titles) == len(reasons)


def test_a_missing_key_offers_the_settings_and_no_retry() -> None:
    notice = notice_for(ErrorRecord.of(errors.KeyRefused(reason="no-key")))

    assert notice.acts == (Act.OPEN_SETTINGS,)


@pytest.mark.parametrize("status", [504, 524])
def test_a_gateway_timeout_warns_of_a_bill(status: int) -> None:
    notice = notice_for(ErrorRecord("relay", "504", ErrorDetail(status=status)))

    assert "billed" in notice.sentence


def test_a_silent_relay_warns_of_a_bill_and_names_the_limit() -> None:
    notice = notice_for(ErrorRecord("timeout", "stall-first", ErrorDetail(hint="90")))

    assert "90 seconds" in notice.title
    assert "billed" in notice.sentence


def test_a_rate_limit_tells_for_how_long() -> None:
    notice = notice_for(ErrorRecord("rate", "429-long", retry_after_s=900.0))

    assert "15 minutes" in notice.remedy


def test_a_web_page_offers_the_corrected_address() -> None:
    detail = ErrorDetail(hint="https://relay.example/v1")

    notice = notice_for(ErrorRecord("address", "html", detail))

    assert "https://relay.example/v1" in notice.remedy
    assert notice.acts[0] is Act.EDIT_ADDRESS


def test_connection_troubles_are_told_apart() -> None:
    reasons = ("net-dns", "net-refused", "net-tls", "net-proxy", "net-rst-headers")
    detail = ErrorDetail(host="relay.example")

    sentences = {notice_for(ErrorRecord("connect", r, detail)).sentence for r in reasons}

    assert len(sentences) == len(reasons)


def test_a_broken_answer_offers_to_go_on() -> None:
    notice = notice_for(ErrorRecord("stream", "cut-chunk"))

    assert notice.acts[0] is Act.CONTINUE


def test_every_act_has_its_own_label() -> None:
    labels = {act_label(act) for act in Act}

    assert len(labels) == len(Act)


def test_a_complete_answer_has_no_badge() -> None:
    assert verdict_line(Verdict.COMPLETE, None, "stop") == ""


def test_the_badge_says_what_cut_an_answer() -> None:
    lines = {
        verdict_line(Verdict.TRUNCATED, "length", "length"),
        verdict_line(Verdict.TRUNCATED, "content-filter", "content_filter"),
        verdict_line(Verdict.TRUNCATED, None, "refusal"),
        verdict_line(Verdict.TRUNCATED, None, "model_context_window_exceeded"),
        verdict_line(Verdict.INTERRUPTED, "app-crash", None),
        verdict_line(Verdict.INTERRUPTED, "stall", None),
        verdict_line(Verdict.INTERRUPTED, "cut-chunk", None),
        verdict_line(Verdict.INTERRUPTED, "done-no-finish", None),
        verdict_line(Verdict.STOPPED, "user-stop", None),
    }

    assert len(lines) == 9
    assert all(lines)
