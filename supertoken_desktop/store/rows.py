"""Rows of the database and values of the domain, one into the other; pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar, assert_never

from supertoken_desktop.domain.conversation import Conversation, TitleSource
from supertoken_desktop.domain.errors import ErrorDetail, ErrorRecord
from supertoken_desktop.domain.ids import AttachmentId, ConversationId, MessageId, ProfileId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.model import Model, ModelOrigin
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import (
    AttachmentPart,
    CitationPart,
    Part,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from supertoken_desktop.domain.profile import Limits, ProviderProfile, Timeouts
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage, UsageOrigin

T = TypeVar("T")
Value = str | int | float | bytes | None
Row = tuple[Value, ...]
ConversationRow = tuple[
    ConversationId,
    str,
    str,
    ProfileId | None,
    str | None,
    str | None,
    str,
    MessageId | None,
    int,
    int,
    int,
    int,
]
# `MESSAGE_COLUMNS`, `USAGE_COLUMNS` and the row's number.
MessageRow = tuple[
    MessageId,
    ConversationId,
    MessageId | None,
    str,
    str | None,
    ProfileId | None,
    str | None,
    str | None,
    str | None,
    str | None,
    str | None,
    str | None,
    int,
    float | None,
    int,
    int | None,
    int,
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
    str | None,
    int,
]

CONVERSATION_COLUMNS = (
    "id, title, title_source, profile_id, model_id, system_prompt, parameters, active_leaf, "
    "pinned, created_at, updated_at, quick"
)
MESSAGE_COLUMNS = (
    "id, conversation_id, parent_id, role, model_id, profile_id, verdict, reason, finish_reason, "
    "error, request_id, served_by, attempts, first_token_s, created_at, ended_at, pinned"
)
USAGE_COLUMNS = "prompt, completion, total, cached, reasoning, origin"
_Counts = tuple[int | None, int | None, int | None, int | None, int | None]
_INTEGERS = range(-(2**63), 2**63)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Return milliseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """Return the moment of milliseconds since 1970."""
    return _EPOCH + milliseconds * _MILLISECOND


def storable(text: str) -> str:
    """Return text that can be stored: lone halves of character pairs are replaced.

    They come from JSON, where a relay may cut a pair in two; UTF-8 has no form for them.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def conversation_row(conversation: Conversation) -> Row:
    """Return the columns of `CONVERSATION_COLUMNS`."""
    return (
        conversation.id,
        storable(conversation.title),
        conversation.title_source,
        conversation.profile_id,
        conversation.model_id,
        _storable(conversation.system_prompt),
        _json(dict(conversation.parameters.as_mapping())),
        conversation.active_leaf,
        int(conversation.pinned),
        to_ms(conversation.created_at),
        to_ms(conversation.updated_at),
        int(conversation.is_quick),
    )


def conversation_of(row: ConversationRow) -> Conversation:
    """Return the conversation of a row of `CONVERSATION_COLUMNS`."""
    ident, title, source, profile, model, prompt, given, leaf, pinned, made, changed, quick = row
    return Conversation(
        id=ident,
        created_at=from_ms(made),
        updated_at=from_ms(changed),
        title=title,
        title_source=TitleSource(source),
        profile_id=profile,
        model_id=model,
        system_prompt=prompt,
        parameters=_parameters(json.loads(given)),
        active_leaf=leaf,
        pinned=bool(pinned),
        is_quick=bool(quick),
    )


def message_row(message: Message) -> Row:
    """Return the columns of `MESSAGE_COLUMNS`."""
    error = message.error
    return (
        message.id,
        message.conversation_id,
        message.parent_id,
        message.role,
        _storable(message.model_id),
        message.profile_id,
        message.verdict,
        _storable(message.reason),
        _storable(message.finish_reason),
        None if error is None else _json(asdict(error)),
        _storable(message.request_id),
        _storable(message.served_by),
        message.attempts,
        message.first_token_s,
        to_ms(message.created_at),
        None if message.ended_at is None else to_ms(message.ended_at),
        int(message.pinned),
    )


def message_of(row: MessageRow, parts: tuple[Part, ...], names: dict[str, str]) -> Message:
    """Return the message of a row; those read with the same `names` share their names."""
    (
        ident,
        conversation_id,
        parent_id,
        role,
        model_id,
        profile_id,
        verdict,
        reason,
        finish_reason,
        error,
        request_id,
        served_by,
        attempts,
        first_token_s,
        made,
        ended,
        pinned,
        prompt,
        completion,
        total,
        cached,
        reasoned,
        origin,
        _seq,
    ) = row
    same = names.setdefault
    return Message(
        id=MessageId(same(ident, ident)),
        conversation_id=ConversationId(same(conversation_id, conversation_id)),
        parent_id=None if parent_id is None else MessageId(same(parent_id, parent_id)),
        role=_ROLES[role],
        parts=parts,
        created_at=_EPOCH + made * _MILLISECOND,
        model_id=None if model_id is None else same(model_id, model_id),
        profile_id=None if profile_id is None else ProfileId(same(profile_id, profile_id)),
        verdict=None if verdict is None else _VERDICTS[verdict],
        reason=reason,
        finish_reason=finish_reason,
        usage=_usage((prompt, completion, total, cached, reasoned), origin),
        error=None if error is None else _error(json.loads(error)),
        request_id=request_id,
        served_by=served_by,
        attempts=attempts,
        first_token_s=first_token_s,
        ended_at=None if ended is None else _EPOCH + ended * _MILLISECOND,
        pinned=bool(pinned),
    )


