import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTextEdit,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from supertoken_desktop.document.blocks import Fence
from supertoken_desktop.document.document import parse
from supertoken_desktop.figures.diagram import (
    Diagram,
    DiagramFailed,
    DiagramFault,
    DiagramLook,
    DiagramProcess,
)
from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.theme.palette import Theme
from supertoken_desktop.ui.transcript.drawing import painted
from supertoken_desktop.ui.transcript.marks import Marked, MarkKind
from supertoken_desktop.ui.transcript.row_kinds import CodeRow, DiagramRow, characters
from supertoken_desktop.ui.transcript.rows.diagram import HIGHEST, DiagramView
from supertoken_desktop.ui.transcript.rows.style import RowStyle
from supertoken_desktop.ui.transcript.view import TranscriptView
from supertoken_desktop.ui.viewer import Viewed, Viewer
from tests.fakes.waiting import until
from tests.ui.transcript.messages import PlainFooter, answer, feed, message_id, question, running

SOURCE = "flowchart TD\n    A[Start] --> B[End]\n"
MARKDOWN = f"Look:\n\n```mermaid\n{SOURCE}```\n\nAfter it."
WIDTH = 700


class Easel:
    """Hold what became of sources, told by the test."""

    def __init__(self) -> None:
        self.results: dict[tuple[str, bool], Diagram | DiagramFailed] = {}
        self.asked: list[tuple[str, bool]] = []

    def drawing(self, source: str, look: DiagramLook) -> Diagram | DiagramFailed | None:
        self.asked.append((source, look.is_dark))
        return self.results.get((source, look.is_dark))

    def image(self, diagram: Diagram, dots: int) -> QImage | None:
        return painted(diagram, dots)


@pytest.fixture
def easel() -> Easel:
    return Easel()


@pytest.fixture
def row_view(qtbot: QtBot, easel: Easel, theme: Theme) -> Iterator[DiagramView]:
    parent = QLabel()
    qtbot.addWidget(parent)
    parent.resize(WIDTH, 800)
    view = DiagramView(parent, easel)
    parent.show()
    yield view
    parent.close()


@pytest.fixture(scope="module")
def process() -> Iterator[DiagramProcess]:
    process = DiagramProcess(limit_s=60)
    yield process
    process.close()


@pytest.fixture
def drawing_view(
    qtbot: QtBot, theme: Theme, pool: ThreadPoolExecutor, process: DiagramProcess
) -> TranscriptView:
    view = TranscriptView(theme, PlainFooter, pool, diagrams=process)
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    qtbot.waitExposed(view)
    return view


def diagram(width: int = 300, height: int = 100, *, is_dark: bool = False) -> Diagram:
    content = f'<rect width="{width}" height="{height}" fill="#ff0000"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    ground = "#1e2025" if is_dark else "#ffffff"
    return Diagram(f"{head}{content}</svg>", width, height, ground, is_dark)


def row(source: str = SOURCE) -> DiagramRow:
    (block,) = parse(f"```mermaid\n{source}```")
    assert isinstance(block, Fence)
    return DiagramRow(block)


def show(view: DiagramView, theme: Theme, shown: DiagramRow | None = None) -> RowStyle:
    style = RowStyle(theme)
    view.show_row(shown or row(), style)
    view.resize(WIDTH, view.height_for(WIDTH))
    view.show()
    return style


def canvas(view: DiagramView) -> QLabel:
    return next(w for w in view.findChildren(QLabel) if not w.wordWrap())


def button(view: DiagramView, name: str) -> QToolButton:
    return next(b for b in view.findChildren(QToolButton) if b.accessibleName() == name)


def is_source_shown(view: DiagramView) -> bool:
    edit = view.findChild(QTextEdit)
    assert isinstance(edit, QTextEdit)
    return edit.isVisible() and edit.toPlainText() == SOURCE.rstrip("\n")


def shown_diagram(view: TranscriptView) -> DiagramView | None:
    found = (w for w in view.stage.widgets_in_order() if isinstance(w, DiagramView))
    return next(found, None)


def test_the_source_stays_until_there_is_a_drawing(
    row_view: DiagramView, easel: Easel, theme: Theme
) -> None:
    show(row_view, theme)
    assert is_source_shown(row_view)
    easel.results[SOURCE.rstrip("\n"), False] = diagram()

    row_view.refresh()

    assert not is_source_shown(row_view)
    assert canvas(row_view).isVisible()
    assert canvas(row_view).pixmap().size() == QSize(300, 100)


