"""Scenarios: odd contents and late additions (entries 20 to 25, 55 to 63 and 86 to 92)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from supertoken_desktop.demo.chunks import DONE, data_event, packed
from supertoken_desktop.demo.framing import upstream_error
from supertoken_desktop.demo.scene import Scene, Script, call_object
from supertoken_desktop.demo.wire import Pause, Reply, Reset, Step

TIME_CALL = ("call_demo_1", "get_time", '{"tz":"UTC"}')
WEATHER_CALL = ("call_demo_2", "get_weather", '{"city":"Paris"}')
OTHER_CHOICE = "Another answer."
REFUSAL = ("I can't", " help with that.")
THOUGHTS = ("First ", "think", ".")
SHORT_ANSWER = ("Ans", "wer")


def dup_role(*roles: object) -> Script:
    """Return a script that names a role in every delta."""

    def play(scene: Scene) -> Reply:
        deltas = [
            scene.chunks.delta({"role": roles[number % len(roles)], "content": piece})
            for number, piece in enumerate(scene.plan.pieces)
        ]
        return scene.sse(scene.chunks.role(), *deltas, *scene.ending())

    return play


def null_content(scene: Scene) -> Reply:
    """Mix text with null, missing and listed contents."""
    chunks = scene.chunks
    steps: list[Step] = [chunks.role(), chunks.delta({"content": None})]
    steps += [chunks.event([{"index": 0, "finish_reason": None}]), chunks.delta(None)]
    for number, piece in enumerate(scene.plan.pieces):
        listed = [{"type": "text", "text": piece[:1]}, {"type": "text", "text": piece[1:]}]
        steps.append(chunks.delta({"content": listed}) if number % 2 else chunks.text(piece))
    return scene.sse(*steps, *scene.ending())


def empty_choices(scene: Scene) -> Reply:
    """Send chunks without choices between the others."""
    chunks = scene.chunks
    bare = {"id": chunks.answer_id, "object": "chat.completion.chunk", "model": chunks.model}
    empties = (chunks.event([]), data_event(packed(bare)))
    nulls = data_event(packed({**bare, "choices": None}))
    return scene.sse(*empties, nulls, *scene.all_text(), *empties, nulls, *scene.ending())


def empty_choices_azure(scene: Scene) -> Reply:
    """Begin with the results of a prompt filter."""
    first = scene.chunks.event([], prompt_filter_results=[{"prompt_index": 0}])
    return scene.sse(first, *scene.all_text(), *scene.ending())


def two_choices(*, with_index: bool) -> Script:
    """Return a script that sends two choices side by side."""

    def play(scene: Scene) -> Reply:
        first = {"index": 0} if with_index else {}
        chunks = scene.chunks
        steps: list[Step] = []
        for piece in scene.plan.pieces:
            other = {"index": 1, "delta": {"content": "."}, "finish_reason": None}
            own = {**first, "delta": {"content": piece}, "finish_reason": None}
            steps += [chunks.event([other]), chunks.event([own])]
        said = chunks.delta({"content": OTHER_CHOICE}, index=1)
        ends = (chunks.delta({}, "length", index=1), chunks.event([_ended(first)]))
        return scene.sse(*steps, said, *ends, scene.usage(), DONE)

    return play


def _ended(choice: Mapping[str, object]) -> dict[str, object]:
    return {**choice, "delta": {}, "finish_reason": "stop"}


def tool_stream(*entries: Mapping[str, object], ends: bool = True) -> Script:
    """Return a script that calls tools, one delta an entry."""

    def play(scene: Scene) -> Reply:
        deltas = [scene.chunks.delta({"tool_calls": [entry]}) for entry in entries]
        ending = scene.ending("tool_calls") if ends else [Reset()]
        return scene.sse(scene.chunks.role(), *deltas, *ending)

    return play


def _begin(index: object, call: tuple[str, str, str], arguments: object = "") -> dict[str, object]:
    return {"index": index, **call_object(call[0], call[1], arguments)}


def _more(index: object, arguments: str, **more: object) -> dict[str, object]:
    return {"index": index, "function": {"arguments": arguments}, **more}


def _without(entry: Mapping[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in entry.items() if key != name}


def _in_pieces(index: object, call: tuple[str, str, str]) -> Sequence[dict[str, object]]:
    arguments = call[2]
    parts = (arguments[:3], arguments[3:10], arguments[10:])
    return (_begin(index, call), *(_more(index, part) for part in parts))


def _named_again(index: int, call: tuple[str, str, str]) -> Sequence[dict[str, object]]:
    named = {"name": call[1], "arguments": call[2][5:]}
    return _begin(index, call, call[2][:5]), {"index": index, "id": call[0], "function": named}


def ping_then_error(scene: Scene) -> Reply:
    """Keep alive for a while, then put an error without prefix into the body."""
    words = f"do request failed (request id: {scene.request_id})"
    error = upstream_error(words, "new_api_error", "do_request_failed")
    before = scene.opening() if scene.cue.after else []
    return scene.sse(*(b": PING\n\n",) * 3, *before, packed(error) + b"\n")


def restart(scene: Scene) -> Reply:
    """Begin the answer a second time in the same body."""
    again = replace(scene, chunks=scene.chunks.renamed(answer_id=f"{scene.chunks.answer_id}-b"))
    return scene.sse(*scene.opening(), *again.all_text(), *again.ending())


def changing_ids(scene: Scene) -> Reply:
    """Give every chunk an id of its own, which is no restart."""
    steps = [
        scene.chunks.renamed(answer_id=f"{scene.chunks.answer_id}-{number}").delta(
            {"role": "assistant", "content": piece}
        )
        for number, piece in enumerate(scene.plan.pieces)
    ]
    return scene.sse(*steps, *scene.ending())


def saying(*pieces: str) -> Script:
    """Return a script that streams fixed text."""

    def play(scene: Scene) -> Reply:
        said = scene.saying(*pieces)
        return said.sse(*said.all_text(), *said.ending())

    return play


def think_cut(scene: Scene) -> Reply:
    """Lose the connection inside the thinking."""
    said = scene.saying("<th", "ink>\nplan", " more")
    return said.sse(*said.all_text(), Reset())


def reasoning_fields(*names: str, speaks: bool = True) -> Script:
    """Return a script that sends reasoning under some field names, then perhaps text."""

    def play(scene: Scene) -> Reply:
        thoughts = [scene.chunks.delta(dict.fromkeys(names, piece)) for piece in THOUGHTS]
        plan = scene.plan.saying(*(SHORT_ANSWER if speaks else ()))
        said = replace(scene, plan=replace(plan, reasoning=THOUGHTS))
        texts = said.texts(said.plan.pieces)
        return said.sse(scene.chunks.role(), *thoughts, *texts, *said.ending())

    return play


def refusal(scene: Scene) -> Reply:
    """Decline in the field made for it."""
    deltas = [scene.chunks.delta({"refusal": piece}) for piece in REFUSAL]
    return scene.sse(scene.chunks.role(), *deltas, *scene.saying(*REFUSAL).ending())


def reset_before_headers(scene: Scene) -> Reply:
    """Accept the request, then reset the connection."""
    return replace(scene.normal(), before=(Reset(),))


def late_headers(default_s: float) -> Callable[[Scene], Reply]:
    """Return a script that lets the client wait for the status line."""

    def play(scene: Scene) -> Reply:
        wait_s = default_s if scene.cue.wait_s is None else scene.cue.wait_s
        return replace(scene.normal(), before=(Pause(wait_s),))

    return play


def double_finish(scene: Scene) -> Reply:
    """Finish with tools, say more, and finish again."""
    entry = _begin(0, TIME_CALL, TIME_CALL[2])
    first = scene.chunks.delta({"role": "assistant", "tool_calls": [entry]}, "tool_calls")
    return scene.sse(scene.chunks.role(), first, *scene.texts(SHORT_ANSWER), *scene.ending())


def double_finish_length(scene: Scene) -> Reply:
    """Finish for length, then for good."""
    return scene.sse(*scene.all_text(), scene.chunks.finish("length"), *scene.ending())


def finish_with_content(scene: Scene) -> Reply:
    """Say the last words in the chunk with the finish reason."""
    *pieces, last = scene.plan.pieces
    ending = scene.chunks.delta({"content": last}, "stop")
    return scene.sse(scene.chunks.role(), *scene.texts(pieces), ending, scene.usage(), DONE)


def late_finish(scene: Scene) -> Reply:
    """Give the finish reason only behind the end mark."""
    return scene.sse(*scene.opening(), DONE, scene.chunks.finish("stop"))


def model_swap(scene: Scene) -> Reply:
    """Answer under another model's name."""
    swapped = replace(scene, chunks=scene.chunks.renamed(model="demo-upstream-model"))
    return swapped.sse(*swapped.all_text(), *swapped.ending())


