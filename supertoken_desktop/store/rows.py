"""Rows of the database and values of the domain, one into the other; pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import assert_never

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

Value = str | int | float | bytes | None
Row = tuple[Value, ...]

CONVERSATION_COLUMNS = (
    "id, title, title_source, profile_id, model_id, system_prompt, parameters, active_leaf, "
    "pinned, created_at, updated_at"
)
MESSAGE_COLUMNS = (
    "id, conversation_id, parent_id, role, model_id, profile_id, verdict, reason, finish_reason, "
    "error, request_id, served_by, attempts, first_token_s, created_at, ended_at"
)
USAGE_COLUMNS = "prompt, completion, total, cached, reasoning, origin"
_MESSAGE_WIDTH = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Return milliseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: Value) -> datetime:
    """Return the moment of milliseconds since 1970."""
    return _EPOCH + int(milliseconds or 0) * _MILLISECOND


def conversation_row(conversation: Conversation) -> Row:
    """Return the columns of `CONVERSATION_COLUMNS`."""
    return (
        conversation.id,
        conversation.title,
        conversation.title_source,
        conversation.profile_id,
        conversation.model_id,
        conversation.system_prompt,
        _json(dict(conversation.parameters.as_mapping())),
        conversation.active_leaf,
        int(conversation.pinned),
        to_ms(conversation.created_at),
        to_ms(conversation.updated_at),
    )


def conversation_of(row: Sequence[Value]) -> Conversation:
    """Return the conversation of a row of `CONVERSATION_COLUMNS`."""
    ident, title, source, profile, model, prompt, parameters, leaf, pinned, made, changed = row
    return Conversation(
        id=ConversationId(str(ident)),
        created_at=from_ms(made),
        updated_at=from_ms(changed),
        title=str(title or ""),
        title_source=TitleSource(str(source)),
        profile_id=None if profile is None else ProfileId(str(profile)),
        model_id=_text(model),
        system_prompt=_text(prompt),
        parameters=_parameters(json.loads(str(parameters or "{}"))),
        active_leaf=None if leaf is None else MessageId(str(leaf)),
        pinned=bool(pinned),
    )


def message_row(message: Message) -> Row:
    """Return the columns of `MESSAGE_COLUMNS`."""
    error = message.error
    return (
        message.id,
        message.conversation_id,
        message.parent_id,
        message.role,
        message.model_id,
        message.profile_id,
        message.verdict,
        message.reason,
        message.finish_reason,
        None if error is None else _json(asdict(error)),
        message.request_id,
        message.served_by,
        message.attempts,
        message.first_token_s,
        to_ms(message.created_at),
        None if message.ended_at is None else to_ms(message.ended_at),
    )


def message_of(row: Sequence[Value], parts: tuple[Part, ...]) -> Message:
    """Return the message of a row of `MESSAGE_COLUMNS` and then `USAGE_COLUMNS`."""
    made, ended = row[14], row[15]
    usage = row[_MESSAGE_WIDTH:]
    return Message(
        id=MessageId(str(row[0])),
        conversation_id=ConversationId(str(row[1])),
        parent_id=None if row[2] is None else MessageId(str(row[2])),
        role=_ROLES[str(row[3])],
        parts=parts,
        created_at=from_ms(made),
        model_id=_text(row[4]),
        profile_id=None if row[5] is None else ProfileId(str(row[5])),
        verdict=None if row[6] is None else _VERDICTS[str(row[6])],
        reason=_text(row[7]),
        finish_reason=_text(row[8]),
        usage=None if not usage or usage[5] is None else _usage(usage),
        error=None if row[9] is None else _error(json.loads(str(row[9]))),
        request_id=_text(row[10]),
        served_by=_text(row[11]),
        attempts=_int(row[12]) or 0,
        first_token_s=None if row[13] is None else float(row[13]),
        ended_at=None if ended is None else from_ms(ended),
    )


def usage_row(usage: Usage) -> Row:
    """Return the columns of `USAGE_COLUMNS`."""
    return (
        usage.prompt,
        usage.completion,
        usage.total,
        usage.cached,
        usage.reasoning,
        usage.origin,
    )


def part_row(part: Part) -> tuple[str, str]:
    """Return kind and body of a part; the body of plain text is the text itself."""
    match part:
        case TextPart(text):
            return "text", text
        case RefusalPart(text):
            return "refusal", text
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
    """Return the part of a row; what a newer version wrote and this one does not know is text."""
    if kind == "text":
        return TextPart(body)
    if kind == "refusal":
        return RefusalPart(body)
    if kind == "attachment":
        return AttachmentPart(AttachmentId(body))
    found = json.loads(body)
    match kind:
        case "reasoning":
            return ReasoningPart(**found)
        case "tool_call":
            return ToolCallPart(**found)
        case "tool_result":
            return ToolResultPart(**found)
        case "citation":
            span = found["span"]
            return CitationPart(found["url"], found["title"], tuple(span) if span else None)
        case _:
            return TextPart(body)


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
                result[-1] = ReasoningPart(before + text)
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
    """Return the profile of its JSON."""
    found = json.loads(body)
    timeouts = found.pop("timeouts", None)
    limits = found.pop("limits", {})
    return ProviderProfile(
        **found, limits=Limits(**limits), timeouts=Timeouts(**timeouts) if timeouts else None
    )


def model_body(model: Model) -> str:
    """Return a model as JSON."""
    return _json(asdict(model))


def model_of(body: str) -> Model:
    """Return the model of its JSON."""
    found = json.loads(body)
    for name in ("inputs", "protocols"):
        found[name] = tuple(found[name])
    return Model(**{**found, "origin": ModelOrigin(found["origin"])})


_ROLES: Mapping[str, Role] = {role.value: role for role in Role}
_VERDICTS: Mapping[str, Verdict] = {verdict.value: verdict for verdict in Verdict}


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _kept(opaque: Mapping[str, str]) -> Mapping[str, object]:
    return {"opaque": dict(opaque)} if opaque else {}


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _int(value: Value) -> int | None:
    return None if value is None else int(value)


def _parameters(found: dict[str, object]) -> Parameters:
    stop = found.pop("stop", None)
    words = tuple(str(word) for word in stop) if isinstance(stop, list) else None
    return Parameters(**found, stop=words)  # type: ignore[arg-type]  # our own JSON


def _usage(row: Sequence[Value]) -> Usage:
    prompt, completion, total, cached, reasoning = (_int(value) for value in row[:5])
    return Usage(prompt, completion, total, cached, reasoning, UsageOrigin(str(row[5])))


def _error(found: Mapping[str, object]) -> ErrorRecord:
    detail = found["detail"]
    after = found["retry_after_s"]
    return ErrorRecord(
        kind=str(found["kind"]),
        reason=str(found["reason"]),
        detail=ErrorDetail(**detail) if isinstance(detail, dict) else ErrorDetail(),
        retry_after_s=float(after) if isinstance(after, int | float) else None,
    )
