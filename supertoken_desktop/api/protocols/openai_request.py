"""A request for an answer as the body of a chat completion."""

import json
from collections.abc import Mapping
from typing import NoReturn

from supertoken_desktop.api.protocols.base import Learnt, WireRequest
from supertoken_desktop.api.protocols.model_rules import (
    MAX_COMPLETION_TOKENS,
    ModelRules,
    rules_for,
)
from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.model import is_gpt
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import (
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from supertoken_desktop.domain.request import ChatRequest, RequestMessage

PATH = "chat/completions"
_ALWAYS = frozenset({"model", "messages", "stream"})

Json = dict[str, object]


def wire_request(request: ChatRequest, learnt: Learnt, *, gpt_streams: bool) -> WireRequest:
    """Return the HTTP request; what is unset is absent, what the model refuses is left out.

    The user's own fields (`extra`) come last and win, except over what a refusal has taught and
    over the rule that some relays serve GPT models as streams only.
    """
    extra = _extra_fields(request.parameters.extra)
    rules = rules_for(request.model_id, effort=extra.get("reasoning_effort"))
    must_stream = learnt.must_stream or (gpt_streams and is_gpt(request.model_id))
    body: Json = {
        "model": request.model_id,
        "messages": _messages(request.messages, learnt),
        "stream": request.stream,
        "stream_options": {"include_usage": True},
        **_sampling(request.parameters, rules, learnt),
        **extra,
    }
    if must_stream:
        body["stream"] = True
    if body.get("stream") is not True:
        del body["stream_options"]
    body = {name: v for name, v in body.items() if name in _ALWAYS or name not in learnt.without}
    accept = "text/event-stream" if body.get("stream") is True else "application/json"
    return WireRequest(
        method="POST",
        path=PATH,
        body=_packed(body),
        headers={"Content-Type": "application/json", "Accept": accept},
        fields=frozenset(body),
        is_reasoning=rules.is_reasoning or _thinks(extra),
    )


def _sampling(parameters: Parameters, rules: ModelRules, learnt: Learnt) -> Json:
    """Return the sampling fields that are set and that this model takes."""
    temperature, stop = parameters.temperature, parameters.stop
    fields: Json = {
        "temperature": None if temperature is None else min(temperature, rules.most_temperature),
        "top_p": parameters.top_p,
        "stop": list(stop) if stop else None,
        "max_tokens": parameters.max_tokens,
    }
    kept = {n: v for n, v in fields.items() if v is not None and n not in rules.drops}
    if rules.takes_one and "temperature" in kept:
        kept.pop("top_p", None)
    if learnt.completion_cap or rules.cap_field == MAX_COMPLETION_TOKENS:
        cap = kept.pop("max_tokens", None)
        return kept if cap is None else {**kept, MAX_COMPLETION_TOKENS: cap}
    return kept


def _extra_fields(text: str | None) -> Json:
    """Return the user's own fields; text that is no JSON object counts as none."""
    if not text:
        return {}
    try:
        extra = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return {}
    return extra if isinstance(extra, dict) else {}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _thinks(extra: Json) -> bool:
    """Tell whether the user's own fields switch thinking on."""
    thinking = extra.get("thinking")
    is_on = isinstance(thinking, dict) and thinking.get("type") in ("enabled", "adaptive")
    has_effort = extra.get("reasoning_effort") not in (None, "none", "minimal")
    return is_on or has_effort or extra.get("enable_thinking") is True or "reasoning" in extra


def _messages(messages: tuple[RequestMessage, ...], learnt: Learnt) -> list[Json]:
    """Return the messages; answers that say nothing are left out."""
    sent: list[Json] = []
    for message in messages:
        results = [part for part in message.parts if isinstance(part, ToolResultPart)]
        sent.extend(
            {"role": "tool", "tool_call_id": result.call_id, "content": result.output}
            for result in results
        )
        if message.role is Role.TOOL:
            continue
        text = _text(message)
        if message.role is not Role.ASSISTANT:
            sent.append({"role": message.role.value, "content": text})
        elif answer := _answer(message, text, learnt):
            sent.append(answer)
    return sent


def _text(message: RequestMessage) -> str:
    return "".join(p.text for p in message.parts if isinstance(p, TextPart | RefusalPart))


def _answer(message: RequestMessage, text: str, learnt: Learnt) -> Json | None:
    """Return an earlier answer, None for an empty one.

    Source: reasoning goes back with tool calls only; some DeepSeek versions want it the other way
    round and say so.
    """
    calls = [_call(part) for part in message.parts if isinstance(part, ToolCallPart)]
    if not text and not calls:
        return None
    answer: Json = {"role": Role.ASSISTANT.value, "content": text or None}
    if calls:
        answer["tool_calls"] = calls
    reasoning = "".join(p.text for p in message.parts if isinstance(p, ReasoningPart))
    if reasoning and bool(calls) is not learnt.flips_reasoning:
        answer["reasoning_content"] = reasoning
    return answer


def _call(part: ToolCallPart) -> Mapping[str, object]:
    function = {"name": part.name, "arguments": part.arguments or "{}"}
    return {"id": part.call_id, "type": "function", "function": function}


def _packed(body: Json) -> bytes:
    """Return compact JSON in UTF-8; halves of characters, which it cannot hold, become `?`."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
