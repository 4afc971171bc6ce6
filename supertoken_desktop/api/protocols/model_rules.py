"""Which fields a model refuses, by its name."""

import re
from dataclasses import dataclass

MAX_TOKENS = "max_tokens"
MAX_COMPLETION_TOKENS = "max_completion_tokens"

_NUMBER = re.compile(r"(?<![\da-z])\d{1,2}(?!\d)")
_GPT_5_POINT = re.compile(r"gpt-5\.\d")
_SAMPLING = frozenset({"temperature", "top_p"})
_STOP = frozenset({"stop"})


@dataclass(frozen=True, slots=True)
class ModelRules:
    """What to leave out of a request to one model.

    `drops` names the fields it refuses, `cap_field` the one that takes the token cap;
    `most_temperature` is its highest temperature; `takes_one` tells that it takes temperature or
    top_p, not both; `is_reasoning` that it thinks in silence before it answers.
    """

    drops: frozenset[str] = frozenset()
    cap_field: str = MAX_TOKENS
    most_temperature: float = 2.0
    takes_one: bool = False
    is_reasoning: bool = False


_PLAIN = ModelRules()
_O_SERIES = ModelRules(_SAMPLING | _STOP, MAX_COMPLETION_TOKENS, is_reasoning=True)
_GPT_5_SAMPLING = ModelRules(_STOP, MAX_COMPLETION_TOKENS, is_reasoning=True)
_NEW_CLAUDE = ModelRules(_SAMPLING | _STOP)
_CLAUDE = ModelRules(_STOP, most_temperature=1.0, takes_one=True)
_GROK = ModelRules(_STOP)
_SMALL_GROK = ModelRules(_STOP, MAX_COMPLETION_TOKENS)
_THINKER = ModelRules(is_reasoning=True)


def rules_for(model_id: str, *, effort: object = None) -> ModelRules:
    """Return the rules of the model with this id; `effort` is the reasoning effort asked for.

    Source: the vendors' pages and the errors that their models answer with.
    """
    name = model_id.lower().rsplit("/", 1)[-1]
    if name.startswith(("o1", "o3", "o4")):
        return _O_SERIES
    if name.startswith("gpt-5") and not name.startswith("gpt-5-chat"):
        takes_sampling = effort == "none" and _GPT_5_POINT.match(name)
        return _GPT_5_SAMPLING if takes_sampling else _O_SERIES
    if name.startswith("claude-"):
        return _NEW_CLAUDE if _is_new_claude(name) else _CLAUDE
    if name.startswith("grok-"):
        return _SMALL_GROK if name.startswith("grok-3-mini") else _GROK
    if name.startswith(("deepseek-reasoner", "deepseek-v4", "qwq")) or "-thinking" in name:
        return _THINKER
    return _PLAIN


def _is_new_claude(name: str) -> bool:
    """Tell whether a Claude refuses sampling fields: Opus from 4.7 on, every family from 5 on."""
    numbers = [int(number) for number in _NUMBER.findall(name)[:2]]
    major = numbers[0] if numbers else 0
    minor = numbers[1] if len(numbers) > 1 else 0
    return major >= 5 or ("opus" in name and (major, minor) >= (4, 7))
