from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supertoken_desktop.domain.conversation import Conversation
from supertoken_desktop.domain.ids import ConversationId
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.tray.menu import RECENT_COUNT, TrayMenu
from tests.fakes.clock import START


def conversation(number: int, title: str, *, pinned: bool = False) -> Conversation:
    at = START + timedelta(minutes=number)
    made = Conversation(ConversationId(f"c{number}"), at, at, title)
    return replace(made, pinned=pinned)


def offered(menu: TrayMenu) -> list[str]:
    """The words of the recent conversations."""
    texts = [action.text() for action in menu.actions() if action.isVisible() and action.text()]
    return texts[texts.index("Recent chats") + 1 : texts.index("Pause new requests")]


def choose(menu: TrayMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_the_newest_come_first_pinned_or_not(qtbot: QtBot) -> None:
    menu = TrayMenu()
    qtbot.addWidget(menu)

    menu.show_recent([conversation(n, f"Chat {n}", pinned=n == 0) for n in range(12)])

    assert offered(menu) == [f"Chat {n}" for n in range(11, 11 - RECENT_COUNT, -1)]


def test_choosing_one_tells_which(qtbot: QtBot) -> None:
    menu = TrayMenu()
    qtbot.addWidget(menu)
    menu.show_recent([conversation(1, "One"), conversation(2, "Two")])
    chosen: list[str] = []
    menu.conversation_chosen.connect(chosen.append)

    choose(menu, "One")

    assert chosen == ["c1"]


def test_one_with_a_running_answer_is_marked(qtbot: QtBot) -> None:
    menu = TrayMenu()
    qtbot.addWidget(menu)

    menu.show_recent([conversation(1, "One"), conversation(2, "Two")], running={"c1"})

    assert offered(menu) == ["Two", "One (answering)"]


@given(title=st.text(max_size=200))
def test_no_title_is_more_than_a_short_line_of_text(qapp: QApplication, title: str) -> None:
    menu = TrayMenu()

    menu.show_recent([conversation(1, title)])

    (words,) = offered(menu)
    assert not set(words) & set("\t\n\r")
    assert "&" not in words.replace("&&", "")
    assert menu.fontMetrics().horizontalAdvance(words.replace("&&", "&")) <= 320
    menu.deleteLater()


def test_without_conversations_there_is_no_heading(qtbot: QtBot) -> None:
    menu = TrayMenu()
    qtbot.addWidget(menu)

    menu.show_recent([])

    heading = next(action for action in menu.actions() if action.text() == "Recent chats")
    assert not heading.isVisible()


def test_the_words_follow_the_language(qtbot: QtBot, qapp: QApplication) -> None:
    menu = TrayMenu()
    qtbot.addWidget(menu)
    menu.show_recent([conversation(1, "One")], running={"c1"})

    language = Language(qapp)
    language.apply("zh_CN")
    texts = [action.text() for action in menu.actions()]
    language.apply("en")

    assert "退出" in texts
    assert "One（正在回答）" in texts
