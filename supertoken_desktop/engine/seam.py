"""Join a continued answer to what stood there before, without saying anything twice; pure."""

OVERLAP_LIMIT = 200
# Shorter repeats are as likely to be the middle of a word ("hel" + "lo"), and text is never risked.
_NEEDED_WEIGHT = 8
_WIDE_FROM = "\u2e80"


def overlap(old: str, new: str) -> int:
    """Return how many characters at the beginning of `new` repeat the end of `old`.

    At most 200 characters are looked at, and a repeat counts from eight letters or digits on, a
    Chinese, Japanese or Korean one counting twice.
    """
    for length in range(min(len(old), len(new), OVERLAP_LIMIT), 0, -1):
        if old.endswith(new[:length]):
            return length if _weight(new[:length]) >= _NEEDED_WEIGHT else 0
    return 0


class Seam:
    """Hold back the beginning of a continuation until it is clear what of it is a repeat."""

    def __init__(self, old: str) -> None:
        self._end = old[-OVERLAP_LIMIT:]
        self._held = ""
        self.is_closed = not self._end

    def feed(self, text: str) -> str:
        """Return what of the text so far is new, "" while that is not clear yet."""
        if self.is_closed:
            return text
        self._held += text
        if len(self._held) < len(self._end) and self._may_go_on_repeating():
            return ""
        return self.finish()

    def finish(self) -> str:
        """Return what is still held back, without the repeat."""
        held, self._held = self._held, ""
        if self.is_closed:
            return held
        self.is_closed = True
        return held[overlap(self._end, held) :]

    def _may_go_on_repeating(self) -> bool:
        return self._held in self._end


def _weight(text: str) -> int:
    return sum(2 if char >= _WIDE_FROM else 1 for char in text if char.isalnum())
