import asyncio
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.dialogs import ask_text, ask_yes_no, choose_new_file, show_dialog
from tests.fakes.waiting import until

D = TypeVar("D", bound=QWidget)


async def test_yes_is_the_button_that_names_the_act(qtbot: QtBot, qapp: QApplication) -> None:
    window = _shown(qtbot, QWidget())

    asking = asyncio.ensure_future(ask_yes_no(window, "Delete?", "It is gone then.", "Delete"))
    box = await _opened(window, QMessageBox)
    next(b for b in box.buttons() if b.text() == "Delete").click()

    assert await asking


async def test_escape_means_no(qtbot: QtBot, qapp: QApplication) -> None:
    window = _shown(qtbot, QWidget())

    asking = asyncio.ensure_future(ask_yes_no(window, "Delete?", "It is gone then.", "Delete"))
    box = await _opened(window, QMessageBox)
    QTest.keyClick(box, Qt.Key.Key_Escape)

    assert not await asking


async def test_other_tasks_run_while_a_dialog_is_open(qtbot: QtBot, qapp: QApplication) -> None:
    window = _shown(qtbot, QWidget())
    steps: list[int] = []

    asking = asyncio.ensure_future(ask_text(window, "Rename", "Title", "old"))
    dialog = await _opened(window, QDialog)
    for step in range(5):
        await asyncio.sleep(0)
        steps.append(step)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("  new  ")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert await asking == "new"
    assert steps == [0, 1, 2, 3, 4]


async def test_a_cancelled_question_closes_its_dialog(qtbot: QtBot, qapp: QApplication) -> None:
    window = _shown(qtbot, QWidget())
    dialog = QDialog(window)

    asking = asyncio.ensure_future(show_dialog(dialog))
    await until(dialog.isVisible)
    asking.cancel()
    await asyncio.wait({asking})

    assert not dialog.isVisible()


async def test_turning_away_from_choosing_a_file_gives_none(
    qtbot: QtBot, qapp: QApplication
) -> None:
    window = _shown(qtbot, QWidget())

    asking = asyncio.ensure_future(choose_new_file(window, "Open"))
    dialog = await _opened(window, QFileDialog)
    dialog.reject()

    assert await asking is None


def _shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    return widget


async def _opened(window: QWidget, kind: type[D]) -> D:
    await until(lambda: any(d.isVisible() for d in window.findChildren(kind)))
    return next(d for d in window.findChildren(kind) if d.isVisible())