def usage_row(usage: Usage) -> Row:
    """Return the columns of `USAGE_COLUMNS`; a count that no column can hold is unknown."""
    counts = (usage.prompt, usage.completion, usage.total, usage.cached, usage.reasoning)
    return (*(None if count is None else _count(count) for count in counts), usage.origin)


def part_row(part: Part) -> tuple[str, str]:
    """Return kind and body of a part; the body of plain text is the text itself."""
    match part:
        case TextPart(text):
            return "text", storable(text)
        case RefusalPart(text):
            return "refusal", storable(text)
        case ReasoningPart(text, signature, duration_s, opaque):
            return "reasoning", _json(
                {"text": text, "signature": signature, "duration_s": duration_s, **_kept(opaque)}
            )
        case AttachmentPart(attachment_id):
            return "attachment", attachment_id
        case ToolCallPart(call_id, name, arguments, opaque):
            return "tool_call", _json(
                {"call_id": call_id, "name": name, "arguments": arguments, **_kept(opaque)}
            )
        case ToolResultPart(call_id, output, is_error):
            return "tool_result", _json(
                {"call_id": call_id, "output": output, "is_error": is_error}
            )
        case CitationPart(url, title, span):
            return "citation", _json({"url": url, "title": title, "span": span})
        case _:
            assert_never(part)


def part_of(kind: str, body: str) -> Part:
    """Return the part of a row."""
    if kind == "text":
        return TextPart(body)
    if kind == "refusal":
        return RefusalPart(body)
    if kind == "attachment":
        return AttachmentPart(AttachmentId(body))
    found = json.loads(body)
    if kind == "reasoning":
        return ReasoningPart(**found)
    if kind == "tool_call":
        return ToolCallPart(**found)
    if kind == "tool_result":
        return ToolResultPart(**found)
    span = found["span"]
    return CitationPart(found["url"], found["title"], tuple(span) if span else None)


def grown(parts: Iterable[Part], pieces: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
    """Return parts with the pieces of a journal behind them, neighbours of one kind joined."""
    result = list(parts)
    for kind, text in pieces:
        last = result[-1] if result else None
        match kind, last:
            case "text", TextPart(before):
                result[-1] = TextPart(before + text)
            case "refusal", RefusalPart(before):
                result[-1] = RefusalPart(before + text)
            case "reasoning", ReasoningPart(before):
                result[-1] = replace(last, text=before + text)
            case "reasoning", _:
                result.append(ReasoningPart(text))
            case "refusal", _:
                result.append(RefusalPart(text))
            case _:
                result.append(TextPart(text))
    return tuple(result)


def profile_body(profile: ProviderProfile) -> str:
    """Return a profile as JSON; there is no key in it, only the key's name."""
    return _json({**asdict(profile), "headers": dict(profile.headers)})


def profile_of(body: str) -> ProviderProfile:
    """Return the profile of its JSON; what a newer version added to it is left out."""
    found = _known(ProviderProfile, json.loads(body))
    timeouts = found.pop("timeouts", None)
    limits = found.pop("limits", {})
    return ProviderProfile(
        **found,
        limits=Limits(**_known(Limits, limits)),
        timeouts=Timeouts(**_known(Timeouts, timeouts)) if timeouts else None,
    )


def model_body(model: Model) -> str:
    """Return a model as JSON."""
    return _json(asdict(model))


def model_of(body: str) -> Model:
    """Return the model of its JSON; what a newer version added to it is left out."""
    found = _known(Model, json.loads(body))
    for name in ("inputs", "protocols"):
        found[name] = tuple(found[name])
    return Model(**{**found, "origin": ModelOrigin(found["origin"])})


_ROLES: Mapping[str, Role] = {role.value: role for role in Role}
_VERDICTS: Mapping[str, Verdict] = {verdict.value: verdict for verdict in Verdict}
_ORIGINS: Mapping[str, UsageOrigin] = {origin.value: origin for origin in UsageOrigin}


def _usage(counts: _Counts, origin: str | None) -> Usage | None:
    return None if origin is None else Usage(*counts, _ORIGINS[origin])


def _json(value: Mapping[str, object]) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _count(count: int) -> int | None:
    return count if count in _INTEGERS else None


def _known(
    kind: type[ProviderProfile | Limits | Timeouts | Model], found: Mapping[str, T]
) -> dict[str, T]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in found.items() if name in names}


def _kept(opaque: Mapping[str, str]) -> Mapping[str, object]:
    return {"opaque": dict(opaque)} if opaque else {}


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _parameters(found: dict[str, object]) -> Parameters:
    stop = found.pop("stop", None)
    words = tuple(str(word) for word in stop) if isinstance(stop, list) else None
    return Parameters(**found, stop=words)  # type: ignore[arg-type]  # our own JSON


def _error(found: Mapping[str, object]) -> ErrorRecord:
    detail = found["detail"]
    after = found["retry_after_s"]
    return ErrorRecord(
        kind=str(found["kind"]),
        reason=str(found["reason"]),
        detail=ErrorDetail(**detail) if isinstance(detail, dict) else ErrorDetail(),
        retry_after_s=float(after) if isinstance(after, int | float) else None,
    )
