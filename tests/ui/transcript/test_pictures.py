from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.link_dialog import LinkDialog
from supertoken_desktop.ui.plain_tip import plain_tip
from supertoken_desktop.ui.transcript.menu import menu_at
from supertoken_desktop.ui.transcript.picture_layout import (
    TALLEST,
    Box,
    Shape,
    height_of,
    lay_out,
)
from supertoken_desktop.ui.transcript.row_kinds import PictureRow, characters
from supertoken_desktop.ui.transcript.rows.picture import PictureView
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.rows.tile import Tile
from supertoken_desktop.ui.transcript.selection import Position, Selection, Stretch
from supertoken_desktop.ui.transcript.view import TranscriptView
from supertoken_desktop.ui.viewer import Viewer
from tests.ui.transcript.drawn import data_url
from tests.ui.transcript.messages import answer, feed, running

RED = QColor("#cc3344")


def pictures_on(view: TranscriptView) -> list[PictureView]:
    return [w for w in view.stage.widgets_in_order() if isinstance(w, PictureView)]


def tiles_on(view: TranscriptView) -> list[Tile]:
    return [t for w in pictures_on(view) for t in w.findChildren(Tile) if t.isVisible()]


def middle_of(view: TranscriptView, widget: QWidget) -> QPoint:
    return widget.mapTo(view.viewport(), widget.rect().center())


def is_red(view: TranscriptView, tile: Tile) -> bool:
    return view.viewport().grab().toImage().pixelColor(middle_of(view, tile)) == RED


