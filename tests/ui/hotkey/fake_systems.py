"""Stand-ins for Windows and for a Mac, which know who holds which keys."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class FakeWindows:
    """Registers hotkeys as Windows says it does: for all programs, once each."""

    registered: dict[int, tuple[int, int]] = field(default_factory=dict)
    of_others: set[tuple[int, int]] = field(default_factory=set)
    error: int = 0

    def register(self, number: int, modifiers: int, key: int) -> int:
        wanted = modifiers & ~0x4000, key
        if self.error:
            return self.error
        held = {(known & ~0x4000, code) for known, code in self.registered.values()}
        if wanted in held | self.of_others or number in self.registered:
            return 1409
        self.registered[number] = modifiers, key
        return 0

    def unregister(self, number: int) -> None:
        del self.registered[number]

    def key_for(self, character: str) -> tuple[int, bool] | None:
        return {";": (0xBA, False), ":": (0xBA, True)}.get(character)


@dataclass
class FakeCarbon:
    """Registers exclusive hotkeys as a Mac says it does."""

    registered: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    of_others: set[tuple[int, int]] = field(default_factory=set)
    works: bool = True
    listeners: list[Callable[[int], bool]] = field(default_factory=list)
    next_reference: int = 100

    def listen(self, pressed: Callable[[int], bool]) -> bool:
        if self.works:
            self.listeners.append(pressed)
        return self.works

    def register(self, number: int, modifiers: int, key: int) -> tuple[int, int | None]:
        held = {(known, code) for _number, known, code in self.registered.values()}
        if (modifiers, key) in held | self.of_others:
            return -9878, None
        self.next_reference += 1
        self.registered[self.next_reference] = number, modifiers, key
        return 0, self.next_reference

    def unregister(self, reference: int) -> None:
        del self.registered[reference]

    def press(self) -> None:
        for number, _modifiers, _key in self.registered.values():
            assert [listener(number) for listener in self.listeners] == [True]
