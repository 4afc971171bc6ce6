from hypothesis import given

from supertoken_desktop.domain.conversation import MessageTree
from supertoken_desktop.domain.message import Message
from supertoken_desktop.engine.branches import (
    all_messages,
    in_order,
    is_below,
    leaf_without,
    shown_leaf,
)
from tests.domain.test_message_tree import messages


@given(messages())
def test_any_order_of_saving_gives_the_same_tree(made: list[Message]) -> None:
    ordered = in_order(reversed(made))

    assert {m.id for m in ordered} == {m.id for m in made}
    tree, whole = MessageTree(ordered), MessageTree(made)
    assert all(tree.siblings(m.id) == whole.siblings(m.id) for m in made)
    assert all_messages(tree) == ordered


@given(messages())
def test_without_a_branch_the_active_leaf_is_a_message_that_is_left(made: list[Message]) -> None:
    tree = MessageTree(made)

    for gone in made:
        for leaf in made:
            after = leaf_without(tree, leaf.id, gone.id)
            left = tree.without(gone.id)
            assert after is None or after in left
            assert after == leaf.id or is_below(tree, leaf.id, gone.id)
            if after is None:
                assert gone.parent_id is None


@given(messages())
def test_the_shown_leaf_is_below_and_has_nothing_below_it(made: list[Message]) -> None:
    tree = MessageTree(made)

    for m in made:
        leaf = shown_leaf(tree, m.id)
        assert is_below(tree, leaf, m.id)
        assert tree.children(leaf) == ()