@pytest.mark.parametrize(
    ("size", "seen"),
    [((300, 100), (300, 100)), ((6760, 1000), (676, 100)), ((300, 6000), (30, 600))],
)
def test_a_drawing_is_made_smaller_to_fit_but_never_larger(
    row_view: DiagramView,
    easel: Easel,
    theme: Theme,
    size: tuple[int, int],
    seen: tuple[int, int],
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram(*size)

    show(row_view, theme)

    assert canvas(row_view).size() == QSize(*seen)
    assert row_view.height() < HIGHEST + 100


def test_what_cannot_be_drawn_stays_source_with_a_reason(
    row_view: DiagramView, easel: Easel, theme: Theme
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = DiagramFailed(DiagramFault.NOT_UNDERSTOOD, 2)

    show(row_view, theme)

    line = next(w for w in row_view.findChildren(QLabel) if w.wordWrap())
    assert is_source_shown(row_view)
    assert line.isVisible()
    assert "2" in line.text()
    assert not button(row_view, "More for this diagram").isVisible()


def test_another_theme_keeps_the_drawing_until_the_next_is_there(
    row_view: DiagramView, easel: Easel, theme: Theme
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram()
    show(row_view, theme)

    theme.apply(Settings(theme="dark"))
    show(row_view, theme)

    assert easel.asked[-1] == (SOURCE.rstrip("\n"), True)
    assert canvas(row_view).isVisible()
    easel.results[SOURCE.rstrip("\n"), True] = diagram(200, 100, is_dark=True)
    row_view.refresh()
    row_view.resize(WIDTH, row_view.height_for(WIDTH))
    assert canvas(row_view).width() == 200


def test_source_and_drawing_are_a_click_apart(
    row_view: DiagramView, easel: Easel, theme: Theme, qtbot: QtBot
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram()
    show(row_view, theme)

    with qtbot.waitSignal(row_view.height_changed):
        button(row_view, "Show source of diagram").click()
    assert is_source_shown(row_view)

    button(row_view, "Show diagram").click()
    assert canvas(row_view).isVisible()


def test_copy_gives_the_source(
    row_view: DiagramView, easel: Easel, theme: Theme, qtbot: QtBot
) -> None:
    show(row_view, theme)

    with qtbot.waitSignal(row_view.copied) as told:
        button(row_view, "Copy source of diagram").click()

    assert told.args == [SOURCE.rstrip("\n")]


def test_enlarging_hands_the_drawing_over_with_its_ground(
    row_view: DiagramView, easel: Easel, theme: Theme, qtbot: QtBot
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram()
    show(row_view, theme)

    with qtbot.waitSignal(row_view.enlarge_wanted) as told:
        button(row_view, "Enlarge diagram").click()

    (viewed,) = told.args or [None]
    assert isinstance(viewed, Viewed)
    assert b'fill="#ffffff"' in viewed.svg


def test_a_screen_reader_hears_a_graphic_and_its_source(
    row_view: DiagramView, easel: Easel, theme: Theme
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram()
    show(row_view, theme)

    heard = QAccessible.queryAccessibleInterface(canvas(row_view))

    assert heard.role() == QAccessible.Role.Graphic
    assert heard.text(QAccessible.Text.Name) == "Diagram"
    assert heard.text(QAccessible.Text.Description) == SOURCE.rstrip("\n")


def test_a_selected_drawing_is_seen_to_be_selected(
    row_view: DiagramView, easel: Easel, theme: Theme
) -> None:
    small = diagram(300, 100)
    hollow = Diagram(small.svg.replace('fill="#ff0000"', 'fill="none"'), 300, 100, "#ffffff", False)
    easel.results[SOURCE.rstrip("\n"), False] = hollow
    style = show(row_view, theme)

    row_view.mark([Marked(0, len(SOURCE), MarkKind.SELECTED)])

    middle = canvas(row_view).geometry().center()
    assert row_view.grab().toImage().pixelColor(middle) == style.colours.selection


def test_the_upper_half_of_a_drawing_is_its_begin_and_the_lower_its_end(
    row_view: DiagramView, easel: Easel, theme: Theme
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram()
    show(row_view, theme)

    assert row_view.offset_at(QPoint(10, 40)) == 0
    assert row_view.offset_at(QPoint(10, row_view.height() - 5)) == len(characters(row()))


async def test_a_drawing_is_saved_where_one_says(
    row_view: DiagramView, easel: Easel, theme: Theme, tmp_path: Path
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram()
    show(row_view, theme)

    await _save(row_view, "Save as SVG…", tmp_path / "drawn.svg")

    assert "<svg" in (tmp_path / "drawn.svg").read_text()


async def test_a_drawing_is_saved_as_pixels(
    row_view: DiagramView, easel: Easel, theme: Theme, tmp_path: Path
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram()
    show(row_view, theme)

    await _save(row_view, "Save as PNG…", tmp_path / "drawn.png")

    assert QImage(str(tmp_path / "drawn.png")).size() == QSize(600, 200)


async def test_a_file_that_cannot_be_written_is_told_once(
    row_view: DiagramView, easel: Easel, theme: Theme, tmp_path: Path
) -> None:
    easel.results[SOURCE.rstrip("\n"), False] = diagram()
    show(row_view, theme)
    line = next(w for w in row_view.findChildren(QLabel) if w.wordWrap())

    (tmp_path / "drawn.svg").mkdir()

    await _save(row_view, "Save as SVG…", tmp_path / "drawn.svg")

    row_view.refresh()
    assert "drawn.svg" in line.text()


def test_a_copied_picture_has_the_ground_of_its_look(
    row_view: DiagramView, easel: Easel, theme: Theme, qtbot: QtBot
) -> None:
    small = diagram(40, 20)
    hollow = Diagram(small.svg.replace('fill="#ff0000"', 'fill="none"'), 40, 20, "#1e2025", True)
    easel.results[SOURCE.rstrip("\n"), False] = hollow
    show(row_view, theme)

    _choose(row_view, "Copy as picture")

    image = QGuiApplication.clipboard().image()
    assert image.size() == QSize(80, 40)
    assert image.pixelColor(5, 5) == QColor("#1e2025")


def test_a_block_becomes_a_diagram_when_it_closes(
    drawing_view: TranscriptView, qtbot: QtBot
) -> None:
    drawing_view.show_entries([question(0, "Draw"), running(1)], conversation_id="a")
    feed(drawing_view, 1, [f"```mermaid\n{SOURCE}"])
    section = drawing_view.stack.section(1)
    assert isinstance(section.rows[section.first_block_row], CodeRow)
    open_height = section.heights[section.first_block_row]

    feed(drawing_view, 1, ["```\n\nAfter it."])

    view = shown_diagram(drawing_view)
    assert view is not None
    assert section.heights[section.first_block_row] == pytest.approx(open_height, abs=2)
    qtbot.waitUntil(lambda: canvas(view).isVisible(), timeout=30_000)
    qtbot.waitUntil(lambda: not canvas(view).pixmap().isNull())


def test_a_drawing_that_arrives_leaves_what_is_read_in_its_place(
    drawing_view: TranscriptView, qtbot: QtBot
) -> None:
    lines = "\n\n".join(f"Paragraph {number}." for number in range(60))
    long = f"```mermaid\n{SOURCE.replace('Start', 'Begin')}```\n\n{lines}"
    drawing_view.show_entries([question(0, "Draw"), answer(1, long)], conversation_id="a")
    drawing_view.verticalScrollBar().setValue(260)
    before = _top_of(drawing_view, "Paragraph 9.")

    qtbot.waitUntil(lambda: _has_drawing(drawing_view), timeout=30_000)

    assert _top_of(drawing_view, "Paragraph 9.") == before


def test_a_selection_across_a_diagram_copies_its_source(
    drawing_view: TranscriptView, qtbot: QtBot
) -> None:
    drawing_view.show_entries([answer(0, MARKDOWN)], conversation_id="a")

    drawing_view.select_message(message_id(0))
    drawing_view.copier.copy_selection()

    assert SOURCE in QGuiApplication.clipboard().text()


def test_the_window_stays_quick_while_a_diagram_is_drawn(
    drawing_view: TranscriptView, qtbot: QtBot
) -> None:
    chain = "\n".join(f"n{i}[Box {i}] --> n{i + 1}" for i in range(5))
    text = f"```mermaid\nflowchart TD\n{chain}\n```"
    drawing_view.show_entries([answer(0, text)], conversation_id="b")
    gaps: list[float] = []
    last = monotonic()

    def tick() -> bool:
        nonlocal last
        now = monotonic()
        gaps.append(now - last)
        last = now
        return _has_drawing(drawing_view)

    qtbot.waitUntil(tick, timeout=30_000)

    # The machine of the test may be busy with others.
    assert sorted(gaps)[-2] < 0.15


def test_enlarging_opens_a_window(drawing_view: TranscriptView, qtbot: QtBot) -> None:
    drawing_view.show_entries([answer(0, MARKDOWN)], conversation_id="a")
    qtbot.waitUntil(lambda: _has_drawing(drawing_view), timeout=30_000)
    view = shown_diagram(drawing_view)
    assert view is not None

    QTest.mouseClick(button(view, "Enlarge diagram"), Qt.MouseButton.LeftButton)

    viewers = [w for w in QApplication.topLevelWidgets() if isinstance(w, Viewer)]
    assert len(viewers) == 1
    viewers[0].close()


def _has_drawing(view: TranscriptView) -> bool:
    shown = shown_diagram(view)
    return shown is not None and canvas(shown).isVisible() and not canvas(shown).pixmap().isNull()


def _top_of(view: TranscriptView, text: str) -> int:
    for widget in view.stage.widgets_in_order():
        if isinstance(widget, QTextEdit) and widget.toPlainText() == text:
            return widget.mapTo(view.viewport(), QPoint(0, 0)).y()
    raise LookupError(text)


def _choose(view: DiagramView, words: str) -> None:
    button(view, "More for this diagram").click()
    menu = view.findChild(QMenu)
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


async def _save(view: DiagramView, words: str, path: Path) -> None:
    _choose(view, words)
    await until(lambda: _dialog() is not None)
    dialog = _dialog()
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText(str(path))
    dialog.done(QFileDialog.DialogCode.Accepted)
    await until(lambda: len(asyncio.all_tasks()) == 1)


def _dialog() -> QFileDialog | None:
    found = (w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog))
    return next((dialog for dialog in found if dialog.isVisible()), None)
