"""Tool calls put together from their pieces; indexes from relays are not to be trusted."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from supertoken_desktop.domain.delta import Delta, ToolCallDelta


@dataclass(slots=True)
class _Call:
    slot: int
    call_id: str = ""
    name: str = ""
    is_named: bool = False
    arguments: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, arguments: str) -> None:
        if arguments:
            self.arguments.append(arguments)
            self.size += len(arguments)


class ToolCalls:
    """Assemble the calls of one answer; each gets a slot in order of first sight.

    Source: new-api numbers several calls alike, leaves gaps or restarts at zero; the assembly rule
    of our notes on chat completions follows ids first, indexes second.
    """

    def __init__(self, make_id: Callable[[], str]) -> None:
        self._make_id = make_id
        self._calls: list[_Call] = []
        self._by_index: dict[int, _Call] = {}
        self._by_id: dict[str, _Call] = {}

    def __bool__(self) -> bool:
        return bool(self._calls)

    def take(self, entry: Mapping[str, object]) -> list[Delta]:
        """Return what one entry of `tool_calls` brings."""
        function = entry.get("function")
        brought = function if isinstance(function, dict) else {}
        call_id, name = _text(entry.get("id")), _text(brought.get("name"))
        arguments = _arguments(brought.get("arguments"))
        call = self._call_of(entry.get("index"), call_id, name)
        is_new_id = bool(call_id) and not call.call_id
        if is_new_id:
            call.call_id = call_id
            self._by_id[call_id] = call
        if name and name != call.name and not call.arguments:
            call.name += name
        if _is_repeated(call, arguments):
            arguments = ""
        call.add(arguments)
        told_name = self._told_name(call) if call.arguments else ""
        if not (is_new_id or told_name or arguments):
            return []
        return [ToolCallDelta(call.slot, call_id if is_new_id else "", told_name, arguments)]

    def finish(self) -> list[Delta]:
        """Return names not told yet, and ids for calls that came without."""
        deltas: list[Delta] = []
        for call in self._calls:
            name = self._told_name(call)
            made_id = ""
            if not call.call_id:
                made_id = call.call_id = self._make_id()
            if name or made_id:
                deltas.append(ToolCallDelta(call.slot, made_id, name))
        return deltas

    def _told_name(self, call: _Call) -> str:
        """Return the name once, when no further piece of it can come."""
        if call.is_named:
            return ""
        call.is_named = True
        return call.name

    def _call_of(self, index: object, call_id: str, name: str) -> _Call:
        known = self._by_id.get(call_id) if call_id else None
        if known is not None:
            return known
        if isinstance(index, int):
            call = self._by_index.get(index)
            if call is None or (call_id and call.call_id):
                call = self._by_index[index] = self._new_call()
            return call
        if not self._calls or call_id:
            return self._new_call()
        last = self._calls[-1]
        begins_next = bool(name and name != last.name and last.arguments)
        return self._new_call() if begins_next else last

    def _new_call(self) -> _Call:
        call = _Call(len(self._calls))
        self._calls.append(call)
        return call


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _arguments(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _text(value)


def _is_repeated(call: _Call, piece: str) -> bool:
    """Tell whether a piece is the whole of the arguments that are already there.

    Only one about as long can be; others are not compared, which would take ever longer.
    """
    if not (call.arguments and call.arguments[-1].endswith("}") and piece.startswith("{")):
        return False
    if 2 * len(piece) < call.size:
        return False
    so_far = "".join(call.arguments)
    try:
        return bool(json.loads(so_far) == json.loads(piece))
    except (ValueError, RecursionError):
        return False
