import base64
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from supertoken_desktop.ui.actions import Actions
from supertoken_desktop.ui.main_window import MainWindow
from supertoken_desktop.ui.theme import metrics
from supertoken_desktop.ui.theme.palette import Theme

W = TypeVar("W", bound=QWidget)


def test_it_opens_at_its_size_and_can_be_no_smaller(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    opened_at = (window.width(), window.height())
    window.resize(100, 100)

    assert opened_at == (1180, 760)
    assert (window.width(), window.height()) == (720, 480)


def test_pages_are_made_when_they_are_first_shown(theme: Theme, qtbot: QtBot) -> None:
    made: list[str] = []
    window = MainWindow(
        Actions(theme), theme, QLabel, lambda: _noted(made, "work"), lambda: _noted(made, "welcome")
    )
    qtbot.addWidget(window)

    window.show_welcome()
    after_welcome = list(made)
    window.show_chat()
    window.show_welcome()

    assert after_welcome == ["welcome"]
    assert made == ["welcome", "work"]


def test_the_welcome_page_has_the_window_for_itself(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    window.show_welcome()
    beside_welcome = _list(window).isVisible()
    window.show_chat()

    assert not beside_welcome
    assert _list(window).isVisible()


def test_control_bracket_folds_the_list_and_brings_it_back(theme: Theme, qtbot: QtBot) -> None:
    actions = Actions(theme)
    window = _window(theme, qtbot, actions)

    actions.action("toggle-list").trigger()
    is_folded = not _list(window).isVisible()
    actions.action("toggle-list").trigger()

    assert is_folded
    assert _list(window).isVisible()


def test_a_narrow_window_shows_the_list_only_when_called_for(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    window.resize(metrics.OVERLAY_BELOW - 1, 600)
    at_first = _list(window).isVisible()
    window.reveal_list()

    assert not at_first
    assert _list(window).isVisible()
    assert _work(window).width() == window.width()


def test_the_overlay_goes_when_the_focus_goes_to_the_work(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)
    window.resize(720, 480)
    window.reveal_list()
    _list(window).setFocus()

    _work(window).setFocus()

    qtbot.waitUntil(lambda: not _list(window).isVisible())


def test_escape_closes_the_overlay(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)
    window.resize(720, 480)
    window.reveal_list()
    _list(window).setFocus()

    QTest.keyClick(_list(window), Qt.Key.Key_Escape)

    assert not _list(window).isVisible()


def test_a_wider_window_puts_the_list_back_beside_the_work(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    window.resize(720, 480)
    window.resize(1180, 760)

    qtbot.waitUntil(lambda: _work(window).width() < window.width())
    assert _list(window).isVisible()


def test_the_size_comes_back(theme: Theme, qtbot: QtBot) -> None:
    first = _window(theme, qtbot)
    # The screen of the tests is 800 pixels wide, and a window is never restored larger.
    first.resize(760, 560)
    with qtbot.waitSignal(first.placement_changed) as told:
        first.close()

    second = _window(theme, qtbot)
    second.restore_placement(*told.args)

    assert (second.width(), second.height()) == (760, 560)


def test_the_list_takes_its_width_back(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    window.restore_placement("", (300, 880))
    with qtbot.waitSignal(window.placement_changed) as told:
        window.close()

    assert _list(window).width() == 300
    assert told.args[1][0] == 300


def test_a_folded_list_stays_folded(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    window.restore_placement("", (0, 900))

    assert not _list(window).isVisible()


def test_a_window_that_no_screen_shows_comes_back_into_view(theme: Theme, qtbot: QtBot) -> None:
    lost = _window(theme, qtbot)
    lost.move(20_000, 20_000)
    with qtbot.waitSignal(lost.placement_changed) as told:
        lost.close()

    window = _window(theme, qtbot)
    window.restore_placement(*told.args)

    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.intersects(window.frameGeometry())


def test_a_placement_that_is_no_placement_is_left_out(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    window.restore_placement("not base64!", (1, 2, 3))
    window.restore_placement(base64.b64encode(b"junk").decode(), ())

    assert (window.width(), window.height()) == (1180, 760)


def test_closing_is_told_and_hides_nothing(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    with qtbot.waitSignal(window.closed):
        window.close()

    assert window.isVisible()
    assert QGuiApplication.instance() is not None


def test_a_banner_takes_room_only_while_it_is_there(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)
    done: list[str] = []

    window.show_banner(
        lambda: "No keyring here.", lambda: "Details", lambda: done.append("details")
    )
    window.show_banner(
        lambda: "No keyring at all.", lambda: "Details", lambda: done.append("details")
    )
    shown = [label.text() for label in _visible(window, QLabel)]
    next(b for b in _visible(window, QPushButton) if b.text() == "Details").click()
    window.hide_banner()

    assert "No keyring at all." in shown
    assert "No keyring here." not in shown
    assert done == ["details"]
    assert not [b for b in _visible(window, QPushButton) if b.text() == "Details"]


def test_closing_one_banner_leaves_the_other(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    window.show_banner(lambda: "No keyring.", name="keyring")
    window.show_banner(lambda: "Offline.", name="offline")
    next(b for b in _visible(window, QToolButton) if b.accessibleName()).click()

    shown = [label.text() for label in _visible(window, QLabel)]
    assert "Offline." in shown
    assert "No keyring." not in shown


def test_undo_in_a_toast_acts_once_and_closes_it(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)
    done: list[str] = []

    window.toasts.show("Chat deleted", "Undo", lambda: done.append("undone"))
    next(b for b in _visible(window, QPushButton) if b.text() == "Undo").click()

    assert done == ["undone"]
    assert window.toasts.texts == ()


def test_a_toast_waits_while_the_focus_is_on_it(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)
    window.toasts.show("Chat deleted", "Undo", lambda: None)
    undo = next(b for b in _visible(window, QPushButton) if b.text() == "Undo")
    toast = next(w for w in window.findChildren(QWidget) if w.property("role") == "toast")
    timer = toast.findChild(QTimer)
    assert timer is not None
    window.activateWindow()
    undo.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(undo.hasFocus)

    timer.timeout.emit()
    while_focused = window.toasts.texts
    undo.clearFocus()
    timer.timeout.emit()

    assert while_focused == ("Chat deleted",)
    assert window.toasts.texts == ()


def test_at_most_three_toasts_are_shown_and_they_stay_inside(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)

    for number in range(5):
        window.toasts.show(f"Message {number}", is_error=True)
    window.resize(720, 480)

    assert window.toasts.texts == ("Message 2", "Message 3", "Message 4")
    toasts = [w for w in window.findChildren(QWidget) if w.property("role") == "toast"]
    area = window.centralWidget()
    assert area is not None
    assert all(area.rect().contains(t.geometry()) for t in toasts if t.isVisible())


def test_everything_that_can_be_pressed_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    window = _window(theme, qtbot)
    window.show_banner(lambda: "No keyring.", lambda: "Details", lambda: None)
    window.toasts.show("Chat deleted", "Undo", lambda: None)

    buttons = [*_visible(window, QPushButton), *_visible(window, QToolButton)]

    assert buttons
    assert all(button.accessibleName() or button.text() for button in buttons)


def test_a_change_of_the_language_reaches_the_menus(theme: Theme, qtbot: QtBot) -> None:
    actions = Actions(theme)
    window = _window(theme, qtbot, actions)
    actions.action("new").setText("stale")

    QGuiApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))

    assert actions.action("new").text() == "New chat"


def _window(theme: Theme, qtbot: QtBot, actions: Actions | None = None) -> MainWindow:
    window = MainWindow(
        actions or Actions(theme), theme, lambda: _field("list"), lambda: _field("work"), QLabel
    )
    qtbot.addWidget(window)
    window.show_chat()
    window.show()
    return window


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(name)
    return field


def _noted(made: list[str], name: str) -> QWidget:
    made.append(name)
    return QWidget()


def _list(window: MainWindow) -> QLineEdit:
    found = window.findChild(QLineEdit, "list")
    assert isinstance(found, QLineEdit)
    return found


def _work(window: MainWindow) -> QLineEdit:
    found = window.findChild(QLineEdit, "work")
    assert isinstance(found, QLineEdit)
    return found


def _visible(window: MainWindow, kind: type[W]) -> list[W]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]
