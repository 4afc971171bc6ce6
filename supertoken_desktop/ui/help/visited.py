"""The way through the guide, there and back."""

from dataclasses import replace

from supertoken_desktop.ui.help.guide import Place

_MOST = 100


class Visited:
    """Remember where the reader was; a new step from the middle forgets what lay ahead."""

    def __init__(self, first: Place) -> None:
        self._places = [first]
        self._at = 0

    @property
    def current(self) -> Place:
        """Where the reader is."""
        return self._places[self._at]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the reader has come back from somewhere."""
        return self._at < len(self._places) - 1

    def visit(self, place: Place) -> None:
        """Go to a place; the same one twice is one step."""
        if place == self.current:
            return
        self._places = [*self._places[: self._at + 1], place][-_MOST:]
        self._at = len(self._places) - 1

    def back(self) -> Place:
        """Go one step back, if there is one."""
        self._at = max(0, self._at - 1)
        return self.current

    def forward(self) -> Place:
        """Go one step forward, if there is one."""
        self._at = min(len(self._places) - 1, self._at + 1)
        return self.current

    def forget_anchors(self) -> None:
        """Keep the pages alone."""
        self._places = [replace(place, anchor="") for place in self._places]
