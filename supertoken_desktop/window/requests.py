"""Gather what the program is called to do, from wherever, and have it done once it can be."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supertoken_desktop.app import Program
from supertoken_desktop.ui.desk import Desk, Engine
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from supertoken_desktop.domain.summons import Summons
    from supertoken_desktop.ui.summons.reception import Reception

# Before the window can be used; nobody means more than a few.
MOST_WAITING = 20


class Requests(QObject):
    """Take the arguments of this start and of later ones, links, and calls from the bus.

    What arrives before `begin` waits.
    """

    def __init__(self, wanted: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Summons] = []
        self._make: Callable[[], Reception] | None = None
        self._reception: Reception | None = None
        if wanted:
            self.take_arguments(wanted)

    def take_arguments(self, arguments: Sequence[str]) -> None:
        """Take what a later start wants; one without a wish wants to see the window."""
        # Most starts want nothing, and reading takes some time to load.
        from supertoken_desktop.domain.summons import ShowWindow, summons_of

        for summons in map(summons_of, arguments):
            self.take(summons)
        if not arguments:
            self.take(ShowWindow())

    def take_link(self, link: str) -> None:
        """Take a link that the system opens."""
        from supertoken_desktop.domain.summons import summons_of_link

        self.take(summons_of_link(link))

    def take(self, summons: "Summons") -> None:
        """Have a call answered, now or as soon as the window can be used."""
        if self._make is None:
            if len(self._waiting) < MOST_WAITING:
                self._waiting.append(summons)
            return
        if self._reception is None:
            # Most runs of the program are never called.
            self._reception = self._make()
        self._reception.take(summons)

    def begin(self, make: "Callable[[], Reception]") -> None:
        """Answer from now on, first what has waited; `make` is called with the first call."""
        self._make = make
        waiting, self._waiting = self._waiting, []
        for summons in waiting:
            self.take(summons)

    def end(self) -> None:
        """Answer nothing more: the window is closing."""
        self._make = None


def reception_over(
    program: Program,
    window: MainWindow,
    desk: Desk,
    tasks: Tasks,
    show_quick: Callable[[str], None],
    toggle_quick: Callable[[], None],
) -> "Reception":
    """Return who answers calls, with the ways to open the quick prompt."""
    from supertoken_desktop.ui.summons.reception import Reception

    engine = Engine(program.chat, program.library, program.profiles, program.preferences)
    reception = Reception(window, desk, engine, program.catalogue, tasks)
    reception.quick_wanted.connect(show_quick)
    reception.quick_toggled.connect(toggle_quick)
    return reception
