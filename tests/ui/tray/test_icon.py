import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from supertoken_desktop.figures.paint import contrast
from supertoken_desktop.ui.tray.icon import SIZES, TrayState, tray_icon

PANELS = (QColor("#ffffff"), QColor("#d0d0d0"), QColor("#303338"), QColor("#000000"))
SEEN_FROM = 3.0


def colours(state: TrayState, size: int) -> list[QColor]:
    image = tray_icon(state).pixmap(QSize(size, size), 1.0).toImage()
    spots = ((x, y) for x in range(size) for y in range(size))
    found = (image.pixelColor(x, y) for x, y in spots)
    return [colour for colour in found if colour.alpha() > 250]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("panel", PANELS, ids=lambda colour: colour.name())
def test_as_much_as_an_outline_stands_out_on_any_panel(
    qapp: QApplication, panel: QColor, size: int
) -> None:
    solid = colours(TrayState.IDLE, size)

    seen = [colour for colour in solid if contrast(colour.name(), panel.name()) >= SEEN_FROM]

    assert len(seen) > 2 * size


@pytest.mark.parametrize("is_mask", [False, True])
@pytest.mark.parametrize("size", [16, 22, 24, 32])
def test_each_state_looks_different(qapp: QApplication, size: int, is_mask: bool) -> None:
    icons = (tray_icon(state, is_mask=is_mask) for state in TrayState)
    looks = {bytes(icon.pixmap(QSize(size, size), 1.0).toImage().bits()) for icon in icons}

    assert len(looks) == len(TrayState)


def test_a_mask_says_that_it_is_one(qapp: QApplication) -> None:
    assert tray_icon(TrayState.IDLE, is_mask=True).isMask()
    assert not tray_icon(TrayState.IDLE).isMask()
