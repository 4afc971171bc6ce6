"""Chunks of an OpenAI-format stream as bytes; what is fixed is encoded once for an answer."""

import json
from collections.abc import Mapping, Sequence

CREATED = 1_760_000_000
DONE = b"data: [DONE]\n\n"


def packed(value: object) -> bytes:
    """Return compact JSON in UTF-8, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def data_event(payload: bytes) -> bytes:
    """Return one server-sent event."""
    return b"data: " + payload + b"\n\n"


class Chunks:
    """Make the chunks of one answer; `answer_id` and `model` are the same in all of them."""

    def __init__(
        self, answer_id: str, model: str, *, top_level: Mapping[str, object] | None = None
    ) -> None:
        self.answer_id = answer_id
        self.model = model
        self._top = {
            "id": answer_id,
            "object": "chat.completion.chunk",
            "created": CREATED,
            "model": model,
            **(top_level or {}),
        }
        head = packed(self._top)[:-1] + b',"choices":[{"index":0,"delta":'
        self._text_head = b"data: " + head + b'{"content":'
        self._reasoning_head = b"data: " + head + b'{"reasoning_content":'
        self._tail = b'},"finish_reason":null}]}\n\n'

    def role(self) -> bytes:
        """Return the first chunk, which names the role and says nothing yet."""
        return self.delta({"role": "assistant", "content": ""})

    def text(self, piece: str) -> bytes:
        """Return a chunk with a piece of the answer."""
        return self._text_head + json.dumps(piece, ensure_ascii=False).encode() + self._tail

    def reasoning(self, piece: str) -> bytes:
        """Return a chunk with a piece of reasoning."""
        return self._reasoning_head + json.dumps(piece, ensure_ascii=False).encode() + self._tail

    def delta(self, delta: object, finish_reason: str | None = None, index: int = 0) -> bytes:
        """Return a chunk with one choice."""
        return self.event([{"index": index, "delta": delta, "finish_reason": finish_reason}])

    def finish(self, reason: str, usage: Mapping[str, object] | None = None) -> bytes:
        """Return the chunk that says why the answer ends, with the token counts inside if given."""
        choice = {"index": 0, "delta": {}, "finish_reason": reason}
        return self.event([choice], **({"usage": usage} if usage is not None else {}))

    def usage(self, usage: Mapping[str, object]) -> bytes:
        """Return the chunk without choices that carries the token counts."""
        return self.event([], usage=usage)

    def payload(self, choices: Sequence[object], **more: object) -> bytes:
        """Return the JSON of a chunk."""
        return packed({**self._top, "choices": choices, **more})

    def event(self, choices: Sequence[object], **more: object) -> bytes:
        """Return a chunk as an event, `more` being further top-level fields."""
        return data_event(self.payload(choices, **more))

    def renamed(
        self, *, answer_id: str | None = None, model: str | None = None, **top_level: object
    ) -> "Chunks":
        """Return a maker of chunks with another id, model or further top-level fields."""
        return Chunks(answer_id or self.answer_id, model or self.model, top_level=top_level)
