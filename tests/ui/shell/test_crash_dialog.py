import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPlainTextEdit, QPushButton

from supertoken_desktop.ui.crash_dialog import CrashDialog, CrashWords
from supertoken_desktop.ui.crash_words import (
    words_after_crash,
    words_of_failed_start,
    words_while_running,
)
from supertoken_desktop.ui.language import Language
from supertoken_desktop.ui.tasks import Tasks
from supertoken_desktop.ui.theme.palette import Theme
from tests.fakes.waiting import until

REPORT = "SuperToken Desktop 0.1.0\n\nValueError\n  supertoken_desktop/ui/desk.py:1 in a\n"
WORDS = {
    "running": words_while_running("ui/settings"),
    "start": words_of_failed_start(),
    "after": words_after_crash(),
}


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp)
    language.apply("en")
    yield language
    language.apply("en")


@asynccontextmanager
async def crash_dialog(
    theme: Theme, words: CrashWords = WORDS["running"], *, shows_report: bool = True
) -> AsyncIterator[CrashDialog]:
    errors: list[BaseException] = []
    tasks = Tasks(errors.append)
    dialog = CrashDialog(words, REPORT, theme, tasks, shows_report=shows_report)
    dialog.show()
    dialog.activateWindow()
    try:
        yield dialog
    finally:
        await tasks.close()
        dialog.hide()
        dialog.deleteLater()
    assert errors == []


def shown(dialog: CrashDialog) -> list[str]:
    return [b.text() for b in dialog.findChildren(QPushButton) if b.isVisible()]


def words_of(dialog: CrashDialog) -> str:
    return "\n".join(x.text() for x in dialog.findChildren(QLabel) if x.isVisible())


def click(dialog: CrashDialog, name: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def test_it_says_what_happened_and_shows_the_very_report(theme: Theme) -> None:
    async with crash_dialog(theme) as dialog:
        (field,) = dialog.findChildren(QPlainTextEdit)

        assert "in the settings" in words_of(dialog)
        assert "nothing you typed is lost" in words_of(dialog)
        assert field.toPlainText() == REPORT
        assert field.isReadOnly()
        assert shown(dialog) == ["Copy", "Save report…", "Close"]


async def test_copy_takes_the_report_and_nothing_else(theme: Theme) -> None:
    async with crash_dialog(theme) as dialog:
        click(dialog, "Copy")

        assert QApplication.clipboard().text() == REPORT


async def test_save_writes_what_was_shown(theme: Theme, tmp_path: Path) -> None:
    target = tmp_path / "supertoken-report.txt"
    async with crash_dialog(theme) as dialog:
        click(dialog, "Save report…")
        await until(lambda: bool(dialog.findChildren(QFileDialog)))
        chooser = dialog.findChildren(QFileDialog)[0]
        assert [Path(name).name for name in chooser.selectedFiles()] == ["supertoken-report.txt"]
        chooser.setDirectory(str(tmp_path))
        QTest.keyClick(chooser, Qt.Key.Key_Return)
        await until(lambda: target.is_file() and target.stat().st_size > 0)

    assert target.read_text(encoding="utf-8") == REPORT


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own")
async def test_a_file_that_cannot_be_written_is_said(theme: Theme, tmp_path: Path) -> None:
    (tmp_path / "supertoken-report.txt").symlink_to(tmp_path / "missing" / "file")
    async with crash_dialog(theme) as dialog:
        click(dialog, "Save report…")
        await until(lambda: bool(dialog.findChildren(QFileDialog)))
        chooser = dialog.findChildren(QFileDialog)[0]
        chooser.setDirectory(str(tmp_path))
        QTest.keyClick(chooser, Qt.Key.Key_Return)
        await until(lambda: "could not be written" in words_of(dialog))


@pytest.mark.parametrize("name", ["start", "after"])
async def test_safe_mode_is_one_click_away_where_it_can_help(theme: Theme, name: str) -> None:
    async with crash_dialog(theme, WORDS[name]) as dialog:
        results: list[int] = []
        dialog.finished.connect(results.append)

        click(dialog, "Start in safe mode")

        assert results == [CrashDialog.DialogCode.Accepted]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
async def test_one_key_starts_as_usual(theme: Theme, key: Qt.Key) -> None:
    async with crash_dialog(theme, WORDS["after"], shows_report=False) as dialog:
        results: list[int] = []
        dialog.finished.connect(results.append)
        assert shown(dialog) == ["Show the report", "Start in safe mode", "Start as usual"]

        QTest.keyClick(dialog, key)

        assert results == [CrashDialog.DialogCode.Rejected]


async def test_a_folded_report_can_be_shown(theme: Theme) -> None:
    async with crash_dialog(theme, WORDS["after"], shows_report=False) as dialog:
        (field,) = dialog.findChildren(QPlainTextEdit)
        assert not field.isVisible()

        click(dialog, "Show the report")

        assert field.isVisible()
        assert "Save report…" in shown(dialog)


async def test_it_speaks_chinese(theme: Theme, language: Language) -> None:
    async with crash_dialog(theme) as dialog:
        language.apply("zh_CN")

        assert shown(dialog) == ["复制", "保存报告…", "关闭"]
        assert all(b.accessibleName() for b in dialog.findChildren(QPushButton))
