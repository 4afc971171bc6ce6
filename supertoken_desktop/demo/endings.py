"""Scenarios: how OpenAI-format streams end (entries 1 to 14 of the catalogue)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from supertoken_desktop.demo.chunks import DONE, data_event, packed
from supertoken_desktop.demo.faults import Fault, Origin
from supertoken_desktop.demo.reply_plan import TOOL_ARGUMENTS
from supertoken_desktop.demo.scene import Scene, Script, call_object
from supertoken_desktop.demo.wire import (
    JSON,
    Cut,
    Hang,
    Pause,
    Reply,
    Reset,
    Step,
    split_inside_character,
    whole,
)

GAP_S = 0.05
TOOL_NAME = "get_time"
FILTERED = Fault(
    400,
    "The response was filtered by the content management policy",
    "The response was filtered by the content management policy",
    "invalid_request_error",
    "content_filter",
    "prompt",
    Origin.UPSTREAM,
)


def normal(scene: Scene) -> Reply:
    """Answer as a healthy relay does."""
    return scene.normal()


def done_no_finish(scene: Scene) -> Reply:
    """Close with the end mark but without a finish reason."""
    return scene.sse(*scene.opening(), DONE)


def ended_by(reason: str) -> Script:
    """Return a script that breaks off in order, for a reason of the model's."""
    return lambda scene: scene.sse(*scene.opening(), *scene.ending(reason))


def content_filter(scene: Scene) -> Reply:
    """Stop for the filter, without token counts."""
    return scene.sse(*scene.opening(), scene.chunks.finish("content_filter"), DONE)


def content_filter_azure(scene: Scene) -> Reply:
    """Refuse the prompt before any stream."""
    return scene.fault(FILTERED)


def usage_separate(scene: Scene) -> Reply:
    """Give the token counts in a chunk without choices."""
    return scene.sse(*scene.all_text(), scene.chunks.finish("stop"), scene.usage(), DONE)


def usage_last(scene: Scene) -> Reply:
    """Give the token counts in the chunk with the finish reason."""
    last = scene.chunks.finish("stop", scene.plan.counts.as_usage())
    return scene.sse(*scene.all_text(), last, DONE)


def usage_null(scene: Scene) -> Reply:
    """Say `usage: null` in every chunk but the last."""
    quiet = replace(scene, chunks=scene.chunks.renamed(usage=None))
    last = scene.chunks.finish("stop", scene.plan.counts.as_usage())
    return scene.sse(*quiet.all_text(), last, DONE)


def usage_every(scene: Scene) -> Reply:
    """Give growing token counts in every chunk."""
    counts = scene.plan.counts
    steps: list[Step] = [scene.chunks.role()]
    for number, piece in enumerate(scene.plan.pieces, 1):
        so_far = replace(counts, completion=number)
        chunks = scene.chunks.renamed(usage=so_far.as_usage())
        steps.append(chunks.text(piece))
    return scene.sse(*steps, scene.chunks.finish("stop", counts.as_usage()), DONE)


def usage_after(scene: Scene) -> Reply:
    """Give the token counts after the finish reason, beside an empty delta."""
    choice = {"index": 0, "delta": {}}
    last = scene.chunks.event([choice], usage=scene.plan.counts.as_usage())
    return scene.sse(*scene.all_text(), scene.chunks.finish("stop"), last, DONE)


def cut_by(end: Step) -> Script:
    """Return a script that loses the connection in the middle of an event."""

    def play(scene: Scene) -> Reply:
        if not scene.stream:
            healthy = scene.normal()
            return replace(healthy, body=(*_halved(healthy), end))
        piece = data_event(scene.chunks.payload([]))[: len('data: {"id":"c1","cho')]
        return scene.sse(*scene.opening(), piece, end)

    return play


def cut_length(scene: Scene) -> Reply:
    """Promise more bytes than come."""
    if not scene.stream:
        healthy = scene.normal()
        return replace(healthy, body=(*_halved(healthy), Cut()))
    steps = scene.opening()
    sent = sum(len(step) for step in steps if isinstance(step, bytes))
    return replace(scene.sse(*steps, Cut()), length=sent + 100)


