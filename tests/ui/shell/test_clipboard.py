from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from supertoken_desktop.engine.preferences import Preferences
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.clipboard import (
    ClipboardClearing,
    copy_data,
    copy_image,
    copy_text,
    new_data,
)
from tests.fakes.waiting import until


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: object) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def preferences(clear_clipboard_s: int) -> Preferences:
    async def write(_settings: Settings) -> None:
        return

    return Preferences(Settings(clear_clipboard_s=clear_clipboard_s), write)


def text() -> str:
    return QGuiApplication.clipboard().text()


def by_another_program(words: str) -> None:
    """Put a text there as others do it, without our mark."""
    data = new_data()
    data.setText(words)
    QGuiApplication.clipboard().setMimeData(data)


async def test_a_copy_is_cleared_after_a_while() -> None:
    clearing = ClipboardClearing(preferences(1))

    copy_text("mine")
    at_first = text()

    await until(lambda: text() == "")
    assert at_first == "mine"
    clearing.close()


async def test_a_picture_is_cleared_as_well() -> None:
    clearing = ClipboardClearing(preferences(1))
    picture = QImage(2, 2, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))

    copy_image(picture)
    at_first = QGuiApplication.clipboard().image()

    await until(lambda: QGuiApplication.clipboard().image().isNull())
    assert at_first.size() == picture.size()
    clearing.close()


async def test_what_another_program_copied_meanwhile_stays() -> None:
    clearing = ClipboardClearing(preferences(1))
    copy_text("mine")
    by_another_program("theirs")
    copies: list[str] = []
    QGuiApplication.clipboard().dataChanged.connect(lambda: copies.append(text()))
    clearing.close()

    assert text() == "theirs"
    assert copies == []


def test_the_same_words_of_another_program_are_not_ours(qtbot: QtBot) -> None:
    clearing = ClipboardClearing(preferences(30))
    copy_text("the same")
    by_another_program("the same")

    clearing.close()

    assert text() == "the same"


def test_the_end_of_the_program_clears_what_would_have_been_cleared_later(qtbot: QtBot) -> None:
    clearing = ClipboardClearing(preferences(300))
    copy_text("mine")

    clearing.close()

    assert text() == ""


def test_nothing_is_cleared_unless_it_was_asked_for(qtbot: QtBot) -> None:
    clearing = ClipboardClearing(preferences(0))
    copy_text("mine")

    clearing.close()

    assert text() == "mine"


async def test_the_wait_begins_when_it_is_asked_for() -> None:
    chosen = preferences(0)
    clearing = ClipboardClearing(chosen)
    copy_text("mine")

    await chosen.update(clear_clipboard_s=1)

    await until(lambda: text() == "")
    clearing.close()


def test_all_forms_of_a_copy_arrive(qtbot: QtBot) -> None:
    data = new_data()
    data.setText("a")
    data.setHtml("<b>a</b>")

    copy_data(data)

    found: QMimeData = QGuiApplication.clipboard().mimeData()
    assert (found.text(), found.html()) == ("a", "<b>a</b>")


def test_programs_that_keep_copies_are_asked_to_forget_a_secret(qtbot: QtBot) -> None:
    copy_text("ordinary")
    ordinary = QGuiApplication.clipboard().mimeData().hasFormat("x-kde-passwordManagerHint")
    copy_text("sk-1", is_secret=True)
    secret = QGuiApplication.clipboard().mimeData()

    assert not ordinary
    assert secret.text() == "sk-1"
    assert secret.data("x-kde-passwordManagerHint").data() == b"secret"
