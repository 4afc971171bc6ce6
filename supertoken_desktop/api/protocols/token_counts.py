"""Token counts as relays report them, in one form."""

from collections.abc import Mapping
from dataclasses import fields, replace

from supertoken_desktop.domain.usage import Usage

_COUNTS = tuple(f.name for f in fields(Usage) if f.name != "origin")


def usage_with(known: Usage | None, raw: Mapping[str, object]) -> Usage | None:
    """Return what is known after one more `usage` object; None where all of it is missing or zero.

    Of each count the last one that is neither missing nor zero stays; they are never added up.
    Source: relays send zeros first, growing counts in every chunk, or the totals once.
    """
    found = _reported(raw)
    if known is None:
        return found if any(getattr(found, name) for name in _COUNTS) else None
    brought = {name: getattr(found, name) for name in _COUNTS}
    stays = {name for name in _COUNTS if getattr(known, name) is not None}
    return replace(known, **{n: v for n, v in brought.items() if v or n not in stays})


def _reported(raw: Mapping[str, object]) -> Usage:
    prompt = _first(raw, "prompt_tokens", "input_tokens")
    completion = _first(raw, "completion_tokens", "output_tokens")
    cached = _first(_inner(raw, "prompt_tokens_details", "input_tokens_details"), "cached_tokens")
    thought = _inner(raw, "completion_tokens_details", "output_tokens_details")
    return Usage(
        prompt=prompt,
        completion=completion,
        total=_first(raw, "total_tokens"),
        cached=cached or _first(raw, "prompt_cache_hit_tokens", "cached_tokens") or cached,
        reasoning=_first(thought, "reasoning_tokens"),
    )


def _inner(raw: Mapping[str, object], *names: str) -> Mapping[str, object]:
    for name in names:
        inner = raw.get(name)
        if isinstance(inner, dict):
            return inner
    return {}


def _first(raw: Mapping[str, object], *names: str) -> int | None:
    """Return the first count that is more than zero, else a zero, else None."""
    counts = [count for name in names if (count := _count(raw.get(name))) is not None]
    return next((count for count in counts if count), counts[0] if counts else None)


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value < 1 << 53:
        return None
    return int(value)
