from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.palette import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme()
    theme.apply(Settings(theme="light"))
    yield theme
    theme.deleteLater()
