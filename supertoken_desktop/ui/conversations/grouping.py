"""Conversations by day of their last change, as people count days; pure."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

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
    newest_first = sorted(conversations, key=lambda c: c.updated_at, reverse=True)
    pinned = tuple(c for c in newest_first if c.pinned)
    groups = [Group(GroupKind.PINNED, None, pinned)] if pinned else []
    # A section is a run of the sorted list, so that only its first day has to be worked out: the
    # local time of every single one would take most of a frame for a long list.
    section: tuple[GroupKind, date | None, datetime] | None = None
    run: list[Conversation] = []
    for conversation in newest_first:
        if conversation.pinned:
            continue
        if section is None or conversation.updated_at < section[2]:
            _close(groups, section, run)
            section, run = _section(conversation.updated_at, now, zone), []
        run.append(conversation)
    _close(groups, section, run)
    return tuple(groups)


def _close(
    groups: list[Group],
    section: tuple[GroupKind, date | None, datetime] | None,
    run: list[Conversation],
) -> None:
    if section is not None:
        groups.append(Group(section[0], section[1], tuple(run)))


def _section(
    moment: datetime, now: datetime, zone: tzinfo | None
) -> tuple[GroupKind, date | None, datetime]:
    """Return the section of a moment: its kind, its month, and the moment at which it begins."""
    today = now.astimezone(zone).date()
    day = moment.astimezone(zone).date()
    for kind, first in (
        (GroupKind.TODAY, today),
        (GroupKind.YESTERDAY, today - timedelta(days=1)),
        (GroupKind.PREVIOUS_WEEK, today - timedelta(days=_WEEK_DAYS)),
    ):
        if day >= first:
            return kind, None, _midnight(first, zone)
    month = day.replace(day=1)
    return GroupKind.MONTH, month, _midnight(month, zone)


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    """Return when a day begins; without a zone a time counts as local."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