def cut_utf8(scene: Scene) -> Reply:
    """Lose the connection inside a character."""
    whole_event = scene.chunks.text("你好")
    piece = whole_event[: whole_event.index("好".encode()) + 2]
    return scene.sse(*scene.opening(), piece, Reset())


def split_utf8(scene: Scene) -> Reply:
    """Send one character in two writes with a gap between."""
    healthy = scene.normal()
    gap_s = GAP_S if scene.cue.gap_s is None else scene.cue.gap_s
    return healthy.with_body(split_inside_character(healthy.body, gap_s))


def finish_no_done(scene: Scene) -> Reply:
    """End in order, but without the end mark."""
    return scene.sse(*scene.all_text(), scene.chunks.finish("stop"))


def finish_no_done_reset(scene: Scene) -> Reply:
    """Give a finish reason, then reset the connection."""
    return scene.sse(*scene.all_text(), scene.chunks.finish("stop"), Reset())


def finish_then_hang(scene: Scene) -> Reply:
    """Give a finish reason, then keep the connection open."""
    wait_s = 3600 if scene.cue.wait_s is None else scene.cue.wait_s
    return scene.sse(*scene.all_text(), scene.chunks.finish("stop"), Pause(wait_s))


def eof_no_finish(scene: Scene) -> Reply:
    """End the body properly, without finish reason or end mark."""
    return scene.sse(*scene.opening())


def null_finish_all(scene: Scene) -> Reply:
    """Give an empty string as the last finish reason."""
    return scene.sse(*scene.opening(), scene.chunks.finish(""), DONE)


def null_finish_all_eof(scene: Scene) -> Reply:
    """Give an empty string as the last finish reason, and no end mark."""
    return scene.sse(*scene.opening(), scene.chunks.finish(""))


def tool_finish_by(reason: str) -> Script:
    """Return a script that calls a tool in one piece and ends with a reason."""

    def play(scene: Scene) -> Reply:
        call = call_object("call_demo_1", TOOL_NAME, TOOL_ARGUMENTS)
        delta = scene.chunks.delta({"tool_calls": [{"index": 0, **call}]})
        return scene.sse(scene.chunks.role(), delta, *scene.ending(reason))

    return play


def _halved(reply: Reply) -> list[Step]:
    data = b"".join(step for step in reply.body if isinstance(step, bytes))
    return [data[: len(data) // 2]]


def hang_after(steps: Callable[[Scene], list[Step]]) -> Script:
    """Return a script that sends some steps and then nothing more."""

    def play(scene: Scene) -> Reply:
        if not scene.stream:
            return whole(200, JSON, packed({})).with_body((b"{", Hang()))
        return scene.sse(*steps(scene), Hang())

    return play


SCRIPTS: Mapping[str, Script] = {
    "normal": normal,
    "done-no-finish": done_no_finish,
    "length": ended_by("length"),
    "content-filter": content_filter,
    "content-filter/azure": content_filter_azure,
    "usage-separate": usage_separate,
    "usage-last": usage_last,
    "usage-last/null": usage_null,
    "usage-last/every": usage_every,
    "usage-last/after": usage_after,
    "cut-chunk": cut_by(Reset()),
    "cut-chunk/fin": cut_by(Cut()),
    "cut-length": cut_length,
    "cut-utf8": cut_utf8,
    "split-utf8": split_utf8,
    "finish-no-done": finish_no_done,
    "finish-no-done/reset": finish_no_done_reset,
    "finish-then-hang": finish_then_hang,
    "eof-no-finish": eof_no_finish,
    "null-finish-all": null_finish_all,
    "null-finish-all/eof": null_finish_all_eof,
    "unknown-finish": ended_by("eos"),
    "unknown-finish/pause_turn": ended_by("pause_turn"),
    "unknown-finish/STOP": ended_by("STOP"),
    "unknown-finish/end_turn": ended_by("end_turn"),
    "unknown-finish/max_tokens": ended_by("max_tokens"),
    "unknown-finish/error": ended_by("error"),
    "tool-finish": tool_finish_by("tool_calls"),
    "tool-finish/stop": tool_finish_by("stop"),
    "stall": hang_after(Scene.opening),
    "stall-first": hang_after(lambda scene: [scene.chunks.role()]),
}
