"""What the journal takes."""

from typing import Protocol


class Piece(Protocol):
    """A stretch of a running answer and its kind."""

    @property
    def kind(self) -> str:
        """Return "text", "reasoning" or "refusal"."""
        ...

    @property
    def text(self) -> str:
        """Return the stretch."""
        ...
