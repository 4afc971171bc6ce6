"""A streamed frame: text arrives, is parsed, laid out and painted.

Each case streams the end of an answer of some length, so many characters a frame; what comes before
it has arrived at once. Milliseconds are CPU time of the window's thread.
"""

import time
from dataclasses import dataclass

from benchmarks.answers import joined
from benchmarks.parts import CONVERSATION, application, entry, idle, message, transcript
from benchmarks.report import percentile, say
from supertoken_desktop.domain.message import Role

SIZES = (8_000, 80_000, 1_000_000)
PIECES = (1, 40, 400)
MOST_FRAMES = 2_000
_CODE_LINE = "value = compute(1, 'two')  # why\n"
_CODE_SIZE = 32_000
# Frames come every 33 ms; less is waited here, and nothing for single characters.
_BETWEEN_FRAMES_MS = 14


@dataclass(frozen=True, slots=True)
class _Figures:
    frames: int
    median_ms: float
    p99_ms: float
    max_ms: float
    us_per_character: float


def measure() -> None:
    """Print a line for each size and piece and for code, then the headline."""
    found = {(size, piece): _case(size, piece) for size in SIZES for piece in PIECES}
    code = _stream("```python\n" + _CODE_LINE * (_CODE_SIZE // len(_CODE_LINE)), 40)
    prose = _stream(joined(_CODE_SIZE), 40)
    for case, figures in (("32 kB of code", code), ("32 kB of prose", prose)):
        _say(case, 40, figures)
    at_80_kb = [found[80_000, piece] for piece in PIECES]
    say(
        p99_ms=max(figures.p99_ms for figures in at_80_kb),
        max_ms=max(figures.max_ms for figures in at_80_kb),
        median_1_mb_over_8_kb=max(
            found[1_000_000, piece].median_ms / found[8_000, piece].median_ms for piece in PIECES
        ),
        code_over_prose_per_character=code.us_per_character / prose.us_per_character,
    )


def _case(size: int, piece: int) -> _Figures:
    figures = _stream(joined(size), piece)
    _say(f"{size // 1000} kB", piece, figures)
    return figures


def _say(case: str, piece: int, figures: _Figures) -> None:
    say(
        bench="stream",
        case=case,
        characters_a_frame=piece,
        frames=figures.frames,
        median_ms=figures.median_ms,
        p99_ms=figures.p99_ms,
        max_ms=figures.max_ms,
        us_per_character=figures.us_per_character,
    )


def _stream(text: str, piece: int) -> _Figures:
    app = application()
    view = transcript()
    question = message(Role.USER, "Tell me everything.")
    begun = max(0, len(text) - MOST_FRAMES * piece)
    answer = message(Role.ASSISTANT, text[:begun], is_running=True)
    view.show_entries([entry(question), entry(answer)], conversation_id=CONVERSATION)
    app.processEvents()
    frames: list[float] = []
    for at in range(begun, len(text), piece):
        began = time.thread_time()
        view.append(answer.id, text[at : at + piece])
        app.processEvents()
        frames.append((time.thread_time() - began) * 1000)
        if piece > 1:
            idle(_BETWEEN_FRAMES_MS)
    view.close()
    view.deleteLater()
    app.processEvents()
    return _Figures(
        len(frames),
        percentile(frames, 0.5),
        percentile(frames, 0.99),
        max(frames),
        sum(frames) * 1000 / (len(text) - begun),
    )
