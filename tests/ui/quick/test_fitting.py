from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.quick.placing import MIN_WIDTH, WIDTH
from tests.fakes.client import answer
from tests.fakes.waiting import let_run
from tests.ui.quick.room import Room, quick_room
from tests.ui.whole.fitting import misfits

TWICE_PT = 18


@pytest.fixture(autouse=True)
def _font_of_before(qapp: QApplication) -> Iterator[None]:
    """Leave the next tests the letters that they expect."""
    before = qapp.font()
    yield
    qapp.setFont(before)


@pytest.mark.parametrize("width", [WIDTH, MIN_WIDTH])
@pytest.mark.parametrize("size_pt", [0, TWICE_PT])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_every_text_has_its_room(language: str, size_pt: int, width: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    spoken = Language(app)
    code = answer("Do this:\n\n```sh\necho one\n```\n")
    async with quick_room(code, settings=Settings(font_size_pt=size_pt)) as room:
        try:
            spoken.apply(language)
            room.prompt.resize(width, room.prompt.height())
            await room.copied("some words that are long enough for the chip to be wide, so wide")
            offered = await faults(room)
            await room.answered("how?")
            answered = await faults(room)
        finally:
            spoken.apply("en")

    assert (offered, answered) == ([], [])


async def faults(room: Room) -> list[str]:
    await let_run(50)
    room.prompt.fit()
    QApplication.sendPostedEvents()
    return misfits(room.prompt)
