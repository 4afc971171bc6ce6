import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.file_saving import FileNotSaved
from supertoken_desktop.ui.picture_files import file_name, save_bytes, save_image
from tests.fakes.waiting import until

DATA = b"\x89PNG picture"


async def answered(window: QWidget, name: str) -> str:
    """Type a name into the dialog that is open; return the file that it then means."""
    await until(lambda: any(d.isVisible() for d in window.findChildren(QFileDialog)))
    dialog = next(d for d in window.findChildren(QFileDialog) if d.isVisible())
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText(name)
    chosen = dialog.selectedFiles()[0]
    dialog.done(QFileDialog.DialogCode.Accepted)
    return chosen


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


async def test_the_file_that_may_be_replaced_is_the_one_that_was_asked_about(
    window: QWidget, tmp_path: Path
) -> None:
    saving = asyncio.create_task(save_bytes(window, DATA, "cat", "png"))

    asked_about = await answered(window, str(tmp_path / "mine"))

    await saving
    assert asked_about == str(tmp_path / "mine.png")
    assert (tmp_path / "mine.png").read_bytes() == DATA


async def test_a_file_that_was_not_asked_about_is_never_replaced(
    window: QWidget, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt.png").write_bytes(b"precious")
    saving = asyncio.create_task(save_bytes(window, DATA, "cat", "png"))

    await answered(window, str(tmp_path / "mine.txt"))

    with pytest.raises(FileNotSaved) as told:
        await saving
    assert "mine.txt.png" in told.value.sentence
    assert (tmp_path / "mine.txt.png").read_bytes() == b"precious"
    assert not (tmp_path / "mine.txt").exists()


async def test_drawn_pixels_are_not_written_over_another_file_either(
    window: QWidget, tmp_path: Path
) -> None:
    image = QImage(5, 5, QImage.Format.Format_RGB32)
    image.fill(0)
    (tmp_path / "mine.txt.png").write_bytes(b"precious")
    saving = asyncio.create_task(save_image(window, image, b"", "cat"))
    await answered(window, str(tmp_path / "mine.txt"))
    with pytest.raises(FileNotSaved):
        await saving
    saving = asyncio.create_task(save_image(window, image, b"", "cat"))
    await answered(window, str(tmp_path / "other.png"))

    await saving
    assert (tmp_path / "mine.txt.png").read_bytes() == b"precious"
    assert QImage(str(tmp_path / "other.png")).width() == 5


@pytest.mark.parametrize(
    "title",
    [
        *("../../.bashrc", "..\\..\\evil", "C:\\evil", "/etc/passwd", "\\\\host\\share", "a/b"),
        *("CON", "con", "NUL.txt", "com1", "LPT9", "aux", "com¹"),
        *(
            "a\0b",
            "a\nb",
            "exe.\u202egnp",
            "..",
            ".",
            "",
            " ",
            "...",
            ".hidden",
            "~",
            "$HOME",
            "%a%",
        ),
        *("%a%", "x" * 5_000, "\U0001f600" * 200, "\ud83d", "a" * 79 + ".", "name.exe:stream"),
    ],
)
def test_a_title_makes_a_harmless_name(title: str) -> None:
    name = file_name(title, "png")

    assert name.endswith(".png")
    assert Path(name).name == name
    assert not set(name) & set('<>:"/\\|?*')
    assert name.isprintable()
    assert not name.startswith((".", " "))
    assert len(name.encode()) <= 255
    assert name.split(".")[0].strip().lower() not in {"con", "nul", "com1", "lpt9", "aux", "com¹"}


@given(st.text())
def test_no_title_is_too_strange_for_a_name(title: str) -> None:
    name = file_name(title, "png")

    assert Path(name).name == name
    assert len(name.encode()) <= 255
