from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.updates.dialog import UpdateDialog
from tests.fakes.releases import release

NOTES = "## New\n- <b>bold</b> [click](javascript:alert(1))\n![](https://evil.example/x.png)"


class Browser(QObject):
    """Hears what would be opened in the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # stubs
    yield browser
    QDesktopServices.unsetUrlHandler("https")


@pytest.fixture
def dialog(qtbot: QtBot) -> UpdateDialog:
    dialog = UpdateDialog(release("0.2.0", NOTES))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def click(dialog: UpdateDialog, name: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_notes_are_shown_letter_by_letter(dialog: UpdateDialog) -> None:
    (notes,) = dialog.findChildren(QPlainTextEdit)

    assert notes.toPlainText() == NOTES
    assert notes.isReadOnly()
    assert "0.2.0" in dialog.findChildren(QLabel)[0].text()


def test_the_download_page_opens_in_the_browser_on_a_click_alone(
    dialog: UpdateDialog, browser: Browser
) -> None:
    assert browser.opened == []

    click(dialog, "Open the download page")

    assert browser.opened == ["https://example.org/0.2.0"]
    assert not dialog.isVisible()


def test_skipping_is_told_and_closes(dialog: UpdateDialog, browser: Browser) -> None:
    skipped: list[bool] = []
    dialog.skipped.connect(lambda: skipped.append(True))

    click(dialog, "Skip this version")

    assert skipped == [True]
    assert browser.opened == []
    assert not dialog.isVisible()


def test_escape_means_later(dialog: UpdateDialog) -> None:
    skipped: list[bool] = []
    dialog.skipped.connect(lambda: skipped.append(True))

    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert skipped == []


def test_enter_presses_the_button_with_the_focus_and_no_other(
    dialog: UpdateDialog, browser: Browser
) -> None:
    close = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Later")
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Return)

    assert not dialog.isVisible()
    assert browser.opened == []
