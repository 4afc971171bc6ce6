"""The typed pieces of a message's content."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from supertoken_desktop.domain.ids import AttachmentId

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class TextPart:
    """Markdown text, as typed or as answered."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningPart:
    """What the model thought before it answered; `duration_s` is in seconds."""

    text: str
    signature: str | None = None
    duration_s: float | None = None
    opaque: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class AttachmentPart:
    """A file that belongs to the message; its bytes live in the store."""

    attachment_id: AttachmentId


@dataclass(frozen=True, slots=True)
class ToolCallPart:
    """A call that the model asks for; `arguments` is JSON text as the model wrote it."""

    call_id: str
    name: str
    arguments: str
    opaque: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class ToolResultPart:
    """What a tool gave back for the call of the same id."""

    call_id: str
    output: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class CitationPart:
    """A source that the answer names; `span` is (start, end) in characters of the text."""

    url: str
    title: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class RefusalPart:
    """The words with which the model declined."""

    text: str


Part = (
    TextPart
    | ReasoningPart
    | AttachmentPart
    | ToolCallPart
    | ToolResultPart
    | CitationPart
    | RefusalPart
)
