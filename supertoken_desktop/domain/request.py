"""A request for an answer, before any protocol gives it a form."""

from dataclasses import dataclass, field

from supertoken_desktop.domain.message import Role
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import Part


@dataclass(frozen=True, slots=True)
class RequestMessage:
    """One message as the model is to read it."""

    role: Role
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What is asked of a model: messages root first, the system prompt among them.

    `label` is for our own records and never sent: the id of the message that is to be answered.
    """

    model_id: str
    messages: tuple[RequestMessage, ...]
    parameters: Parameters = field(default_factory=Parameters)
    stream: bool = True
    label: str = ""
