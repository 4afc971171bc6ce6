"""What an answer brought since somebody last looked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """New text since the last look; where `restarted`, it begins the answer anew."""

    text: str
    reasoning: str
    restarted: bool


class DeltaBuffer:
    """Hold pieces of text until a frame takes them; adding a piece costs one append.

    Each of those who look at an answer takes from a branch of their own.
    """

    __slots__ = ("_branches", "_reasoning", "_restarted", "_text")

    def __init__(self) -> None:
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._restarted = False
        self._branches: list[DeltaBuffer] = []

    def branch(self) -> "DeltaBuffer":
        """Return an empty buffer into which all goes from now on that comes into this one."""
        branch = DeltaBuffer()
        self._branches.append(branch)
        return branch

    def cut_off(self, branch: "DeltaBuffer") -> None:
        """Let nothing more go into a branch."""
        self._branches = [kept for kept in self._branches if kept is not branch]

    @property
    def filled(self) -> bool:
        """Tell whether there is something to take."""
        return bool(self._text) or bool(self._reasoning) or self._restarted

    def add_text(self, text: str) -> None:
        """Add a piece of the answer."""
        self._text.append(text)
        for branch in self._branches:
            branch.add_text(text)

    def add_reasoning(self, text: str) -> None:
        """Add a piece of the reasoning."""
        self._reasoning.append(text)
        for branch in self._branches:
            branch.add_reasoning(text)

    def restart(self) -> None:
        """Forget what nobody took and tell the taker that the answer begins anew."""
        self._text.clear()
        self._reasoning.clear()
        self._restarted = True
        for branch in self._branches:
            branch.restart()

    def take(self) -> Taken:
        """Return what has come since the last call and forget it."""
        taken = Taken("".join(self._text), "".join(self._reasoning), self._restarted)
        self._text.clear()
        self._reasoning.clear()
        self._restarted = False
        return taken
