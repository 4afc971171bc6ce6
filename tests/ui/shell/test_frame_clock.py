from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.frame_clock import FrameClock


def test_it_ticks_while_somebody_needs_it(qtbot: QtBot, qapp: QApplication) -> None:
    clock = FrameClock()

    clock.need("page")

    with qtbot.waitSignals([clock.ticked, clock.ticked]):
        assert clock.is_ticking


def test_it_rests_when_nobody_needs_it_any_more(qapp: QApplication) -> None:
    clock = FrameClock()

    clock.need("page")
    clock.need("list")
    clock.done("page")
    was_ticking = clock.is_ticking
    clock.done("list")

    assert was_ticking
    assert not clock.is_ticking


def test_needing_twice_is_needing_once(qapp: QApplication) -> None:
    clock = FrameClock()

    clock.need("page")
    clock.need("page")
    clock.done("page")

    assert not clock.is_ticking
