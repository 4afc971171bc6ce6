"""Every text fits: in our languages, in one that is longer, and at twice the size."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from supertoken_desktop.settings import Settings
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
@pytest.mark.parametrize("name", NAMES)
async def test_every_text_has_its_room_at_twice_the_size(name: str, language: str) -> None:
    async with window(name, language, settings=Settings(font_size_pt=TWICE_PT)) as shown:
        assert misfits(shown) == []
