"""What the catalogue expects of a client: scenarios, their variants, and how each must end."""

import math
from dataclasses import asdict, dataclass, replace
from typing import Literal

from supertoken_desktop.demo.reply_plan import Counts, cut_in_pieces

Verdict = Literal["complete", "stopped", "truncated", "interrupted", "failed"]
Retry = Literal["none", "rate", "busy", "net", "fix"]

SAMPLE_TEXT = "Hello from the demo relay: 你好，世界！ One, two, three, four."
SAMPLE_PROMPT = f"echo:{SAMPLE_TEXT}"
"""The question for which all texts and counts of the catalogue hold, sent as the only message."""

SAMPLE_PIECES = cut_in_pieces(SAMPLE_TEXT)
PARTIAL_TEXT = "".join(SAMPLE_PIECES[:3])
"""What arrives of the sample before the event, with `after` at its default of 3."""

PROMPT_TOKENS = math.ceil(len(SAMPLE_PROMPT.encode()) / 4)
SAMPLE_COUNTS = Counts(PROMPT_TOKENS, len(SAMPLE_PIECES))


@dataclass(frozen=True, slots=True)
class ExpectedCall:
    """A tool call as put together by the client; `call_id` is None where the client makes one."""

    name: str
    arguments: str
    call_id: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One way to play a scenario, and how a client must come out of it.

    `options` follow the scenario's id in a model id or header. `reason` is the code of the end as
    far as a client can tell it from the wire, None where it is free. `requests` counts what the
    relay sees, `waits_s` what the client asks of its clock between them, in seconds, with a random
    factor of 1 and no jitter. `usage` is None where none may be shown, free where `is_usage_free`.
    `fields` must stand in the request for the case to mean anything. `error_status` and
    `error_code` are the relay's own for a failure. `is_slow` marks a silence that only the
    client's time limits end.
    """

    options: str
    verdict: Verdict
    reason: str | None = None
    requests: int = 1
    waits_s: tuple[float, ...] = ()
    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    tool_calls: tuple[ExpectedCall, ...] = ()
    alternatives: tuple[str, ...] = ()
    finish_reason: str | None = None
    usage: Counts | None = None
    is_usage_free: bool = False
    error_status: int | None = None
    error_code: str | None = None
    fields: tuple[tuple[str, float | int], ...] = ()
    is_slow: bool = False

    def having(self, *options: str, **changes: object) -> "Case":
        """Return the same case with other options and some other expectations."""
        named = ";".join(options) or self.options
        return replace(self, options=named, **changes)  # type: ignore[arg-type]  # replace checks


@dataclass(frozen=True, slots=True)
class Scenario:
    """One entry of the catalogue.

    The verdicts sum up the first cases with and without a token, `cases` has the whole truth.
    `is_on_wire` False marks what only the client's side can bring about; `protocol` "any" fits
    every endpoint.
    """

    number: int
    id: str
    title: str
    retry_class: Retry = "none"
    cases: tuple[Case, ...] = ()
    protocol: Literal["openai", "any"] = "openai"
    is_on_wire: bool = True
    client_verdicts: tuple[Verdict | None, Verdict | None] = (None, None)

    @property
    def verdict_with_tokens(self) -> Verdict | None:
        """Return how it ends when a token had arrived, None where that cannot be."""
        first = next((case for case in self.cases if has_tokens(case)), None)
        return first.verdict if first else self.client_verdicts[0]

    @property
    def verdict_without(self) -> Verdict | None:
        """Return how it ends when none had arrived, None where that cannot be."""
        first = next((case for case in self.cases if not has_tokens(case)), None)
        return first.verdict if first else self.client_verdicts[1]

    @property
    def expected_attempts(self) -> int:
        """Return how many requests the first case takes."""
        return self.cases[0].requests if self.cases else 1

    @property
    def expected_text(self) -> str:
        """Return the text of the first case."""
        return self.cases[0].text if self.cases else ""

    @property
    def variants(self) -> tuple[str, ...]:
        """Return the names for option `variant`, in order."""
        options = [part for case in self.cases for part in case.options.split(";")]
        names = [part.removeprefix("variant=") for part in options if part.startswith("variant=")]
        return tuple(dict.fromkeys(names))

    def model(self, case: Case, base: str) -> str:
        """Return the model id that plays a case on a model, e.g. `gpt-5.2@cut-chunk;after=0`."""
        return f"{base}@{self.id}" + (f";{case.options}" if case.options else "")

    def as_json(self) -> dict[str, object]:
        """Return the entry for the control endpoint."""
        return {
            "number": self.number,
            "id": self.id,
            "protocol": self.protocol,
            "title": self.title,
            "verdict_with_tokens": self.verdict_with_tokens,
            "verdict_without": self.verdict_without,
            "retry_class": self.retry_class,
            "expected_attempts": self.expected_attempts,
            "expected_text": self.expected_text,
            "is_on_wire": self.is_on_wire,
            "variants": self.variants,
            "cases": [asdict(case) for case in self.cases],
        }


def has_tokens(case: Case) -> bool:
    """Tell whether anything usable arrives in a case."""
    return bool(case.text or case.reasoning or case.refusal or case.tool_calls)


def complete(*options: str, **changes: object) -> Case:
    """Return a case in which the sample arrives whole, with its token counts."""
    return Case(
        ";".join(options), "complete", text=SAMPLE_TEXT, usage=SAMPLE_COUNTS, finish_reason="stop"
    ).having(**changes)


def interrupted(reason: str, *options: str, **changes: object) -> Case:
    """Return a case in which the sample breaks off."""
    return Case(";".join(options), "interrupted", reason, text=PARTIAL_TEXT).having(**changes)


def failed(reason: str, retry: Retry, *options: str, **changes: object) -> Case:
    """Return a case in which nothing arrives, however often it's tried."""
    waits_s: tuple[float, ...] = {"net": (0.5,), "busy": (0.5, 1.0), "rate": (2.0, 4.0)}.get(
        retry, ()
    )
    return Case(";".join(options), "failed", reason, len(waits_s) + 1, waits_s).having(**changes)


def retried(waits_s: tuple[float, ...], *options: str) -> Case:
    """Return a case in which the sample arrives whole after some refusals."""
    return complete(*options, requests=len(waits_s) + 1, waits_s=waits_s)


def broken(
    reason: str, retry: Retry, *options: str, reason_without: str | None = None
) -> tuple[Case, Case]:
    """Return both cases of a scenario that ends badly: after three tokens, before the first."""
    without = failed(reason_without or reason, retry, "after=0", *options)
    return interrupted(reason, *options), without
