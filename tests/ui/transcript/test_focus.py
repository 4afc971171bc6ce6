from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.theme.palette import LIGHT
from supertoken_desktop.ui.transcript.focus_ring import FocusRing
from supertoken_desktop.ui.transcript.rows.text import TextView
from supertoken_desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.messages import PARAGRAPH, answer, question

TEXT = "A [first](https://a.example) and a [second](https://b.example) link.\n\n```\ncode\n```"


@pytest.fixture
def window(view: TranscriptView, qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    layout.addWidget(view)
    layout.addWidget(QPushButton("After"))
    window.resize(900, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    view.setParent(None)


def press_tab(window: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> QWidget:
    QTest.keyClick(QApplication.focusWidget() or window, key)
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_tab_visits_everything_once_and_leaves(window: QWidget, view: TranscriptView) -> None:
    thought = answer(1, TEXT, reasoning="because")
    view.show_entries([question(0, "q"), thought], conversation_id="a")
    field = window.findChild(QLineEdit)
    assert field is not None
    field.setFocus()

    forward = [press_tab(window) for _ in range(9)]
    back = [press_tab(window, Qt.Key.Key_Backtab) for _ in range(9)]

    kinds = [type(widget).__name__ for widget in forward]
    assert kinds == [
        "TranscriptView",
        "ThoughtView",
        "TextView",
        "TextView",
        *("QuietTool",) * 4,
        "QPushButton",
    ]
    assert back == [*reversed(forward[:-1]), field]


def picture_of(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_every_stop_looks_different_with_the_focus(window: QWidget, view: TranscriptView) -> None:
    view.show_entries([answer(0, TEXT, reasoning="because")], conversation_id="a")
    field = window.findChild(QLineEdit)
    assert field is not None
    field.setFocus()

    pictures = [picture_of(view)]
    for _ in range(5):
        press_tab(window)
        pictures.append(picture_of(view))

    for before, after in pairwise(pictures):
        assert before != after


def test_the_transcript_has_a_ring_for_keyboard_people_alone(
    window: QWidget, view: TranscriptView
) -> None:
    view.show_entries([answer(0, TEXT)], conversation_id="a")
    ring = view.findChild(FocusRing)
    assert ring is not None

    view.setFocus(Qt.FocusReason.TabFocusReason)
    by_tab = ring.isVisible(), QColor(picture_of(view).pixel(1, 100))
    window.setFocus()
    left = ring.isVisible()
    view.setFocus(Qt.FocusReason.MouseFocusReason)

    assert by_tab == (True, LIGHT.focus)
    assert not left
    assert not ring.isVisible()


def test_keys_scroll_and_select_while_a_link_has_the_focus(
    window: QWidget, view: TranscriptView
) -> None:
    view.show_entries([answer(0, PARAGRAPH + "\n\n" + TEXT)], conversation_id="a")
    link = next(
        w
        for w in view.stage.widgets_in_order()
        if isinstance(w, TextView) and w.focusPolicy() is Qt.FocusPolicy.TabFocus
    )
    link.setFocus(Qt.FocusReason.TabFocusReason)

    QTest.keyClick(link, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    assert view.copier.has_selection


def test_what_gets_the_focus_is_scrolled_into_view(window: QWidget, view: TranscriptView) -> None:
    text = "\n\n".join(f"{PARAGRAPH} [link](https://{n}.example)" for n in range(40))
    view.show_entries([answer(0, text)], conversation_id="a")
    view.verticalScrollBar().setValue(0)
    view.setFocus()

    for _ in range(30):
        focused = press_tab(window)

        top = focused.mapTo(view.viewport(), QPoint(0, 0)).y()
        assert -focused.height() < top < view.viewport().height()


def test_a_row_that_is_scrolled_away_leaves_its_focus_to_the_transcript(
    window: QWidget, view: TranscriptView
) -> None:
    view.show_entries(
        [answer(number, f"{TEXT}\n\n{PARAGRAPH * 30}") for number in range(20)],
        conversation_id="a",
    )
    bar = view.verticalScrollBar()
    bar.setValue(0)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), TextView)

    bar.setValue(bar.maximum() // 2)

    assert QApplication.focusWidget() is view