def click(view: TranscriptView, point: QPoint) -> None:
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        place = QPointF(point)
        event = QMouseEvent(
            kind,
            place,
            QPointF(view.viewport().mapToGlobal(point)),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(view.viewport(), event)


def opened(view: TranscriptView) -> Viewer | None:
    return view.window().findChild(Viewer)


def test_a_picture_that_came_as_data_is_shown(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([answer(0, f"Look:\n\n![a cat]({data_url(300, 200)})")], conversation_id="a")

    (tile,) = tiles_on(view)
    assert (tile.width(), tile.height()) == (300, 200)
    qtbot.waitUntil(lambda: is_red(view, tile))


def test_room_is_kept_before_anything_is_decoded(
    theme: object, make_view: Callable[[], TranscriptView], qtbot: QtBot
) -> None:
    view = make_view()
    view.show_entries([answer(0, f"![a]({data_url(2000, 1000)})\n\nBelow.")], conversation_id="a")
    below = next(w for w in view.stage.widgets_in_order() if isinstance(w, TextView))
    before = below.mapTo(view.viewport(), QPoint()).y()
    (tile,) = tiles_on(view)

    qtbot.waitUntil(lambda: is_red(view, tile))

    assert below.mapTo(view.viewport(), QPoint()).y() == before
    assert tile.height() <= TALLEST


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_pictures_next_to_each_other_make_a_grid(view: TranscriptView, count: int) -> None:
    text = " ".join(f"![p{n}]({data_url(640, 400 + n)})" for n in range(count))
    view.show_entries([answer(0, text)], conversation_id="a")

    tiles = tiles_on(view)

    assert len(tiles) == count
    places = [QPoint(t.mapTo(view.viewport(), QPoint())) for t in tiles]
    assert len({(p.x(), p.y()) for p in places}) == count


def test_a_picture_among_words_is_a_link_that_opens_it(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([answer(0, f"![chart]({data_url(50, 40)}) is it")], conversation_id="a")
    text = next(w for w in view.stage.widgets_in_order() if isinstance(w, TextView))
    assert text.toPlainText() == "chart is it"
    assert len(text.toHtml()) < 4000

    click(view, text.mapTo(view.viewport(), QPoint(8, 8)))

    qtbot.waitUntil(lambda: opened(view) is not None)
    shown = opened(view)
    assert shown is not None
    assert shown.windowTitle() == "chart"


def test_a_click_opens_the_viewer_with_all_pixels(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([answer(0, f"![a cat]({data_url(1600, 900)})")], conversation_id="a")

    click(view, middle_of(view, tiles_on(view)[0]))

    qtbot.waitUntil(lambda: opened(view) is not None)
    shown = opened(view)
    assert shown is not None
    QTest.keyClick(shown.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_enter_opens_the_picture_that_has_the_focus(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([answer(0, f"![a cat]({data_url(60, 90)})")], conversation_id="a")
    (tile,) = tiles_on(view)

    QTest.keyClick(tile, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: opened(view) is not None)


def test_a_screen_reader_hears_a_graphic_with_its_name(view: TranscriptView) -> None:
    view.show_entries([answer(0, f"![]({data_url(60, 90)})")], conversation_id="a")

    found = QAccessible.queryAccessibleInterface(tiles_on(view)[0])

    assert found.role() == QAccessible.Role.Graphic
    assert found.text(QAccessible.Text.Name) == "Picture"


def test_copying_keeps_the_source_and_selecting_has_the_name(view: TranscriptView) -> None:
    source = f"![a cat]({data_url(60, 90)})"
    entry = answer(0, f"One\n\n{source}\n\nTwo")
    view.show_entries([entry], conversation_id="a")
    view.select_message(entry.message.id)

    view.copier.copy_selection()

    copied = QGuiApplication.clipboard().mimeData()
    assert bytes(copied.data("text/markdown").data()).decode() == f"One\n\n{source}\n\nTwo"
    assert copied.text() == "One\n\na cat\n\nTwo"


def test_selecting_over_the_edge_of_a_picture_copies_it_as_markdown(view: TranscriptView) -> None:
    one, two = data_url(60, 90), data_url(90, 60)
    view.show_entries([answer(0, f"Above\n\n![one]({one}) ![two]({two})")], conversation_id="a")

    stretch = Stretch(Position(0, 1, 2), Position(0, 2, 2))
    view.pointer.select(Selection(stretch, stretch))
    view.copier.copy_selection()

    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "ove\n\none"
    assert bytes(copied.data("text/markdown").data()).decode() == f"ove\n\n![one]({one})"


def test_the_focus_on_a_link_shows_where_it_leads(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([answer(0, "[a](https://example.org/x)")], conversation_id="a")
    text = next(w for w in view.stage.widgets_in_order() if isinstance(w, TextView))
    view.activateWindow()

    text.setFocus(Qt.FocusReason.TabFocusReason)

    qtbot.waitUntil(lambda: QToolTip.text() == plain_tip("https://example.org/x"))


def test_a_broken_picture_says_so(view: TranscriptView, qtbot: QtBot) -> None:
    url = data_url(200, 200)[:120]
    view.show_entries([answer(0, f"![a cat]({url})")], conversation_id="a")
    (tile,) = tiles_on(view)

    view.viewport().grab()

    qtbot.waitUntil(lambda: tile.accessibleDescription() == "This picture is damaged.")
    assert tile.accessibleName() == "a cat"


def test_the_menu_of_a_picture_copies_real_pixels(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_entries([answer(0, f"![a cat]({data_url(321, 123)})")], conversation_id="a")
    menu = menu_at(view, middle_of(view, tiles_on(view)[0]))
    names = [action.text() for action in menu.actions()]

    next(action for action in menu.actions() if action.text() == "Copy picture").trigger()

    assert "Save picture…" in names
    assert "Copy picture address" not in names
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: (clipboard.image().width(), clipboard.image().height()) == (321, 123))


def test_a_picture_that_arrives_in_pieces_is_never_shown_as_its_data(
    view: TranscriptView, qtbot: QtBot
) -> None:
    url = "data:image/png;base64," + "A" * 300_000
    text = f"Look:\n\n![a cat]({url})\n\nDone."
    view.show_entries([running(0)], conversation_id="a")
    longest = 0

    for at in range(0, len(text), 4000):
        feed(view, 0, [text[at : at + 4000]])
        rows = view.stack.section(0).rows
        longest = max(longest, *(len(characters(row)) for row in rows))

    assert longest < 200
    qtbot.waitUntil(lambda: any(isinstance(row, PictureRow) for row in view.stack.section(0).rows))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_every_common_format_is_shown(view: TranscriptView, qtbot: QtBot, form: str) -> None:
    view.show_entries([answer(0, f"![x]({data_url(90, 80, form)})")], conversation_id="a")
    (tile,) = tiles_on(view)

    def is_drawn() -> bool:
        pixel = view.viewport().grab().toImage().pixelColor(middle_of(view, tile))
        return abs(pixel.red() - RED.red()) < 12 and abs(pixel.green() - RED.green()) < 12

    qtbot.waitUntil(is_drawn)


def test_pictures_lie_in_lines_and_boxes_alone() -> None:
    spots = lay_out([Shape(400, 200), Box(90), Shape(100, 100), Shape(200, 100)], 600)

    assert [spot.y for spot in spots] == [0, 208, 306, 306]
    assert spots[1].width == 600
    assert height_of(spots) == 406


def test_no_picture_is_wider_than_the_room() -> None:
    for shapes in ([Shape(9000, 10)], [Shape(5000, 100), Shape(10, 4000)], [Shape(1, 9000)] * 4):
        spots = lay_out(shapes, 500)
        assert all(spot.x + spot.width <= 500 + 24 for spot in spots)
        assert all(spot.height <= TALLEST for spot in spots)


def test_a_doubtful_link_is_asked_about_and_an_honest_one_is_not(view: TranscriptView) -> None:
    text = "[https://bank.com](https://evil.example)\n\n[good](https://example.org)"
    view.show_entries([answer(0, text)], conversation_id="a")
    told: list[str] = []
    view.link_activated.connect(told.append)
    first, second = [w for w in view.stage.widgets_in_order() if isinstance(w, TextView)]

    click(view, second.mapTo(view.viewport(), QPoint(8, 8)))
    assert told == ["https://example.org"]
    click(view, first.mapTo(view.viewport(), QPoint(8, 8)))

    dialog = view.window().findChild(LinkDialog)
    assert isinstance(dialog, LinkDialog)
    assert told == ["https://example.org"]
    dialog.accept()
    assert told == ["https://example.org", "https://evil.example"]


def test_an_inert_link_looks_like_text(view: TranscriptView) -> None:
    view.show_entries([answer(0, "[docs](/docs) and [x](smb://host/a)")], conversation_id="a")
    text = next(w for w in view.stage.widgets_in_order() if isinstance(w, TextView))

    assert "href" not in text.toHtml()
    assert text.toPlainText() == "docs and x"


def test_the_tip_of_a_link_tells_where_it_leads(view: TranscriptView) -> None:
    view.show_entries([answer(0, "[a](https://p\u0430ypal.com/<b>)")], conversation_id="a")
    text = next(w for w in view.stage.widgets_in_order() if isinstance(w, TextView))

    there = view.stage.at_point(text.mapTo(view.viewport(), QPoint(3, 8)))

    assert there is not None
    assert there.tip.startswith("https://xn--pypal-4ve.com/")
    assert "<" not in there.tip
