"""A small lenient reader, to see whether what the relay plays says what the catalogue claims."""

import json
import re
import zlib
from dataclasses import dataclass, field
from typing import Any

from tests.demo.raw import RawReply


@dataclass
class Reading:
    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)
    finish_reason: str | None = None
    usage: dict[str, Any] | None = None
    error: object = None
    is_done: bool = False


def read_answer(reply: RawReply) -> Reading:
    body = reply.body
    if reply.headers.get("content-encoding") == "gzip":
        body = zlib.decompressobj(31).decompress(body)
    reading = Reading()
    for value in _values(body.removeprefix(b"\xef\xbb\xbf")):
        if value == "[DONE]":
            reading.is_done = True
        elif not reading.is_done or (isinstance(value, dict) and not value.get("choices")):
            _take(reading, value)
    return reading


def _values(body: bytes) -> list[Any]:
    values: list[Any] = []
    if body.lstrip()[:1] == b"{":
        try:
            return [json.loads(body)]
        except ValueError:
            lines = body.decode().split("\n")
            return [part for line in lines if line for part in _jsons(line)]
    for event in re.split(rb"(?:\r\n|\r|\n){2,}", body):
        lines = [line.decode("utf-8", "replace") for line in re.split(rb"\r\n|\r|\n", event)]
        data = [re.sub(r"^(data: ?)+", "", line) for line in lines if line.startswith("data:")]
        if data:
            values += _jsons("\n".join(data).strip(" "))
        elif lines[0].startswith("{"):
            values += _jsons("\n".join(lines))
    return values


def _jsons(text: str) -> list[Any]:
    if text.startswith("[DONE]"):
        return ["[DONE]"]
    found: list[Any] = []
    decoder = json.JSONDecoder(strict=False)
    while text := text.lstrip("\n "):
        try:
            value, end = decoder.raw_decode(text)
        except ValueError:
            return found
        found.append(value)
        text = text[end:]
    return found


def _take(reading: Reading, value: dict[str, Any]) -> None:
    if value.get("error"):
        reading.error = value["error"]
    if value.get("usage") and value["usage"]["total_tokens"]:
        reading.usage = value["usage"]
    for choice in value.get("choices") or ():
        if choice.get("index", 0) == 0:
            _take_delta(reading, choice.get("delta") or choice.get("message") or {})
            reading.finish_reason = choice.get("finish_reason") or reading.finish_reason


def _take_delta(reading: Reading, delta: dict[str, Any]) -> None:
    content = delta.get("content") or ""
    if isinstance(content, list):
        content = "".join(part["text"] for part in content)
    reading.text += re.sub("[\ud800-\udfff]", "\ufffd", content)
    reading.reasoning += delta.get("reasoning_content") or delta.get("reasoning") or ""
    reading.refusal += delta.get("refusal") or ""
    reading.calls += delta.get("tool_calls") or ()
