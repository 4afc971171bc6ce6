"""The combination of keys that opens the quick prompt from every program; off until it is set."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.hearing import hear
from supertoken_desktop.ui.hotkey.holder import HotkeyHolder, HotkeyRefused, News, Problem
from supertoken_desktop.ui.hotkey.keys import Combination, read_combination
from supertoken_desktop.ui.tasks import Tasks

CLOSE_LIMIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A combination that was wished for and cannot be had, and why."""

    combination: Combination
    problem: Problem


@dataclass(frozen=True, slots=True)
class HotkeyState:
    """How things stand.

    `held` is what opens the quick prompt, None where nothing does. `trigger` is what it is in the
    words of a desktop that chooses the keys itself, "" where it has given none; None where the keys
    are those held. `asked` is being asked for. `refusal` is what came of the last wish.
    """

    held: Combination | None = None
    trigger: str | None = None
    asked: Combination | None = None
    refusal: Refusal | None = None


class GlobalHotkey(QObject):
    """Hold what the settings say, and change it when other keys can be had.

    While it is at rest, the keys stay held and open nothing: others are being chosen then.
    """

    pressed = Signal()
    pressed_at_rest = Signal()
    state_changed = Signal(object)

    def __init__(
        self,
        preferences: Preferences,
        make_holder: Callable[[News], HotkeyHolder],
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._make_holder = make_holder
        self._tasks = tasks
        self._holder: HotkeyHolder | None = None
        self._wanted = ""
        self._turn = asyncio.Lock()
        self._newest = 0
        self._is_at_rest = False
        self._state = HotkeyState()
        hear(self, preferences.changed, self._follow)

    @property
    def state(self) -> HotkeyState:
        """Return how things stand."""
        return self._state

    def start(self) -> None:
        """Hold what the settings say, from now on."""
        self._follow(self._preferences.current)

    def choose(self, combination: Combination) -> None:
        """Hold other keys; once they are held, they are the setting. Else all stays as it was."""
        self._begin(combination, is_choice=True)

    def clear(self) -> None:
        """Hold nothing any more."""
        self._begin(None, is_choice=True)

    def rest(self) -> None:
        """Let the keys open nothing for a while."""
        self._is_at_rest = True

    def resume(self) -> None:
        """Let the keys do their work again."""
        self._is_at_rest = False

    async def close(self) -> None:
        """Give back what is held, and end."""
        self._newest += 1
        if self._holder is None:
            return
        self._holder.withdraw()
        # Who does not answer in time loses what it holds for us with the end of the process.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_LIMIT_S), self._turn:
                await self._holder.close()

    def _follow(self, settings: Settings) -> None:
        """Hold what somebody else has put into the settings; what cannot be read is none."""
        if settings.hotkey != self._wanted:
            self._begin(read_combination(settings.hotkey), is_choice=False)
            self._wanted = settings.hotkey

    def _begin(self, combination: Combination | None, *, is_choice: bool) -> None:
        """Begin a change; one that has not ended makes way for it."""
        self._newest += 1
        if self._holder is not None:
            self._holder.withdraw()
        self._tasks.spawn(self._change(combination, self._newest, is_choice=is_choice))

    async def _change(
        self, combination: Combination | None, number: int, *, is_choice: bool
    ) -> None:
        async with self._turn:
            if is_choice and number != self._newest:
                return
            if combination is None:
                await self._let_go()
            elif not await self._hold(combination):
                return
            if is_choice:
                self._wanted = "" if combination is None else str(combination)
                await self._preferences.update(hotkey=self._wanted)

    async def _hold(self, combination: Combination) -> bool:
        """Try to hold other keys; tell whether they are held."""
        if self._holder is None:
            news = News(self._on_pressed, self._on_trigger_changed, self._on_lost)
            self._holder = self._make_holder(news)
        self._tell(replace(self._state, asked=combination, refusal=None))
        try:
            trigger = await self._holder.hold(combination)
        except HotkeyRefused as refused:
            refusal = Refusal(combination, refused.problem)
            self._tell(replace(self._state, asked=None, refusal=refusal))
            return False
        self._tell(HotkeyState(held=combination, trigger=trigger))
        return True

    async def _let_go(self) -> None:
        if self._holder is not None:
            await self._holder.release()
        self._tell(HotkeyState())

    def _on_pressed(self) -> None:
        if self._is_at_rest:
            self.pressed_at_rest.emit()
        else:
            self.pressed.emit()

    def _on_trigger_changed(self, trigger: str) -> None:
        self._tell(replace(self._state, trigger=trigger))

    def _on_lost(self, problem: Problem) -> None:
        held = self._state.held
        if held is not None:
            self._tell(HotkeyState(refusal=Refusal(held, problem)))

    def _tell(self, state: HotkeyState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
