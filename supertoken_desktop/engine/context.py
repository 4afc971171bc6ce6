"""Which messages go into a request, and how to ask; pure."""

from collections.abc import Iterable

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parameters import Parameters
from supertoken_desktop.domain.parts import TextPart
from supertoken_desktop.domain.pictures import without_pictures
from supertoken_desktop.domain.request import RequestMessage
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.settings import Settings

# Protocol text for the model, not words for people: it is never shown and never translated.
CONTINUE_REQUEST = (
    "Your last answer was cut off. Continue it exactly where it stopped, in the same language and "
    "format, even in the middle of a word, a list or a code block. Do not repeat anything that is "
    "already there, and do not add an introduction or a comment."
)
PICTURE_MENTION = "[image]"
_SPOKEN = (Role.SYSTEM, Role.DEVELOPER, Role.USER, Role.ASSISTANT)


def request_messages(path: Iterable[Message], system_prompt: str) -> tuple[RequestMessage, ...]:
    """Return what a model is to read of a path, root first, the system prompt before all.

    An answer goes in as it was shown, also a broken one; answers that failed or are empty stay
    out, and so do reasoning and the words of errors. Pictures of an answer are only mentioned:
    their data would be read as millions of tokens.
    """
    spoken = (_said(message.role, _readable(message)) for message in path if _is_read(message))
    if system_prompt.strip():
        return (_said(Role.SYSTEM, system_prompt), *spoken)
    return tuple(spoken)


def continue_messages(path: Iterable[Message], system_prompt: str) -> tuple[RequestMessage, ...]:
    """Return a request to go on with the answer that ends the path."""
    return (*request_messages(path, system_prompt), _said(Role.USER, CONTINUE_REQUEST))


def system_prompt_of(conversation: Conversation, settings: Settings) -> str:
    """Return the conversation's own system prompt, also an empty one, else the usual one."""
    if conversation.system_prompt is not None:
        return conversation.system_prompt
    return settings.system_prompt


def parameters_of(conversation: Conversation, settings: Settings) -> Parameters:
    """Return the conversation's parameters over the usual ones; what is unset stays absent."""
    usual = Parameters(
        settings.temperature, settings.top_p, settings.max_tokens, settings.stop or None
    )
    return conversation.parameters.over(usual)


def _is_read(message: Message) -> bool:
    if message.role not in _SPOKEN or not message.text.strip():
        return False
    return message.verdict is not Verdict.FAILED


def _readable(message: Message) -> str:
    if message.role is not Role.ASSISTANT:
        return message.text
    return without_pictures(message.text, lambda _name: PICTURE_MENTION)


def _said(role: Role, text: str) -> RequestMessage:
    return RequestMessage(role, (TextPart(text),))