def model_swap_mid(scene: Scene) -> Reply:
    """Change the model's name on the way."""
    swapped = replace(scene, chunks=scene.chunks.renamed(model="demo-upstream-model"))
    later = swapped.texts(scene.plan.pieces[scene.cue.after :])
    return scene.sse(*scene.opening(), *later, *swapped.ending())


def usage_first(scene: Scene) -> Reply:
    """Give the token counts ahead of the finish reason."""
    return scene.sse(*scene.all_text(), scene.usage(), scene.chunks.finish("stop"), DONE)


def usage_zeros(scene: Scene) -> Reply:
    """Give zeros first and the token counts later."""
    zeros = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    first = scene.chunks.usage(zeros)
    finish = scene.chunks.finish("stop")
    return scene.sse(*scene.all_text(), first, finish, scene.usage(), first, DONE)


def bare_lines(scene: Scene) -> Reply:
    """Send JSON lines without a field name."""
    steps = (*scene.all_text(), *scene.ending())
    return scene.sse(
        *(step[6:-1] if isinstance(step, bytes) else step for step in steps),
    )


def double_prefix(scene: Scene) -> Reply:
    """Wrap an already wrapped body."""
    steps = (*scene.all_text(), *scene.ending())
    return scene.sse(*(b"data: " + step if isinstance(step, bytes) else step for step in steps))


