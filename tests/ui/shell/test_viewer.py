import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.canvas import reduced
from supertoken_desktop.ui.picture_files import file_name
from supertoken_desktop.ui.viewer import Viewed, Viewer
from tests.fakes.waiting import until

Show = Callable[[Viewed], Viewer]
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">'
    b'<rect x="0" y="0" width="20" height="20" fill="#ff0000"/></svg>'
)


def picture(width: int = 400, height: int = 300, colour: str = "#3366cc") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)

    def show(viewed: Viewed) -> Viewer:
        shown = Viewer(viewed, window)
        shown.resize(640, 480)
        shown.open()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is shown)
        return shown

    return show


def wheel(shown: Viewer, notches: int, at: QPoint) -> None:
    position = QPointF(at)
    event = QWheelEvent(
        position,
        QPointF(shown.canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(shown.canvas, event)


def test_a_picture_larger_than_the_window_is_shown_whole(show: Show) -> None:
    shown = show(Viewed("Large", picture(4000, 3000)))

    assert shown.canvas.scale * 3000 <= shown.canvas.height()
    assert shown.canvas.scale * 4000 <= shown.canvas.width()


def test_a_small_picture_is_not_blown_up(show: Show) -> None:
    shown = show(Viewed("Small", picture(20, 10)))

    assert shown.canvas.scale == 1.0


def test_a_drawing_fills_the_window(show: Show) -> None:
    shown = show(Viewed("Drawing", svg=SVG))

    assert shown.canvas.scale > 5


@pytest.mark.parametrize(
    ("key", "is_larger"), [("Ctrl++", True), ("Ctrl+=", True), ("Ctrl+-", False)]
)
def test_keys_zoom(show: Show, key: str, is_larger: bool) -> None:
    shown = show(Viewed("A", picture()))
    before = shown.canvas.scale

    QTest.keySequence(shown.canvas, QKeySequence(key))

    assert (shown.canvas.scale > before) is is_larger
    assert shown.canvas.scale != before


def test_the_fit_key_goes_back_to_the_whole_picture(show: Show) -> None:
    shown = show(Viewed("A", picture(4000, 3000)))
    fitted = shown.canvas.scale
    QTest.keySequence(shown.canvas, QKeySequence("Ctrl+1"))
    assert shown.canvas.scale == 1.0

    QTest.keySequence(shown.canvas, QKeySequence("Ctrl+0"))

    assert shown.canvas.scale == fitted


def test_the_wheel_zooms_at_the_mouse(show: Show) -> None:
    image = picture(4000, 3000, "#ffffff")
    image.setPixelColor(0, 0, QColor("#000000"))
    shown = show(Viewed("A", image))
    before = shown.canvas.scale

    wheel(shown, 2, QPoint(10, 10))

    assert shown.canvas.scale > before


def test_dragging_moves_a_picture_that_is_larger_than_the_window(show: Show) -> None:
    image = picture(2000, 2000, "#ffffff")
    for x in range(1000, 2000):
        for y in (998, 999, 1000, 1001):
            image.setPixelColor(x, y, QColor("#ff0000"))
    shown = show(Viewed("A", image))
    shown.canvas.show_pixels()
    middle = shown.canvas.rect().center()
    ahead = QPoint(middle.x() + 40, middle.y())
    assert shown.canvas.grab().toImage().pixelColor(ahead).green() == 0

    QTest.mousePress(shown.canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(shown.canvas, middle + QPoint(0, 50))
    QTest.mouseRelease(shown.canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(0, 50))

    seen = shown.canvas.grab().toImage()
    assert seen.pixelColor(ahead).green() == 255
    assert seen.pixelColor(ahead + QPoint(0, 50)).green() == 0


def test_copying_puts_real_pixels_on_the_clipboard(show: Show) -> None:
    shown = show(Viewed("A", picture(123, 45)))

    QTest.keySequence(shown.canvas, QKeySequence("Ctrl+C"))

    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (123, 45)


def test_copying_a_drawing_gives_pixels_on_white(show: Show) -> None:
    shown = show(Viewed("A", svg=SVG))

    QTest.keySequence(shown.canvas, QKeySequence("Ctrl+C"))

    copied = QGuiApplication.clipboard().image()
    assert copied.width() == 2 * copied.height()
    assert copied.pixelColor(5, 5) == QColor("#ff0000")
    assert copied.pixelColor(copied.width() - 5, 5) == QColor("#ffffff")


def test_escape_closes(qtbot: QtBot, show: Show) -> None:
    shown = show(Viewed("A", picture()))

    with qtbot.waitSignal(shown.finished):
        QTest.keyClick(shown.canvas, Qt.Key.Key_Escape)


def test_a_screen_reader_hears_of_a_graphic_with_its_title(show: Show) -> None:
    shown = show(Viewed("A cat", picture()))

    found = QAccessible.queryAccessibleInterface(shown.canvas)

    assert found.role() == QAccessible.Role.Graphic
    assert found.text(QAccessible.Text.Name) == "A cat"


def test_a_large_picture_gets_smaller_copies() -> None:
    copies = reduced(picture(4000, 3000))

    assert [copy.width() for copy in copies] == [2000, 1000]


async def test_a_drawing_is_saved_as_it_is(show: Show, tmp_path: Path) -> None:
    shown = show(Viewed("A", svg=SVG))

    await _save(shown, tmp_path / "drawing.svg")

    assert (tmp_path / "drawing.svg").read_bytes() == SVG


async def test_a_picture_is_saved_as_png_whatever_it_is_called(show: Show, tmp_path: Path) -> None:
    shown = show(Viewed("A", picture(30, 20)))

    await _save(shown, tmp_path / "picture.jpg")

    target = tmp_path / "picture.jpg.png"
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc passwd.png"),
        ("a\x00b\u202ec", "a b c.png"),
        ("", "Picture.png"),
        ("...", "Picture.png"),
    ],
)
def test_a_title_from_an_answer_makes_a_harmless_file_name(title: str, name: str) -> None:
    assert file_name(title, "png") == name


async def test_a_file_that_was_not_asked_about_is_never_replaced(
    show: Show, tmp_path: Path
) -> None:
    shown = show(Viewed("A", picture(30, 20)))
    (tmp_path / "picture.jpg.png").write_bytes(b"precious")

    await _save(shown, tmp_path / "picture.jpg")

    assert (tmp_path / "picture.jpg.png").read_bytes() == b"precious"
    assert any("picture.jpg.png" in label.text() for label in shown.findChildren(QLabel))


async def test_an_ending_that_fits_is_kept(show: Show, tmp_path: Path) -> None:
    shown = show(Viewed("A", picture(30, 20)))

    await _save(shown, tmp_path / "a.PNG")

    assert _names_in(tmp_path) == ["a.PNG"]


def _names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def _save(shown: Viewer, path: Path) -> None:
    QTest.keySequence(shown.canvas, QKeySequence("Ctrl+S"))
    await asyncio.sleep(0)
    await until(lambda: shown.findChild(QFileDialog) is not None)
    dialog = shown.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    await until(dialog.isVisible)
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(path.name)
    dialog.accept()
    await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})
