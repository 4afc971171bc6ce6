"""Text as it arrives → text as the parser wants it, whatever the pieces were cut from."""

import re

_LINE_END = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HIGH_SURROGATE = re.compile("[\ud800-\udbff]$")


class Normaliser:
    """Make every line end LF, and characters that can't be shown U+FFFD.

    Line ends and surrogate pairs may be cut anywhere: the pieces normalised one by one are the
    whole text normalised once.
    """

    def __init__(self) -> None:
        self._after_return = False
        self._held = ""

    def feed(self, text: str) -> str:
        """Return what of `text` is certain; half a character waits for its other half."""
        if not text:
            return ""
        text = self._held + text
        self._held = ""
        if _HIGH_SURROGATE.search(text):
            text, self._held = text[:-1], text[-1]
        if self._after_return and text:
            text = text.removeprefix("\n")
            self._after_return = False
        if "\r" in text:
            self._after_return = text.endswith("\r")
            text = _LINE_END.sub("\n", text)
        return _shown(text)

    def finish(self) -> str:
        """Return what was held back."""
        held, self._held = self._held, ""
        return _shown(held)


def normalise(text: str) -> str:
    """Return `text` normalised as a whole."""
    normaliser = Normaliser()
    return normaliser.feed(text) + normaliser.finish()


def after_lines(text: str, count: int) -> str:
    """Return `text` without its first `count` lines."""
    position = 0
    for _ in range(count):
        end = text.find("\n", position)
        if end < 0:
            return ""
        position = end + 1
    return text[position:]


def lines_of(text: str, start: int, end: int) -> str:
    """Return lines `start` to `end` (exclusive, from 0) of `text`, each with its line end."""
    lines = after_lines(text, start)
    return lines[: len(lines) - len(after_lines(lines, end - start))]


def _shown(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
