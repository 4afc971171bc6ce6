from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.palette import Theme


@pytest.fixture(autouse=True)
def _looks_stay_here(qapp: QApplication) -> Iterator[None]:
    """Take away from the application what a theme has put on it."""
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    yield
    sheet, palette, font = before
    if qapp.styleSheet() != sheet:
        qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    theme.apply(Settings(theme="light"))
    yield theme
    theme.deleteLater()
