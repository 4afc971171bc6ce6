"""What the program may be called to do from outside: by arguments, a link, a later start, a bus.

Pure. Whatever text arrives, one of a few values is made of it, a refusal among them; what changes
something is asked about before it is done.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.plain import is_short_enough, plain
from supertoken_desktop.domain.provider_links import (
    LinkParts,
    LinkRejected,
    ProviderOffer,
    decoded,
    link_parts,
    read_provider_link,
)

SCHEME = "supertoken"


@dataclass(frozen=True, slots=True)
class ShowWindow:
    """Bring the window to the front."""


@dataclass(frozen=True, slots=True)
class StayHidden:
    """Do nothing: the program was to start without its window, and runs already."""


@dataclass(frozen=True, slots=True)
class NewChat:
    """Open a new chat; the user's own command gave the text that goes into its field."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class QuickPrompt:
    """Open the quick prompt with a text in its field."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ToggleQuick:
    """Open the quick prompt, or put it away."""


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """Show a conversation, at one of its messages where that is named."""

    conversation_id: ConversationId
    message_id: MessageId | None = None


@dataclass(frozen=True, slots=True)
class AddProvider:
    """Ask whether to add a provider."""

    offer: ProviderOffer


@dataclass(frozen=True, slots=True)
class PrefillPrompt:
    """Ask whether to put a text into the field of a new chat."""

    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that nothing can be made of; the reasons are those of LinkRejected."""

    reason: str


Summons: TypeAlias = (
    ShowWindow
    | StayHidden
    | NewChat
    | QuickPrompt
    | ToggleQuick
    | OpenConversation
    | AddProvider
    | PrefillPrompt
    | Refused
)


def summons_of(argument: str) -> Summons:
    """Read one argument as a later start hands it over: an option of ours, or a link.

    Raises: nothing; the text is hostile input.
    """
    option, _equals, text = argument.partition("=")
    is_short = is_short_enough(text)
    match option:
        case "--quick":
            return QuickPrompt(prompt_text(text)) if is_short else Refused("too-long")
        case "--new":
            return NewChat(prompt_text(text)) if is_short else Refused("too-long")
        case "--toggle-quick":
            return ToggleQuick()
        case "--hidden":
            return StayHidden()
        case _:
            return summons_of_link(argument)


def summons_of_link(link: str) -> Summons:
    """Read a link of ours, or one by which another program would be handed a provider.

    Raises: nothing; the text is hostile input.
    """
    try:
        parts = link_parts(link)
        return _own(parts) or AddProvider(read_provider_link(link))
    except LinkRejected as error:
        return Refused(error.reason)


def prompt_text(text: str) -> str:
    """Return text for a field: no controls, nothing that turns words round or can't be seen."""
    whole = text.encode("utf-8", "replace").decode()
    return _UNSEEN.sub("", plain(_LINE_ENDS.sub("\n", whole)))


_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
# Nobody sees these, and a model reads them. Joiners stay: some languages are written with them.
_UNSEEN = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def _own(parts: LinkParts) -> Summons | None:
    """Return what a link of ours asks for; None where it is one about a provider, or not ours."""
    if parts.scheme != SCHEME:
        return None
    place = parts.place.split("/")
    text = prompt_text(decoded(parts.query.get("text", "").replace("+", "%20")))
    match place[0].lower(), place[1:]:
        case "", []:
            return ShowWindow()
        case "ask", []:
            return PrefillPrompt(text) if text.strip() else NewChat()
        case "quick", []:
            return QuickPrompt(text)
        case "open", [conversation] if _are_ids(conversation):
            return OpenConversation(ConversationId(conversation))
        case "open", [conversation, message] if _are_ids(conversation, message):
            return OpenConversation(ConversationId(conversation), MessageId(message))
        case _:
            return None


def _are_ids(*texts: str) -> bool:
    return all(_ID.fullmatch(text) for text in texts)
