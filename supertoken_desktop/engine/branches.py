"""Find one's way in a tree of messages; pure."""

from collections import defaultdict
from collections.abc import Iterable

from supertoken_desktop.domain.conversation import Conversation, MessageTree
from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message
from supertoken_desktop.engine.errors import NotThere

RESTART = "restart"
TWO_CHOICES = "two-choices"
_OTHER_VERSIONS = (RESTART, TWO_CHOICES)


def message_in(tree: MessageTree, message_id: MessageId) -> Message:
    """Return a message of a tree. Raises: NotThere."""
    if message_id not in tree:
        raise NotThere(f"no message {message_id}", reason="message")
    return tree.get(message_id)


def active_leaf(conversation: Conversation, tree: MessageTree) -> MessageId | None:
    """Return the active leaf, the newest one where it is not in the tree any more."""
    leaf = conversation.active_leaf
    return leaf if leaf is not None and leaf in tree else tree.newest_leaf()


def shown_leaf(tree: MessageTree, message_id: MessageId) -> MessageId:
    """Return the newest leaf below a message, itself where it has no children.

    What a relay sent beside an answer is passed by where there is the answer itself.
    """
    at = message_id
    while below := tree.children(at):
        answers = (m for m in reversed(below) if tree.get(m).reason not in _OTHER_VERSIONS)
        at = next(answers, below[-1])
    return at


def is_below(tree: MessageTree, message_id: MessageId | None, top: MessageId) -> bool:
    """Tell whether a message is `top` or stands somewhere below it."""
    at = message_id
    while at is not None:
        if at == top:
            return True
        at = tree.get(at).parent_id
    return False


def leaf_without(tree: MessageTree, leaf: MessageId | None, gone: MessageId) -> MessageId | None:
    """Return the active leaf for when `gone` and all below it are taken away.

    A leaf elsewhere stays. Otherwise it is the leaf of the next older sibling, else of the next
    younger one, else the parent.
    """
    if not is_below(tree, leaf, gone):
        return leaf
    siblings = tree.siblings(gone)
    at = siblings.index(gone)
    beside = siblings[at - 1] if at > 0 else next(iter(siblings[1:]), None)
    return tree.get(gone).parent_id if beside is None else shown_leaf(tree, beside)


def all_messages(tree: MessageTree) -> tuple[Message, ...]:
    """Return every message of a tree, parents before their children."""
    return tuple(message for root in tree.children(None) for message in tree.subtree(root))


def in_order(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Return messages parents first and siblings by age, also where they were saved otherwise.

    A deletion that was undone saves old messages anew, after younger ones.
    """
    children: defaultdict[MessageId | None, list[Message]] = defaultdict(list)
    for message in messages:
        children[message.parent_id].append(message)
    for siblings in children.values():
        siblings.sort(key=_age)
    ordered: list[Message] = []
    waiting = list(reversed(children[None]))
    while waiting:
        message = waiting.pop()
        ordered.append(message)
        waiting.extend(reversed(children.get(message.id, ())))
    return tuple(ordered)


def _age(message: Message) -> tuple[float, str]:
    return (message.created_at.timestamp(), message.id)
