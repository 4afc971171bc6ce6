"""Every text fits: in our languages, in one that is longer, and at twice the size."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QTableView, QToolButton

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.transcript.rows.code import CodeView
from tests.ui.whole.fitting import misfits
from tests.ui.whole.windows import NAMES, window

TWICE_PT = 18
# Written in our languages alone.
GUIDE = ("help", "guide with hits")


@pytest.mark.parametrize("language", ["en", "zh_CN", "de", "ar"])
@pytest.mark.parametrize("name", NAMES)
async def test_every_text_has_its_room(name: str, language: str, catalogues: Path) -> None:
    own = None if language in ("en", "zh_CN") else catalogues
    if name in GUIDE and own:
        pytest.skip("the guide is written in our languages alone")
    async with window(name, language, own) as shown:
        assert misfits(shown) == []


@pytest.mark.parametrize("name", NAMES)
async def test_every_text_has_its_room_in_the_smallest_window(name: str, catalogues: Path) -> None:
    own = ("en", None) if name in GUIDE else ("de", catalogues)
    async with window(name, *own) as shown:
        shown.resize(shown.minimumSize().expandedTo(shown.minimumSizeHint()))
        QApplication.sendPostedEvents()
        assert misfits(shown) == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_names_and_rows_of_the_settings_are_whole_at_twice_the_size(language: str) -> None:
    settings = Settings(font_size_pt=TWICE_PT)
    async with window("settings: shortcuts", language, settings=settings) as shown:
        names = shown.findChildren(QListWidget)[0]
        (table,) = (t for t in shown.findChildren(QTableView) if t.isVisible())

        around = names.width() - names.viewport().width()
        if not names.verticalScrollBar().isVisible():
            around += metrics.SCROLL_BAR

        fields = [f for f in shown.findChildren(QLineEdit) if f.isVisible()]

        assert all(field.height() >= field.fontMetrics().height() + 2 for field in fields)
        assert names.sizeHintForColumn(0) + around <= names.width()
        assert table.rowHeight(0) >= table.fontMetrics().height()


async def test_the_line_above_code_has_room_at_twice_the_size() -> None:
    async with window("chat", "zh_CN", settings=Settings(font_size_pt=TWICE_PT)) as shown:
        (code,) = shown.findChildren(CodeView)
        (copy,) = (tool for tool in code.findChildren(QToolButton) if tool.text())
        around = 2 * (metrics.SPACE_1 + metrics.FOCUS_WIDTH)

        assert copy.height() - around >= copy.fontMetrics().height()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", NAMES)
async def test_every_text_has_its_room_at_twice_the_size(name: str, language: str) -> None:
    async with window(name, language, settings=Settings(font_size_pt=TWICE_PT)) as shown:
        assert misfits(shown) == []
