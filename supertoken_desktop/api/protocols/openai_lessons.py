"""What a refusal of a field teaches, so that the same request can be made in another form."""

import re
from dataclasses import replace

from supertoken_desktop.api.protocols.base import Learnt, WireRequest
from supertoken_desktop.api.protocols.model_rules import MAX_COMPLETION_TOKENS, MAX_TOKENS
from supertoken_desktop.domain.errors import ApiError, RequestRejected

_FIXED = frozenset({"model", "messages", "stream"})
_REFUSAL_CODES = frozenset(
    {"unsupported_parameter", "unsupported_value", "invalid_parameter_error", "unknown_parameter"}
)
_REFUSAL_WORDS = re.compile(
    r"unsupported|not support|deprecated|unrecognized|unknown|not permitted|not allowed|extra "
)
_STATUSES = frozenset({400, 422, 500})


def lesson(error: ApiError, sent: WireRequest, learnt: Learnt) -> Learnt | None:
    """Return what a refusal teaches, None where a changed request would not help.

    A field is only left out if it was sent, so that the same refusal cannot teach twice.
    Source: a 400 that names a parameter is answered by one resend without it.
    """
    if not isinstance(error, RequestRejected) or error.detail.status not in _STATUSES:
        return None
    words = (error.detail.message or "").lower()
    if error.reason == "gpt-nonstream":
        return None if learnt.must_stream else replace(learnt, must_stream=True)
    if error.detail.status != 400:
        return None
    if "reasoning_content" in words:
        return None if learnt.flips_reasoning else replace(learnt, flips_reasoning=True)
    field = _refused_field(error, words, sent)
    if field is None:
        return None
    has_other_name = MAX_COMPLETION_TOKENS in words or error.detail.code == "unsupported_parameter"
    if field == MAX_TOKENS and has_other_name:
        return replace(learnt, completion_cap=True)
    return replace(learnt, without=learnt.without | {field})


def _refused_field(error: ApiError, words: str, sent: WireRequest) -> str | None:
    droppable = sent.fields - _FIXED
    param = re.split(r"[.\[]", error.detail.param or "", maxsplit=1)[0]
    if param:
        return param if param in droppable else None
    is_refusal = error.detail.code in _REFUSAL_CODES or _REFUSAL_WORDS.search(words)
    if not is_refusal:
        return None
    named = [name for name in sorted(droppable) if re.search(rf"\b{re.escape(name)}\b", words)]
    return named[0] if named else None
