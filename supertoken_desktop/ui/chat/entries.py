"""From the tree of messages to what the transcript shows: the path to the active leaf. Pure."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from supertoken_desktop.domain.conversation import MessageTree
from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.domain.message import Message, Role
from supertoken_desktop.domain.parts import Part, ReasoningPart, TextPart
from supertoken_desktop.ui.transcript.entry import Entry

if TYPE_CHECKING:
    from supertoken_desktop.engine.turn import Turn

_SHOWN = (Role.USER, Role.ASSISTANT)


def entries_of(
    tree: MessageTree,
    leaf: MessageId | None,
    turn: "Turn | None",
    label_of: Callable[[Message], str],
) -> tuple[Entry, ...]:
    """Return the messages of a path as entries; the answer of `turn` with what it has so far."""
    return tuple(
        _entry(tree, message, turn, label_of)
        for message in tree.path(leaf)
        if message.role in _SHOWN
    )


def hidden_messages(tree: MessageTree, leaf: MessageId | None) -> tuple[Message, ...]:
    """Return the questions and answers on other branches than the one that ends with `leaf`."""
    seen = {message.id for message in tree.path(leaf)}
    everything = (message for root in tree.children(None) for message in tree.subtree(root))
    return tuple(m for m in everything if m.id not in seen and m.role in _SHOWN)


def last_of(entries: tuple[Entry, ...], role: Role) -> Message | None:
    """Return the last message of a role, None where there is none."""
    found = (entry.message for entry in reversed(entries) if entry.message.role is role)
    return next(found, None)


def _entry(
    tree: MessageTree,
    message: Message,
    turn: "Turn | None",
    label_of: Callable[[Message], str],
) -> Entry:
    siblings = tree.siblings(message.id)
    is_running = turn is not None and turn.message_id == message.id
    shown = _so_far(message, turn) if turn is not None and is_running else message
    return Entry(
        message=shown,
        position=siblings.index(message.id) + 1,
        count=len(siblings),
        model_label=label_of(message) if message.role is Role.ASSISTANT else "",
        is_running=is_running,
    )


def _so_far(message: Message, turn: "Turn") -> Message:
    parts: list[Part] = []
    if turn.reasoning:
        parts.append(ReasoningPart(turn.reasoning))
    if turn.text:
        parts.append(TextPart(turn.text))
    return replace(message, parts=tuple(parts), verdict=None, reason=None, error=None)
