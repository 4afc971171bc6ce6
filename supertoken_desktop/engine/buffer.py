"""What an answer brought since somebody last looked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """New text since the last look; where `restarted`, it begins the answer anew."""

    text: str
    reasoning: str
    restarted: bool


class DeltaBuffer:
    """Hold pieces of text until a frame takes them; adding a piece costs one append."""

    __slots__ = ("_reasoning", "_restarted", "_text")

    def __init__(self) -> None:
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._restarted = False

    @property
    def filled(self) -> bool:
        """Tell whether there is something to take."""
        return bool(self._text) or bool(self._reasoning) or self._restarted

    def add_text(self, text: str) -> None:
        """Add a piece of the answer."""
        self._text.append(text)

    def add_reasoning(self, text: str) -> None:
        """Add a piece of the reasoning."""
        self._reasoning.append(text)

    def restart(self) -> None:
        """Forget what nobody took and tell the taker that the answer begins anew."""
        self._text.clear()
        self._reasoning.clear()
        self._restarted = True

    def take(self) -> Taken:
        """Return what has come since the last call and forget it."""
        taken = Taken("".join(self._text), "".join(self._reasoning), self._restarted)
        self._text.clear()
        self._reasoning.clear()
        self._restarted = False
        return taken
