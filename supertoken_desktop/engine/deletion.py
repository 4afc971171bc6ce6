"""What goes and what moves when one message is deleted and what follows it stays; pure.

An answer never stands without a question above it: a question takes its answers along, and what
followed them goes on from where the question stood. What followed an answer goes on from another
version of it where there is one, else from the question itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from supertoken_desktop.domain.conversation import MessageTree
from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.engine.branches import all_messages, in_order, shown_leaf


@dataclass(frozen=True, slots=True)
class Deletion:
    """The messages that go, parents first, and the new parents of those that stay."""

    gone: tuple[Message, ...]
    moved: Mapping[MessageId, MessageId | None]


def has_following(tree: MessageTree, message_id: MessageId) -> bool:
    """Tell whether a deletion of this message alone would leave something below it."""
    return bool(deletion_of(tree, message_id).moved)


def deletion_of(tree: MessageTree, message_id: MessageId) -> Deletion:
    """Return what goes and what moves where only this message is to be deleted."""
    message = tree.get(message_id)
    going = [message_id]
    if message.role is not Role.ASSISTANT:
        below = tree.children(message_id)
        going += [child for child in below if tree.get(child).role is Role.ASSISTANT]
    target = _goes_on_from(tree, message)
    left = (child for gone in going for child in tree.children(gone) if child not in going)
    return Deletion(tuple(tree.get(gone) for gone in going), dict.fromkeys(left, target))


def tree_after(tree: MessageTree, deletion: Deletion) -> MessageTree:
    """Return the tree in which a deletion has been made."""
    gone = {message.id for message in deletion.gone}
    kept = (m for m in all_messages(tree) if m.id not in gone)
    moved = deletion.moved
    placed = (replace(m, parent_id=moved[m.id]) if m.id in moved else m for m in kept)
    return MessageTree(in_order(placed))


def leaf_after(after: MessageTree, leaf: MessageId | None, deletion: Deletion) -> MessageId | None:
    """Return the active leaf in the tree that a deletion has left."""
    if leaf is None or leaf in after:
        return leaf
    parent_id = deletion.gone[0].parent_id
    return shown_leaf(after, parent_id) if parent_id is not None else after.newest_leaf()


def _goes_on_from(tree: MessageTree, message: Message) -> MessageId | None:
    if message.role is not Role.ASSISTANT:
        return message.parent_id
    siblings = tree.siblings(message.id)
    at = siblings.index(message.id)
    versions = (
        other
        for other in (*reversed(siblings[:at]), *siblings[at + 1 :])
        if tree.get(other).role is Role.ASSISTANT
    )
    return next(versions, message.parent_id)
