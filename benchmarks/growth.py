"""What ten minutes of streaming leave in memory, over the text itself."""

import gc
from dataclasses import replace

from benchmarks.answers import joined
from benchmarks.parts import CONVERSATION, application, entry, message, transcript
from benchmarks.report import resident_mb, say
from supertoken_desktop.domain.message import Message, Role

MINUTES = 10
FRAMES_A_SECOND = 30
# As fast as fast models write: about 70 tokens a second.
CHARACTERS_A_FRAME = 10
_ANSWER = 6_000
_BYTES_PER_MB = 1024 * 1024


def measure() -> None:
    """Stream answers one after the other; print memory each minute and its slope at the end."""
    app = application()
    view = transcript()
    text = joined(MINUTES * 60 * FRAMES_A_SECOND * CHARACTERS_A_FRAME)
    shown: list[Message] = []
    by_minute: list[float] = []
    a_minute = len(text) // MINUTES
    for minute in range(MINUTES):
        for start in range(minute * a_minute, (minute + 1) * a_minute, _ANSWER):
            whole = text[start : start + _ANSWER]
            running = message(Role.ASSISTANT, "", is_running=True)
            view.show_entries([*map(entry, shown), entry(running)], conversation_id=CONVERSATION)
            for at in range(0, len(whole), CHARACTERS_A_FRAME):
                view.append(running.id, whole[at : at + CHARACTERS_A_FRAME])
                app.processEvents()
            shown.append(_ended(running, whole))
        view.show_entries([*map(entry, shown)], conversation_id=CONVERSATION)
        app.processEvents()
        gc.collect()
        by_minute.append(resident_mb())
        say(bench="memory", minute=minute + 1, characters=(minute + 1) * a_minute, mb=by_minute[-1])
    half = MINUTES // 2
    grown_mb = by_minute[-1] - by_minute[half - 1]
    say(
        mb_after_first_minute=by_minute[-1] - by_minute[0],
        bytes_per_character=grown_mb * _BYTES_PER_MB / ((MINUTES - half) * a_minute),
    )


def _ended(running: Message, text: str) -> Message:
    return replace(message(Role.ASSISTANT, text), id=running.id)
