"""A language that is written from right to left mirrors the windows."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from supertoken_desktop.ui.chat.composer import Composer
from supertoken_desktop.ui.chat.find_bar import FindBar
from supertoken_desktop.ui.conversations.list_model import Role
from supertoken_desktop.ui.conversations.list_view import ConversationListView
from supertoken_desktop.ui.conversations.rows import ConversationRow
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.toasts import Toast
from tests.fakes.waiting import until
from tests.ui.whole.windows import window

RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft


def place(widget: QWidget, inside: QWidget) -> QRect:
    return QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size())


def is_in_left_half(widget: QWidget, inside: QWidget) -> bool:
    return place(widget, inside).center().x() < inside.width() // 2


def only(kind: type[QWidget], shown: QWidget) -> QWidget:
    return next(w for w in shown.findChildren(kind) if w.isVisible())


async def test_the_list_stands_at_the_right_and_sends_from_the_left(catalogues: Path) -> None:
    async with window("chat", "ar", catalogues) as shown:
        composer = only(Composer, shown)
        send = next(
            b for b in composer.findChildren(QToolButton) if b.property("role") == "primary"
        )

        assert shown.layoutDirection() == RIGHT_TO_LEFT
        assert not is_in_left_half(only(ConversationListView, shown), shown)
        assert is_in_left_half(send, composer)


async def test_a_toast_and_the_find_bar_keep_to_the_left(catalogues: Path) -> None:
    async with window("find bar", "ar", catalogues) as shown:
        assert isinstance(shown, MainWindow)
        shown.toasts.show("Copied")

        assert is_in_left_half(only(Toast, shown), shown)
        assert is_in_left_half(only(FindBar, shown), shown)


async def test_the_buttons_of_a_row_are_where_they_are_painted(catalogues: Path) -> None:
    async with window("chat", "ar", catalogues) as shown:
        rows = only(ConversationListView, shown)
        assert isinstance(rows, ConversationListView)
        wanted: list[str] = []
        rows.menu_requested.connect(lambda row, _where: wanted.append(row))
        row = next(
            rows.visualRect(index)
            for index in (rows.model().index(at, 0) for at in range(rows.model().rowCount()))
            if isinstance(index.data(Role.ROW), ConversationRow)
        )
        spot = QPoint(row.left() + 24, row.center().y())
        QTest.mouseMove(rows.viewport(), spot)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)

        assert len(wanted) == 1


async def test_the_direction_follows_the_language_at_once(catalogues: Path) -> None:
    async with window("chat", "en") as shown:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        rows = only(ConversationListView, shown)
        assert is_in_left_half(rows, shown)

        Language(app, catalogues).apply("ar")
        await until(lambda: not is_in_left_half(rows, shown))

        Language(app).apply("zh_CN")
        await until(lambda: is_in_left_half(rows, shown))


@pytest.mark.parametrize("name", ["settings: providers", "history question", "link question"])
async def test_dialogs_are_mirrored(name: str, catalogues: Path) -> None:
    async with window(name, "ar", catalogues) as shown:
        assert shown.layoutDirection() == RIGHT_TO_LEFT


async def test_a_narrow_window_shows_its_list_over_the_right_edge(catalogues: Path) -> None:
    async with window("chat", "ar", catalogues) as shown:
        assert isinstance(shown, MainWindow)
        rows = only(ConversationListView, shown)
        shown.resize(760, 560)
        await until(lambda: not rows.isVisible())
        shown.reveal_list()

        assert rows.isVisible()
        assert not is_in_left_half(rows, shown)
