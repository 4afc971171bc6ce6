"""A streamed frame: text arrives, is parsed, laid out and painted; 40 characters a frame."""

import time

from benchmarks.answers import joined
from benchmarks.parts import CONVERSATION, application, entry, message, transcript
from benchmarks.report import percentile, say
from supertoken_desktop.domain.message import Role

SIZES = (1_000, 80_000)
FRAME_CHARACTERS = 40


def measure() -> None:
    """Print a line for each size, then the headline for the largest."""
    headline: dict[str, float] = {}
    for kind, text in (
        *((f"{size // 1000} kB", joined(size)) for size in SIZES),
        ("80 kB of code", "```python\n" + "value = compute(1, 'two')  # why\n" * 2500),
    ):
        figures = _stream(text)
        say(bench="stream", case=kind, **figures)
        if kind == f"{SIZES[-1] // 1000} kB":
            headline = figures
    say(p99_ms=headline["p99_ms"], max_ms=headline["max_ms"], cpu_s=headline["cpu_s"])


def _stream(text: str) -> dict[str, float]:
    app = application()
    view = transcript()
    question = message(Role.USER, "Tell me everything.")
    answer = message(Role.ASSISTANT, "", is_running=True)
    view.show_entries([entry(question), entry(answer)], conversation_id=CONVERSATION)
    app.processEvents()
    frames: list[float] = []
    cpu_began = time.process_time()
    for at in range(0, len(text), FRAME_CHARACTERS):
        began = time.thread_time()
        view.append(answer.id, text[at : at + FRAME_CHARACTERS])
        app.processEvents()
        frames.append((time.thread_time() - began) * 1000)
    cpu_s = time.process_time() - cpu_began
    view.close()
    view.deleteLater()
    return {
        "frames": len(frames),
        "median_ms": percentile(frames, 0.5),
        "p99_ms": percentile(frames, 0.99),
        "max_ms": max(frames),
        "cpu_s": cpu_s,
    }
