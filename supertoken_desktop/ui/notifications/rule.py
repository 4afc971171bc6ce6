"""Which ended answers the user is told of, and in which words; pure."""

from dataclasses import dataclass

from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.plain import plain
from supertoken_desktop.domain.turn import Verdict
from supertoken_desktop.i18n import _

LONG_S = 10.0
_TITLE_LIMIT = 80


@dataclass(frozen=True, slots=True)
class Note:
    """A notification: what it leads to, and its words. It never holds words of an answer."""

    conversation_id: ConversationId
    message_id: MessageId
    title: str
    text: str


def needs_attention(verdict: Verdict | None, *, is_in_front: bool) -> bool:
    """Tell whether somebody should look at an answer that has ended.

    Not one that ended before their eyes, and not one that they ended themselves.
    """
    return not is_in_front and verdict not in (None, Verdict.STOPPED)


def wants_note(mode: str, verdict: Verdict | None, took_s: float) -> bool:
    """Tell whether an answer that needs attention is notified; `mode` is the user's setting.

    With "long" it must have taken ten seconds, but a failure counts however soon it comes.
    """
    if mode == "off":
        return False
    return mode == "always" or took_s >= LONG_S or is_failure(verdict)


def is_failure(verdict: Verdict | None) -> bool:
    """Tell whether an answer did not come, or not to its end."""
    return verdict in (Verdict.FAILED, Verdict.INTERRUPTED)


def note_words(title: str, verdict: Verdict | None) -> tuple[str, str]:
    """Return the title and the text of a notification."""
    line = " ".join(plain(title).split()) or _("New chat")
    if len(line) > _TITLE_LIMIT:
        line = line[: _TITLE_LIMIT - 1].rstrip() + "…"
    return line, _("The answer needs your attention.") if is_failure(verdict) else _(
        "The answer is ready."
    )
