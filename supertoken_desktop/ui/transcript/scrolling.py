"""Where the reader is: what stays put while heights become known, or that the end is followed."""

import enum
from dataclasses import dataclass
from typing import NamedTuple

from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Role
from supertoken_desktop.ui.transcript.stack import RowIndex, Stack


class ScrollMode(enum.StrEnum):
    """What the view does by itself while an answer grows at its end.

    FOLLOW keeps the end on screen, ONE_SCREEN until the answer has filled one, FREE never.
    """

    FOLLOW = "follow"
    ONE_SCREEN = "one_screen"
    FREE = "free"


class Anchor(NamedTuple):
    """A row that stays `y` pixels under the top of the viewport (above it where negative)."""

    at: RowIndex
    y: int


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """A place that can be found again later; None as message is the end."""

    message_id: MessageId | None
    row: int = 0
    y: int = 0


class Scrolling:
    """Decide which pixel of the stack is at the top of the viewport.

    Following means that the end of the conversation stays at the bottom. Otherwise one row, the
    anchor, stays where it is, whatever becomes of the heights above it.
    """

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._anchor = Anchor(RowIndex(0, 0), 0)
        self.is_following = True
        self.mode = ScrollMode.FOLLOW
        self._stop_at: int | None = None

    def stop_at(self, answer: int | None) -> None:
        """Take an answer as the one that is followed for one screen only, where that is the mode.

        Whoever goes to the end after that stop follows it for good.
        """
        self._stop_at = answer

    def heed_mode(self, height: int) -> None:
        """Stop following an answer that has filled a screen; call it before `offset`."""
        if self.mode is not ScrollMode.ONE_SCREEN or not self.is_following:
            return
        if self._stop_at is None or self._stop_at >= len(self._stack):
            return
        answer = self._stop_at
        first = max(0, answer - 1)
        # Of a long question the answer would have no room: it is read from its own beginning.
        is_long = self._stack.top(answer) - self._stack.top(first) > height // 2
        stop = answer if is_long else first
        if self.lowest(height) > self._stack.top(stop):
            self._stop_at = None
            self.show(RowIndex(stop, 0))

    def settle(self) -> None:
        """Never follow in free mode; call it when all is laid out and held."""
        if self.mode is ScrollMode.FREE:
            self.is_following = False

    def offset(self, height: int) -> int:
        """Return what is at the top of a viewport of this height, in pixels of the stack."""
        lowest = self.lowest(height)
        if self.is_following or not self._stack.entries:
            return lowest
        return max(0, min(self._stack.row_top(self._anchor.at) - self._anchor.y, lowest))

    def lowest(self, height: int) -> int:
        """Return the offset at which the end is at the bottom."""
        return max(0, self._stack.height - height)

    def hold(self, offset: int) -> None:
        """Make the row at the top of the viewport the anchor."""
        if self._stack.entries:
            at = self._stack.at(offset)
            self._anchor = Anchor(at, self._stack.row_top(at) - offset)

    def moved_down(self, places: int) -> None:
        """Hear that so many messages have been put above all others; what is seen stays."""
        self._anchor = self._anchor._replace(at=self._anchor.at.below(places))
        if self._stop_at is not None:
            self._stop_at += places

    def scroll(self, pixels: int) -> None:
        """Move on by some pixels; what was on screen moves by exactly as many."""
        self._anchor = self._anchor._replace(y=self._anchor.y - pixels)

    def show(self, at: RowIndex, y: int = 0) -> None:
        """Put a row `y` pixels under the top."""
        self.is_following = False
        self._anchor = Anchor(at, y)

    def keep_share(self) -> "Share | None":
        """Return how much of the anchor's height is above the top, for `restore_share`."""
        if not self._stack.entries:
            return None
        at = self._anchor.at
        height = max(1, self._stack.section(at.message).heights[at.row])
        return Share(self._anchor, -self._anchor.y / height)

    def restore_share(self, share: "Share", height: int) -> None:
        """Put as much of the anchor above the top as before, now that it is `height` high."""
        if share.above > 0:
            self._anchor = share.anchor._replace(y=-round(share.above * height))

    def clamp(self) -> None:
        """Find the next best anchor where rows or messages have gone."""
        if not self._stack.entries:
            return
        message, row = self._anchor.at
        if message >= len(self._stack):
            self.is_following = True
            return
        last = len(self._stack.section(message).rows) - 1
        if row > last:
            self._anchor = Anchor(RowIndex(message, last), 0)

    def place(self) -> ReadingPlace:
        """Return the reading place, to come back to."""
        if self.is_following or not self._stack.entries:
            return ReadingPlace(None)
        at, y = self._anchor
        return ReadingPlace(self._stack.entries[at.message].message.id, at.row, y)

    def go_to(self, place: ReadingPlace) -> None:
        """Return to a place; to the end where its message isn't there any more."""
        index = None
        if place.message_id is not None:
            index = self._stack.index_of(place.message_id)
        if index is None:
            self.is_following = True
            return
        row = min(place.row, len(self._stack.section(index).rows) - 1)
        self.show(RowIndex(index, row), place.y)


class Share(NamedTuple):
    """An anchor and the share of its height that is above the top of the viewport."""

    anchor: Anchor
    above: float


def first_place(stack: Stack) -> ReadingPlace:
    """Return where a conversation is read from at first: its last question.

    Where there is none, or an answer is being written, that is the end.
    """
    entries = stack.entries
    if not entries or entries[-1].is_running:
        return ReadingPlace(None)
    for entry in reversed(entries):
        if entry.message.role is Role.USER:
            return ReadingPlace(entry.message.id)
    return ReadingPlace(None)
