"""What takes keys from all programs, as the rest of the program sees it; each system has its own.

A combination that cannot be had is no fault of the program's: it is a `Problem`, for the settings
to say.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from supertoken_desktop.ui.hotkey.keys import Combination


class Problem(enum.Enum):
    """Why a combination is not held."""

    TAKEN = enum.auto()
    NO_SUCH_KEY = enum.auto()
    DECLINED = enum.auto()
    NO_ANSWER = enum.auto()
    REFUSED = enum.auto()
    NOT_INSTALLED = enum.auto()
    NO_PORTAL = enum.auto()
    NO_WAY = enum.auto()
    LOST = enum.auto()

    @property
    def is_about_the_keys(self) -> bool:
        """Tell whether other keys may fare better."""
        return self in (Problem.TAKEN, Problem.NO_SUCH_KEY, Problem.DECLINED)


class HotkeyRefused(Exception):
    """A combination cannot be had; what was held before still is."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class News:
    """Who hears of what happens to the keys that are held; called in the window's thread.

    `trigger_changed` hears the keys in the desktop's words, where the desktop chooses them.
    `lost` means that nothing is held any more.
    """

    pressed: Callable[[], None]
    trigger_changed: Callable[[str], None]
    lost: Callable[[Problem], None]


class HotkeyHolder(Protocol):
    """Hold one combination of keys at a time; calls never overlap, but for `withdraw`."""

    async def hold(self, combination: Combination) -> str | None:
        """Take a combination from all programs, in place of the one before.

        Returns the keys in the desktop's words where the desktop chooses them ("" where it has
        given none), None where they are exactly those asked for.

        Raises: HotkeyRefused; the one before is still held then.
        """
        ...

    def withdraw(self) -> None:
        """Stop waiting for a person's answer, if `hold` does; it then refuses."""
        ...

    async def release(self) -> None:
        """Give back what is held."""
        ...

    async def close(self) -> None:
        """Give back what is held, and end."""
        ...


class NoHotkeys:
    """The holder of a place where there is no way to hold keys."""

    async def hold(self, combination: Combination) -> str | None:  # noqa: ARG002  # of all holders
        """Refuse. Raises: HotkeyRefused, always."""
        raise HotkeyRefused(Problem.NO_WAY)

    def withdraw(self) -> None:
        """Wait for nobody, as before."""

    async def release(self) -> None:
        """Hold nothing, as before."""

    async def close(self) -> None:
        """Hold nothing, as before."""
