"""Conversations by day of their last change, as people count days; pure."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from supertoken_desktop.domain.conversation import Conversation

_WEEK_DAYS = 7


class GroupKind(enum.Enum):
    """The sections of the list, in their order."""

    PINNED = enum.auto()
    TODAY = enum.auto()
    YESTERDAY = enum.auto()
    PREVIOUS_WEEK = enum.auto()
    MONTH = enum.auto()


@dataclass(frozen=True, slots=True)
class Group:
    """One section; `month` is the first day of it where the kind is MONTH, else None."""

    kind: GroupKind
    month: date | None
    conversations: tuple[Conversation, ...]


def grouped(
    conversations: Iterable[Conversation], now: datetime, zone: tzinfo | None = None
) -> tuple[Group, ...]:
    """Return the sections that have something, the newest conversation of each first.

    Days are those of `zone`, the local one for None. A time in the future, from a clock that was
    set back, counts as today.
    """
    today = now.astimezone(zone).date()
    newest_first = sorted(conversations, key=lambda c: c.updated_at, reverse=True)
    found: dict[tuple[int, date | None], list[Conversation]] = {}
    for conversation in newest_first:
        kind, month = _place(conversation, today, zone)
        found.setdefault((kind.value, month), []).append(conversation)
    # Months come newest first by themselves: the conversations did.
    ordered = sorted(found.items(), key=lambda item: item[0][0])
    return tuple(Group(GroupKind(kind), month, tuple(rows)) for (kind, month), rows in ordered)


def _place(
    conversation: Conversation, today: date, zone: tzinfo | None
) -> tuple[GroupKind, date | None]:
    if conversation.pinned:
        return GroupKind.PINNED, None
    day = conversation.updated_at.astimezone(zone).date()
    if day >= today:
        return GroupKind.TODAY, None
    if day == today - timedelta(days=1):
        return GroupKind.YESTERDAY, None
    if day >= today - timedelta(days=_WEEK_DAYS):
        return GroupKind.PREVIOUS_WEEK, None
    return GroupKind.MONTH, day.replace(day=1)
