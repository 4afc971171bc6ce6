"""What a chat request asks for, checked as strictly as the relay checks it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from supertoken_desktop.demo.faults import Fault, bad_request
from supertoken_desktop.demo.pictures import picture_size

ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})
PICTURE_TOKENS = 85


class Refused(Exception):
    """A request that breaks a rule; carries the answer."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.en)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Asked:
    """A valid chat request in the terms that an answer depends on.

    `question` is the text of the last user message, `earlier` the user's text before it and what
    was answered to that, `instructions` what system and developer said,
    `tool_outputs` the results that stand after the last assistant turn.
    """

    model: str
    stream: bool
    include_usage: bool
    question: str
    instructions: str
    tool_names: tuple[str, ...]
    tool_outputs: tuple[str, ...]
    pictures: tuple[tuple[int, int], ...]
    prompt_tokens: int
    max_tokens: int | None
    stops: tuple[str, ...]
    fields: Mapping[str, object]
    earlier: tuple[str, str] = ("", "")


def read_asked(body: object) -> Asked:
    """Check a decoded body and return what it asks for.

    Raises: Refused, naming the field that is wrong.
    """
    if not isinstance(body, dict):
        raise _wrong("the request body must be a JSON object", "body")
    model = body.get("model")
    if not isinstance(model, str) or not model:
        raise _wrong("model must be a non-empty string", "model")
    stream = _flag(body, "stream")
    reader = _MessageReader()
    reader.read(body.get("messages"))
    _number(body, "temperature", 2)
    _number(body, "top_p", 1)
    return Asked(
        model=model,
        stream=stream,
        include_usage=_include_usage(body, stream=stream),
        question=reader.question,
        instructions="\n".join(reader.instructions),
        tool_names=_tool_names(body),
        tool_outputs=tuple(reader.outputs),
        pictures=tuple(reader.pictures),
        prompt_tokens=math.ceil(reader.text_bytes / 4) + PICTURE_TOKENS * len(reader.pictures),
        max_tokens=_token_cap(body),
        stops=_stops(body),
        fields=body,
        earlier=reader.earlier,
    )


class _MessageReader:
    """Walk the messages once, check them and gather their texts."""

    def __init__(self) -> None:
        self.question = ""
        self.earlier = ("", "")
        self.instructions: list[str] = []
        self.outputs: list[str] = []
        self.pictures: list[tuple[int, int]] = []
        self.text_bytes = 0
        self._open_calls: set[str] = set()
        self._said = ""

    def read(self, messages: object) -> None:
        if not isinstance(messages, list) or not messages:
            raise _wrong("messages must be a non-empty array", "messages")
        for number, message in enumerate(messages):
            where = f"messages[{number}]"
            if not isinstance(message, dict) or message.get("role") not in ROLES:
                raise _wrong(f"unknown role {_role(message)!r}", f"{where}.role")
            self._read_message(message, where)
        if self._open_calls:
            raise _wrong("every tool call needs a result", "messages")

    def _read_message(self, message: dict[str, object], where: str) -> None:
        role = message["role"]
        if role != "tool" and self._open_calls:
            raise _wrong("tool results must follow the calls", f"{where}.role")
        text = self._content(message, where)
        self.text_bytes += len(text.encode("utf-8", "replace"))
        if role == "user":
            self.earlier = (self.question, self._said)
            self.question, self.outputs, self._said = text, [], ""
        elif role == "assistant":
            self.outputs, self._said = [], text
            self._open_calls = _call_ids(message, where)
        elif role == "tool":
            self._answer_call(message, where)
            self.outputs.append(text)
        else:
            self.instructions.append(text)

    def _answer_call(self, message: dict[str, object], where: str) -> None:
        call_id = message.get("tool_call_id")
        if call_id not in self._open_calls:
            raise _wrong("no tool call has this id", f"{where}.tool_call_id")
        self._open_calls.remove(str(call_id))

    def _content(self, message: dict[str, object], where: str) -> str:
        content = message.get("content")
        if isinstance(content, str):
            return content
        if content is None and message["role"] == "assistant":
            return ""
        if not isinstance(content, list) or not content:
            raise _wrong("content must be a string or an array of parts", f"{where}.content")
        return "".join(
            self._part(part, f"{where}.content[{number}]") for number, part in enumerate(content)
        )

    def _part(self, part: object, where: str) -> str:
        kind = part.get("type") if isinstance(part, dict) else None
        if isinstance(part, dict) and kind == "text" and isinstance(part.get("text"), str):
            return str(part["text"])
        if isinstance(part, dict) and kind == "image_url":
            picture = part.get("image_url")
            url = picture.get("url") if isinstance(picture, dict) else None
            size = picture_size(url) if isinstance(url, str) else None
            if size is None:
                raise _wrong("not a picture in a data URL", f"{where}.image_url.url")
            self.pictures.append(size)
            return ""
        raise _wrong(f"unknown content part {kind!r}", f"{where}.type")


