from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import new_conversation_id
from supertoken_desktop.ui.conversations.grouping import Group, GroupKind, grouped

NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
MOMENTS = st.integers(-24, 24 * 800).map(lambda hours: NOW - timedelta(hours=hours))


def test_each_day_has_its_section() -> None:
    ages_h = (-5, 1, 13, 24 * 2, 24 * 3, 24 * 7, 24 * 8, 24 * 40)

    groups = grouped([_conversation(NOW - timedelta(hours=h)) for h in ages_h], NOW, UTC)

    assert [(g.kind, g.month, len(g.conversations)) for g in groups] == [
        (GroupKind.TODAY, None, 2),
        (GroupKind.YESTERDAY, None, 1),
        (GroupKind.PREVIOUS_WEEK, None, 3),
        (GroupKind.MONTH, date(2026, 3, 1), 1),
        (GroupKind.MONTH, date(2026, 2, 1), 1),
    ]


def test_pinned_ones_come_first_whatever_their_age() -> None:
    old = _conversation(NOW - timedelta(days=400), pinned=True)

    groups = grouped([_conversation(NOW), old], NOW, UTC)

    assert _kinds(groups) == [GroupKind.PINNED, GroupKind.TODAY]
    assert groups[0].conversations == (old,)


def test_the_day_is_that_of_the_zone() -> None:
    late = _conversation(datetime(2026, 3, 14, 22, 0, tzinfo=UTC))
    shanghai = timezone(timedelta(hours=8))

    assert _kinds(grouped([late], NOW, UTC)) == [GroupKind.YESTERDAY]
    assert _kinds(grouped([late], NOW, shanghai)) == [GroupKind.TODAY]


@given(st.lists(st.tuples(MOMENTS, st.booleans()), max_size=30))
def test_every_conversation_stands_in_one_section_newest_first(
    shapes: list[tuple[datetime, bool]],
) -> None:
    conversations = [_conversation(moment, pinned=pinned) for moment, pinned in shapes]

    groups = grouped(conversations, NOW, UTC)

    shown = [c for group in groups for c in group.conversations]
    assert sorted(c.id for c in shown) == sorted(c.id for c in conversations)
    unpinned = [c.updated_at for c in shown if not c.pinned]
    assert unpinned == sorted(unpinned, reverse=True)
    assert len({(g.kind, g.month) for g in groups}) == len(groups)
    assert all(group.conversations for group in groups)


def _conversation(moment: datetime, *, pinned: bool = False) -> Conversation:
    return Conversation(new_conversation_id(), moment, moment, pinned=pinned)


def _kinds(groups: tuple[Group, ...]) -> list[GroupKind]:
    return [group.kind for group in groups]
