"""What a person can choose to do with one message, as values that a footer tells the page."""

from dataclasses import dataclass

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.notices import Act


@dataclass(frozen=True, slots=True)
class Copy:
    """Put the whole message on the clipboard, as Markdown or as rich text."""

    message_id: MessageId
    is_rich: bool = False


@dataclass(frozen=True, slots=True)
class Regenerate:
    """Ask again; with another model where `other_model` is set."""

    message_id: MessageId
    other_model: bool = False


@dataclass(frozen=True, slots=True)
class GoOn:
    """Let the model continue an answer that ended early."""

    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Edit:
    """Open a question for editing."""

    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a message and what follows it."""

    message_id: MessageId


@dataclass(frozen=True, slots=True)
class ShowSibling:
    """Show the version that is `step` places further."""

    message_id: MessageId
    step: int


@dataclass(frozen=True, slots=True)
class TakeAct:
    """Do what an error card offers."""

    message_id: MessageId
    act: Act


@dataclass(frozen=True, slots=True)
class CopyText:
    """Put a text of the card on the clipboard: the details, or the request id."""

    text: str


Choice = Copy | Regenerate | GoOn | Edit | Delete | ShowSibling | TakeAct | CopyText