def _wrong(message: str, param: str) -> Refused:
    return Refused(bad_request(message, param))


def _role(message: object) -> object:
    return message.get("role") if isinstance(message, dict) else None


def _call_ids(message: dict[str, object], where: str) -> set[str]:
    calls = message.get("tool_calls")
    if calls is None:
        return set()
    if not isinstance(calls, list):
        raise _wrong("tool_calls must be an array", f"{where}.tool_calls")
    ids = {
        call["id"] for call in calls if isinstance(call, dict) and isinstance(call.get("id"), str)
    }
    if len(ids) != len(calls):
        raise _wrong("every tool call needs an id of its own", f"{where}.tool_calls")
    return ids


def _flag(body: dict[str, object], name: str) -> bool:
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise _wrong(f"{name} must be a boolean", name)
    return value


def _number(body: dict[str, object], name: str, highest: float) -> None:
    if name not in body:
        return
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= highest:
        raise _wrong(f"{name} must be a number from 0 to {highest:g}", name)


def _include_usage(body: dict[str, object], *, stream: bool) -> bool:
    if "stream_options" not in body:
        return False
    wanted = body["stream_options"]
    if not stream:
        raise _wrong("stream_options is only allowed with stream", "stream_options")
    if not isinstance(wanted, dict):
        raise _wrong("stream_options must be an object", "stream_options")
    return wanted.get("include_usage") is True


def _token_cap(body: dict[str, object]) -> int | None:
    caps = []
    for name in ("max_tokens", "max_completion_tokens"):
        if name not in body:
            continue
        value = body[name]
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise _wrong(f"{name} must be an integer of at least 1", name)
        caps.append(value)
    return min(caps, default=None)


def _stops(body: dict[str, object]) -> tuple[str, ...]:
    if "stop" not in body:
        return ()
    value = body["stop"]
    values = [value] if isinstance(value, str) else value
    if (
        not isinstance(values, list)
        or not 1 <= len(values) <= 4
        or not all(isinstance(stop, str) and stop for stop in values)
    ):
        raise _wrong("stop must be a string or an array of up to 4 strings", "stop")
    return tuple(values)


def _tool_names(body: dict[str, object]) -> tuple[str, ...]:
    if "tools" not in body:
        if "tool_choice" in body:
            raise _wrong("tool_choice is only allowed with tools", "tool_choice")
        return ()
    tools = body["tools"]
    if not isinstance(tools, list) or not tools:
        raise _wrong("tools must be a non-empty array", "tools")
    names = []
    for number, tool in enumerate(tools):
        function = tool.get("function") if isinstance(tool, dict) else None
        name = function.get("name") if isinstance(function, dict) else None
        if not isinstance(name, str) or not name:
            raise _wrong(
                "every tool needs a function with a name", f"tools[{number}].function.name"
            )
        names.append(name)
    return tuple(names)
