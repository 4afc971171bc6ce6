"""What a person can choose to do with one message, as values that a footer tells the page."""

import enum
from dataclasses import dataclass

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.notices import Act


class CopyForm(enum.Enum):
    """The forms in which a message is copied."""

    MARKDOWN = "markdown"
    PLAIN = "plain"
    RICH = "rich"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Copy:
    """Put the whole message on the clipboard in one form; rich text brings the others along."""

    message_id: MessageId
    form: CopyForm = CopyForm.MARKDOWN


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
    """Open a question or an answer for editing."""

    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Quote:
    """Put a message into the composer as a quotation, or what is selected of it.

    `any_selection` takes what is selected anywhere.
    """

    message_id: MessageId
    any_selection: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """Go on from a message in a new conversation."""

    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Pin:
    """Mark a message so that it is found again, or take the mark away."""

    message_id: MessageId
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class ShowRaw:
    """Show the request and the answer as they went over the wire."""

    message_id: MessageId


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a message; where others follow, it is asked whether they go, too."""

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


Choice = (
    Copy
    | Regenerate
    | GoOn
    | Edit
    | Quote
    | Branch
    | Pin
    | ShowRaw
    | Delete
    | ShowSibling
    | TakeAct
    | CopyText
)
