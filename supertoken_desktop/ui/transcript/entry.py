"""What the transcript is told about a message, and what the chat page puts under it."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from supertoken_desktop.domain.message import Message


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of the path on screen.

    `position` and `count` say which of its siblings it is, from 1. The text of a message that
    `is_running` counts when the entry is first shown; from then on `TranscriptView.append` brings
    what is new, until an entry that no longer runs brings the final message.
    """

    message: Message
    position: int
    count: int
    model_label: str
    is_running: bool


class Footer(QWidget):
    """The widget under a message: actions, siblings, usage, error card.

    The transcript makes few of them and hands them from message to message. Its height is
    `heightForWidth`, or that of `sizeHint`; `updateGeometry` makes the transcript ask again. A
    footer without height (0) takes no room.
    """

    def show_entry(self, entry: Entry) -> None:
        """Show what belongs to `entry`; called again whenever the entry changes."""
        raise NotImplementedError

    def set_hovered(self, is_hovered: bool) -> None:  # noqa: FBT001 - told by a mouse event
        """Hear whether the pointer is over the message; the height must not depend on it."""
