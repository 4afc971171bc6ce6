from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import PlainFooter

SIZE = (900, 600)


@pytest.fixture(scope="package")
def shared_theme(qapp: QApplication) -> Iterator[Theme]:
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    yield Theme()
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])


@pytest.fixture
def theme(shared_theme: Theme) -> Theme:
    shared_theme.apply(Settings(theme="light"))
    return shared_theme


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def make_view(qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor) -> Callable[[], TranscriptView]:
    def make() -> TranscriptView:
        view = TranscriptView(theme, PlainFooter, pool)
        qtbot.addWidget(view)
        view.resize(*SIZE)
        view.show()
        qtbot.waitExposed(view)
        return view

    return make


@pytest.fixture
def view(make_view: Callable[[], TranscriptView]) -> TranscriptView:
    return make_view()
