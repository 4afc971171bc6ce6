from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from supertoken_desktop.i18n import LANGUAGES, use_language
from supertoken_desktop.paths import resource
from tests.ui.settings.room import Room, settings_room


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param, resource("locale"))
    yield request.param
    use_language("en", resource("locale"))


@pytest.mark.parametrize("page", ["appearance", "behaviour", "desktop"])
async def test_the_guide_names_every_setting_of_a_page(page: str, language: str) -> None:
    guide = (resource("docs") / language / "settings.md").read_text(encoding="utf-8")

    async with settings_room(page=page) as room:
        names = names_on_screen(room)

    assert len(names) >= 3
    assert [name for name in names if name not in guide] == []


def names_on_screen(room: Room) -> list[str]:
    labels = (label for label in room.dialog.findChildren(QLabel) if is_caption(label))
    named: list[QLabel | QCheckBox] = [*labels, *room.dialog.findChildren(QCheckBox)]
    return [widget.text() for widget in named if widget.isVisible()]


def is_caption(label: QLabel) -> bool:
    buddy: QWidget | None = label.buddy()  # Qt's stubs leave the None out
    return buddy is not None
