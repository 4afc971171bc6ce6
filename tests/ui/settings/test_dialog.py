from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from supertoken_desktop.domain.history import HistoryState
from supertoken_desktop.i18n import _
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.plain_label import breakable
from supertoken_desktop.ui.settings.dialog import SettingsDialog
from supertoken_desktop.ui.settings.pages import pages_over
from tests.fakes.waiting import let_run, until
from tests.ui.settings.room import SUPERTOKEN, Room, settings_room

PAGES = (
    "providers",
    "models",
    "parameters",
    "appearance",
    "behaviour",
    "network",
    "data",
    "updates",
)
INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[Language]:
    """The window's language in English, and put back afterwards."""
    language = Language(qapp)
    language.apply("en")
    yield language
    language.apply("en")


def interactive(room: Room) -> list[QWidget]:
    """What a person can act on; parts inside of such widgets are reached through them."""
    found = [w for w in room.dialog.findChildren(QWidget) if isinstance(w, INTERACTIVE)]
    return [w for w in found if not isinstance(w, QHeaderView) and not _is_inside(w, found)]


def _is_inside(widget: QWidget, others: Sequence[QWidget]) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if parent in others:
            return True
        parent = parent.parentWidget()
    return False


async def test_every_widget_that_one_can_act_on_has_a_name() -> None:
    async with settings_room() as room:
        see_all(room)
        nameless = [w for w in interactive(room) if not w.accessibleName()]

        assert len(interactive(room)) > 30
        assert nameless == []


@pytest.mark.parametrize("page", PAGES)
async def test_no_page_is_wider_than_the_smallest_window(page: str) -> None:
    async with settings_room(page=page) as room:
        room.dialog.resize(room.dialog.minimumSize())
        await let_run()

        assert room.page.width() == room.room_for_page


async def test_a_long_address_wraps_and_widens_nothing() -> None:
    async with settings_room() as room:
        room.dialog.resize(room.dialog.minimumSize())
        room.type_into("Address", "https://" + "a" * 60 + ".example/" + "b" * 90)
        await let_run()

        assert "a" * 60 in room.words()
        assert room.page.width() == room.room_for_page


def test_an_address_may_break_and_reads_the_same() -> None:
    address = "https://one.example/" + "x" * 100

    broken = breakable(address)

    assert broken.replace("\u200b", "") == address
    assert max(len(piece) for piece in broken.split("\u200b")) <= 24


async def test_the_arrow_keys_turn_the_pages() -> None:
    async with settings_room() as room:
        room.names.setFocus()
        QTest.keyClick(room.names, Qt.Key.Key_Down)

        assert room.shown(QAbstractItemView, "Models").isVisible()


async def test_a_field_can_be_shown_by_its_name() -> None:
    async with settings_room() as room:
        room.dialog.show_page("network", "progress_s")

        field = room.shown(QAbstractSpinBox, "Longest time with signs of life alone")
        assert room.dialog.focusWidget() is field


async def test_escape_closes_the_settings() -> None:
    async with settings_room() as room:
        QTest.keyClick(room.dialog, Qt.Key.Key_Escape)
        await until(lambda: not room.dialog.isVisible())


async def test_another_language_is_put_on_every_page_at_once(chinese: Language) -> None:
    async with settings_room() as room:
        see_all(room)
        before = texts(room)
        chinese.apply("zh_CN")
        after = texts(room)
        stale = [
            old for old, new in zip(before, after, strict=True) if old and old == new != _(old)
        ]

        assert len(before) > 80
        assert stale == []
        assert room.dialog.windowTitle() == "设置"


async def test_the_same_language_again_disturbs_nobody(chinese: Language) -> None:
    async with settings_room() as room:
        chinese.apply("zh_CN")
        listener = Listener(room.dialog)
        chinese.apply("zh_CN")

        assert QEvent.Type.LanguageChange not in listener.heard


async def test_destroyed_settings_hear_nothing_more() -> None:
    async with settings_room() as room:
        again = SettingsDialog(pages_over(room.parts), room.tasks)
        gone: list[object] = []
        again.destroyed.connect(lambda: gone.append(again))
        await again.settle()
        again.deleteLater()
        await until(lambda: bool(gone))

        # Whoever still heard would touch a widget that is no more, and raise.
        await room.preferences.update(default_profile_id="p2", connect_s=9.0)
        await room.profiles.update(replace(SUPERTOKEN, name="Mine"))
        await room.catalogue.add_by_hand(SUPERTOKEN.id, "my-model")
        assert room.provider_names() == ["Mine", "Token502"]


async def test_the_data_page_says_how_the_history_stands_now() -> None:
    async with settings_room() as room:
        room.history.append(HistoryState.NOT_WANTED)
        room.dialog.show_page("data")

        assert "No history is kept" in room.words()
        assert room.shown(QLineEdit, "History").text() == "/home/user/data"


async def test_the_data_page_says_when_keys_are_forgotten() -> None:
    async with settings_room(page="data") as room:
        assert "keys are forgotten when the program ends" in room.words()


def see_all(room: Room) -> None:
    """Turn every page once."""
    for page in PAGES:
        room.dialog.show_page(page)


def texts(room: Room) -> list[str]:
    """Every text that is shown or read out, of all pages."""
    found = [w.accessibleName() for w in interactive(room)]
    found += [w.accessibleDescription() for w in interactive(room)]
    found += [w.text() for w in room.dialog.findChildren(QLabel)]
    found += [w.text() for w in room.dialog.findChildren(QAbstractButton)]
    found += [w.placeholderText() for w in room.dialog.findChildren(QLineEdit)]
    for box in room.dialog.findChildren(QComboBox):
        found += [box.itemText(at) for at in range(box.count())]
    pages = room.dialog.findChildren(QListWidget)[0]
    found += [pages.item(at).text() for at in range(pages.count())]
    header = room.dialog.findChildren(QTableView)[0].model()
    assert header is not None
    found += [str(header.headerData(at, Qt.Orientation.Horizontal)) for at in range(4)]
    return found


class Listener(QObject):
    """Note the events of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.heard: list[QEvent.Type] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.heard.append(event.type())
        return False
