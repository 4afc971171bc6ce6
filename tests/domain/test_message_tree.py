import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertoken_desktop.domain.conversation import MessageTree
from supertoken_desktop.domain.ids import ConversationId, MessageId
from supertoken_desktop.domain.message import Message, Role

START = datetime(2026, 1, 1, tzinfo=UTC)


def message(number: int, parent: int | None, conversation: str = "c") -> Message:
    return Message(
        id=MessageId(f"m{number}"),
        conversation_id=ConversationId(conversation),
        parent_id=None if parent is None else MessageId(f"m{parent}"),
        role=Role.USER,
        parts=(),
        created_at=START + timedelta(seconds=number),
    )


@st.composite
def messages(draw: st.DrawFn) -> list[Message]:
    """Any forest, older messages first."""
    found: list[Message] = []
    for number in range(draw(st.integers(0, 15))):
        parent = draw(st.none() | st.integers(0, number - 1)) if number else None
        found.append(message(number, parent))
    return found


@given(messages())
def test_a_path_goes_from_the_root_to_the_leaf(made: list[Message]) -> None:
    tree = MessageTree(made)

    for m in made:
        path = tree.path(m.id)
        assert path[0].parent_id is None
        assert path[-1] == m
        assert all(a.id == b.parent_id for a, b in itertools.pairwise(path))
        assert all(a.created_at < b.created_at for a, b in itertools.pairwise(path))


@given(messages())
def test_siblings_share_a_parent_and_stand_by_age(made: list[Message]) -> None:
    tree = MessageTree(made)

    for m in made:
        siblings = [tree.get(s) for s in tree.siblings(m.id)]
        assert m in siblings
        assert {s.parent_id for s in siblings} == {m.parent_id}
        assert siblings == sorted(siblings, key=lambda s: s.created_at)


@given(messages())
def test_the_leaf_below_is_a_leaf_and_is_below(made: list[Message]) -> None:
    tree = MessageTree(made)

    for m in made:
        leaf = tree.leaf_below(m.id)
        assert tree.children(leaf) == ()
        assert m in tree.path(leaf)


@given(messages())
def test_subtree_and_rest_make_up_the_whole(made: list[Message]) -> None:
    tree = MessageTree(made)

    for m in made:
        below = tree.subtree(m.id)
        rest = tree.without(m.id)
        assert below[0] == m
        assert len(below) + len(rest) == len(tree)
        assert all(b.id not in rest and m in tree.path(b.id) for b in below)


@given(messages())
def test_a_tree_is_the_same_however_it_was_put_together(made: list[Message]) -> None:
    grown = MessageTree(())
    for m in made:
        grown = grown.with_message(m)
    whole = MessageTree(made)

    for m in made:
        assert grown.path(m.id) == whole.path(m.id)
        assert grown.siblings(m.id) == whole.siblings(m.id)
    assert grown.newest_leaf() == whole.newest_leaf()


@given(messages())
def test_replacing_a_message_keeps_every_place(made: list[Message]) -> None:
    tree = MessageTree(made)

    for m in made:
        again = tree.with_message(m)
        assert [again.siblings(x.id) for x in made] == [tree.siblings(x.id) for x in made]


@pytest.mark.parametrize(
    "wrong",
    [
        [message(0, 1), message(1, None)],
        [message(0, 0)],
        [message(0, None), message(0, None)],
        [message(0, None, "c"), message(1, None, "d")],
        [message(0, 7)],
    ],
)
def test_what_is_no_tree_is_refused(wrong: list[Message]) -> None:
    with pytest.raises(ValueError, match="message"):
        MessageTree(wrong)


def test_no_leaf_has_no_path() -> None:
    assert MessageTree(()).path(None) == ()
    assert MessageTree(()).newest_leaf() is None
