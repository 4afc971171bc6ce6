from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import new_conversation_id
from supertoken_desktop.engine.library import Library
from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.conversations.list_model import ConversationListModel
from supertoken_desktop.ui.conversations.list_view import ConversationListView
from supertoken_desktop.ui.conversations.panel import ConversationPanel
from supertoken_desktop.ui.conversations.rows import ConversationRow, HitRow, SectionRow
from supertoken_desktop.ui.conversations.search_box import SearchBox
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from tests.fakes.waiting import until
from tests.ui.conversations.shelf import NOW, library_of

W = TypeVar("W", bound=QWidget)


@dataclass
class Heard:
    """What the panel told."""

    opened: list[str] = field(default_factory=list)
    found: list[tuple[str, str]] = field(default_factory=list)
    undo: list[Callable[[], None]] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)


class Desk:
    """The panel with what it stands on."""

    def __init__(self, library: Library, theme: Theme, qtbot: QtBot) -> None:
        self.library = library
        self.heard = Heard()
        self.actions = Actions(theme)
        self.tasks = Tasks(self.heard.errors.append)
        self.panel = ConversationPanel(library, self.actions, self.tasks, theme, lambda: NOW)
        self.panel.conversation_opened.connect(self.heard.opened.append)
        self.panel.message_found.connect(lambda c, m, _words: self.heard.found.append((c, m)))
        self.panel.conversation_deleted.connect(lambda _c, undo: self.heard.undo.append(undo))
        qtbot.addWidget(self.panel)
        self.panel.resize(240, 600)
        self.panel.show()
        self.view = _child(self.panel, ConversationListView)
        self.search = _child(self.panel, SearchBox)

    def titles(self) -> list[str]:
        return [row.title for row in self.rows() if isinstance(row, ConversationRow)]

    def rows(self) -> list[SectionRow | ConversationRow | HitRow]:
        model = self.view.model()
        return [model.data(model.index(n, 0), Qt.ItemDataRole.UserRole) for n in _upto(model)]

    def middle_of(self, title: str) -> QPoint:
        model = self.view.model()
        number = next(n for n in _upto(model) if model.data(model.index(n, 0)) == title)
        return self.view.visualRect(model.index(number, 0)).center()

    def click(self, title: str) -> None:
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(self.view.viewport(), left, pos=self.middle_of(title))

    def texts(self) -> list[str]:
        return [label.text() for label in self.panel.findChildren(QLabel) if label.isVisible()]


@asynccontextmanager
async def _desk(theme: Theme, qtbot: QtBot, *texts: str) -> AsyncIterator[Desk]:
    async with library_of(*texts) as library:
        desk = Desk(library, theme, qtbot)
        try:
            yield desk
        finally:
            desk.panel.close_feeds()
            await desk.tasks.close()
            assert desk.heard.errors == []


