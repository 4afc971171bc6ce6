"""The messages on screen as one Markdown text; pure."""

from collections.abc import Iterable

from supertoken_desktop.domain.message import Role
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.transcript.entry import Entry


def chat_markdown(entries: Iterable[Entry]) -> str:
    """Return a path as Markdown, each message under a heading that names who speaks."""
    pieces = (f"## {_speaker(entry)}\n\n{entry.message.text.strip()}\n" for entry in entries)
    return "\n".join(pieces)


def _speaker(entry: Entry) -> str:
    if entry.message.role is Role.USER:
        return _("You")
    return entry.model_label or _("Answer")
