import asyncio
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from supertoken_desktop.domain.secret import Secret
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.welcome.history_choice import (
    HistoryChoiceDialog,
    HistoryQuestions,
    PassphraseField,
    UnlockDialog,
)
from tests.fakes.waiting import until

D = TypeVar("D", bound=QDialog)


async def test_a_passphrase_typed_twice_is_taken(qtbot: QtBot, theme: Theme) -> None:
    window = _window(qtbot)

    asking = asyncio.ensure_future(HistoryQuestions(window).choose())
    dialog = await _opened(window, HistoryChoiceDialog)
    first, second = dialog.findChildren(QLineEdit)
    QTest.keyClicks(first, "blue kettle 42")
    may_go_too_early = _button(dialog, "Continue").isEnabled()
    QTest.keyClicks(second, "blue kettle 42")
    _button(dialog, "Continue").click()

    assert not may_go_too_early
    assert await asking == Secret("blue kettle 42")


async def test_short_and_unequal_passphrases_are_refused(qtbot: QtBot, theme: Theme) -> None:
    dialog = HistoryChoiceDialog()
    qtbot.addWidget(dialog)
    first, second = dialog.findChildren(QLineEdit)

    first.setText("short")
    second.setText("short")
    hint_for_short = _words(dialog)
    first.setText("blue kettle 42")

    assert "At least 8 characters." in hint_for_short
    assert "The two are not the same." in _words(dialog)
    assert not _button(dialog, "Continue").isEnabled()


async def test_no_history_needs_no_passphrase(qtbot: QtBot, theme: Theme) -> None:
    window = _window(qtbot)

    asking = asyncio.ensure_future(HistoryQuestions(window).choose())
    dialog = await _opened(window, HistoryChoiceDialog)
    dialog.findChildren(QRadioButton)[1].click()
    _button(dialog, "Continue").click()

    assert await asking is None


async def test_unlocking_gives_what_was_typed(qtbot: QtBot, theme: Theme) -> None:
    window = _window(qtbot)

    asking = asyncio.ensure_future(HistoryQuestions(window).unlock(wrong_before=False))
    dialog = await _opened(window, UnlockDialog)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "blue kettle 42")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert await asking == Secret("blue kettle 42")


async def test_a_wrong_passphrase_is_said(qtbot: QtBot, theme: Theme) -> None:
    dialog = UnlockDialog(wrong_before=True)
    qtbot.addWidget(dialog)
    dialog.show()

    visible = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]

    assert "That passphrase does not open your chats. Try again." in visible


async def test_one_can_go_on_without_the_history(qtbot: QtBot, theme: Theme) -> None:
    window = _window(qtbot)

    asking = asyncio.ensure_future(HistoryQuestions(window).unlock(wrong_before=True))
    dialog = await _opened(window, UnlockDialog)
    _button(dialog, "Open without history").click()

    assert await asking is None


def _window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


async def _opened(window: QWidget, kind: type[D]) -> D:
    await until(lambda: any(d.isVisible() for d in window.findChildren(kind)))
    return window.findChildren(kind)[0]


def _button(dialog: QDialog, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == text)


def _words(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


async def test_a_secret_is_copied_only_while_it_is_shown_and_as_a_secret(
    qtbot: QtBot, theme: Theme
) -> None:
    field = PassphraseField()
    qtbot.addWidget(field)
    field.show()
    control = Qt.KeyboardModifier.ControlModifier
    QGuiApplication.clipboard().clear()
    QTest.keyClicks(field, "blue kettle")
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, control)
    while_hidden = QGuiApplication.clipboard().text()
    field.actions()[0].trigger()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_X, control)
    copied = QGuiApplication.clipboard().mimeData()

    assert while_hidden == ""
    assert copied.text() == "blue kettle"
    assert copied.data("x-kde-passwordManagerHint").data() == b"secret"
    assert field.text() == ""
    QGuiApplication.clipboard().clear()


async def test_the_menu_of_a_hidden_secret_offers_no_copy(qtbot: QtBot, theme: Theme) -> None:
    field = PassphraseField()
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field, "blue kettle")
    field.selectAll()
    middle = field.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, field.mapToGlobal(middle))
    QApplication.sendEvent(field, event)
    menu = field.findChildren(QMenu)[0]
    offered = {action.text(): action.isEnabled() for action in menu.actions()}
    menu.close()

    assert offered == {"Cut": False, "Copy": False, "Paste": True, "Select all": True}
