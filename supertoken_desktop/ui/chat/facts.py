"""Facts of an answer as lines of text: token counts, and the details of an error. Pure."""

from collections.abc import Iterator

from supertoken_desktop.domain.message import Message
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.domain.usage import Usage
from supertoken_desktop.i18n import _, format_number, format_tenths

ABSENT = "–"
_DOT = " · "
# The reason of an answer that a person has reworded.
_BY_THE_USER = "edited"


def usage_line(message: Message) -> str:
    """Return token counts, waiting time and the model that served an ended answer.

    A count that the relay did not give is shown as "–", never as 0. Empty for a question, and for
    an answer that runs, never began or was worded by the user.
    """
    if message.verdict in (None, Verdict.FAILED) or message.reason == _BY_THE_USER:
        return ""
    pieces = [_counts(message.usage) if message.usage else _("no token counts reported")]
    if message.first_token_s is not None:
        seconds = format_tenths(message.first_token_s)
        pieces.append(_("first token {seconds} s").format(seconds=seconds))
    if message.served_by and message.served_by != message.model_id:
        pieces.append(_("served by {model}").format(model=message.served_by))
    return _DOT.join(pieces)


def details_lines(message: Message) -> tuple[tuple[str, str], ...]:
    """Return the raw facts of an answer's end as pairs of name and value, without what is absent.

    The names are technical words and stay the same in every language, so that they can be sent on.
    """
    return tuple((name, value) for name, value in _facts(message) if value)


def details_text(message: Message) -> str:
    """Return the raw facts as text to copy, one a line."""
    return "\n".join(f"{name}: {value}" for name, value in details_lines(message))


def request_id_of(message: Message) -> str:
    """Return the relay's id of the request, empty where it gave none."""
    from_error = message.error.detail.request_id if message.error else None
    return from_error or message.request_id or ""


def _counts(usage: Usage) -> str:
    return _(
        "prompt {prompt} · answer {answer} · total {total} tokens"
        " · cached {cached} · reasoning {reasoning}"
    ).format(
        prompt=_count(usage.prompt),
        answer=_count(usage.completion),
        total=_count(usage.total),
        cached=_count(usage.cached),
        reasoning=_count(usage.reasoning),
    )


def _count(value: int | None) -> str:
    return ABSENT if value is None else format_number(value)


def _facts(message: Message) -> Iterator[tuple[str, str]]:
    error = message.error
    yield "verdict", str(message.verdict or "")
    yield "reason", message.reason or (error.reason if error else "")
    yield "finish_reason", message.finish_reason or ""
    if error is not None:
        detail = error.detail
        yield "kind", error.kind
        yield "status", str(detail.status or "")
        yield "code", detail.code or ""
        yield "type", detail.type or ""
        yield "param", detail.param or ""
        yield "host", detail.host or ""
        yield "message", detail.message or ""
        yield "hint", detail.hint or ""
        if error.retry_after_s is not None:
            yield "retry_after_s", f"{error.retry_after_s:g}"
    yield "request_id", request_id_of(message)
    yield "model", message.model_id or ""
    yield "served_by", message.served_by or ""
    yield "attempts", str(message.attempts or "")
    yield "started", message.created_at.isoformat(timespec="milliseconds")
    if message.ended_at is not None:
        yield "ended", message.ended_at.isoformat(timespec="milliseconds")
