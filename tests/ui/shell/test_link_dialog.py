import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.domain.links import Doubt, checked_link
from supertoken_desktop.ui.link_dialog import LinkDialog, doubt_words

DOUBTFUL = "https://google.com@evil.example/x?y"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def dialog(window: QWidget) -> LinkDialog:
    link = checked_link(DOUBTFUL, "https://google.com")
    assert link is not None
    made = LinkDialog(link, window)
    made.open()
    return made


def button(shown: LinkDialog, words: str) -> QPushButton:
    return next(b for b in shown.findChildren(QPushButton) if b.text() == words)


def test_the_real_host_stands_alone_and_every_doubt_has_a_sentence(window: QWidget) -> None:
    shown = dialog(window)

    texts = [label.text().replace("\u200b", "") for label in shown.findChildren(QLabel)]

    assert "evil.example" in texts
    assert DOUBTFUL in texts
    assert set(doubt_words([Doubt.OTHER_ADDRESS, Doubt.USER_INFO])) <= set(texts)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_do_not_open(qtbot: QtBot, window: QWidget, key: Qt.Key) -> None:
    shown = dialog(window)

    with qtbot.waitSignal(shown.rejected), qtbot.assertNotEmitted(shown.accepted):
        QTest.keyClick(shown, key)


def test_the_button_opens(qtbot: QtBot, window: QWidget) -> None:
    shown = dialog(window)

    with qtbot.waitSignal(shown.accepted):
        button(shown, "Open anyway").click()


def test_the_address_can_be_copied_instead(qtbot: QtBot, window: QWidget) -> None:
    shown = dialog(window)

    with qtbot.waitSignal(shown.rejected):
        button(shown, "Copy address").click()

    assert QGuiApplication.clipboard().text() == DOUBTFUL


def test_every_doubt_has_words_of_its_own() -> None:
    assert len(set(doubt_words(list(Doubt)))) == len(Doubt)
