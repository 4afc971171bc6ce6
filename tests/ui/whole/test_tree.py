"""What assistive technology and the keyboard find in each window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from supertoken_desktop.settings import Settings
from supertoken_desktop.ui.chat.find_bar import FindBar
from tests.fakes.waiting import until
from tests.ui.whole.windows import NAMES, window

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)
PARTED = (QComboBox, QAbstractSpinBox, QMenuBar, QLineEdit)
MOST_STOPS = 120
# It is there while the end of the conversation is out of sight.
COMES_AND_GOES = {"QPushButton Go to the end"}
# Its first Tab takes the clipboard's text.
TAB_TAKES = "quick prompt"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", NAMES)
async def test_every_control_has_a_name_and_a_role(name: str, language: str) -> None:
    async with window(name, language) as shown:
        nameless = [
            f"{type(w).__name__} {w.objectName()}"
            for w in _controls(shown)
            if not _face(w).text(QAccessible.Text.Name).strip()
            or _face(w).role() is QAccessible.Role.NoRole
        ]

        assert nameless == []


@pytest.mark.parametrize("name", NAMES)
async def test_names_are_told_apart(name: str) -> None:
    async with window(name) as shown:
        named: dict[tuple[str, str], int] = {}
        for control in _controls(shown):
            if isinstance(control, QAbstractButton) and not _is_in_messages(control):
                key = (type(control).__name__, _face(control).text(QAccessible.Text.Name))
                named[key] = named.get(key, 0) + 1

        assert [key for key, count in named.items() if count > 1] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != TAB_TAKES])
async def test_tab_comes_round_without_a_trap(name: str) -> None:
    async with window(name) as shown:
        await _in_front(shown)
        wanted = {w for w in _controls(shown) if _takes_tab(w)}
        forth = _stops(shown, Qt.Key.Key_Tab)
        back = _stops(shown, Qt.Key.Key_Backtab)

        assert {_label(w) for w in wanted} - {_label(w) for w in forth} == set()
        assert {_label(w) for w in forth} ^ {_label(w) for w in back} <= COMES_AND_GOES


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("contrast", ["normal", "high"])
@pytest.mark.parametrize("name", NAMES)
async def test_the_focus_can_be_seen(name: str, theme: str, contrast: str) -> None:
    settings = Settings(theme=theme, contrast=contrast, motion="reduced")
    async with window(name, settings=settings) as shown:
        await _in_front(shown)
        stops = [w for w in _stops(shown, Qt.Key.Key_Tab) if not _is_below_the_find_bar(shown, w)]
        unseen = [_label(w) for w in stops if not _shows_focus(shown, w)]

        assert unseen == []


async def _in_front(shown: QWidget) -> None:
    shown.activateWindow()
    await until(lambda: QApplication.activeWindow() is shown or _is_popup(shown))
    if shown.focusWidget() is None:
        QTest.keyClick(shown, Qt.Key.Key_Tab)


def _is_popup(shown: QWidget) -> bool:
    return QApplication.activePopupWidget() is shown


def _controls(shown: QWidget) -> Iterator[QWidget]:
    for widget in shown.findChildren(QWidget):
        is_whole = not isinstance(widget.parentWidget(), PARTED) and not isinstance(
            widget, QHeaderView
        )
        is_here = widget.isVisible() and widget.window() is shown
        if isinstance(widget, CONTROLS) and is_here and is_whole:
            yield widget


def _face(widget: QWidget) -> QAccessibleInterface:
    face = QAccessible.queryAccessibleInterface(widget)
    assert face is not None
    return face


def _takes_tab(widget: QWidget) -> bool:
    return widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _stops(shown: QWidget, key: Qt.Key) -> list[QWidget]:
    """Go round with a key; return where the focus stood, in order, each once."""
    stops: list[QWidget] = []
    for _press in range(MOST_STOPS):
        focused: QWidget | None = shown.focusWidget()
        focused = focused or shown
        if focused in stops:
            return stops
        if focused is not shown:
            stops.append(focused)
        QTest.keyClick(focused, key)
    pytest.fail(f"the focus does not come round: {[_label(w) for w in stops[-4:]]}")


def _shows_focus(shown: QWidget, widget: QWidget) -> bool:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    area = _scroll_area_of(widget)
    if area is not None:
        area.ensureWidgetVisible(widget)
    QApplication.sendPostedEvents()
    with_focus = shown.grab().toImage()
    widget.clearFocus()
    QApplication.sendPostedEvents()
    return with_focus != shown.grab().toImage()


def _is_below_the_find_bar(shown: QWidget, widget: QWidget) -> bool:
    """Tell whether the find bar lies over a button of a message; Esc takes it away."""
    bars = [bar for bar in shown.findChildren(FindBar) if bar.isVisible()]
    if not bars or bars[0].isAncestorOf(widget):
        return False
    place = QRect(widget.mapTo(shown, QPoint(0, 0)), widget.size())
    return place.intersects(QRect(bars[0].mapTo(shown, QPoint(0, 0)), bars[0].size()))


def _scroll_area_of(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _is_in_messages(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if type(parent).__name__ == "TranscriptView":
            return True
        parent = parent.parentWidget()
    return False


def _label(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}"