_REPEATED = tuple({**entry, "id": "call_demo_1"} for entry in _in_pieces(0, TIME_CALL))

_SPARSE = tool_stream(*_in_pieces(1, TIME_CALL), *_in_pieces(3, WEATHER_CALL))

SCRIPTS: Mapping[str, Script] = {
    "dup-role": dup_role("assistant"),
    "dup-role/empty": dup_role("", None),
    "dup-role/different": dup_role("tool", "user"),
    "null-content": null_content,
    "empty-choices": empty_choices,
    "empty-choices/azure": empty_choices_azure,
    "two-choices": two_choices(with_index=True),
    "two-choices/no-index": two_choices(with_index=False),
    "tool-split": tool_stream(*_in_pieces(0, TIME_CALL)),
    "tool-split/invalid": tool_stream(_begin(0, TIME_CALL), _more(0, '{"tz":')),
    "tool-split/cut": tool_stream(*_in_pieces(0, TIME_CALL)[:2], ends=False),
    "tool-split/repeated-id": tool_stream(*_REPEATED),
    "tool-index": _SPARSE,
    "tool-index/sparse": _SPARSE,
    "tool-index/missing": tool_stream(
        *(
            _without(entry, "index")
            for entry in (*_in_pieces(0, TIME_CALL), *_in_pieces(0, WEATHER_CALL))
        )
    ),
    "tool-index/same-index": tool_stream(*_in_pieces(0, TIME_CALL), *_in_pieces(0, WEATHER_CALL)),
    "tool-index/no-id": tool_stream(
        *(
            _without(entry, "id")
            for entry in (*_in_pieces(0, TIME_CALL), *_in_pieces(1, WEATHER_CALL))
        )
    ),
    "tool-index/args-object": tool_stream(
        _begin(0, TIME_CALL, {"tz": "UTC"}), _begin(1, WEATHER_CALL, {"city": "Paris"})
    ),
    "tool-index/dup-name": tool_stream(*_named_again(0, TIME_CALL), *_named_again(1, WEATHER_CALL)),
    "ping-then-error": ping_then_error,
    "restart": restart,
    "restart/ids": changing_ids,
    "think-tags": saying("<th", "ink>\nplan", "\n</think>\n", "Answer"),
    "think-tags/unclosed": saying("<think>\nplan", " and more"),
    "think-tags/close-only": saying("plan", "\n</th", "ink>\nAnswer"),
    "think-tags/middle": saying("Answer with <th", "ink>tags</think>", " inside"),
    "think-tags/code": saying("```html\n<think>", "x</think>\n```"),
    "think-tags/cut": think_cut,
    "reasoning-fields": reasoning_fields("reasoning_content"),
    "reasoning-fields/reasoning": reasoning_fields("reasoning"),
    "reasoning-fields/both": reasoning_fields("reasoning_content", "reasoning"),
    "reasoning-fields/only": reasoning_fields("reasoning_content", speaks=False),
    "refusal": refusal,
    "net-rst-headers": reset_before_headers,
    "slow-headers": late_headers(30),
    "timeout-headers": late_headers(3600),
    "double-finish": double_finish,
    "double-finish/length": double_finish_length,
    "finish-with-content": finish_with_content,
    "late-finish": late_finish,
    "model-swap": model_swap,
    "model-swap/mid": model_swap_mid,
    "two-step-usage": usage_first,
    "two-step-usage/zeros": usage_zeros,
    "bare-lines": bare_lines,
    "double-prefix": double_prefix,
}
