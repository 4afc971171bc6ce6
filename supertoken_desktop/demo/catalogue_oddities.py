"""The catalogue's entries 55 to 64 and 86 to 92: relay oddities and late additions."""

from supertoken_desktop.demo.catalogue_endings import TIME_CALL
from supertoken_desktop.demo.expectations import (
    PARTIAL_TEXT,
    PROMPT_TOKENS,
    Case,
    Scenario,
    Verdict,
    broken,
    complete,
    failed,
)
from supertoken_desktop.demo.oddities import REFUSAL, SHORT_ANSWER, THOUGHTS
from supertoken_desktop.demo.reply_plan import Counts

_THOUGHT = "".join(THOUGHTS)
_ANSWER = "".join(SHORT_ANSWER)
_THOUGHT_COUNTS = Counts(PROMPT_TOKENS, len(THOUGHTS) + len(SHORT_ANSWER), reasoning=len(THOUGHTS))


def _said(options: str, pieces: int, text: str, reasoning: str = "") -> Case:
    counts = Counts(PROMPT_TOKENS, pieces)
    return complete(options, text=text, reasoning=reasoning, usage=counts)


def _client_side(
    number: int,
    scenario_id: str,
    title: str,
    verdicts: tuple[Verdict | None, Verdict | None],
) -> Scenario:
    return Scenario(number, scenario_id, title, is_on_wire=False, client_verdicts=verdicts)


ODDITIES: tuple[Scenario, ...] = (
    Scenario(
        55,
        "ping-then-error",
        "kept alive, then an error",
        "busy",
        broken("bare-error", "busy"),
    ),
    Scenario(
        56,
        "restart",
        "the answer begun a second time",
        cases=(
            complete(alternatives=(PARTIAL_TEXT,)),
            complete("after=0"),
            complete("variant=ids"),
        ),
    ),
    Scenario(
        57,
        "think-tags",
        "reasoning between tags in the text",
        cases=(
            _said("", 4, "Answer", "plan"),
            _said("variant=unclosed", 2, "", "plan and more"),
            _said("variant=close-only", 3, "Answer", "plan"),
            _said("variant=middle", 3, "Answer with <think>tags</think> inside"),
            _said("variant=code", 2, "```html\n<think>x</think>\n```"),
            Case("variant=cut", "interrupted", "cut-chunk", reasoning="plan more"),
        ),
    ),
    Scenario(
        58,
        "reasoning-fields",
        "reasoning in fields of its own",
        cases=(
            complete(text=_ANSWER, reasoning=_THOUGHT, usage=_THOUGHT_COUNTS),
            complete("variant=reasoning", text=_ANSWER, reasoning=_THOUGHT, usage=_THOUGHT_COUNTS),
            complete("variant=both", text=_ANSWER, reasoning=_THOUGHT, usage=_THOUGHT_COUNTS),
            complete(
                "variant=only",
                text="",
                reasoning=_THOUGHT,
                usage=Counts(PROMPT_TOKENS, len(THOUGHTS), reasoning=len(THOUGHTS)),
            ),
        ),
    ),
    Scenario(
        59,
        "refusal",
        "the model declines",
        cases=(
            complete(text="", refusal="".join(REFUSAL), usage=Counts(PROMPT_TOKENS, len(REFUSAL))),
        ),
    ),
    _client_side(60, "user-stop", "the user stops", ("stopped", "stopped")),
    _client_side(61, "sleep", "the computer sleeps", ("interrupted", "failed")),
    _client_side(62, "offline", "the relay is out of reach", (None, "failed")),
    _client_side(62, "net-dns", "no such host", (None, "failed")),
    _client_side(62, "net-refused", "nobody listens", (None, "failed")),
    _client_side(62, "net-tls", "a certificate not to be trusted", (None, "failed")),
    _client_side(62, "net-proxy", "a proxy that refuses", (None, "failed")),
    Scenario(
        62,
        "net-rst-headers",
        "a reset before the status line",
        "net",
        (failed("net-rst-headers", "net"),),
        protocol="any",
    ),
    Scenario(
        63,
        "slow-headers",
        "a late status line",
        cases=(complete("wait=0.1"),),
        protocol="any",
    ),
    Scenario(
        63,
        "timeout-headers",
        "no status line in time",
        cases=(failed("timeout-headers", "none", is_slow=True),),
        protocol="any",
    ),
    _client_side(64, "parallel", "more requests at once than allowed", ("complete", None)),
    Scenario(
        86,
        "double-finish",
        "two finish reasons",
        cases=(
            Case(
                "",
                "complete",
                text=_ANSWER,
                tool_calls=(TIME_CALL,),
                finish_reason="tool_calls",
                is_usage_free=True,
            ),
            complete(
                "variant=length", verdict="truncated", reason="length", finish_reason="length"
            ),
        ),
    ),
    Scenario(87, "finish-with-content", "last words beside the reason", cases=(complete(),)),
    Scenario(
        88,
        "late-finish",
        "a finish reason behind the end mark",
        "net",
        broken("done-no-finish", "net", reason_without="empty"),
    ),
    Scenario(89, "model-swap", "another model's name", cases=(complete(), complete("variant=mid"))),
    Scenario(
        90,
        "two-step-usage",
        "token counts in two steps",
        cases=(complete(), complete("variant=zeros")),
    ),
    Scenario(91, "bare-lines", "JSON lines without a field name", cases=(complete(),)),
    Scenario(92, "double-prefix", "an already wrapped body", cases=(complete(),)),
)