async def test_a_click_opens_a_conversation(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        desk.click("Books")

        assert desk.heard.opened == [desk.library.conversations[1].id]


async def test_enter_opens_what_the_arrows_chose(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        desk.view.focus_first()
        QTest.keyClick(desk.view, Qt.Key.Key_Down)
        QTest.keyClick(desk.view, Qt.Key.Key_Return)

        assert desk.heard.opened == [desk.library.conversations[1].id]


async def test_f2_renames_in_place(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        desk.panel.set_current(desk.library.conversations[0].id)
        desk.actions.action("rename").trigger()
        editor = _child(desk.view.viewport(), QLineEdit)
        QTest.keyClicks(editor, "Old films")
        QTest.keyClick(editor, Qt.Key.Key_Return)

        await until(lambda: desk.titles() == ["Old films", "Books"])


async def test_escape_leaves_the_title_as_it_was(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films") as desk:
        desk.panel.set_current(desk.library.conversations[0].id)
        desk.actions.action("rename").trigger()
        editor = _child(desk.view.viewport(), QLineEdit)
        QTest.keyClicks(editor, "Nonsense")
        QTest.keyClick(editor, Qt.Key.Key_Escape)

        assert desk.titles() == ["Films"]


async def test_deleting_can_be_undone(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        await until(desk.panel.isActiveWindow)
        desk.view.focus_first()
        QTest.keyClick(desk.view, Qt.Key.Key_Delete)
        await until(lambda: desk.titles() == ["Books"])
        desk.heard.undo[0]()

        await until(lambda: desk.titles() == ["Films", "Books"])


async def test_del_in_a_title_deletes_a_character_only(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        desk.panel.set_current(desk.library.conversations[0].id)
        desk.actions.action("rename").trigger()
        editor = _child(desk.view.viewport(), QLineEdit)
        await until(desk.panel.isActiveWindow)
        editor.setCursorPosition(0)
        QTest.keyClick(editor, Qt.Key.Key_Delete)
        QTest.keyClick(editor, Qt.Key.Key_Return)

        await until(lambda: desk.titles() == ["ilms", "Books"])


async def test_pinning_moves_a_conversation_to_the_top(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        desk.panel.set_current(desk.library.conversations[1].id)
        desk.actions.action("pin").trigger()
        await until(lambda: desk.titles() == ["Books", "Films"])

        first = desk.rows()[0]
        assert isinstance(first, SectionRow)
        assert first.text == "Pinned"


async def test_the_pin_under_the_pointer_pins_and_opens_nothing(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        pin = QPoint(desk.view.viewport().width() - 48, desk.middle_of("Books").y())
        QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=pin)
        await until(lambda: desk.titles() == ["Books", "Films"])

        assert desk.heard.opened == []


async def test_the_menu_of_a_row_offers_what_can_be_done(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films") as desk:
        more = QPoint(desk.view.viewport().width() - 24, desk.middle_of("Films").y())
        QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=more)
        menu = _child(desk.panel, QMenu)
        texts = [action.text() for action in menu.actions() if action.text()]
        menu.close()

        assert texts == ["Rename", "Pin", "Delete"]
        assert desk.heard.opened == []


async def test_typing_filters_titles_at_once(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books", "快速排序") as desk:
        desk.search.setText("排序")

        assert desk.titles() == ["快速排序"]


async def test_messages_that_hold_the_words_are_found_too(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films: The lighthouse keeper", "Books") as desk:
        desk.search.setText("lighthouse")
        await until(lambda: any(isinstance(row, HitRow) for row in desk.rows()))
        QTest.keyClick(desk.search, Qt.Key.Key_Return)

        heading = desk.rows()[0]
        assert isinstance(heading, SectionRow)
        assert heading.text == "In messages"
        assert [conversation for conversation, _m in desk.heard.found] == [
            desk.library.conversations[0].id
        ]


async def test_enter_in_the_search_opens_the_first(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        desk.search.setText("boo")
        QTest.keyClick(desk.search, Qt.Key.Key_Return)

        assert desk.heard.opened == [desk.library.conversations[1].id]


async def test_escape_clears_the_search(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        desk.search.setText("boo")
        QTest.keyClick(desk.search, Qt.Key.Key_Escape)

        assert desk.titles() == ["Films", "Books"]


async def test_enter_means_nothing_while_an_input_method_composes(
    theme: Theme, qtbot: QtBot
) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        desk.search.setText("boo")
        QApplication.sendEvent(desk.search, QInputMethodEvent("shu", []))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(desk.search, QKeyEvent(QEvent.Type.KeyPress, key, none))

        assert desk.heard.opened == []
        assert desk.search.text() == "boo"


async def test_an_empty_list_says_so(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        assert "No chats yet" in desk.texts()


async def test_a_search_without_success_says_so(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films") as desk:
        desk.search.setText("zebra")
        while_searching = desk.texts()

        assert while_searching == []
        await until(lambda: "Nothing found for “zebra”" in desk.texts())


async def test_control_tab_goes_around(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films", "Books") as desk:
        first, second = (conversation.id for conversation in desk.library.conversations)
        desk.panel.set_current(first)
        desk.actions.action("next-chat").trigger()
        desk.actions.action("previous-chat").trigger()

        assert desk.heard.opened == [second, second]


async def test_the_place_stays_when_the_list_changes(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, *[f"Chat {n}" for n in range(60)]) as desk:
        bar = desk.view.verticalScrollBar()
        bar.setValue(400)
        await desk.library.delete(desk.library.conversations[-1].id)

        assert bar.value() == 400


async def test_ten_thousand_conversations_are_no_burden(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot) as desk:
        model = desk.view.model()
        assert isinstance(model, ConversationListModel)
        model.show_conversations(_made([f"Chat {number}" for number in range(10_000)]))
        painted = desk.view.grab()

        assert not painted.isNull()
        assert desk.view.sizeHintForIndex(model.index(9_999, 0)).height() > 0
        assert len(desk.titles()) == 10_000


async def test_running_signs_turn_only_while_something_runs(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films") as desk:
        desk.panel.set_running([desk.library.conversations[0].id])
        was_turning = desk.view.is_spinning
        desk.panel.set_running([])

        assert was_turning
        assert not desk.view.is_spinning


async def test_everything_that_can_be_used_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    async with _desk(theme, qtbot, "Films") as desk:
        kinds = (QPushButton, QLineEdit, ConversationListView)
        widgets = [w for kind in kinds for w in desk.panel.findChildren(kind)]

        assert all(widget.accessibleName() for widget in widgets)
        assert len(widgets) == 3
        assert all(b.accessibleName() or b.text() for b in desk.search.findChildren(QToolButton))


def _made(titles: list[str]) -> list[Conversation]:
    moments = [NOW - timedelta(minutes=number) for number in range(len(titles))]
    return [
        Conversation(new_conversation_id(), moment, moment, title=title)
        for moment, title in zip(moments, titles, strict=True)
    ]


def _child(parent: QWidget, kind: type[W]) -> W:
    found = parent.findChild(kind)
    assert isinstance(found, kind)
    return found


def _upto(model: QAbstractItemModel) -> range:
    return range(model.rowCount())
