"""A start at login that the system remembers, or refuses."""


class MemoryAutostart:
    """Satisfies Autostart."""

    def __init__(self, *, is_possible: bool = True) -> None:
        self.is_possible = is_possible
        self.refuses = False
        self.on = False

    def is_on(self) -> bool:
        return self.on

    def turn_on(self) -> None:
        self._set(on=True)

    def turn_off(self) -> None:
        self._set(on=False)

    def _set(self, *, on: bool) -> None:
        if self.refuses:
            raise PermissionError
        self.on = on
