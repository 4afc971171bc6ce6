from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.tray.watch import TrayWatch


class Trays:
    """A system whose tray comes and goes."""

    def __init__(self, *, is_there: bool) -> None:
        self.is_there = is_there
        self.looks = 0

    def __call__(self) -> bool:
        self.looks += 1
        return self.is_there


def watching(trays: Trays, *, is_needed: bool = True) -> tuple[TrayWatch, list[str]]:
    watch = TrayWatch(lambda: is_needed, trays, every_ms=1)
    told: list[str] = []
    watch.appeared.connect(lambda: told.append("appeared"))
    watch.vanished.connect(lambda: told.append("vanished"))
    watch.begin()
    return watch, told


def test_a_tray_that_comes_later_is_told_of(qtbot: QtBot) -> None:
    trays = Trays(is_there=False)
    watch, told = watching(trays)
    assert told == []

    trays.is_there = True
    qtbot.waitUntil(lambda: told == ["appeared"])
    watch.end()


def test_a_tray_that_goes_is_told_of(qtbot: QtBot) -> None:
    trays = Trays(is_there=True)
    watch, told = watching(trays)

    trays.is_there = False
    qtbot.waitUntil(lambda: told == ["appeared", "vanished"])
    watch.end()


def test_a_panel_that_starts_anew_is_no_news(qtbot: QtBot) -> None:
    trays = Trays(is_there=True)
    watch, told = watching(trays, is_needed=False)

    trays.is_there = False
    watch.look()
    trays.is_there = True
    watch.look()

    assert told == ["appeared"]
    watch.end()


def test_a_tray_that_never_comes_is_told_of_when_patience_ends(qtbot: QtBot) -> None:
    trays = Trays(is_there=False)
    watch = TrayWatch(lambda: True, trays, every_ms=1)

    with qtbot.waitSignal(watch.vanished):
        watch.begin(patience=15)

    assert trays.looks == 15
    watch.end()


def test_a_panel_that_comes_late_is_waited_for(qtbot: QtBot) -> None:
    trays = Trays(is_there=False)
    watch = TrayWatch(lambda: True, trays, every_ms=1)
    gone: list[bool] = []
    watch.vanished.connect(lambda: gone.append(True))
    watch.begin(patience=1000)

    with qtbot.waitSignal(watch.appeared):
        trays.is_there = True

    assert gone == []
    watch.end()


def test_a_tray_on_which_nothing_depends_is_not_looked_for(qtbot: QtBot) -> None:
    trays = Trays(is_there=True)
    watch, _told = watching(trays, is_needed=False)
    looks = trays.looks

    qtbot.wait(20)

    assert trays.looks == looks
    watch.end()
