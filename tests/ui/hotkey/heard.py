"""What a holder tells, kept for looking at."""

from dataclasses import dataclass, field

from supertoken_desktop.ui.hotkey.holder import News, Problem
from supertoken_desktop.ui.hotkey.keys import Combination, read_combination


@dataclass
class Heard:
    """News of a holder, in their order."""

    presses: int = 0
    triggers: list[str] = field(default_factory=list)
    losses: list[Problem] = field(default_factory=list)

    @property
    def news(self) -> News:
        return News(self._press, self.triggers.append, self.losses.append)

    def _press(self) -> None:
        self.presses += 1


def keys(text: str) -> Combination:
    found = read_combination(text)
    assert found is not None, text
    return found
