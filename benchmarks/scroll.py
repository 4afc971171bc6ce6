"""Moving about in a conversation of 5,000 messages: by wheel, by page, by jump; resizing.

Milliseconds are CPU time of the window's thread, from the event to the end of its paint. Between
two moves the event loop runs as long as a held key leaves it.
"""

import itertools
import random
import time
from collections.abc import Callable

from benchmarks.answers import answers
from benchmarks.parts import CONVERSATION, application, entry, idle, message, transcript
from benchmarks.report import percentile, say
from supertoken_desktop.domain.message import Role
from supertoken_desktop.ui.transcript.entry import Entry
from supertoken_desktop.ui.transcript.view import TranscriptView

MESSAGES = 5_000
MOVES = 200
_NOTCH = 120
_KEY_REPEAT_MS = 33
_NARROWEST, _WIDEST, _STEP = 620, 1060, 8


def measure() -> None:
    """Print a line for each way to move, then the headline."""
    application()
    view = transcript()
    entries = _entries()
    view.show_entries(entries, conversation_id=CONVERSATION)
    pick = random.Random(5)  # the same places each time
    moves: dict[str, Callable[[int], None]] = {
        "notch": lambda _turn: _scroll(view, -_NOTCH),
        "page up": lambda _turn: _scroll(view, -view.verticalScrollBar().pageStep()),
        "page down": lambda _turn: _scroll(view, view.verticalScrollBar().pageStep()),
        "jump": lambda _turn: view.show_message(pick.choice(entries).message.id),
        "resize": lambda turn: _resize(view, turn),
    }
    worst: dict[str, float] = {}
    for name, move in moves.items():
        costs = [_cost(view, move, turn) for turn in range(MOVES)]
        worst[name] = percentile(costs, 0.99)
        median = percentile(costs, 0.5)
        say(bench="scroll", case=name, median_ms=median, p99_ms=worst[name], max_ms=max(costs))
    say(
        page_p99_ms=max(worst["page up"], worst["page down"]),
        jump_p99_ms=worst["jump"],
        resize_p99_ms=worst["resize"],
    )


def _entries() -> list[Entry]:
    texts = itertools.islice(answers(), MESSAGES)
    roles = itertools.cycle((Role.USER, Role.ASSISTANT))
    return [entry(message(role, text)) for role, text in zip(roles, texts, strict=False)]


def _scroll(view: TranscriptView, pixels: int) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + pixels)


def _resize(view: TranscriptView, turn: int) -> None:
    steps = (_WIDEST - _NARROWEST) // _STEP
    at = abs(turn % (2 * steps) - steps)
    view.resize(_NARROWEST + at * _STEP, view.height())


def _cost(view: TranscriptView, move: Callable[[int], None], turn: int) -> float:
    began = time.thread_time()
    move(turn)
    view.viewport().repaint()
    cost_ms = (time.thread_time() - began) * 1000
    idle(_KEY_REPEAT_MS)
    return cost_ms
