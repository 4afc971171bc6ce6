import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.notice import Notice
from supertoken_desktop.ui.chat.saving_files import FileSaver
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.transcript.offered_file import OfferedFile
from tests.fakes.waiting import until

CODE = OfferedFile("code.py", "x = '你好'\n\r\n\tprint(x)".encode())


async def test_a_file_is_saved_byte_for_byte(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    window, saver = _saver(qtbot)

    saver.save(CODE)
    dialog = await _dialog(window)
    assert Path(dialog.selectedFiles()[0]).name == "code.py"
    dialog.setDirectory(str(tmp_path))
    dialog.accept()

    await until(_is_over)
    assert (tmp_path / "code.py").read_bytes() == CODE.data


async def test_a_file_that_cannot_be_written_is_told_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    window, saver = _saver(qtbot)
    notices: list[Notice] = []
    saver.problem_met.connect(notices.append)
    folder = tmp_path / "folder"
    folder.mkdir()

    saver.save(CODE)
    dialog = await _dialog(window)
    dialog.setDirectory(str(folder))
    folder.rmdir()
    dialog.accept()

    await until(lambda: bool(notices))
    assert [notice.title for notice in notices] == ["Not saved"]
    assert "code.py" in notices[0].sentence


async def test_who_turns_away_gets_no_file(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    window, saver = _saver(qtbot)

    saver.save(CODE)
    dialog = await _dialog(window)
    dialog.setDirectory(str(tmp_path))
    dialog.reject()

    await until(_is_over)
    assert _names_in(tmp_path) == []


def _saver(qtbot: QtBot) -> tuple[QWidget, FileSaver]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    errors: list[BaseException] = []
    return window, FileSaver(Tasks(errors.append, window), window, window)


def _names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _is_over() -> bool:
    return asyncio.all_tasks() == {asyncio.current_task()}


async def _dialog(window: QWidget) -> QFileDialog:
    await until(lambda: any(d.isVisible() for d in window.findChildren(QFileDialog)))
    return next(d for d in window.findChildren(QFileDialog) if d.isVisible())
