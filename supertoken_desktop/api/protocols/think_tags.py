"""Reasoning that comes inside the answer text, between `<think>` and `</think>`.

Source: self-hosted models and relays that put reasoning into the content; some builds of Qwen send
the closing tag alone.
"""

import enum

from supertoken_desktop.domain.delta import Delta, ReasoningDelta, Restarted, TextDelta

_OPEN = "<think>"
_CLOSE = "</think>"
_FENCE = "```"
# Looking whether a closing tag is meant or quoted costs as much as there is text before it.
_MOST_QUOTED = 20
_MOST_BLANKS = 4096


class _State(enum.Enum):
    BEFORE = enum.auto()
    THINKING = enum.auto()
    BETWEEN = enum.auto()
    ANSWER = enum.auto()
    CLOSED = enum.auto()


class ThinkTags:
    """Part one answer's text into reasoning and answer, wherever the pieces are cut.

    A tag counts only at the very beginning; later ones are literal text. A closing tag alone on its
    line, with no opening one before it, makes reasoning of everything before it: what was passed on
    as answer is then taken back by `Restarted(keeps_earlier=False)`.
    """

    def __init__(self) -> None:
        self._state = _State.BEFORE
        self._held = ""
        self._passed: list[str] = []
        self._quoted = 0

    def feed(self, text: str) -> list[Delta]:
        """Return what a piece of the content means; a possible tag is held back."""
        if self._state is _State.CLOSED:
            return [TextDelta(text)]
        if self._state is _State.ANSWER and not self._held and "<" not in text:
            self._passed.append(text)
            return [TextDelta(text)]
        deltas: list[Delta] = []
        self._take(text, deltas)
        return deltas

    def give_up(self) -> list[Delta]:
        """Take all that follows for answer text; return what was held back."""
        deltas = self.finish()
        self._state = _State.CLOSED
        return deltas

    def finish(self) -> list[Delta]:
        """Return what was held back, once nothing more can come."""
        held, self._held = self._held, ""
        if not held:
            return []
        return [ReasoningDelta(held) if self._state is _State.THINKING else TextDelta(held)]

    def _take(self, text: str, deltas: list[Delta]) -> None:
        text, self._held = self._held + text, ""
        if self._state is _State.BEFORE:
            text = self._begin(text)
        if self._state is _State.THINKING:
            text = self._think(text, deltas)
        if self._state is _State.ANSWER:
            text = self._answer(text, deltas)
        if self._state is _State.BETWEEN:
            text = text.lstrip()
            if text:
                self._state = _State.CLOSED
        if self._state is _State.CLOSED and text:
            deltas.append(TextDelta(text))

    def _begin(self, text: str) -> str:
        start = text.lstrip()
        if start.startswith(_OPEN):
            self._state = _State.THINKING
            return start.removeprefix(_OPEN)
        if _OPEN.startswith(start) and len(text) <= _MOST_BLANKS:
            self._held = text
            return ""
        self._state = _State.ANSWER
        return text

    def _think(self, text: str, deltas: list[Delta]) -> str:
        if not self._passed:
            text = text.lstrip()
        thought, tag, rest = text.partition(_CLOSE)
        if tag:
            self._state = _State.BETWEEN
        else:
            thought, self._held = _without_begun(text, _CLOSE)
        if thought:
            self._passed = [thought]
            deltas.append(ReasoningDelta(thought))
        return rest

    def _answer(self, text: str, deltas: list[Delta]) -> str:
        at = text.find(_CLOSE)
        while at >= 0 and not self._ends_thinking("".join(self._passed) + text[:at]):
            self._quoted += 1
            if self._quoted == _MOST_QUOTED:
                self._state = _State.CLOSED
                return text
            at = text.find(_CLOSE, at + len(_CLOSE))
        if at >= 0:
            before = "".join(self._passed) + text[:at]
            self._state = _State.BETWEEN
            if self._passed:
                deltas.append(Restarted(keeps_earlier=False))
            if before.strip():
                deltas.append(ReasoningDelta(before.strip()))
            return text[at + len(_CLOSE) :]
        kept, held = _without_begun(text, _CLOSE)
        if held and _is_at_line_start(kept or "".join(self._passed[-1:])):
            self._held = held
        else:
            kept = text
        if kept:
            self._passed.append(kept)
            deltas.append(TextDelta(kept))
        return ""

    @staticmethod
    def _ends_thinking(before: str) -> bool:
        """Tell whether a closing tag behind `before` stands alone and is not quoted."""
        is_in_fence = before.count(_FENCE) % 2 == 1
        return _is_at_line_start(before) and not is_in_fence and _OPEN not in before


def _without_begun(text: str, tag: str) -> tuple[str, str]:
    """Part text from the beginning of a tag at its end."""
    for size in range(min(len(tag) - 1, len(text)), 0, -1):
        if text.endswith(tag[:size]):
            return text[:-size], text[-size:]
    return text, ""


def _is_at_line_start(text: str) -> bool:
    line = text.rstrip(" \t")
    return not line or line.endswith("\n")
